"""Leaving out a measure: she worked 8 hours, drove at 60 miles per hour, studied for 2 hours, lost 5 pounds."""

from collections.abc import Iterator

from nescio.gen.omission.amounts import bounded
from nescio.gen.omission.asking import ask
from nescio.gen.omission.bare import alone, drops_number
from nescio.gen.omission.nouns import Noun
from nescio.gen.omission.site import Site
from nescio.gen.omission.verbs import FORMS
from nescio.gen.omission.ways import ABSENT, VAGUE, WITHHELD, Found, Way
from nescio.gen.omission.words import LENGTHS, TIMES

_MOVING = frozenset(
    "run runs ran walk walks walked drive drives drove swim swims swam jog jogs jogged ride rides rode bike bikes "
    "biked hike hikes hiked travel travels traveled sail sails sailed".split()
)
_LASTING = _MOVING | frozenset(
    "work works worked sleep sleeps slept study studies studied practice practices practiced play plays played read "
    "reads exercise exercises exercised train trains trained wait waits waited".split()
)
_SPEEDS = ("at a constant speed", "at a steady speed", "at a fixed speed")
_ON = frozenset("to from home around along through in at on for with across before after".split())
_FREE = frozenset({"", ".", ",", ";", "and", "but", "while", "before", "after", "when", "to"})
_KEPT = frozenset("with for into in to of from on by and at , among between like or than".split())


def absent_measure(site: Site, noun: Noun) -> Iterator[Way]:
    """The measure dropped where the verb can do without it, or the kind of thing in its place."""
    unit, verb = noun.words[0].lower(), site.before()
    if len(noun.words) > 2 and noun.words[1] == "of":
        if drops_number(site, noun.length, 0, stuff=True):
            yield ABSENT, site.start, site.right[2].start, ""
        return
    if len(noun.words) > 1:
        return
    following, last = site.after(1), site.right[0].end
    single = alone(site.left, site.right[1:]) and {"each", "every"}.isdisjoint(
        one.low for one in (*site.left, *site.right)
    )
    goes = (unit in LENGTHS and verb in _MOVING) or (unit in TIMES and verb in _LASTING)
    if goes and single and following in _ON and site.after(2) not in ("total", "all", "each"):
        yield ABSENT, site.left[-1].end, last, ""
    able = any(one.low in ("can", "could", "able", "total") for one in site.left)
    dated = (
        unit in TIMES
        and site.before(2) not in FORMS
        and (verb == "for" or (verb == "in" and not able))
        and len(site.left) > 2
        and site.left[-2].is_word
    )
    if dated and following in _FREE - {"and", "to"} and site.before(2) not in _KEPT and site.is_last(1):
        yield ABSENT, site.left[-2].end, last, ""
    spent = unit in TIMES and verb in ("spend", "spends", "spent", "spending")
    if spent and single and (following.endswith("ing") or following in ("on", "with")):
        yield ABSENT, site.start, last, "time"
    if (
        single
        and unit in ("pounds", "kilograms", "kilos")
        and verb in ("lost", "loses", "gained", "gains", "lose", "gain")
    ):
        yield ABSENT, site.start, last, "weight"


def speed(site: Site, noun: Noun) -> Found | None:
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
    ways += [(WITHHELD, begin, stop, one) for one in _SPEEDS]
    if site.after(length) in _FREE and site.is_last(length) and len(site.left) > 1 and site.left[-2].is_word:
        ways.append((ABSENT, site.left[-2].end, stop, ""))
    return found, ways
