"""Products: what an organization trades under a GTIN."""

from dataclasses import dataclass
from typing import Any

import orjson

from engine.catalogue.books import (
    Books,
    Fault,
    foreign_organizations,
    invalid,
    raise_revisions,
    recipe_json,
    refuse,
    repeated,
    stored,
)
from engine.catalogue.entries import Product
from engine.catalogue.forms import ProductIn, ProductPatch, given
from engine.catalogue.values import metadata
from engine.errors import Conflict, NotFound
from engine.fsma.text import fold
from engine.graph import Transaction
from engine.identity import Organization
from engine.ids import new_id

ORDERINGS = ("created", "product_name", "gtin")
_TAKEN = "You have a product of this GTIN."
_NO_BRAND = "You have no such brand."


@dataclass(frozen=True)
class ProductQuery:
    """Which products to list. gtin: 14 digits. name: part of it, in any case."""

    gtin: str | None = None
    brand_id: str | None = None
    ftl_category: str | None = None
    name: str | None = None


class Products:
    """Products of an organization. A GTIN is unique among them; what other organizations register under the same
    GTIN is theirs and never shows. A product's GTIN is set once."""

    def __init__(self, books: Books):
        self._books = books

    def create(self, organization: Organization, form: ProductIn) -> Product:
        """Raises Conflict where the GTIN is taken, Invalid for an unknown brand or a foreign organization."""
        def write(tx: Transaction) -> str:
            ids, faults = self.add(tx, organization, [form])
            refuse(faults)
            return ids[0]

        return self.find(organization, self._books.change(organization.no, write))

    def add(self, tx: Transaction, organization: Organization,
            forms: list[ProductIn]) -> tuple[list[str], list[Fault]]:
        """Write many in one statement, unless there are faults; returns their ids."""
        keys = [f"{organization.no}:{form.gtin}" for form in forms]
        taken = {row["key"] for row in tx.run("catalogue/taken_products", keys=keys)}
        brands = _own_brands(tx, organization, {form.brand_id for form in forms} - {None})
        faults = [
            *foreign_organizations(forms, organization.id),
            *(Fault(position, "brand_id", _NO_BRAND, "brand") for position, form in enumerate(forms)
              if form.brand_id not in (None, *brands)),
            *repeated(keys, taken, "gtin", _TAKEN),
        ]
        if faults:
            return [], faults
        now = self._books.now()
        rows = [{"brand": form.brand_id, "properties": {
            **_properties(form.model_dump(exclude={"organization_id", "brand_id", "metadata", "recipe"}), form),
            "id": new_id(), "key": key, "organization": organization.no, "metadata": metadata({}, form.metadata),
            "created_at": now,
        }} for key, form in zip(keys, forms, strict=True)]
        tx.run("catalogue/create_products", organization=organization.no, rows=rows)
        raise_revisions(tx, organization.no)
        return [row["properties"]["id"] for row in rows], []

    def find(self, organization: Organization, product_id: str) -> Product:
        """Raises NotFound."""
        found = self._one(organization.no, organization.id, product_id, None)
        if found is None:
            raise NotFound
        return found

    def of_gtin(self, organization: int, gtin: str, organization_id: str = "") -> Product | None:
        """The product an organization, by its number, has registered under a GTIN of 14 digits."""
        return self._one(organization, organization_id, None, gtin)

    def page(self, organization: Organization, wanted: ProductQuery, order: str, skip: int,
             limit: int) -> tuple[list[Product], int]:
        row = self._books.graph.one(
            "catalogue/products", organization=organization.no, gtin=wanted.gtin, brand=wanted.brand_id,
            category=wanted.ftl_category, name=fold(wanted.name) if wanted.name else None,
            order=order, skip=skip, limit=limit)
        return [Product.of(each["product"], each["brand_id"], organization.id) for each in row["rows"]], row["total"]

    def change(self, organization: Organization, product_id: str, patch: ProductPatch) -> Product:
        """Change what the patch names. Raises NotFound, Invalid for an unknown brand or days out of order."""
        def write(tx: Transaction) -> None:
            row = tx.one("catalogue/product", organization=organization.no, id=product_id, gtin=None)
            if row is None:
                raise NotFound
            changes = dict(given(patch))
            brand = changes.pop("brand_id", row["brand_id"])
            if brand is not None and not _own_brands(tx, organization, {brand}):
                raise invalid("brand_id", _NO_BRAND, "brand")
            if "metadata" in changes:
                changes["metadata"] = metadata(orjson.loads(row["product"]["metadata"]), patch.metadata)
            changes = _properties(changes, patch)
            after = {**row["product"], **changes}
            if after.get("ftl_from") is not None and (after.get("ftl_until") or after["ftl_from"]) < after["ftl_from"]:
                raise invalid("ftl_until", "ftl_until lies before ftl_from.", "date_order")
            tx.run("catalogue/change_product", organization=organization.no, id=product_id, changes=changes,
                   brand=brand)
            raise_revisions(tx, organization.no)

        self._books.change(organization.no, write)
        return self.find(organization, product_id)

    def remove(self, organization: Organization, product_id: str) -> None:
        """Raises NotFound, Conflict where the organization has lots or records of it."""
        def write(tx: Transaction) -> None:
            row = tx.one("catalogue/remove_product", organization=organization.no, id=product_id)
            if row is None:
                raise NotFound
            if not row["removed"]:
                raise Conflict("You have lots or records of this product.")
            raise_revisions(tx, organization.no)

        self._books.change(organization.no, write)

    def _one(self, organization: int, organization_id: str, product_id: str | None, gtin: str | None) -> Product | None:
        row = self._books.graph.one("catalogue/product", organization=organization, id=product_id, gtin=gtin)
        return None if row is None else Product.of(row["product"], row["brand_id"], organization_id)


def _properties(values: dict[str, Any], form: ProductIn | ProductPatch) -> dict[str, Any]:
    found = stored(values)
    if "product_name" in found:
        found["name_key"] = fold(found["product_name"])
    if "recipe" in form.model_fields_set:
        found["recipe"] = orjson.dumps(recipe_json(form.recipe or ())).decode()
    return found


def _own_brands(tx: Transaction, organization: Organization, ids: set[str]) -> set[str]:
    return {row["id"] for row in tx.run("catalogue/own_brands", organization=organization.no, ids=sorted(ids))}
