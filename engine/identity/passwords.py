"""Passwords: argon2id hashes, compared in the same time whether or not there is a user."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.identity.fields import invalid

SHORTEST = 12
LONGEST = 256
# OWASP's smallest recommendation for argon2id: 19 MiB, two passes. Four at once stay below 80 MiB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = BoundedSemaphore(4)


class Passwords:
    """Hashes and verifies, a few at once."""

    def __init__(self, hasher: PasswordHasher = _HASHER):
        self._hasher = hasher
        # What an unknown user's password is compared with, so that the answer takes as long.
        self._nobody = hasher.hash("a password nobody has")

    def hash(self, password: str, field: str = "password") -> str:
        """Raises Invalid for passwords too short or too long."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise invalid(field, f"A password has {SHORTEST} to {LONGEST} characters.")
        with _AT_ONCE:
            return self._hasher.hash(password)

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether the password is the one of this hash; False after the same work where there is none."""
        with _AT_ONCE:
            try:
                self._hasher.verify(kept or self._nobody, password[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
        return bool(kept) and len(password) <= LONGEST

    def is_outdated(self, kept: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)
