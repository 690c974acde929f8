"""Words that carry content, compared across forms: what a question names that its problem names too."""

import re
from collections.abc import Set
from functools import lru_cache

_WORD = re.compile(r"(?<!['’])[^\W\d_]+")
_IDLE = frozenset(
    "a an the and or of in on at to for from by with per each every is are was were be been will do does did have has "
    "had how many much what which who there he she it his her their they that this than as into over during after "
    "before while all any".split()
)
_GENERIC = frozenset(
    "total number amount cost price money sum difference day week month year hour minute second dollar cent old age "
    "time weight length area perimeter distance average combined altogether left spend pay earn make get have be "
    "buy sell take one first".split()
)
_IRREGULAR = {
    "sold": "sell", "bought": "buy", "spent": "spend", "made": "make", "paid": "pay", "got": "get", "gave": "give",
    "ate": "eat", "ran": "run", "took": "take", "drove": "drive", "rode": "ride", "drank": "drink", "flew": "fly",
    "swam": "swim", "won": "win", "wrote": "write", "lost": "lose", "caught": "catch", "found": "find",
    "grew": "grow", "saw": "see", "children": "child", "people": "person", "men": "man", "women": "woman",
    "feet": "foot", "saving": "save", "brought": "bring", "built": "build", "had": "have", "has": "have",
    "threw": "throw", "kept": "keep", "slept": "sleep", "dug": "dig", "sent": "send", "left": "left",
}  # fmt: skip
_ENDINGS = ("ings", "ing", "ies", "ied", "ers", "er", "es", "ed", "s", "e", "y")


def stem(word: str) -> str:
    """A rough common form of a word's forms: "pages" and "page", "baked" and "baking"."""
    lower = word.lower()
    lower = _IRREGULAR.get(lower, lower)
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 3:
            lower = lower.removesuffix(ending)
            break
    return lower[:-1] if len(lower) > 3 and lower[-1] == lower[-2] else lower


@lru_cache(maxsize=2048)
def content(text: str) -> frozenset[str]:
    """The stems of a text's words of content."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word.lower() not in _IDLE)


_GENERIC_STEMS = frozenset(map(stem, _GENERIC))


def specific(words: Set[str]) -> Set[str]:
    """The stems that are not generic words of arithmetic."""
    return words - _GENERIC_STEMS


_NAME = re.compile(
    r"(?<![^\s\"“(])(?<!Mr\. )(?<!Mrs\. )(?<!Ms\. )(?<!Dr\. )(?<!Miss )(?<!Mr )(?<!Mrs )([A-Z][a-z]+)"
    r"(?=['’]s\b|[ ,.?!]|$)"
)
_ACTS = re.compile(
    r"['’]s |,? and [A-Z]| (?:is|was|has|had|can|will|wants|[a-z]+(?:s|ed)|[a-z]*(?:ought|ook|ave|ade|an|old|ent)) "
)
"""What follows a name at the beginning of a sentence."""


@lru_cache(maxsize=2048)
def people(text: str) -> tuple[str, ...]:
    """The persons a text names: capitalised words that do something, or that stand inside a sentence."""
    found: dict[str, None] = {}
    for match in _NAME.finditer(text):
        name = match[1]
        inside = match.start() > 0 and not re.search(r"[.!?][\"'”’)]*\s*[\"“(]?$", text[: match.start()])
        acts = not inside and _ACTS.match(text, match.end())
        if (inside or acts or text.count(name) > 1) and name not in _NO_NAMES:
            found.setdefault(name)
    return tuple(found)


_NO_NAMES = frozenset(
    "The A An In On At If He She It They We You I His Her Their There This That These Those Each Every All One Two "
    "Three Four Five Six Seven Eight Nine Ten How What When Where Who Which Why After Before During For From By With "
    "Then Now Next Also And But Or So As To Of Not No Only Both Monday Tuesday Wednesday Thursday Friday Saturday "
    "Sunday January February March April May June July August September October November December Mr Mrs Ms Dr Miss "
    "Christmas Easter Halloween Thanksgiving Together Another Some Half Twice Last First Second Third Finally However "
    "Today Yesterday Tomorrow English Math Science History Spanish French American Mom Dad Grandma Grandpa Mother "
    "Father Ocean Street Park School High City New Los San Lake Mount River Day Year Valentine Once Since While "
    "Because Assume Assuming Calculate Determine Find Most Many Several Our My Your Its".split()
)
