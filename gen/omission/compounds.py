"""Numbers glued to a noun: a 120-page book, a 5-mile run."""

from nescio.gen.omission.amounts import bounded
from nescio.gen.omission.clause import Asked, finish
from nescio.gen.omission.counts import ABSENT, VAGUE, WITHHELD, Way
from nescio.gen.omission.site import Site
from nescio.gen.omission.verbs import FORMS
from nescio.gen.omission.words import CONJUNCTIONS, DETERMINERS, PREPOSITIONS, is_plural

_PARTS = {"page": "pages", "slice": "slices", "piece": "pieces", "room": "rooms", "floor": "floors", "story": "stories",
          "question": "questions", "acre": "acres", "seat": "seats", "episode": "episodes", "chapter": "chapters"}  # fmt: skip
_SIZES = {"mile": "miles long", "kilometer": "kilometers long", "foot": "feet long", "inch": "inches long",
          "meter": "meters long", "yard": "yards long", "hour": "hours long", "minute": "minutes long",
          "day": "days long", "week": "weeks long"}  # fmt: skip
_CONTENTS = {"gallon": "gallons", "liter": "liters", "pound": "pounds", "ounce": "ounces"}
_OF = frozenset("pages slices pieces rooms floors acres seats episodes chapters questions".split())


def compound(site: Site) -> tuple[Asked, list[Way]] | None:
    """A number, a hyphen or a space, a unit in the singular and a noun, after an article."""
    skip = 1 if site.after() == "-" else 0
    unit = site.after(skip)
    before = site.left[-1] if site.left else None
    if before is None or before.low not in ("a", "an", "the", "his", "her", "their") or site.value < 2:
        return None
    words: list[str] = []
    for token in site.right[skip + 1 : skip + 5]:
        if not token.is_word or token.is_number or token.low in PREPOSITIONS | CONJUNCTIONS | DETERMINERS:
            break
        if token.low in FORMS and words:
            break
        words.append(token.text)
    if (
        not words
        or len(words) > 3
        or is_plural(words[-1])
        or words[0].lower() in ("old", "long", "tall", "wide", "each")
    ):
        return None
    thing = " ".join(words)
    det = "the" if before.low in ("a", "an") else before.low
    found = _asked(unit, f"{det} {thing}")
    if found is None:
        return None
    article = before.text
    if before.low in ("a", "an"):
        article = "an" if words[0][0].lower() in "aeiou" else "a"
        article = article.capitalize() if before.text[0].isupper() else article
    stop = site.right[skip + len(words)].end
    ways: list[Way] = [(ABSENT, before.start, stop, f"{article} {thing}")]
    if before.low in ("a", "an"):
        many = _PARTS.get(unit) or _CONTENTS.get(unit) or _SIZES[unit].split()[0]
        ways += [
            (VAGUE, before.start, stop, f"{article} {thing} of {one} {many}")
            for one in bounded(site.value, site.taken, "fewer" if unit in _PARTS else "less", spell=site.spelled)
        ]
        ways.append((WITHHELD, before.start, stop, f"{article} {thing} of a certain number of {many}"))
        ways.append((WITHHELD, before.start, stop, f"{article} {thing} of a fixed number of {many}"))
    return found, ways


def _asked(unit: str, thing: str) -> Asked | None:
    if unit in _PARTS:
        return finish(f"how many {_PARTS[unit]} {thing} has", f"how many {_PARTS[unit]} does {thing} have")
    if unit in _SIZES:
        return finish(f"how many {_SIZES[unit]} {thing} is", f"how many {_SIZES[unit]} is {thing}")
    if unit in _CONTENTS:
        many = _CONTENTS[unit]
        return finish(f"how many {many} {thing} holds", f"how many {many} does {thing} hold") if unit in (
            "gallon", "liter"
        ) else finish(f"of how many {many} {thing} is", f"of how many {many} is {thing}")  # fmt: skip
    return None
