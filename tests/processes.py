"""Looking at worker processes from outside."""

import psutil


def horse_of(worker: psutil.Process) -> psutil.Process | None:
    """The work-horse of a worker: the child that is a fork of it, not its sweeper."""
    for child in worker.children():
        try:
            if "workers.sweeper" not in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
                return child
        except psutil.NoSuchProcess:
            continue
    return None
