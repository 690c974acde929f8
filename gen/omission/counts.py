"""Numbers that count or measure: 48 friends, 20 minutes, 5 more apples, her 3 brothers, 2 years older."""

from collections.abc import Iterator

from nescio.gen.omission.amounts import bounded, loosely
from nescio.gen.omission.asking import ask, owned
from nescio.gen.omission.clause import Asked, governing
from nescio.gen.omission.nouns import Noun, noun_after
from nescio.gen.omission.site import Site
from nescio.gen.omission.words import (
    COMPARATIVES,
    DETERMINERS,
    HOLDERS,
    LENGTHS,
    TIMES,
    UNITS,
)  # fmt: skip
from nescio.schemas.evidence import HidingForm

Way = tuple[HidingForm, int, int, str]
"""A form, what it replaces (start, end) and by what."""

ABSENT, VAGUE, WITHHELD = HidingForm.ABSENT, HidingForm.VAGUE, HidingForm.WITHHELD
_DIMENSIONS = frozenset("long wide tall deep high thick away old".split())
_ADDED = frozenset({"more", "additional", "extra", "other", "fewer", "less"})
_MOVING = frozenset(
    "run runs ran walk walks walked drive drives drove swim swims swam jog jogs jogged ride rides rode bike bikes biked "
    "hike hikes hiked travel travels traveled sail sails sailed".split()
)
_LASTING = _MOVING | frozenset(
    "work works worked sleep sleeps slept study studies studied practice practices practiced play plays played read "
    "reads exercise exercises exercised train trains trained wait waits waited".split()
)
_FIRST_TOLD = frozenset("in on of at from who".split())
"""After "the 18 students": that they were not spoken of before."""
_USED = frozenset(
    "buy buys bought need needs needed use uses used drink drinks drank eat eats ate has have had want wants sell sells "
    "sold order orders ordered purchase purchased purchases bring brings brought get gets got".split()
)
_FREE = frozenset({"", ".", ",", ";", "and", "but", "while", "before", "after", "when", "to"})
_KEPT = frozenset("with for into in to of from on by and at , among between like or than".split())


def count(site: Site) -> tuple[Asked, list[Way]] | None:
    """A number before a plural noun, perhaps with "more" between them."""
    if site.value < 2:
        return None
    if site.after() == "of":
        return _part(site)
    added = site.after() if site.after() in _ADDED else ""
    noun = noun_after(site.right, 1 if added else 0)
    if noun is None:
        return _comparison(site, noun)
    if added:
        return _added(site, noun, added)
    if _is_named(site, noun):
        return None
    if noun.words[0].lower() in TIMES | LENGTHS and site.after(noun.length) in COMPARATIVES | {"more", "less"}:
        return _comparison(site, noun)
    if noun.words[-1].lower() in ("times",):
        return _times(site, noun)
    if site.after(noun.length) in ("more", "fewer", "less", "longer"):
        return None
    if site.after(noun.length) in ("ago", "later", "earlier", "from", "before") and noun.words[0].lower() in TIMES:
        return None
    before = site.before()
    if before in DETERMINERS or before == "all" or before.endswith(("'s", "’s")):
        return _owned(site, noun)
    if before == "at" or site.after(noun.length) == "/":
        return _speed(site, noun)
    start = 3 if before == "of" and site.before(2) == "total" and site.before(3) == "a" else 0
    upto = len(site.left) - start
    how = site.after(noun.length) if noun.is_unit and site.after(noun.length) in _DIMENSIONS else ""
    found = ask(site, f"how many {noun.text} {how}".strip(), upto, noun.length + bool(how))
    if found is None:
        return None
    return found, list(_count_ways(site, noun, start))


def _count_ways(site: Site, noun: Noun, start: int) -> Iterator[Way]:
    begin = site.left[-start].start if start else site.start
    unit = noun.is_unit
    for words in loosely(site.value, unit):
        if not (start and words in ("some",)):
            yield VAGUE, begin, site.end, words
    if site.before() not in ("than", "only", "just") or start:
        for words in bounded(site.value, site.taken, "less" if unit else "fewer", spell=site.spelled):
            yield VAGUE, site.start, site.end, words
        for words in ("a certain number of", "a set number of", "a fixed number of"):
            yield WITHHELD, begin, site.end, words
    yield from _absent(site, noun, begin)


def _absent(site: Site, noun: Noun, begin: int) -> Iterator[Way]:
    after = noun.words[0]
    first = site.right[0].start
    if _in_list(site, noun):
        return
    if site.before() in ("only", "just", "another", "each", "every"):
        return
    if noun.is_unit:
        yield from _absent_measure(site, noun)
        return
    holder = noun.words[0].lower() in HOLDERS and len(noun.words) > 2 and noun.words[1] == "of"
    if holder and site.before() in _USED:
        yield ABSENT, begin, site.right[2].start, ""
    if after.lower() not in UNITS and not (holder and noun.head.lower() in UNITS):
        yield ABSENT, begin, first, ""


def _in_list(site: Site, noun: Noun) -> bool:
    """Whether another number of things stands beside: "apples and 3 pears" would read oddly."""
    following = site.right[noun.length : noun.length + 3]
    if following and following[0].text in (",", "and") and any(one.is_number for one in following[1:]):
        return True
    return site.before() in ("and", ",") and any(one.is_number for one in site.left[-6:-1])


def _is_named(site: Site, noun: Noun) -> bool:
    """Whether what is counted is then listed, so that the text still tells how many: "his 2 friends, Al and Bo"."""
    following = site.right[noun.length :]
    if any(one.text in (":", "—", "–", "(") for one in following):
        return True
    listed = len(following) > 1 and following[0].text == ","
    return listed and (following[1].text[0].isupper() or following[1].low in ("the", "a", "an", "named", "called"))


def _absent_measure(site: Site, noun: Noun) -> Iterator[Way]:
    unit, verb = noun.words[0].lower(), site.before()
    if len(noun.words) > 2 and noun.words[1] == "of":
        yield ABSENT, site.start, site.right[2].start, ""
        return
    if len(noun.words) > 1:
        return
    following, last = site.after(1), site.right[0].end
    rate = following in ("a", "an", "per", "each", "every")
    if ((unit in LENGTHS and verb in _MOVING) or (unit in TIMES and verb in _LASTING)) and (
        following not in ("a", "an", "per", "long", "away", "old", "of")
    ):
        yield ABSENT, site.left[-1].end, last, ""
    if unit in TIMES and verb in ("for", "in") and following in _FREE - {"and", "to"} and len(site.left) > 2:
        if site.before(2) not in _KEPT and site.left[-2].is_word:
            yield ABSENT, site.left[-2].end, last, ""
    if unit in TIMES and verb in ("takes", "took", "take") and not rate and following != "longer":
        yield ABSENT, site.start, last, "time"
    if unit in ("pounds", "kilograms", "kilos") and verb in ("lost", "loses", "gained", "gains", "lose", "gain"):
        yield ABSENT, site.start, last, "weight"


def _speed(site: Site, noun: Noun) -> tuple[Asked, list[Way]] | None:
    """At 60 miles per hour."""
    rate = site.after(1) in ("per", "an") and site.after(2) == "hour"
    length = 1 if noun.words[0].lower() == "mph" else 3
    if site.before() != "at" or not (rate or length == 1) or noun.words[0].lower() not in LENGTHS | {"mph"}:
        return None
    found = ask(site, "what speed", len(site.left), length)
    if found is None or not found.missing.startswith("at what speed"):
        return None
    stop, begin = site.right[length - 1].end, site.left[-1].start
    ways: list[Way] = [(VAGUE, site.start, site.end, one) for one in bounded(site.value, site.taken, "less")]
    ways += [(WITHHELD, begin, stop, one) for one in ("at a constant speed", "at a steady speed", "at a fixed speed")]
    if site.after(length) in _FREE and len(site.left) > 1 and site.left[-2].is_word:
        ways.append((ABSENT, site.left[-2].end, stop, ""))
    return found, ways


def _part(site: Site) -> tuple[Asked, list[Way]] | None:
    """5 of the apples."""
    words = []
    for token in site.right[1:7]:
        if not token.is_word or token.is_number or (words and len(words) > 1 and token.low in DETERMINERS):
            break
        words.append(token.text)
        if len(words) > 1 and noun_after(site.right, len(words)) is None:
            break
    det = words[0].lower() if words else ""
    noun = noun_after(site.right, 2) if det in ("the", "his", "her", "their", "its", "those", "these") else None
    if noun is None:
        if det != "them":
            return None
        length, text = 2, "of them"
    else:
        length, text = 2 + noun.length, f"of {words[0]} {noun.text}"
    if site.before() in DETERMINERS | {"of", "than", "out"}:
        return None
    found = ask(site, f"how many {text}", len(site.left), length)
    if found is None:
        return None
    ways: list[Way] = []
    for loose in loosely(site.value):
        if not loose.endswith(" of"):
            ways.append((VAGUE, site.start, site.end, loose))
    ways += [(VAGUE, site.start, site.end, one) for one in bounded(site.value, site.taken, "fewer", spell=site.spelled)]
    ways.append((WITHHELD, site.start, site.end, "a certain number"))
    ways.append((WITHHELD, site.start, site.end, "a set number"))
    return found, ways


def _owned(site: Site, noun: Noun) -> tuple[Asked, list[Way]] | None:
    """Her 3 brothers: the number can only be left out."""
    if noun.is_unit or noun.words[0].lower() in UNITS or site.before() in ("a", "an", "each", "every", "this", "that"):
        return None
    if site.before() in ("the", "these", "those", "all") and site.after(noun.length) not in _FIRST_TOLD:
        return None
    found = owned(site, noun.text)
    return found and (found, [(ABSENT, site.start, site.right[0].start, "")])


def _added(site: Site, noun: Noun, added: str) -> tuple[Asked, list[Way]] | None:
    """5 more apples, perhaps than somebody."""
    if site.before() in DETERMINERS | {"than"} or added in ("other",):
        return None
    found = ask(site, f"how many {added} {noun.text}", len(site.left), 1 + noun.length)
    if found is None:
        return None
    than = site.after(1 + noun.length) == "than"
    ways: list[Way] = [(ABSENT, site.start, site.right[0].start, "")]
    stop = site.right[noun.length].end
    if added in ("fewer", "less"):
        if site.value >= 4 and site.value <= 12:
            ways.append((VAGUE, site.start, site.end, "several"))
        if not noun.is_unit:
            ways.append((WITHHELD, site.start, stop, f"a certain number of {noun.text} {added}"))
        return found, ways if than else ways[1:2]
    for words in loosely(site.value, noun.is_unit):
        if not words.endswith("of"):
            ways.append((VAGUE, site.start, site.end, words))
    if site.value >= 20:
        ways.append((VAGUE, site.start, site.end, "a lot"))
    if than:
        ways.append((WITHHELD, site.start, stop, f"a certain number of {noun.text} {added}"))
    else:
        ways.append((WITHHELD, site.start, stop, f"a certain number of additional {noun.text}"))
        ways.append((WITHHELD, site.start, stop, f"a set number of additional {noun.text}"))
    if noun.is_unit:
        ways = [way for way in ways if way[0] is not ABSENT or than]
    return found, ways


def _comparison(site: Site, noun: Noun | None) -> tuple[Asked, list[Way]] | None:
    """2 years older than, 5 inches taller than."""
    if noun is None or len(noun.words) != 1 or site.after(noun.length) not in COMPARATIVES or site.before() == "is":
        pass
    if noun is None or site.after(noun.length + 1) != "than" or site.after(noun.length) not in COMPARATIVES:
        return None
    how = site.right[noun.length].text
    found = ask(site, f"how many {noun.text} {how}", len(site.left), noun.length + 1, loose=False)
    if found is None:
        return None
    ways: list[Way] = [(ABSENT, site.start, site.right[noun.length].start, "")]
    ways += [(VAGUE, site.start, site.end, words) for words in loosely(site.value, unit=True)]
    ways.append((WITHHELD, site.start, site.end, "a certain number of"))
    return found, ways


def _times(site: Site, noun: Noun) -> tuple[Asked, list[Way]] | None:
    """3 times a week; not "3 times as many", which relates."""
    following = site.after(noun.length)
    if len(noun.words) > 1 or following not in {"a", "per", "each", "every", ".", ",", "and", "in", "on", "to", "for"}:
        return None
    if site.before() in DETERMINERS or governing(site, len(site.left)) is None:
        return None
    found = ask(site, "how many times", len(site.left), noun.length, loose=False)
    if found is None or site.value < 2:
        return None
    ways: list[Way] = [(VAGUE, site.start, site.end, words) for words in loosely(site.value, unit=True)]
    ways += [(VAGUE, site.start, site.end, one) for one in bounded(site.value, site.taken, "fewer", spell=site.spelled)]
    ways.append((WITHHELD, site.start, site.end, "a certain number of"))
    ways.append((WITHHELD, site.start, site.end, "a fixed number of"))
    return found, ways
