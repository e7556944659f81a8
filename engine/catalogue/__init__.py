"""What an organization registers of its own: brands, products, lots, serials and places."""

from engine.catalogue.catalogue import Catalogue
from engine.catalogue.entries import (
    Brand,
    Location,
    LotFacts,
    LotRun,
    Merge,
    Product,
    Serial,
)
from engine.catalogue.proof import Proof

__all__ = ["Brand", "Catalogue", "Location", "LotFacts", "LotRun", "Merge", "Product", "Proof", "Serial"]
