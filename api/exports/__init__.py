"""Exports of a lot's records: asking for them, following them, fetching the file."""
