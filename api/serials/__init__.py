"""Serial numbers of lots, and the runs in which they were made."""
