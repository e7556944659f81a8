"""The one object through which the catalogue is asked."""

from engine.catalogue.books import Books
from engine.catalogue.brands import Brands
from engine.catalogue.entries import Product
from engine.catalogue.importing import Imports
from engine.catalogue.locations import Locations
from engine.catalogue.lots import CatalogueLots
from engine.catalogue.merges import Merges
from engine.catalogue.near import NearDuplicate, Place, near_duplicates
from engine.catalogue.prefixes import Prefixes
from engine.catalogue.products import Products
from engine.catalogue.proof import Proof
from engine.catalogue.serials import Serials
from engine.clock import Clock
from engine.graph import Graph
from engine.identity import Organization
from engine.limits import Limits


class Catalogue:
    """Brands, products, lots, serials and locations of organizations.

    Every organization has its own: two may register the same GTIN, the same lot of it or the same serial, and neither
    learns of the other.
    """

    def __init__(self, graph: Graph, clock: Clock, limits: Limits, proof: Proof):
        books = Books(graph, clock)
        self._graph = graph
        self._limits = limits
        self._proof = proof
        self.brands = Brands(books)
        self.products = Products(books)
        self.lots = CatalogueLots(books)
        self.serials = Serials(books)
        self.locations = Locations(books, limits.capture_batch, proof)
        self.merges = Merges(books, limits.capture_batch, proof)
        self.prefixes = Prefixes(books)
        self.imports = Imports(books, limits)

    def product(self, organization: int, gtin: str) -> Product | None:
        """The product an organization, by its number, has registered under a GTIN of 14 digits; None where it has
        none. Its facts help judge the organization's records."""
        return self.products.of_gtin(organization, gtin)

    def near_duplicates(self, organization: Organization) -> list[NearDuplicate]:
        """Pairs of places, registered or described by the organization, that may be one."""
        rows = self._graph.read("catalogue/near_places", organization=organization.no,
                                limit=self._limits.compared_places)
        return near_duplicates(place for row in rows if (place := Place.of(row, self._proof.on_trust)))
