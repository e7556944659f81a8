"""Findings: what is wrong with records, and the rules that say so."""
