"""FDA's requests for records."""
