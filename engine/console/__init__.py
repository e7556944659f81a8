"""The command line `lotgraph`, for people at a terminal and, with --json, for scripts."""
