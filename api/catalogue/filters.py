"""Values of filters that several lists share."""

from engine.errors import Invalid
from engine.fsma.tlc import normal_gtin


def gtin_of(text: str | None) -> str | None:
    """A GTIN in 14 digits. Raises Invalid for text that is none."""
    if text is None:
        return None
    normal = normal_gtin(text)
    if normal is None:
        raise Invalid(details=[{"loc": ["query", "gtin"], "msg": "Not a GTIN.", "type": "gtin"}])
    return normal
