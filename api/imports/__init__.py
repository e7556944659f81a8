"""Workbooks and CSV files in, followed, and given back."""
