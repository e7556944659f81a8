"""Brands: names under which an organization's products are sold."""

from dataclasses import dataclass
from typing import Any

import orjson

from engine.catalogue.books import Books, Fault, foreign_organizations, raise_revisions, refuse, repeated
from engine.catalogue.entries import Brand
from engine.catalogue.forms import BrandIn, BrandPatch, given
from engine.catalogue.values import metadata
from engine.errors import Conflict, NotFound
from engine.fsma.text import fold
from engine.graph import Transaction
from engine.identity import Organization
from engine.ids import new_id

ORDERINGS = ("created", "name")
_TAKEN = "You have a brand of this name."


@dataclass(frozen=True)
class BrandQuery:
    """Which brands to list; name: part of it, in any case."""

    name: str | None = None


class Brands:
    """Brands of an organization; its name is unique among them, upper and lower case alike."""

    def __init__(self, books: Books):
        self._books = books

    def create(self, organization: Organization, form: BrandIn) -> Brand:
        """Raises Conflict where the name is taken, Invalid for a foreign organization."""
        def write(tx: Transaction) -> str:
            ids, faults = self.add(tx, organization, [form])
            refuse(faults)
            return ids[0]

        return self.find(organization, self._books.change(organization.no, write))

    def add(self, tx: Transaction, organization: Organization, forms: list[BrandIn]) -> tuple[list[str], list[Fault]]:
        """Write many in one statement, unless there are faults; returns their ids."""
        keys = [_key(organization, form.name) for form in forms]
        taken = {row["key"] for row in tx.run("catalogue/taken_brands", keys=keys)}
        faults = [*foreign_organizations(forms, organization.id), *repeated(keys, taken, "name", _TAKEN)]
        if faults:
            return [], faults
        now = self._books.now()
        rows = [{"id": new_id(), "key": key, "organization": organization.no, "name": form.name,
                 "name_key": fold(form.name), "website": form.website, "description": form.description,
                 "metadata": metadata({}, form.metadata), "created_at": now}
                for key, form in zip(keys, forms, strict=True)]
        tx.run("catalogue/create_brands", organization=organization.no, rows=rows)
        return [row["id"] for row in rows], []

    def find(self, organization: Organization, brand_id: str) -> Brand:
        """Raises NotFound."""
        row = self._books.graph.one("catalogue/brand", organization=organization.no, id=brand_id)
        if row is None:
            raise NotFound
        return Brand.of(row["brand"], organization.id)

    def page(self, organization: Organization, wanted: BrandQuery, order: str, skip: int,
             limit: int) -> tuple[list[Brand], int]:
        row = self._books.graph.one(
            "catalogue/brands", organization=organization.no, order=order, skip=skip, limit=limit,
            name=fold(wanted.name) if wanted.name else None)
        return [Brand.of(each, organization.id) for each in row["rows"]], row["total"]

    def change(self, organization: Organization, brand_id: str, patch: BrandPatch) -> Brand:
        """Change what the patch names. Raises NotFound, Conflict where the name is taken or the owner would change."""
        changes: dict[str, Any] = dict(given(patch))
        if changes.pop("organization_id", organization.id) != organization.id:
            raise Conflict("A brand's organization is set once.")

        def write(tx: Transaction) -> Brand:
            row = tx.one("catalogue/brand", organization=organization.no, id=brand_id)
            if row is None:
                raise NotFound
            if "name" in changes:
                key = _key(organization, changes["name"])
                if key != row["brand"]["key"] and tx.run("catalogue/taken_brands", keys=[key]):
                    raise Conflict(_TAKEN)
                changes.update(key=key, name_key=fold(changes["name"]))
            if "metadata" in changes:
                changes["metadata"] = metadata(orjson.loads(row["brand"]["metadata"]), patch.metadata)
            changed = tx.one("catalogue/change_brand", organization=organization.no, id=brand_id, changes=changes)
            raise_revisions(tx, organization.no)
            return Brand.of(changed["brand"], organization.id)

        return self._books.change(organization.no, write)

    def remove(self, organization: Organization, brand_id: str) -> None:
        """Raises NotFound, Conflict where products bear it."""
        def write(tx: Transaction) -> None:
            row = tx.one("catalogue/remove_brand", organization=organization.no, id=brand_id)
            if row is None:
                raise NotFound
            if not row["removed"]:
                raise Conflict("Products bear this brand. Give them another one first.")

        self._books.change(organization.no, write)

    def gtins(self, organization: Organization, brand_id: str) -> list[str] | None:
        """GTINs of the products that bear a brand; None where the organization has no such brand."""
        row = self._books.graph.one("catalogue/brand_gtins", organization=organization.no, id=brand_id)
        return None if row is None else sorted(row["gtins"])


def _key(organization: Organization, name: str) -> str:
    return f"{organization.no}:{fold(name)}"
