"""Brands of an organization."""
