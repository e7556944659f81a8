"""What is wrong with records, kept: findings of single records, and those between records, judged again and again."""

from engine.findings.listing import Count, FindingFilter, FindingView, State
from engine.findings.service import Findings

__all__ = ["Count", "FindingFilter", "FindingView", "Findings", "State"]
