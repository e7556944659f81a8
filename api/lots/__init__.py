"""Lots by code, GTIN or lot number."""
