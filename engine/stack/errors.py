"""What can go wrong while servers are set up, said so that a person can act on it."""

import errno


class StackError(Exception):
    """A server cannot be set up or started.

    what: which part failed and how.
    remedy: what to do about it.
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}\n  What to do: {remedy}")
        self.what = what
        self.remedy = remedy


def explain(error: OSError) -> StackError | None:
    """What a person can do about a folder that cannot be written; None for any other fault."""
    if isinstance(error, PermissionError):
        remedy = "own that folder, or choose others with LOTGRAPH_HOME (data) and LOTGRAPH_CACHE (downloads)."
        return StackError(f"{error.filename} cannot be written by this user.", remedy)
    if error.errno == errno.ENOSPC:
        remedy = "free some, or choose other folders with LOTGRAPH_HOME (data) and LOTGRAPH_CACHE (downloads)."
        return StackError(f"No disk is left for {error.filename or 'a file'}.", remedy)
    return None
