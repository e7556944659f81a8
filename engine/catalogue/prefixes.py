"""GS1 company prefixes that an operator has verified: whose a GTIN is, beyond anybody's say-so."""

import re

from engine.catalogue.books import Books, raise_revisions
from engine.errors import Conflict, Impossible, NotFound
from engine.graph import Transaction
from engine.identity import Organization


class Prefixes:
    """For operators. A lot of a product under a verified prefix belongs to the prefix's organization."""

    def __init__(self, books: Books):
        self._books = books

    def verify(self, organization: Organization, prefix: str) -> None:
        """Note that a prefix is the organization's. Verifying it twice is harmless.

        prefix: 4 to 12 digits as GS1 licensed it; a U.P.C. company prefix with its leading 0. Raises Impossible,
        NotFound, Conflict where it has been verified for another organization.
        """
        # Five zeros lead GTIN-8s, which carry no company prefix.
        if not re.fullmatch(r"[0-9]{4,12}", prefix) or prefix.startswith("00000"):
            raise Impossible("A GS1 company prefix has 4 to 12 digits, and five zeros never lead it.")

        def write(tx: Transaction) -> None:
            row = tx.one("catalogue/verify_prefix", organization=organization.no, prefix=prefix, at=self._books.now())
            if row is None:
                raise NotFound
            if row["organization"] != organization.no:
                raise Conflict("This prefix has been verified for another organization.")
            raise_revisions(tx, organization.no)

        self._books.change(organization.no, write)

    def of(self, organization: Organization) -> list[str]:
        """The organization's verified prefixes."""
        return [row["prefix"] for row in self._books.graph.read("catalogue/prefixes", organization=organization.no)]
