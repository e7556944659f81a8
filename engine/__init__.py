"""The domain: everything lotgraph knows about lots, events and traces. Imports neither FastAPI nor RQ."""
