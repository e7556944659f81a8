"""Source documents and finished files on S3."""

from engine.storage.storage import Storage

__all__ = ["Storage"]
