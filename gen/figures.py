"""Figures: how the rows of a perturbation are arranged so that only reading gives the label away (design rule 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from nescio.schemas.evidence import Derivation, Fact
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role


@dataclass(frozen=True)
class Cell:
    """One row of a figure: which question is asked of the text in which fact is hidden."""

    question: int
    hidden: Fact | None
    role: Role
    pair: int | None = None
    """Rows with the same number are a pair: a perturbed row and its twin."""


def star(seed: Seed, random: Random) -> list[Cell] | None:
    """The eight cells of a star, or None where the seed has no three facts with two questions that part them.

    Which of the facts become a, b and the decoy c is drawn, so that over many stars every fact is a decoy as often
    as it is hidden for real, and nothing about a fact tells the label.
    """
    needs = needed_facts(seed.evidence, [question.target for question in seed.questions])
    facts = random.sample(seed.evidence.facts, len(seed.evidence.facts))
    for a in facts:
        for b in facts:
            for c in facts:
                asked = _part(needs, a, b, c) if len({a.id, b.id, c.id}) == 3 else None
                if asked:
                    return _cells(a, b, c, *asked)
    return None


def needed_facts(evidence: Derivation, targets: list[str]) -> dict[int, set[str]]:
    """For each question, the ids of the facts its target is computed from."""
    nodes = {node.id: node for node in evidence.nodes}

    def above(name: str) -> set[str]:
        return {name}.union(*(above(argument) for argument in nodes[name].arguments))

    owners = {fact.node: fact.id for fact in evidence.facts}
    return {number: {owners[name] for name in above(target) if name in owners} for number, target in enumerate(targets)}


def _part(needs: Mapping[int, set[str]], a: Fact, b: Fact, c: Fact) -> tuple[int, int] | None:
    """Two questions: one that needs a and neither b nor c, one that needs b and neither a nor c."""
    first = [number for number, facts in needs.items() if facts & {a.id, b.id, c.id} == {a.id}]
    second = [number for number, facts in needs.items() if facts & {a.id, b.id, c.id} == {b.id}]
    return (first[0], second[0]) if first and second else None


def _cells(a: Fact, b: Fact, c: Fact, first: int, second: int) -> list[Cell]:
    return [
        Cell(first, a, Role.PERTURBED, pair=0),
        Cell(first, b, Role.TWIN, pair=0),
        Cell(second, b, Role.PERTURBED, pair=1),
        Cell(second, a, Role.TWIN, pair=1),
        Cell(first, c, Role.DECOY),
        Cell(second, c, Role.DECOY),
        Cell(first, None, Role.CLEAN),
        Cell(second, None, Role.CLEAN),
    ]
