"""HTTP: translates requests to the engine and its answers to JSON. Nothing is decided here."""
