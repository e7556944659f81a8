"""Workbooks and CSV files in: read, judged row by row, captured in parts, and given back with comments."""

from engine.imports.answers import ImportAnswer
from engine.imports.imports import Imports, Options
from engine.imports.job import Import, Status

__all__ = ["Import", "ImportAnswer", "Imports", "Options", "Status"]
