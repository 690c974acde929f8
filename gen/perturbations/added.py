"""Adding sentences to a clean text: where one may stand, and the crossing that such rows are made in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from nescio.gen.figures import arrange
from nescio.gen.rows import Change
from nescio.gen.wording import sentences
from nescio.schemas.evidence import CONTEXT, Fact, Hiding, HidingForm, Span
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure

ADDED = "added"
"""The kind of an edit that puts in a sentence."""


@dataclass(frozen=True)
class Crossing:
    """Two facts and two questions: the first needs `a` and not `b`, the second `b` and not `a`."""

    a: Fact
    b: Fact
    first: int
    second: int


def crossing(seed: Seed, random: Random, usable: Callable[[Fact], bool]) -> Crossing | None:
    """A drawn crossing of usable facts, or None where the seed has none."""
    found = arrange(seed, random, [fact for fact in seed.evidence.facts if usable(fact)])
    if found is None or found[0] not in (Figure.STAR, Figure.CROSS):
        return None
    (one, _, other, *_) = found[1]
    if one.hidden is None or other.hidden is None:
        return None
    return Crossing(one.hidden, other.hidden, one.question, other.question)


def absent_hidings(fact: Fact) -> list[Hiding]:
    """The ways to leave a fact out of the context."""
    return [one for one in fact.hidings if one.form is HidingForm.ABSENT and one.span.part == CONTEXT]


def boundaries(context: str, changed: Sequence[Span] = ()) -> list[int]:
    """The ends of sentences after which another one may stand, in order; none inside a span that is to be changed."""
    ends = [end for _, end in sentences(context)]
    return [
        end
        for end in ends
        if context[:end].endswith((".", "!", "?"))
        and not context[:end].lower().endswith((" a.m.", " p.m."))
        and not any(span.start < end < span.end for span in changed)
    ]


def addition(at: int, text: str) -> Change:
    """The change that puts a sentence after the boundary `at`."""
    return Change(ADDED, Span(start=at, end=at), f" {text}")


def told_beside(seed: Seed, fact: Fact) -> list[Fact]:
    """The facts that the text states outside the sentence of this one, so that it tells them though this is hidden."""
    nodes = {node.id: node for node in seed.evidence.nodes}
    return [
        other
        for other in seed.evidence.facts
        if nodes[other.node].spans
        and not any(
            one.part == hiding.span.part and one.start < hiding.span.end and hiding.span.start < one.end
            for one in nodes[other.node].spans
            for hiding in fact.hidings
        )
    ]
