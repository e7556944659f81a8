"""Countries and US states as people write them."""

import phonenumbers

from engine.fsma.text import fold

_STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "PR": "Puerto Rico", "GU": "Guam",
    "VI": "U.S. Virgin Islands", "AS": "American Samoa", "MP": "Northern Mariana Islands",
}  # fmt: skip
_STATE_WORDS = {fold(word) for pair in _STATES.items() for word in pair}
_COUNTRIES = {
    "US": "USA, U.S., U.S.A., United States, United States of America, America",
    "MX": "MEX, Mexico, México, Estados Unidos Mexicanos",
    "CA": "CAN, Canada",
    "GT": "Guatemala", "HN": "Honduras", "CR": "Costa Rica", "DO": "Dominican Republic", "PE": "Peru, Perú",
    "CL": "Chile", "EC": "Ecuador", "CO": "Colombia", "BR": "Brazil, Brasil", "AR": "Argentina",
    "CN": "China", "IN": "India", "TH": "Thailand", "VN": "Vietnam, Viet Nam", "ID": "Indonesia", "PH": "Philippines",
    "ES": "Spain", "IT": "Italy", "FR": "France", "NL": "Netherlands", "DE": "Germany", "NO": "Norway",
    "IS": "Iceland", "GB": "UK, United Kingdom, Great Britain", "IE": "Ireland", "NZ": "New Zealand",
    "AU": "Australia", "JP": "Japan", "KR": "South Korea, Republic of Korea",
}  # fmt: skip
_BY_NAME = {fold(name): key for key, line in _COUNTRIES.items() for name in line.split(", ")}


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
    return text in phonenumbers.SUPPORTED_REGIONS
