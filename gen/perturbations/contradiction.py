"""contradiction: two sentences of the text tell a quantity, and what they tell cannot both hold."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from nescio.gen.perturbations.clash_words import stated_change, told_changes, wording
from nescio.gen.perturbations.clashing import Clash, clashes, independent, needing, numbers_of, places
from nescio.gen.perturbations.squares import Squares
from nescio.gen.rows import Change, Defect, star_of
from nescio.gen.targets_conflict import STYLES, agreeing_target, conflict_target
from nescio.gen.worked import equations, evaluate, plain
from nescio.schemas.evidence import Statement
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class _Side:
    """A clash and a question that it concerns: the number told by the number told again."""

    seed: Seed
    clash: Clash
    asked: int
    at: int
    """After which character of the clean context the statement stands."""
    style: int
    """How the steps of solutions are joined."""

    def changes(self, one: bool, two: bool) -> list[Change]:
        """The number told, and the sentence that tells it again."""
        return [*told_changes(self.seed, self.clash, one), stated_change(self.clash, self.at, two)]

    def values(self, one: bool, two: bool) -> dict[str, str]:
        """The context's leaf and the statement's."""
        told = {self.clash.told: str(self.clash.other)} if one else {}
        return told | ({self.clash.again: str(self.clash.again_other)} if two else {})

    def answered(self, both: bool, random: Random) -> tuple[str, str]:
        """Both sentences agree."""
        answer, steps = self._solved(both)
        words = wording(self.seed, self.clash, both, both).words
        return answer, agreeing_target(words, steps, answer, self.style, random)

    def refused(self, one: bool, like: str, random: Random) -> tuple[Defect, str]:
        """They do not."""
        said = wording(self.seed, self.clash, one, not one)
        answers = self._solved(one)[0], self._solved(not one)[0]
        target = conflict_target(said.words, answers[::-1] if said.again_first else answers, like, random)
        return Defect(said.rationale, clarifying_question=said.words.ask, false_premise=said.premise), target

    def _solved(self, changed: bool) -> tuple[str, list[str]]:
        """The answer and its steps, with the context's number as it is or the other one."""
        nodes, target = self.seed.derivation.nodes, self.seed.questions[self.asked].target
        values = evaluate(nodes, {self.clash.told: self.clash.other} if changed else {}) or {}
        return plain(values[target]), equations(nodes, values, target)


@dataclass(frozen=True)
class Contradiction:
    """A fact told twice: "Each bag held 6 rolls" and, further on, "A bag held 4 plain rolls and 3 with seeds"."""

    name: str = "contradiction"
    about: str = "Two sentences tell a quantity that the question needs, and what they tell cannot both hold."
    papers: tuple[str, ...] = ("ReliableMath, arXiv 2507.03133", "UMWP, arXiv 2403.03558", "SUM, arXiv 2505.13988")
    evidence: str = "derivation"
    crossing: str = "value told x value told again (square)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.FALSE_PREMISE
    behaviour: Behaviour = Behaviour.CORRECT_PREMISE
    checker: str = "constraints"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star: the number told and the number told again, each with two values.

        Where the seed has a second clash, of a fact that this question does not need, with a question that does not
        need this one, its statement stands in every text too, and its question is asked of the texts in which the one
        clashes and of those in which the other does. Which is the first is drawn, so that neither a fact nor a question
        nor the number of things told twice tells the label.
        """
        sides = _planned(seed, random)
        if sides:
            stated = tuple(side.clash.statement.id for side in sides)
            yield star_of(self, seed, list(Squares(self, seed, sides, stated).drafts(random)))


def _planned(seed: Seed, random: Random) -> list[_Side]:
    """The sides of the seed's star: two that are independent, else one, else none."""
    taken = numbers_of(seed)
    style = random.randrange(STYLES)
    stated = [one for one in seed.derivation.statements if one.beside is None]
    found = [sides for one in stated if (sides := _sides(seed, one, taken, style, random))]
    drawn = random.sample(found, len(found))
    pairs = ((one, other) for first in drawn for one in first for second in drawn for other in second)
    apart = next((pair for pair in pairs if _apart(seed, *pair)), None)
    placed: list[_Side] = []
    for side in apart or (drawn[0][:1] if drawn else ()):
        free = [at for at in places(seed, side.clash, random) if at not in {one.at for one in placed}]
        if not free:
            break
        placed.append(replace(side, at=free[0]))
    return placed


def _sides(seed: Seed, statement: Statement, taken: set[Fraction], style: int, random: Random) -> list[_Side]:
    """A drawn clash of a statement with each question whose answer it changes, in a drawn order; not yet placed."""
    found = clashes(seed, statement, taken)
    if not found:
        return []
    clash = random.choice(found)
    values = evaluate(seed.derivation.nodes, {clash.told: clash.other}) or {}
    asked = [
        number
        for number in needing(seed, statement.about)
        if plain(values[seed.questions[number].target]) != seed.questions[number].answer
    ]
    return [_Side(seed, clash, number, -1, style) for number in random.sample(asked, len(asked))]


def _apart(seed: Seed, one: _Side, other: _Side) -> bool:
    """Whether neither side's question, nor its statement, has to do with the other side's numbers."""
    if one.clash.statement is other.clash.statement or one.asked == other.asked:
        return False
    used = {one.clash.again_other, one.clash.other, one.clash.about[1]}
    if not used.isdisjoint({other.clash.again_other, other.clash.other, other.clash.about[1]}):
        return False
    return all(
        independent(seed.derivation, [side.clash.told, side.clash.statement.about], name)
        for side, beside in ((one, other), (other, one))
        for name in (seed.questions[beside.asked].target, beside.clash.statement.about)
    )
