"""Adding sentences to a clean text: where one may stand, and the crossing of rows in which one settles a fact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from nescio.gen.figures import Arranged, arrange
from nescio.gen.rows import Change, Draft, make_row
from nescio.gen.targets import answer_target
from nescio.gen.wording import sentences
from nescio.schemas.evidence import CONTEXT, Fact, Hiding, HidingForm, Span
from nescio.schemas.example import Claim
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role

ADDED = "added"
"""The kind of an edit that puts in a sentence."""


@dataclass(frozen=True)
class Crossing:
    """Two facts and two questions: the first needs `a` and not `b`, the second `b` and not `a`."""

    a: Fact
    b: Fact
    first: int
    second: int


def figure_of(seed: Seed, random: Random, usable: Callable[[Fact], bool]) -> Arranged | None:
    """The best figure that hiding usable facts makes, without any that needs added statements."""
    evidence = seed.derivation.model_copy(update={"statements": ()})
    usable_facts = [fact for fact in evidence.facts if usable(fact)]
    return arrange(seed.model_copy(update={"evidence": evidence}), random, usable_facts)


def crossing(seed: Seed, random: Random, usable: Callable[[Fact], bool]) -> Crossing | None:
    """A drawn crossing of usable facts, or None where the seed has none."""
    found = figure_of(seed, random, usable)
    if found is None or found[0] not in (Figure.STAR, Figure.CROSS):
        return None
    (one, _, other, *_) = found[1]
    if one.hidden is None or other.hidden is None:
        return None
    return Crossing(one.hidden, other.hidden, one.question, other.question)


@dataclass(frozen=True)
class Cell:
    """A row of hidden fact x settled fact x question: one fact is not told in its place, one is told in another."""

    asked: int
    hidden: Fact
    settled: Fact
    needed: bool
    """Whether the question needs the hidden fact."""
    role: Role
    pair: int | None = None


def cells(parted: Crossing) -> list[Cell]:
    """The eight rows. Where another fact is settled than the hidden one, a question that needs that is open."""
    found = []
    for hidden, settled in product((parted.a, parted.b), repeat=2):
        for pair, (asked, needs) in enumerate(((parted.first, parted.a), (parted.second, parted.b))):
            needed = needs.id == hidden.id
            if hidden.id == settled.id:
                found.append(Cell(asked, hidden, settled, needed, Role.DECOY))
            else:
                role = Role.PERTURBED if needed else Role.TWIN
                found.append(Cell(asked, hidden, settled, needed, role, pair))
    return found


def clean(perturbation: Perturbation, seed: Seed, asked: int, random: Random) -> Draft:
    """The row that asks a question of the seed's own context."""
    target = answer_target(seed.questions[asked], random)
    row = make_row(perturbation, seed, seed.questions[asked], Role.CLEAN, target, figure=Figure.CROSS)
    return Draft(row, Claim(question=asked))


def absent_hidings(fact: Fact) -> list[Hiding]:
    """The ways to leave a fact out of the context."""
    return [one for one in fact.hidings if one.form is HidingForm.ABSENT and one.span.part == CONTEXT]


def hidings(fact: Fact) -> list[Hiding]:
    """The ways to leave a fact out of the context or to tell it loosely."""
    forms = (HidingForm.ABSENT, HidingForm.VAGUE)
    return [one for one in fact.hidings if one.form in forms and one.span.part == CONTEXT]


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


def after_all(context: str, changed: Sequence[Span]) -> list[int]:
    """The boundaries that come after every span that is to be changed."""
    last = max((span.end for span in changed), default=0)
    return [end for end in boundaries(context, changed) if end >= last]


def addition(at: int, text: str) -> Change:
    """The change that puts a sentence after the boundary `at`."""
    return Change(ADDED, Span(start=at, end=at), f" {text}")


def told_beside(seed: Seed, fact: Fact) -> list[Fact]:
    """The facts that the text states outside the sentence of this one, so that it tells them though this is hidden."""
    nodes = {node.id: node for node in seed.derivation.nodes}
    return [
        other
        for other in seed.derivation.facts
        if nodes[other.node].spans
        and not any(
            one.part == hiding.span.part and one.start < hiding.span.end and hiding.span.start < one.end
            for one in nodes[other.node].spans
            for hiding in fact.hidings
        )
    ]
