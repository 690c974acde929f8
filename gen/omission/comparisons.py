"""Numbers that compare or repeat: 5 more apples, 2 years older than, 3 times a week."""

from nescio.gen.omission.amounts import bounded, loosely
from nescio.gen.omission.asking import ask
from nescio.gen.omission.nouns import Noun
from nescio.gen.omission.site import Site
from nescio.gen.omission.ways import ABSENT, VAGUE, WITHHELD, Found, Way
from nescio.gen.omission.words import COMPARATIVES, DETERMINERS

ADDED = frozenset({"more", "additional", "extra", "other", "fewer", "less"})
_AFTER_TIMES = frozenset({"a", "per", "each", "every", ".", ",", "and", "in", "on", "to", "for"})
_MANY = 20


def added(site: Site, noun: Noun) -> Found | None:
    """5 more apples, 5 more apples than somebody, 5 fewer than."""
    word = site.after()
    if site.before() in DETERMINERS | {"than"} or word == "other":
        return None
    found = ask(site, f"how many {word} {noun.text}", len(site.left), 1 + noun.length)
    if found is None:
        return None
    than = site.after(1 + noun.length) == "than"
    if than and " than " not in found.missing:
        return None
    stop = site.right[noun.length].end
    drop: list[Way] = [(ABSENT, site.start, site.right[0].start, "")]
    fixed: list[Way] = [(WITHHELD, site.start, stop, f"a certain number of {noun.text} {word}")]
    if word in ("fewer", "less"):
        vague: list[Way] = [(VAGUE, site.start, site.end, "several")] if 4 <= site.value <= 12 else []
        return (found, [*drop, *vague, *([] if noun.is_unit else fixed)]) if than else None
    loose = [words for words in loosely(site.value, noun.is_unit) if not words.endswith("of")]
    ways: list[Way] = [
        (VAGUE, site.start, site.end, words) for words in (*loose, *(["a lot"] if site.value >= _MANY else []))
    ]
    if not than:
        sets = ("a certain number of additional", "a set number of additional")
        fixed = [(WITHHELD, site.start, stop, f"{words} {noun.text}") for words in sets]
    return found, [*(drop if than or not noun.is_unit else []), *ways, *fixed]


def comparison(site: Site, noun: Noun) -> Found | None:
    """2 years older than, 5 inches taller than."""
    if site.after(noun.length) not in COMPARATIVES or site.after(noun.length + 1) != "than":
        return None
    how = site.right[noun.length]
    found = ask(site, f"how many {noun.text} {how.text}", len(site.left), noun.length + 1, loose=False)
    if found is None:
        return None
    ways: list[Way] = [(ABSENT, site.start, how.start, "")]
    ways += [(VAGUE, site.start, site.end, words) for words in loosely(site.value, unit=True)]
    return found, [*ways, (WITHHELD, site.start, site.end, "a certain number of")]


def times(site: Site, noun: Noun) -> Found | None:
    """3 times a week; not "3 times as many", which relates."""
    if len(noun.words) > 1 or site.after(noun.length) not in _AFTER_TIMES or site.before() in DETERMINERS:
        return None
    found = ask(site, "how many times", len(site.left), noun.length, loose=False)
    if found is None:
        return None
    vague = [*loosely(site.value, unit=True), *bounded(site.value, site.taken, "fewer", spell=site.spelled)]
    ways: list[Way] = [(VAGUE, site.start, site.end, words) for words in vague]
    fixed = ("a certain number of", "a fixed number of")
    return found, [*ways, *((WITHHELD, site.start, site.end, words) for words in fixed)]
