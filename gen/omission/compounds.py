"""Numbers glued to a noun: a 120-page book, a 5-mile run, a 20 gallon tank."""

from nescio.gen.omission.amounts import bounded
from nescio.gen.omission.clause import HOLE, Asked, finish
from nescio.gen.omission.site import Site, Token
from nescio.gen.omission.verbs import FORMS
from nescio.gen.omission.ways import ABSENT, VAGUE, WITHHELD, Found, Way
from nescio.gen.omission.words import ADVERBS, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, article, is_plural, singular

_PARTS = {
    "page": "pages", "slice": "slices", "piece": "pieces", "room": "rooms", "floor": "floors", "story": "stories",
    "question": "questions", "acre": "acres", "seat": "seats", "episode": "episodes", "chapter": "chapters",
}  # fmt: skip
_SIZES = {
    "mile": "miles",
    "kilometer": "kilometers",
    "foot": "feet",
    "inch": "inches",
    "meter": "meters",
    "yard": "yards",
}
_SPANS = {"hour": "hours", "minute": "minutes", "day": "days", "week": "weeks", "month": "months"}
_CONTENTS = {"gallon": "gallons", "liter": "liters"}
_WEIGHTS = {"pound": "pounds", "ounce": "ounces"}
_UNITS = _PARTS | _SIZES | _SPANS | _CONTENTS | _WEIGHTS
_CONTAINERS = frozenset("bottle can cup jar bag box glass container carton mug bowl bucket".split())
_UPRIGHT = frozenset("tree tower statue building wall fence pole flagpole mountain giraffe man boy girl plant".split())
_ENDING = frozenset({"old", "long", "tall", "wide", "deep", "each", "high", "more", "less"})
_LONGEST = 3


def compound(site: Site) -> Found | None:
    """A number, a hyphen or a space, a unit in the singular and a noun, after an article."""
    skip = 1 if site.after() == "-" else 0
    unit = site.after(skip)
    before = site.left[-1] if site.left else None
    if site.value < 2:
        return None
    if skip and (before is None or before.low not in DETERMINERS):
        return _many(site, unit)
    if before is None or before.low not in ("a", "an", "the", "his", "her", "their"):
        return None
    words = _thing(site.right[skip + 1 : skip + 2 + _LONGEST])
    if (
        unit not in _UNITS
        or not 0 < len(words) <= _LONGEST
        or not {"square", "minimum", "maximum", "limit", "workweek", "week", "day"}.isdisjoint(words)
        or is_plural(words[-1])
        or words[0].lower() in _ENDING
    ):
        return None
    thing = " ".join(words)
    found = _asked(unit, f"{'the' if before.low in ('a', 'an') else before.low} {thing}")
    if found is None:
        return None
    named = f"{article(before.text, words[0])} {thing}"
    stop = site.right[skip + len(words)].end
    ways: list[Way] = [(ABSENT, before.start, stop, named)]
    if before.low in ("a", "an") and site.after(skip + len(words) + 1) != "of":
        less = "fewer" if unit in _PARTS else "less"
        said = [*bounded(site.value, site.taken, less, spell=site.spelled)]
        ways += [(VAGUE, before.start, stop, f"{named} of {one} {_UNITS[unit]}") for one in said]
        ways.append((WITHHELD, before.start, stop, f"{named} {_withheld(unit)}"))
    return found, ways


def _withheld(unit: str) -> str:
    """How a size is spoken of without its number."""
    if unit in _PARTS:
        return f"with a certain number of {_UNITS[unit]}"
    return "of a certain size" if unit in _CONTENTS else f"of a certain {'weight' if unit in _WEIGHTS else 'length'}"


def _many(site: Site, unit: str) -> Found | None:
    """Three 45-pound bags: the size can only be left out."""
    words = _thing(site.right[2 : 3 + _LONGEST])
    plural = next((n for n, word in enumerate(words) if is_plural(word)), None)
    if unit not in _UNITS or plural is None or site.before() in ("of", "-", "by", "than"):
        return None
    one = singular(words[plural])
    found = one and _asked(unit, " ".join(["each", *words[:plural], one]))
    return (found, [(ABSENT, site.start, site.right[2].start, "")]) if found else None


def _thing(right: tuple[Token, ...]) -> list[str]:
    words: list[str] = []
    for token in right:
        if not token.is_word or token.is_number or token.low in ADVERBS | PREPOSITIONS | CONJUNCTIONS | DETERMINERS:
            break
        if token.low in FORMS and words:
            if FORMS[token.low].tense == "base":
                return []
            break
        words.append(token.text)
    return words


def _asked(unit: str, thing: str) -> Asked | None:
    many = _UNITS[unit]
    if unit in _SIZES:
        how = "tall" if thing.split()[-1] in _UPRIGHT else "long"
        told = f"{thing} is {HOLE} {many} {how}"
        return finish(f"how many {many} {how} {thing} is", f"how many {many} {how} is {thing}", told)
    third, base = "has", "have"
    if unit in _SPANS:
        third, base = "lasts", "last"
    elif unit in _CONTENTS or (unit in _WEIGHTS and thing.split()[-1] in _CONTAINERS):
        third, base = "holds", "hold"
    elif unit in _WEIGHTS:
        third, base = "weighs", "weigh"
    told = f"{thing} {third} {HOLE} {many}"
    return finish(f"how many {many} {thing} {third}", f"how many {many} does {thing} {base}", told)
