"""Which numbers of a text that people wrote can be hidden, and how."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from nescio.gen.omission.compounds import compound
from nescio.gen.omission.counts import count
from nescio.gen.omission.money import money
from nescio.gen.omission.percents import percent
from nescio.gen.omission.site import Site, numbers_of, sentence_places, site
from nescio.gen.omission.ways import Found, Way
from nescio.schemas.evidence import Fact, Hiding, Span

FRAMES: tuple[Callable[[Site], Found | None], ...] = (money, percent, compound, count)
_BARRED_BEFORE = frozenset(
    "favorite usual entire whole own best daily weekly monthly previous remaining same combined original final "
    "following top nearest - / × x + : first last next than about around approximately nearly almost least most "
    "over under exactly roughly page chapter number # no route age aged day room another other every one out past "
    "up extra additional further average * = only just".split()
)
_BARRED_AFTER = frozenset(
    "/ : th st nd rd am pm a.m p.m dozen hundred thousand million billion x * + = × or to – $ point o'clock".split()
)
_SAID_AGAIN = {
    number: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for number, words in {
        2: "twice|doubles?|doubled|doubling|both|pair|couple",
        3: "thrice|triples?|tripled|trio|third",
        4: "quadrupled?|fourth|two pairs|2 pairs",
        5: "fifth",
        6: "sixth|three pairs|3 pairs|half a dozen",
        7: "seventh",
        8: "eighth",
        9: "ninth",
        10: "tenth",
        12: "dozen",
    }.items()
}
"""Words that tell a value once more, whatever they speak of."""


_RATES = frozenset({"each", "every", "per", "apiece", "daily", "weekly", "hourly", "monthly"})


@dataclass(frozen=True)
class Leaf:
    """A number of the context: the node it states, where it stands and what it is worth."""

    node: str
    span: Span
    value: Fraction


_UNIT = (
    r"(?:ounce|pound|ton|inch|foot|feet|yard|mile|cup|pint|quart|gallon|second|minute|hour|day|week|month|year|decade"
    r"|cent|penn|nickel|dime|quarter|dollar|gram|kilogram|liter|litre|milliliter|meter|metre|centimeter|kilometer)"
)
_CONVERSION = re.compile(
    rf"\b{_UNIT}(?:s|es|ies)? (?:there are |are (?:there )?|make up |make )?(?:in |to )?(?:an?|one|each|the) {_UNIT}s?$"
)
"""What everybody knows, however the text tells it: how many ounces there are in a gallon."""


def facts_of(context: str, leaves: Sequence[Leaf]) -> list[Fact]:
    """One fact for each leaf that can be hidden naturally, in the order of the leaves.

    Where two would be asked for in the same words there is neither: nobody could tell which is meant.
    """
    return [fact for fact, _ in _found(context, tuple(leaves))]


def told_of(context: str, leaves: Sequence[Leaf]) -> dict[str, str]:
    """For the nodes of those facts, a clause that tells each, with `clause.HOLE` for its number, where there is one."""
    return {fact.node: told for fact, told in _found(context, tuple(leaves)) if told}


@lru_cache(maxsize=16)
def _found(context: str, leaves: tuple[Leaf, ...]) -> tuple[tuple[Fact, str], ...]:
    places, taken = sentence_places(context), numbers_of(context)
    found = []
    for leaf in leaves:
        there = site(context, places, taken, leaf.span.start, leaf.span.end, leaf.value)
        fact = there and _fact(leaf, there)
        if fact:
            found.append(fact)
    said = Counter(fact.missing for fact, _ in found)
    return tuple(one for one in found if said[one[0].missing] == 1)


def _fact(leaf: Leaf, there: Site) -> tuple[Fact, str] | None:
    again = _SAID_AGAIN.get(int(there.value)) if there.value.denominator == 1 else None
    if again is not None and again.search(there.context):
        return None
    if there.before() in _BARRED_BEFORE or there.after() in _BARRED_AFTER:
        return None
    if there.right and there.right[0].is_word and there.right[0].start == there.end:
        return None
    for frame in FRAMES:
        found = frame(there)
        if found is None:
            continue
        told, ways = found
        if _CONVERSION.search(told.missing):
            return None
        hidings = tuple(dict.fromkeys(_hiding(there, way) for way in ways))
        if hidings:
            fact = Fact(
                id=leaf.node,
                node=leaf.node,
                way="text",
                missing=told.missing,
                clarifying_question=told.question,
                hidings=hidings,
            )
            return fact, told.told if told.is_told and not _loses_rate(there, told.missing) else ""
    return None


def _loses_rate(there: Site, missing: str) -> bool:
    """Whether the sentence says "each" or "per" and the clause does not, but for the price of something else."""
    words = [*there.left, *there.right]
    rated = [
        at
        for at, one in enumerate(words)
        if one.low in _RATES and not (at > 1 and words[at - 1].is_number and words[at - 2].text == "$")
    ]
    own = there.after() in _RATES or there.after(1) in _RATES
    return (bool(rated) or own) and _RATES.isdisjoint(missing.lower().split())


def _hiding(there: Site, way: Way) -> Hiding:
    """The hiding, with a capital where it begins the sentence."""
    form, start, end, text = way
    first = there.left[0].start if there.left else there.start
    if start == first and not text:
        for word in [one for one in there.right if one.start >= end][:1]:
            end, text = word.end, word.text
    if start == first:
        text = text[:1].upper() + text[1:]
    return Hiding(form=form, span=Span(start=start, end=end), text=text)
