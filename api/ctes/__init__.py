"""Critical tracking events in JSON: capture, read back, void."""
