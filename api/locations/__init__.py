"""Registered places of an organization."""
