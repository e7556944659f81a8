"""RQ: the queue, the jobs it runs and the process that runs them."""
