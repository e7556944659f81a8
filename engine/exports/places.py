"""Location and product descriptions written out over their columns (21 CFR 1.1310)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from engine.exports.values import NOT_APPLICABLE, NOT_RECORDED, as_text, is_missing, is_placeholder

Expand = Callable[[dict], dict | None]

# States, the District and territories whose places are domestic (USPS codes and names).
_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
    "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
    "WI": "Wisconsin", "WY": "Wyoming", "PR": "Puerto Rico", "GU": "Guam", "VI": "U.S. Virgin Islands",
    "AS": "American Samoa", "MP": "Northern Mariana Islands",
}  # fmt: skip
_DOMESTIC = {name.lower() for pair in _STATES.items() for name in pair}

LOCATION_LEAVES = (
    "business_name",
    "phone",
    "street_address",
    "city",
    "state_region",
    "postal_code",
    "country",
)
PRODUCT_LEAVES = ("product_name", "brand", "commodity", "variety", "packaging_size", "packaging_style")
# Parts a product need not have: brand, commodity and variety are "if applicable".
_OPTIONAL = {"brand", "commodity", "variety"}

_ROW = (
    "business_name", "phone", "street_address", "latitude", "longitude", "city", "state_region", "postal_code",
    "country", "gln", "ffrn",
)  # fmt: skip
LOCATION_HEADINGS = (
    "Business Name", "Phone Number", "Street Address", "Latitude", "Longitude", "City", "State or Region",
    "ZIP or Postal Code", "Country", "GLN", "FDA Food Facility Registration Number",
    "Filled in from master data",
)  # fmt: skip


@dataclass(frozen=True)
class Description:
    """One location or product written out.

    cells: one text a column. missing: first and last position of each run of columns that hold nothing.
    filled: some of it came from master data, not from the record.
    """

    cells: tuple[str, ...]
    missing: tuple[tuple[int, int], ...] = ()
    filled: bool = False


class Places:
    """Writes locations out, filling in from master data, and keeps what it has written at hand.

    expand: given a location known by its GLN alone, its description, or None.
    on_new: called once for every distinct location with the cells of a row of the Locations sheet.
    """

    def __init__(self, expand: Expand | None = None, on_new: Callable[[tuple[str, ...]], None] | None = None) -> None:
        self._expand = expand
        self._on_new = on_new
        self._seen: set[int] = set()
        # Networks name the same few thousand places over and over; the bound keeps memory flat.
        self._described = lru_cache(maxsize=8_192)(self._describe)

    def describe(self, location: object, leaves: tuple[str, ...] = LOCATION_LEAVES) -> Description:
        """A location of a record over the columns named."""
        items = location.items() if isinstance(location, dict) else ((leaves[0], as_text(location)),)
        try:
            return self._described(tuple(items), leaves)
        except TypeError:  # a value that is itself an object or a list
            return self._described(tuple((k, as_text(v)) for k, v in items), leaves)

    def _describe(self, items: tuple, leaves: tuple[str, ...]) -> Description:
        location = dict(items)
        filled = self._fill(location)
        cells, missing = [], []
        for position, leaf in enumerate(leaves):
            text = _part(location, leaf)
            if text is None:
                text = NOT_RECORDED
                if leaf == leaves[0] and _says(location.get("gln")):
                    text = f"{NOT_RECORDED} (GLN {location['gln']})"
                missing.append(position)
            cells.append(text)
        self._report(location, filled)
        return Description(tuple(cells), _runs(missing), filled)

    def _fill(self, location: dict) -> bool:
        if self._expand is None or _says(location.get("business_name")) or not _says(location.get("gln")):
            return False
        known = self._expand(dict(location)) or {}
        added = {k: v for k, v in known.items() if _says(v) and not _says(location.get(k))}
        location.update(added)
        return bool(added)

    def _report(self, location: dict, filled: bool) -> None:
        if self._on_new is None:
            return
        row = (*(_part(location, leaf, joined=False) or "" for leaf in _ROW), "yes" if filled else "no")
        if (key := hash(row)) not in self._seen:
            self._seen.add(key)
            self._on_new(row)


@lru_cache(maxsize=8_192)
def _product(items: tuple, leaves: tuple[str, ...]) -> Description:
    product = dict(items)
    cells, missing = [], []
    for position, leaf in enumerate(leaves):
        value = product.get(leaf)
        if leaf in _OPTIONAL:
            reasoned = isinstance(value, str) and value.lower().startswith("n/a (")
            cells.append(as_text(value) if _says(value) or reasoned else NOT_APPLICABLE)
        elif _says(value):
            cells.append(as_text(value))
        else:
            cells.append(NOT_RECORDED)
            missing.append(position)
    return Description(tuple(cells), _runs(missing))


def describe_product(product: object, leaves: tuple[str, ...] = PRODUCT_LEAVES) -> Description:
    """A product of a record over the columns named; brand, commodity and variety may be `n/a`."""
    items: Iterable = product.items() if isinstance(product, dict) else (("product_name", as_text(product)),)
    try:
        return _product(tuple(items), leaves)
    except TypeError:
        return _product(tuple((k, as_text(v)) for k, v in items), leaves)


def one_line(location: object, places: Places) -> str:
    """A location as one line of text: name, street, city, state, postal code, country, phone."""
    if is_missing(location):
        return NOT_RECORDED
    cells = places.describe(location).cells
    return ", ".join(c for c in (cells[0], *cells[2:], cells[1]) if c != NOT_RECORDED) or NOT_RECORDED


def _runs(positions: list[int]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1] = (runs[-1][0], position)
        else:
            runs.append((position, position))
    return tuple(runs)


def _says(value: object) -> bool:
    return not is_missing(value) and not is_placeholder(value)


def _part(location: dict, leaf: str, joined: bool = True) -> str | None:
    """One part of a location as text. joined: coordinates stand for a street that is not there."""
    value = location.get(leaf)
    if leaf in ("latitude", "longitude"):
        return _degrees(value)
    if _says(value):
        return as_text(value)
    if leaf == "country":
        return "US" if str(location.get("state_region", "")).strip().lower() in _DOMESTIC else None
    if leaf == "street_address" and joined:
        latitude, longitude = _degrees(location.get("latitude")), _degrees(location.get("longitude"))
        return f"{latitude}, {longitude}" if latitude and longitude else None
    return None


def _degrees(value: object) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:.6f}"
    return as_text(value) if _says(value) else None
