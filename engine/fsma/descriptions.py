"""What a record says of places, products and papers (21 CFR 1.1310)."""

from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict

from engine.fsma import ftl, gs1
from engine.fsma.text import fold


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


# Whole numbers are held as integers, so 24 and 24.0 are the same record.
Number = Annotated[int | float, BeforeValidator(_whole)]


class Shape(BaseModel):
    """Base of every part of a record: frozen, compared by value; fields unknown to it are left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class LocationDescription(Shape):
    """A place as its recorder describes it; a GLN may stand for whatever FDA can look up from it."""

    business_name: str | None = None
    phone: str | None = None
    phone_e164: str | None = None
    street_address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    city: str | None = None
    state_region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    gln: str | None = None
    ffrn: str | None = None

    @property
    def has_coordinates(self) -> bool:
        """True for a usable pair: both given, in range and not 0,0."""
        if self.latitude is None or self.longitude is None:
            return False
        in_range = abs(self.latitude) <= 90 and abs(self.longitude) <= 180
        return in_range and (self.latitude, self.longitude) != (0, 0)

    @property
    def gln_resolves(self) -> bool:
        """True where the GLN has its right length and check digit, so that it can be looked up."""
        return gs1.gln_ok(self.gln)

    @property
    def has_key(self) -> bool:
        """True where the place can be told from others: by GLN, name and whereabouts, or FFRN and address."""
        if self.gln is not None and len(self.gln) == 13 and self.gln.isdigit():
            return True
        whereabouts = self.street_address or self.city or self.postal_code or self.has_coordinates
        return bool((self.business_name and whereabouts) or (self.ffrn and self.street_address))

    @property
    def text(self) -> str:
        """The description as JSON: no nulls, keys in order; equal for equal descriptions."""
        return self._spelled[0]

    @property
    def digest(self) -> str:
        """SHA-256 over `text`, in hex."""
        return self._spelled[1]

    @cached_property
    def _spelled(self) -> tuple[str, str]:
        text = orjson.dumps(self.model_dump(exclude_none=True), option=orjson.OPT_SORT_KEYS)
        return text.decode(), sha256(text).hexdigest()

    @cached_property
    def identity_text(self) -> str:
        """What tells the place from others, for comparing two records: the GLN, else name and whereabouts."""
        if self.gln_resolves:
            return f"gln {self.gln}"
        names = ("business_name", "street_address", "city", "state_region", "postal_code", "country")
        parts = [fold(part) for name in names if (part := getattr(self, name))]
        if self.has_coordinates and not self.street_address:
            parts.append(f"{self.latitude},{self.longitude}")
        return " | ".join(parts) or f"gln {self.gln}"


class ProductDescription(Shape):
    """A product as packed: the case, not the saleable unit inside."""

    product_name: str | None = None
    brand: str | None = None
    commodity: str | None = None
    variety: str | None = None
    packaging_size: str | None = None
    packaging_style: str | None = None
    gtin: str | None = None
    ftl_category: str | None = None

    @property
    def listed_as(self) -> str | None:
        """Key of its entry on the list, or "not_ftl"; None where neither category nor commodity tells."""
        if self.ftl_category:
            return self.ftl_category
        for words in (self.commodity, self.product_name):
            entry = ftl.recognise(words) if words else None
            if entry:
                return entry.key
        return None


class ReferenceDocument(Shape):
    """A paper the record was taken from."""

    document_type: str | None = None
    document_number: str | None = None


class TlcSourceReference(Shape):
    """Another way to reach the traceability lot code source's description (21 CFR 1.1310)."""

    type: Literal["ffrn", "gln", "url", "gs1_digital_link", "other"]
    value: str


class HarvestLocation(Shape):
    """A catch area: `standard` names the coding (FAO, NMFS...), `code` the area."""

    standard: str | None = None
    code: str | None = None


class UnitContent(Shape):
    """What one unit holds: a bin of 400 pound."""

    quantity: Number
    unit: str


class TlcCandidate(Shape):
    """A lot code the food may carry, not asserted; confidence from 0 to 1."""

    tlc: str
    method: str | None = None
    confidence: float | None = None


class ExemptionClaim(Shape):
    """A claim under 21 CFR 1.1305: its paragraph, "(a)(1)", what proves it, and from when to when it holds."""

    paragraph: str
    evidence: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None


class Gap(Shape):
    """A data element the recorder knows to be missing, and why."""

    field: str
    reason: str | None = None
