"""unrealistic_condition: things that cannot be cut are to be shared out without remainder, and do not come out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from nescio.gen.perturbations.clashing import changeable, independent, near, numbers_of, printed, write_like
from nescio.gen.perturbations.squares import Squares
from nescio.gen.rows import Change, Defect, star_of
from nescio.gen.targets_conflict import STYLES
from nescio.gen.targets_remainder import Division, even_target, uneven_target
from nescio.gen.targets_remainder import division as divided
from nescio.gen.worked import above, equations, evaluate, plain, sound
from nescio.schemas.evidence import Node, Operation
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Complexity, Kind, Scenario

_DEMAND = re.compile(
    r"\b(?:left over|leftovers?|evenly|equally (?:among|between)|no remainder|exactly fill|completely fill"
    r"|equal-sized)\b",
    re.IGNORECASE,
)
"""What a text that we did not write has to say, for else a remainder may be left."""
_DRAWN = 4
"""How many pairs of other numbers are tried for each division."""


@dataclass(frozen=True)
class _Side:
    """A division and a question that it concerns: the dividend's number by the divisor's."""

    seed: Seed
    division: Node
    x: Node
    y: Node
    others: tuple[Fraction, Fraction]
    """The other values of the two leaves."""
    asked: int
    style: int

    def changes(self, one: bool, two: bool) -> list[Change]:
        """The two numbers, each at all its places."""
        return [
            Change("number", span, _rewritten(self.seed.context[span.start : span.end], leaf, other))
            for leaf, other, changed in zip((self.x, self.y), self.others, (one, two), strict=True)
            for span in leaf.spans
            if changed
        ]

    def values(self, one: bool, two: bool) -> dict[str, str]:
        """The two leaves."""
        told = {self.x.id: str(self.others[0])} if one else {}
        return told | ({self.y.id: str(self.others[1])} if two else {})

    def answered(self, both: bool, random: Random) -> tuple[str, str]:
        """The division comes out."""
        nodes, target = self.seed.derivation.nodes, self.seed.questions[self.asked].target
        values = self._evaluated(both, both)
        answer = plain(values[target])
        steps = equations(nodes, values, target)
        before = equations(nodes, values, self.division.id)
        further = [step for step in steps if step not in before[-1:]]
        return answer, even_target(self._division(both, both), further, answer, self.style, random)

    def refused(self, one: bool, like: str, random: Random) -> tuple[Defect, str]:
        """It leaves a remainder."""
        said = self._division(one, not one)
        fact = next((fact for fact in self.seed.derivation.facts if fact.node == self.x.id), None)
        ask = fact.clarifying_question if fact and self.seed.complexity is Complexity.TEMPLATED else ""
        ask = ask or f"Is it {said.x} or {said.y} that should be another number?"
        premise = f"{said.x} is to be divided by {said.y} with nothing left over, but {said.check}."
        rationale = (
            f"What is counted cannot be cut, and {said.x} is no multiple of {said.y}; the text allows no remainder."
        )
        defect = Defect(rationale, clarifying_question=ask, false_premise=premise)
        return defect, uneven_target(said, ask, like, random)

    def _evaluated(self, one: bool, two: bool) -> dict[str, Fraction]:
        told = {name: Fraction(value) for name, value in self.values(one, two).items()}
        return evaluate(self.seed.derivation.nodes, told) or {}

    def _division(self, one: bool, two: bool) -> Division:
        values = self._evaluated(one, two)
        x, y = (values[name] for name in self.division.arguments)
        return divided(x, y)


@dataclass(frozen=True)
class UnrealisticCondition:
    """A division that cannot come out: "24 girls sleep 5 to a tent, and every tent is full"."""

    name: str = "unrealistic_condition"
    about: str = "Things that cannot be cut are shared out with nothing left over, which the numbers do not allow."
    papers: tuple[str, ...] = ("UMWP, arXiv 2403.03558", "SUM, arXiv 2505.13988")
    evidence: str = "derivation"
    crossing: str = "dividend x divisor (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.FALSE_PREMISE
    behaviour: Behaviour = Behaviour.CORRECT_PREMISE
    checker: str = "constraints"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star: dividend and divisor, each with two values, of which two pairs come out and two do not.

        A text that is not our own has to say in so many words that nothing is left over. A second division that has
        nothing to do with the first gives the same rows of its question, in texts in which the first does not come out.
        """
        if seed.complexity is not Complexity.TEMPLATED and not _DEMAND.search(seed.context):
            return
        found = list(_sides(seed, random))
        drawn = random.sample(found, len(found))
        apart = next(((one, other) for one in drawn for other in drawn if _apart(one, other)), None)
        sides = apart or drawn[:1]
        if sides:
            yield star_of(self, seed, list(Squares(self, seed, sides).drafts(random)))


def _sides(seed: Seed, random: Random) -> Iterator[_Side]:
    """For each division that has to come out and is needed by a question, some drawn pairs of other numbers."""
    nodes = {node.id: node for node in seed.derivation.nodes}
    taken, style = numbers_of(seed), random.randrange(STYLES)
    for division in seed.derivation.nodes:
        if division.operation is not Operation.DIVIDE or not division.whole:
            continue
        x, y = (nodes[name] for name in division.arguments)
        if not (x.whole and y.whole and changeable(x) and changeable(y)):
            continue
        found = [
            (one, other)
            for one in near(Fraction(x.value))
            for other in near(Fraction(y.value))
            if taken.isdisjoint((one, other))
            and _crossed(seed, division, {x.id: one}, {y.id: other})
            and printed(seed.context, x, one)
            and printed(seed.context, y, other)
        ]
        asked = [
            number for number, one in enumerate(seed.questions) if division.id in above(seed.derivation, one.target)
        ]
        for others in random.sample(found, min(_DRAWN, len(found))) if asked else ():
            yield _Side(seed, division, x, y, others, random.choice(asked), style)


def _crossed(seed: Seed, division: Node, one: dict[str, Fraction], other: dict[str, Fraction]) -> bool:
    """Whether both changes together keep all sound, and either alone leaves a remainder in the division."""
    own = {node.id: Fraction(node.value) for node in seed.derivation.nodes if node.id in division.arguments}
    x, y = division.arguments
    results = [values[x] / values[y] for values in (own | one | other, own | one, own | other)]
    if results[0] < 2 or [one.denominator > 1 for one in results] != [False, True, True]:
        return False
    both = evaluate(seed.derivation.nodes, one | other)
    return both is not None and sound(seed.derivation.nodes, both)


def _apart(one: _Side, other: _Side) -> bool:
    """Whether neither side's question has to do with the other's numbers."""
    if not set(one.others).isdisjoint(other.others) or one.division is other.division:
        return False
    return all(
        independent(side.seed.derivation, [side.x.id, side.y.id], side.seed.questions[beside.asked].target)
        for side, beside in ((one, other), (other, one))
    )


def _rewritten(text: str, leaf: Node, other: Fraction) -> str:
    return write_like(text, Fraction(leaf.value), other) or ""
