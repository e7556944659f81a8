"""What Prometheus is told: this process's own counts, and the state of the deployment at this moment."""
