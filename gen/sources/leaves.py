"""Leaves: the numbers of a human-written text as nodes, and which of them can be hidden."""

import re
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from nescio.gen.omission.facts import Leaf, facts_of
from nescio.gen.omission.retelling import retellings
from nescio.gen.sources.equations import Number, Place
from nescio.schemas.evidence import CONTEXT, Fact, Node, Statement

_COUNTED = re.compile(
    r" (?:more |other |different |new |of (?:the|his|her|their|those) )?(?:[a-z]+ )?(?:[a-z]{2,}s|people|children)\b"
)
_MEASURES = frozenset(
    "dollars cents euros pounds inches feet yards miles meters metres kilometers grams kilograms ounces liters litres "
    "gallons cups spoons tablespoons teaspoons hours minutes seconds days weeks months years degrees points percents "
    "times less this was has is as".split()
)


def leaf_nodes(texts: Sequence[str], numbers: Sequence[Number]) -> list[Node]:
    """A node for each number; `texts` are the context and the questions in order, which the numbers' spans lie in."""
    return [
        Node(id=one.node, value=str(one.value), spans=(one.span,), whole=counts(texts[one.place[0] + 1], one))
        for one in numbers
    ]


def counts(text: str, number: Number) -> bool:
    """Whether a number surely counts things that cannot be cut or owed: "9 bags", but not "9 cups of flour"."""
    if number.value.denominator != 1 or text[: number.span.start].endswith("$"):
        return False
    found = _COUNTED.match(text, number.span.end)
    return found is not None and not _MEASURES & set(found[0].split())


def hideable(
    context: str, numbers: Sequence[Number], uses: Sequence[frozenset[Place]]
) -> tuple[tuple[Fact, ...], tuple[Statement, ...]]:
    """The facts of a context among all its seed's numbers that the others do not tell, and how to tell them again.

    `uses` are the places of the numbers that each question's solution needs. A value that stands elsewhere is known
    there, and one that two numbers give of which such a solution leaves one out may be so for a reason.
    """
    often = Counter(one.value for one in numbers)
    alone = [one for one in numbers if one.place[0] == CONTEXT and often[one.value] == 1]
    kept = [one for one in alone if not any(_given(one, numbers, part, used) for part, used in enumerate(uses))]
    leaves = [Leaf(one.node, one.span, one.value) for one in kept]
    facts = facts_of(context, leaves)
    return tuple(facts), tuple(retellings(context, facts, leaves))


def _given(number: Number, numbers: Sequence[Number], part: int, used: frozenset[Place]) -> bool:
    """Whether one operation on two other numbers, not both used, gives a number that a question needs."""
    others = [one for one in numbers if one.place[0] in (CONTEXT, part) and one.place != number.place]
    return number.place in used and any(
        number.value in results_of(one.value, two.value)
        for one, two in combinations(others, 2)
        if not {one.place, two.place} <= used
    )


def results_of(one: Fraction, two: Fraction) -> set[Fraction]:
    """What one operation makes of two numbers."""
    quotients = {one / two, two / one} if one and two else set()
    return {one + two, abs(one - two), one * two} | quotients
