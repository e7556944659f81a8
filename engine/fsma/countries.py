"""Countries and US states as people write them."""

import pycountry

from engine.fsma.text import fold

# Names that ISO 3166 does not list.
_ALSO = {
    "US": "U.S., U.S.A., America",
    "MX": "México, Estados Unidos Mexicanos",
    "PE": "Perú", "BR": "Brasil", "ES": "España", "IT": "Italia", "DE": "Deutschland",
    "GB": "UK, Great Britain, England, Scotland, Wales, Northern Ireland",
    "NL": "Holland, The Netherlands", "CZ": "Czech Republic", "TR": "Turkey", "CI": "Ivory Coast",
    "KR": "South Korea, Republic of Korea", "RU": "Russia", "SZ": "Swaziland",
}  # fmt: skip
_CODES = frozenset(country.alpha_2 for country in pycountry.countries)
_BY_NAME = {
    **{fold(name): country.alpha_2 for country in pycountry.countries
       for name in (country.name, country.alpha_3, getattr(country, "common_name", None),
                    getattr(country, "official_name", None)) if name},
    **{fold(name): code for code, line in _ALSO.items() for name in line.split(", ")},
}
_STATE_WORDS = frozenset(
    fold(word) for state in pycountry.subdivisions.get(country_code="US")
    for word in (state.code.removeprefix("US-"), state.name)
) | {fold("U.S. Virgin Islands")}


def is_us_state(text: str | None) -> bool:
    """True for the name or postal abbreviation of a US state, district or territory."""
    return text is not None and fold(text) in _STATE_WORDS


def code(text: str | None, state: str | None) -> str | None:
    """ISO 3166-1 alpha-2 code of a country; a missing one is US where the state is a US state.

    A name we do not know stays as it is.
    """
    if text is None:
        return "US" if is_us_state(state) else None
    folded = fold(text)
    return folded if is_code(folded) else _BY_NAME.get(folded, text)


def is_code(text: str) -> bool:
    """True for an ISO 3166-1 alpha-2 code in capitals."""
    return text in _CODES
