"""The audit log: who did what, written once and never changed."""

from engine.audit.audit import ORDERINGS, Audit, AuditEntry, AuditFilter, append

__all__ = ["ORDERINGS", "Audit", "AuditEntry", "AuditFilter", "append"]
