"""Figures: how the rows of a perturbation are arranged so that only reading gives the label away (design rule 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from random import Random

from nescio.gen.worked import above
from nescio.schemas.evidence import Derivation, Fact, Statement
from nescio.schemas.passage import Passage, Restatement, Situation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role


@dataclass(frozen=True)
class Cell:
    """One row of a figure: which question is asked of the text in which fact is hidden."""

    question: int
    hidden: Fact | None
    role: Role
    pair: int | None = None
    """Rows with the same number are a pair: a perturbed row and its twin."""
    told: Statement | Restatement | None = None
    """What an added sentence tells; only in the figure `retold`."""


Arranged = tuple[Figure, list[Cell]]
_Needs = Mapping[int, set[str]]


def arrange(seed: Seed, random: Random, facts: Sequence[Fact] | None = None) -> Arranged | None:
    """The best figure that can be made by hiding some of the facts (all of the seed's unless given), or None.

    A star where three facts and two questions allow it, else a cross, a retold one or a mirror. Which of the facts
    become a, b and the decoy c is drawn, so that over many stars every fact is a decoy as often as it is hidden for
    real, and nothing about a fact tells the label.
    """
    given = seed_facts(seed) if facts is None else facts
    needs = seed_needs(seed)
    drawn = random.sample(given, len(given))
    for figure in (_star, _cross):
        if found := figure(drawn, needs):
            return found
    told = {(one.about, one.beside): one for one in _added(seed) if one.beside is not None}
    return _retold(drawn, needs, told) or _mirror(drawn, needs)


def seed_facts(seed: Seed) -> Sequence[Fact]:
    """What can be hidden in a seed's context."""
    match seed.evidence:
        case Derivation() | Passage():
            return seed.evidence.facts
        case Situation():
            return seed.evidence.passage.facts
        case _:
            return ()


def seed_needs(seed: Seed) -> dict[int, set[str]]:
    """For each question of a seed, the ids of the facts it needs."""
    match seed.evidence:
        case Derivation():
            return needed_facts(seed.evidence, [question.target for question in seed.questions])
        case Passage() as passage:
            return _passage_needs(passage)
        case Situation():
            return _passage_needs(seed.evidence.passage)
        case _:
            return {}


def _passage_needs(passage: Passage) -> dict[int, set[str]]:
    owners = {fact.node: fact.id for fact in passage.facts}
    return {number: {owners[one] for one in needed if one in owners} for number, needed in enumerate(passage.needs)}


def _added(seed: Seed) -> Sequence[Statement | Restatement]:
    """The sentences that could be added to a seed's context."""
    match seed.evidence:
        case Derivation():
            return seed.evidence.statements
        case Passage():
            return seed.evidence.restatements
        case _:
            return ()


def needed_facts(evidence: Derivation, targets: list[str]) -> dict[int, set[str]]:
    """For each question, the ids of the facts its target is computed from."""
    owners = {fact.node: fact.id for fact in evidence.facts}
    return {
        number: {owners[name] for name in above(evidence, target) if name in owners}
        for number, target in enumerate(targets)
    }


def _star(facts: Sequence[Fact], needs: _Needs) -> Arranged | None:
    """A needs a and neither b nor c, B needs b and neither a nor c; each of a, b, c is hidden, both are asked."""
    for a, b, c in permutations(facts, 3):
        first, second = _asks(needs, {a.id}, {b.id, c.id}), _asks(needs, {b.id}, {a.id, c.id})
        if first is not None and second is not None:
            decoys = [Cell(first, c, Role.DECOY), Cell(second, c, Role.DECOY)]
            return Figure.STAR, [*_four(a, b, first, second), *decoys, *_clean(first, second)]
    return None


def _cross(facts: Sequence[Fact], needs: _Needs) -> Arranged | None:
    """A star without a fact that neither question needs."""
    for a, b in permutations(facts, 2):
        first, second = _asks(needs, {a.id}, {b.id}), _asks(needs, {b.id}, {a.id})
        if first is not None and second is not None:
            return Figure.CROSS, [*_four(a, b, first, second), *_clean(first, second)]
    return None


def _retold(
    facts: Sequence[Fact], needs: _Needs, told: Mapping[tuple[str, str], Statement | Restatement]
) -> Arranged | None:
    """A question that needs a and b: each is hidden, and a sentence tells it and not the other, or the reverse."""
    for a, b in permutations(facts, 2):
        first, second = told.get((a.node, b.node)), told.get((b.node, a.node))
        asked = _asks(needs, {a.id, b.id}, set())
        if asked is not None and first is not None and second is not None:
            return Figure.RETOLD, [
                Cell(asked, a, Role.PERTURBED, pair=0, told=second),
                Cell(asked, b, Role.TWIN, pair=0, told=second),
                Cell(asked, b, Role.PERTURBED, pair=1, told=first),
                Cell(asked, a, Role.TWIN, pair=1, told=first),
                *_clean(asked),
            ]
    return None


def _mirror(facts: Sequence[Fact], needs: _Needs) -> Arranged | None:
    """One question, the fact it needs hidden, and one it does not need."""
    for a, b in permutations(facts, 2):
        asked = _asks(needs, {a.id}, {b.id})
        if asked is not None:
            pair = [Cell(asked, a, Role.PERTURBED, pair=0), Cell(asked, b, Role.TWIN, pair=0)]
            return Figure.MIRROR, [*pair, *_clean(asked)]
    return None


def _asks(needs: _Needs, wanted: set[str], spared: set[str]) -> int | None:
    """The first question that needs all the wanted facts and none of the spared ones."""
    return next((number for number, facts in needs.items() if wanted <= facts and not spared & facts), None)


def _four(a: Fact, b: Fact, first: int, second: int) -> list[Cell]:
    return [
        Cell(first, a, Role.PERTURBED, pair=0),
        Cell(first, b, Role.TWIN, pair=0),
        Cell(second, b, Role.PERTURBED, pair=1),
        Cell(second, a, Role.TWIN, pair=1),
    ]


def _clean(*questions: int) -> list[Cell]:
    return [Cell(question, None, Role.CLEAN) for question in questions]
