"""The Food Traceability List: its 23 entries, and the entry a commodity named in words belongs to."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from engine.fsma.text import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list, with the days between which it stands on it (None: open)."""

    key: str
    name: str
    words: tuple[str, ...] = ()
    produce: bool = False
    aquatic: bool = False
    listed_from: date | None = None
    listed_until: date | None = None


def _entry(key: str, name: str, words: str = "") -> Entry:
    return Entry(key, name, tuple(words.split(", ")) if words else ())


def _fresh(key: str, name: str, words: str) -> Entry:
    return Entry(key, name, tuple(words.split(", ")), produce=True)


def _aquatic(key: str, name: str, words: str) -> Entry:
    return Entry(key, name, tuple(words.split(", ")), aquatic=True)


_CHEESE = "Cheese, pasteurised milk, "
ENTRIES = (
    _entry("cheese_pasteurized_fresh_soft", _CHEESE + "fresh soft or soft unripened",
           "queso fresco, queso blanco, ricotta, cottage cheese, cream cheese, mascarpone, chevre"),
    _entry("cheese_pasteurized_soft_ripened_semi_soft", _CHEESE + "soft ripened or semi-soft",
           "brie, camembert, feta, mozzarella, fontina, monterey jack, muenster"),
    _entry("cheese_unpasteurized_not_hard", "Cheese, unpasteurised milk, other than hard"),
    _entry("shell_eggs", "Shell eggs", "eggs, egg"),
    _entry("nut_butters", "Nut butters", "nut butter, peanut butter, almond butter, cashew butter"),
    _fresh("cucumbers_fresh", "Cucumbers (fresh)", "cucumber, cucumbers"),
    _fresh("herbs_fresh", "Herbs (fresh)", "herbs, herb, parsley, cilantro, basil, mint"),
    _fresh("leafy_greens_fresh", "Leafy greens (fresh)",
           "leafy greens, lettuce, romaine, romaine lettuce, iceberg, iceberg lettuce, green leaf, spinach, "
           "kale, chard, arugula, bok choi, watercress"),
    _entry("leafy_greens_fresh_cut", "Leafy greens (fresh-cut)", "fresh-cut leafy greens, salad mix"),
    _fresh("melons_fresh", "Melons (fresh)",
           "melon, melons, cantaloupe, cantaloupes, honeydew, muskmelon, watermelon, watermelons"),
    _fresh("peppers_fresh", "Peppers (fresh)", "pepper, peppers, bell pepper, bell peppers"),
    _fresh("sprouts_fresh", "Sprouts (fresh)", "sprouts, alfalfa sprouts, bean sprouts"),
    _fresh("tomatoes_fresh", "Tomatoes (fresh)", "tomato, tomatoes"),
    _fresh("tropical_tree_fruits_fresh", "Tropical tree fruits (fresh)",
           "mango, mangoes, mangos, papaya, papayas, mamey, guava, lychee, jackfruit, starfruit"),
    _entry("fruits_fresh_cut", "Fruits (fresh-cut)", "fresh-cut fruit, fresh-cut fruits"),
    _entry("vegetables_fresh_cut", "Vegetables other than leafy greens (fresh-cut)",
           "fresh-cut vegetables, vegetables (fresh-cut)"),
    _aquatic("finfish_histamine", "Finfish, histamine-producing",
             "tuna, mahi mahi, mackerel, swordfish, yellowtail"),
    _aquatic("finfish_ciguatoxin", "Finfish, possible ciguatoxin", "grouper, barracuda, snapper"),
    _aquatic("finfish_other", "Finfish, neither", "cod, haddock, pollock, salmon, tilapia, trout"),
    _aquatic("smoked_finfish", "Smoked finfish", "smoked salmon, smoked fish"),
    _aquatic("crustaceans", "Crustaceans", "crustacean, shrimp, crab, lobster, crayfish, prawns"),
    _aquatic("molluscan_shellfish_bivalves", "Molluscan shellfish, bivalves",
             "oyster, oysters, clam, clams, mussel, mussels"),
    _entry("rte_deli_salads", "Ready-to-eat deli salads (refrigerated)",
           "deli salad, egg salad, potato salad, pasta salad, seafood salad"),
)  # fmt: skip

BY_KEY = {entry.key: entry for entry in ENTRIES}
# What a firm writes as the category of a food that is not on the list.
NOT_LISTED = "not_ftl"
_NOT_LISTED_WORDS = re.compile(
    r"NOT?[ _-]?(?:ON[ _-])?(?:THE[ _-])?(?:FTL|LISTED|COVERED)|NON[ _-]?FTL|NONE|NO|N/?A"
)
_BY_WORD = {fold(word): entry for entry in ENTRIES for word in (entry.key, entry.name, *entry.words)}


def category(text: str) -> str | None:
    """The key a category text stands for: an entry's key or name, or "not_ftl"; None where it is neither."""
    folded = fold(text)
    if _NOT_LISTED_WORDS.fullmatch(folded):
        return NOT_LISTED
    entry = BY_KEY.get(text) or _BY_WORD.get(folded)
    return entry.key if entry else None


@lru_cache(maxsize=4096)
def recognise(text: str) -> Entry | None:
    """The entry a commodity named in words belongs to, where the words leave no choice; None otherwise."""
    return _BY_WORD.get(fold(text)) if len(text) <= 200 else None


def on_list(key: str, day: date) -> bool:
    """True where the entry stands on the list on that day."""
    entry = BY_KEY.get(key)
    if entry is None:
        return False
    return (entry.listed_from or day) <= day <= (entry.listed_until or day)
