"""Which numbers of a text that people wrote can be hidden, and how."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import Fact, Hiding, HidingForm, Span

_THERE = re.compile(r"There (?P<be>are|were) $")
_NOUN = re.compile(r" (?P<noun>[a-z]+s)(?P<rest> (?:in|on|at) (?:the|a|his|her) [a-z]+)?(?=\.)")


@dataclass(frozen=True)
class Leaf:
    """A number of the context: the node it states, where it stands and what it is worth."""

    node: str
    span: Span
    value: Fraction


def facts_of(context: str, leaves: Sequence[Leaf]) -> list[Fact]:
    """One fact for each leaf that can be hidden naturally, in the order of the leaves."""
    found = (_fact(context, leaf) for leaf in leaves)
    return [fact for fact in found if fact is not None]


def _fact(context: str, leaf: Leaf) -> Fact | None:
    before, after = _THERE.search(context[: leaf.span.start]), _NOUN.match(context[leaf.span.end :])
    if not before or not after or leaf.value < 3:
        return None
    what, where, be = after["noun"], after["rest"] or "", before["be"]
    return Fact(
        id=leaf.node,
        node=leaf.node,
        way="text",
        missing=f"how many {what} there {be}{where}",
        clarifying_question=f"How many {what} {be} there{where}?",
        hidings=(
            Hiding(form=HidingForm.VAGUE, span=leaf.span, text="some"),
            Hiding(form=HidingForm.WITHHELD, span=leaf.span, text="a certain number of"),
        ),
    )
