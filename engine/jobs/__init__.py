"""The life of an export job."""
