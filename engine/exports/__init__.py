"""FDA's workbook and the jobs that make it."""
