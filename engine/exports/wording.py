"""Places, products and credentials in one line of words."""

from engine.fsma.descriptions import LocationDescription, ProductDescription


def place_in_words(place: LocationDescription | None) -> str:
    """A location description in one line, in the order of its columns; "" for none."""
    if place is None:
        return ""
    street = place.street_address
    if street is None and place.has_coordinates:
        street = f"{place.latitude}, {place.longitude}"
    parts = (place.business_name, place.phone, street, place.city, place.state_region, place.postal_code, place.country,
             place.gln and f"GLN {place.gln}")
    return ", ".join(part for part in parts if part)


def product_in_words(product: ProductDescription | None) -> str:
    """A product description in one line; "" for none."""
    if product is None:
        return ""
    brand = product.brand and f"brand {product.brand}"
    kind = ", ".join(part for part in (product.commodity, product.variety) if part)
    parts = (product.product_name, brand, kind, product.packaging_size, product.packaging_style,
             product.gtin and f"GTIN {product.gtin}")
    return "; ".join(part for part in parts if part)


def requester_in_words(row: dict | None, credential: str) -> str:
    """Who asked, as exports/requester tells it; the credential's id where it is not there any more."""
    if row is None:
        return credential
    hint = f" ({row['hint']})" if row["hint"] else ""
    organization = f" of {row['organization']}" if row["organization"] else ""
    return f"{row['kind']} \u201c{row['name']}\u201d{hint}{organization}"
