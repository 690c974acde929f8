"""Numbers that count or measure things: 48 friends, 20 minutes, 5 of the apples, her 3 brothers."""

from collections.abc import Iterator

from nescio.gen.omission.amounts import bounded, loosely
from nescio.gen.omission.asking import ask
from nescio.gen.omission.bare import alone, drops_number, pieces, says_some
from nescio.gen.omission.comparisons import ADDED, added, comparison, times
from nescio.gen.omission.groups import wholes
from nescio.gen.omission.measures import absent_measure, speed
from nescio.gen.omission.nouns import Noun, noun_after
from nescio.gen.omission.owners import owned
from nescio.gen.omission.site import Site, tokens
from nescio.gen.omission.verbs import FORMS
from nescio.gen.omission.ways import ABSENT, VAGUE, WITHHELD, Found, Way
from nescio.gen.omission.words import COMPARATIVES, DETERMINERS, HOLDERS, LENGTHS, TIMES, UNITS, is_plural

_DIMENSIONS = frozenset("long wide tall deep high thick away old".split())
_CALENDAR = {
    (f"{one}s", by, other)
    for one, other in (("week", "month"), ("month", "year"), ("week", "year"))
    for by in ("a", "per")
}
_SIDES = _DIMENSIONS | frozenset("height width length depth".split())
_SPENT = frozenset("spend spends spent spending take takes took needs him her them it".split())
_BODY = frozenset("legs wheels eyes ears wings paws fingers toes sides corners arms hands horns teeth faces".split())
_CONVENTIONAL = frozenset({7, 12, 24, 30, 52, 60, 100, 365, 366})
_CONVENTIONS = frozenset(
    tuple(pair.split("/"))
    for pair in (
        "days/week days/month days/year weeks/year months/year hours/day minutes/hour seconds/minute inches/foot "
        "cents/dollar centimeters/meter"
    ).split()
)
_PARTS_OF = frozenset("the his her their its those these".split())
_AFTER_TIME = frozenset("ago later earlier from before".split())
_FIRST_TOLD = frozenset("in on of at from who".split())
"""After "the 18 students": that they were not spoken of before."""
_PACKS = frozenset("pack packet package box bag basket bunch bouquet jar set tray crate carton collection".split())


def count(site: Site) -> Found | None:
    """A number before a plural noun, perhaps with "more" or "of the" between them."""
    if site.value < 2:
        return None
    if site.after() == "of":
        return _part(site)
    more = site.after() in ADDED
    noun = noun_after(site.right, int(more))
    if noun is None or _is_known(site, noun, int(more)) or (not more and _is_named(site, noun)):
        return None
    if more:
        return added(site, noun)
    following, timed = site.after(noun.length), noun.words[0].lower() in TIMES
    if (timed or noun.words[0].lower() in LENGTHS) and following in COMPARATIVES:
        return comparison(site, noun)
    if noun.words[-1].lower() == "times":
        return times(site, noun)
    if following in ("more", "fewer", "less", "longer") or (timed and following in _AFTER_TIME):
        return None
    if _goes_on(site, noun):
        return None
    if noun.is_unit and (following == "by" or (noun.text, following, site.after(noun.length + 1)) in _CALENDAR):
        return None
    before = site.before()
    if before in DETERMINERS or before == "all" or before.endswith(("'s", "’s")):
        return _owned(site, noun)
    if before == "at" or following == "/":
        return speed(site, noun)
    start = 3 if before == "of" and site.before(2) == "total" and site.before(3) == "a" else 0
    how = following if noun.is_unit and following in _DIMENSIONS else ""
    found = ask(site, f"how many {noun.text} {how}".strip(), len(site.left) - start, noun.length + bool(how))
    if found is None:
        return None
    return found, list(_ways(site, noun, site.left[-start].start if start else site.start))


def _is_known(site: Site, noun: Noun, skip: int) -> bool:
    """Whether everybody knows the number: the legs of a spider, the 7 days of a week."""
    whole = [one.low for one in site.right[skip + noun.length : skip + noun.length + 3]]
    of = any((noun.head.lower(), larger) in _CONVENTIONS for larger in whole)
    return noun.head.lower() in _BODY or (of and site.value in _CONVENTIONAL)


def _goes_on(site: Site, noun: Noun) -> bool:
    """Whether the number says more than its noun: 2 hours and 20 minutes, 60 heads and legs."""
    one, other = site.after(noun.length), site.right[noun.length + 1 : noun.length + 3]
    if noun.is_unit and site.right[noun.length : noun.length + 1] and site.right[noun.length].is_number:
        return True
    if one != "and" or not other:
        return False
    return (noun.is_unit and other[0].is_number and other[-1].low in UNITS) or (
        is_plural(other[0].text) and other[0].low not in FORMS
    )


def _ways(site: Site, noun: Noun, begin: int) -> Iterator[Way]:
    """What can stand in the place of the number; `begin` is where "a total of" before it begins."""
    sized = noun.is_unit and not _SIDES.isdisjoint((site.after(noun.length), site.after(noun.length + 1)))
    packed = site.before() == "of" and begin == site.start
    for words in () if sized or packed else loosely(site.value, noun.is_unit):
        yield VAGUE, begin, site.end, words
    for words in bounded(site.value, site.taken, "less" if noun.is_unit else "fewer", spell=site.spelled):
        yield VAGUE, site.start, site.end, words
    there = "there" in (site.before(), site.before(2), site.before(3))
    if not there and not sized:
        yield from _withheld(site, noun, begin)
    yield from wholes(site, noun, begin)
    yield from absent_measure(site, noun) if noun.is_unit else _absent(site, noun, begin)


def _withheld(site: Site, noun: Noun, begin: int) -> Iterator[Way]:
    """A fixed number without its value; stuff that is weighed or poured comes in an amount."""
    if noun.words == ("dollars",) and site.after(1) not in ("a", "per", "each", "an", "every"):
        yield WITHHELD, begin, site.right[0].end, "a certain amount of money"
        return
    timed = noun.text in TIMES and site.before() in _SPENT
    if timed and (site.after(1).endswith("ing") or site.after(1) in ("on", "to", "", ".", ",", "with", "and")):
        yield WITHHELD, begin, site.right[0].end, "a certain amount of time"
        return
    if noun.is_unit and len(noun.words) > 2 and noun.words[1] == "of" and not is_plural(noun.words[-1]):
        yield WITHHELD, begin, site.right[2].start, "a certain amount of"
        return
    if _is_same(site, noun):
        yield WITHHELD, begin, site.end, "the same number of"
    yield WITHHELD, begin, site.end, "a certain number of"


def _is_same(site: Site, noun: Noun) -> bool:
    """Whether "each box holds the same number of pens" says that of the boxes and of nothing else in the text."""
    opens = bool(site.left) and site.left[0].low == "each" and not any(one.is_number for one in site.left)
    words = [one.low for one in tokens(site.context)]
    alike = sum(one in ("each", "every") for one in words) == 1 and words.count(noun.head.lower()) == 1
    return opens and alike and not noun.is_unit and not any(one.is_number for one in site.right)


def _absent(site: Site, noun: Noun, begin: int) -> Iterator[Way]:
    holder = noun.words[0].lower() in HOLDERS and len(noun.words) > 2 and noun.words[1] == "of"
    gone = sum(begin <= one.start for one in site.left)
    if holder and drops_number(site, noun.length, gone, stuff=True):
        yield ABSENT, begin, site.right[2].start, ""
    if not noun.is_unit and noun.head.lower() not in UNITS and says_some(site, noun.length, gone):
        yield ABSENT, begin, site.end, "some"
        return
    measured = noun.words[0].lower() in UNITS or (holder and noun.head.lower() in UNITS) or pieces(noun.words[0])
    if (
        not (measured or gone)
        and noun.words[-1].lower() not in HOLDERS
        and (drops_number(site, noun.length, gone) or _is_packed(site, noun))
    ):
        yield ABSENT, begin, site.right[0].start, ""


def _is_packed(site: Site, noun: Noun) -> bool:
    """Whether a holder says what it holds: a pack of 20 pens."""
    packed = site.before() == "of" and site.before(2) in _PACKS and site.before(3) in ("a", "the", "another")
    return packed and alone(site.left, site.right[noun.length :])


def _is_named(site: Site, noun: Noun) -> bool:
    """Whether what is counted is then listed, so that the text still tells how many: "his 2 friends, Al and Bo"."""
    following = site.right[noun.length :]
    if any(one.text in (":", "—", "–", "(") for one in following):
        return True
    listed = len(following) > 1 and following[0].text == ","
    return listed and (following[1].text[0].isupper() or following[1].low in ("the", "a", "an", "named", "called"))


def _part(site: Site) -> Found | None:
    """5 of the apples, 5 of them."""
    if site.before() in DETERMINERS | {"of", "than", "out"}:
        return None
    noun = noun_after(site.right, 2) if site.after(1) in _PARTS_OF else None
    if noun is None and site.after(1) != "them":
        return None
    text = f"{site.right[1].text} {noun.text}" if noun else "them"
    found = ask(site, f"how many of {text}", len(site.left), 2 + (noun.length if noun else 0))
    if found is None:
        return None
    loose = [words for words in loosely(site.value) if not words.endswith(" of")]
    vague = [*loose, *bounded(site.value, site.taken, "fewer", spell=site.spelled)]
    ways: list[Way] = [(VAGUE, site.start, site.end, words) for words in vague]
    if says_some(site, 2 + (noun.length if noun else 0), 0):
        ways.append((ABSENT, site.start, site.end, "some"))
    return found, [*ways, (WITHHELD, site.start, site.end, "a certain number")]


def _owned(site: Site, noun: Noun) -> Found | None:
    """Her 3 brothers: the number can only be left out."""
    if noun.is_unit or noun.words[0].lower() in UNITS or site.before() in ("a", "an", "each", "every", "this", "that"):
        return None
    if site.before() in ("these", "those", "all") or (
        site.before() == "the" and site.after(noun.length) not in _FIRST_TOLD
    ):
        return None
    if not alone(site.left, site.right[noun.length :]):
        return None
    found = owned(site, noun.text, noun.length)
    return None if found is None else (found, [(ABSENT, site.start, site.right[0].start, "")])
