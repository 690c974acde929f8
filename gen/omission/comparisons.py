"""Numbers that compare or repeat: 5 more apples, 2 years older than, 3 times a week."""

from nescio.gen.omission.amounts import bounded, loosely
from nescio.gen.omission.asking import ask
from nescio.gen.omission.bare import alone, drops_more, says_some
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
    free = drops_more(site, 1 + noun.length) and not (noun.is_unit and not than)
    drop: list[Way] = [(ABSENT, site.start, site.right[0].start, "")] if free and (than or word != "more") else []
    if word == "more" and not than and not noun.is_unit and says_some(site, 1 + noun.length, 0):
        drop.append((ABSENT, site.start, site.end, "some"))
    if word in ("fewer", "less"):
        vague: list[Way] = [(VAGUE, site.start, site.end, "several")] if 4 <= site.value <= 12 else []
        return (found, [*drop, *vague]) if than and (drop or vague) else None
    loose = [words for words in loosely(site.value, noun.is_unit) if not words.endswith("of")]
    ways: list[Way] = [
        (VAGUE, site.start, site.end, words) for words in (*loose, *(["a lot"] if site.value >= _MANY else []))
    ]
    told = (WITHHELD, site.start, stop, f"a certain number of additional {noun.text}")
    return found, [*drop, *ways, *([] if than else [told])]


def comparison(site: Site, noun: Noun) -> Found | None:
    """2 years older than, 5 inches taller than."""
    if site.after(noun.length) not in COMPARATIVES or site.after(noun.length + 1) != "than":
        return None
    how = site.right[noun.length]
    found = ask(site, f"how many {noun.text} {how.text}", len(site.left), noun.length + 1, loose=False)
    if found is None:
        return None
    free = alone(site.left, site.right[noun.length :])
    ways: list[Way] = [(ABSENT, site.start, how.start, "")] if free else []
    ways += [(VAGUE, site.start, site.end, words) for words in loosely(site.value, unit=True)]
    return found, ways


def times(site: Site, noun: Noun) -> Found | None:
    """3 times a week; not "3 times as many", which relates."""
    if len(noun.words) > 1 or site.after(noun.length) not in _AFTER_TIMES or site.before() in DETERMINERS:
        return None
    found = ask(site, "how many times", len(site.left), noun.length, loose=False)
    if found is None:
        return None
    vague = [*loosely(site.value, unit=True), *bounded(site.value, site.taken, "fewer", spell=site.spelled)]
    ways: list[Way] = [(VAGUE, site.start, site.end, words) for words in vague]
    return found, [*ways, (WITHHELD, site.start, site.end, "a certain number of")]
