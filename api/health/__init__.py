"""Whether the process is alive and what it depends on answers."""
