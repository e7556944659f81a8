"""The traceability plan, version by version."""
