"""contradiction: two sentences of the text tell a quantity, and what they tell cannot both hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from nescio.gen.perturbations.clash_words import changes, wording
from nescio.gen.perturbations.clashing import Clash, clashes, independent, needing, numbers_of, places
from nescio.gen.rows import Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets import answer_target
from nescio.gen.targets_conflict import agreeing_target, conflict_target
from nescio.gen.worked import equations, evaluate, plain
from nescio.schemas.evidence import Statement
from nescio.schemas.example import Claim, Edit, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario


@dataclass(frozen=True)
class _Side:
    """A clash and a question that it concerns."""

    clash: Clash
    asked: int


@dataclass(frozen=True)
class _Plan:
    """A square, or two squares that have nothing to do with each other."""

    sides: tuple[_Side, ...]
    placed: tuple[tuple[Statement, int], ...]
    """The sides' statements, all of which stand in every text, and after which character of the clean one."""
    style: int


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
        plan = _planned(seed, random)
        if plan is not None:
            yield star_of(self, seed, list(_drafts(self, seed, plan, random)))


def _planned(seed: Seed, random: Random) -> _Plan | None:
    taken = numbers_of(seed)
    found = [sides for one in seed.evidence.statements if (sides := _sides(seed, one, taken, random))]
    drawn = random.sample(found, len(found))
    pairs = ((one, other) for first in drawn for one in first for second in drawn for other in second)
    apart = next((pair for pair in pairs if _apart(seed, *pair)), None)
    sides = apart or (drawn[0][:1] if drawn else ())
    placed: list[tuple[Statement, int]] = []
    for side in sides:
        spots = [one for one in places(seed, side.clash, random) if one not in {at for _, at in placed}]
        if not spots:
            return None
        placed.append((side.clash.statement, spots[0]))
    return _Plan(tuple(sides), tuple(placed), random.randrange(3)) if sides else None


def _sides(seed: Seed, statement: Statement, taken: set[Fraction], random: Random) -> tuple[_Side, ...]:
    """A drawn clash of a statement with each question whose answer it changes, in a drawn order."""
    found = clashes(seed, statement, taken)
    if not found:
        return ()
    clash = random.choice(found)
    values = evaluate(seed.evidence.nodes, {clash.told: clash.other}) or {}
    asked = [
        number
        for number in needing(seed, statement.about)
        if plain(values[seed.questions[number].target]) != seed.questions[number].answer
    ]
    return tuple(_Side(clash, number) for number in random.sample(asked, len(asked)))


def _apart(seed: Seed, one: _Side, other: _Side) -> bool:
    """Whether neither side's question, nor its statement, has to do with the other side's numbers."""
    if one.clash.statement is other.clash.statement or one.asked == other.asked:
        return False
    used = {one.clash.again_other, one.clash.other, one.clash.about[1]}
    if not used.isdisjoint({other.clash.again_other, other.clash.other, other.clash.about[1]}):
        return False
    return all(
        independent(seed.evidence, [side.clash.told, side.clash.statement.about], name)
        for side, beside in ((one, other), (other, one))
        for name in (seed.questions[beside.asked].target, beside.clash.statement.about)
    )


def _drafts(perturbation: Contradiction, seed: Seed, plan: _Plan, random: Random) -> Iterator[Draft]:
    first, *rest = plan.sides
    for told in (False, True):
        twin = _agreeing(perturbation, seed, plan, first, told, random)
        yield _perturbed(perturbation, seed, plan, first, told, twin, random)
        yield twin
    for other in rest:
        question = seed.questions[other.asked]
        for told in (False, True):
            edits = _edits(seed, plan, first.clash, told, not told)
            target = answer_target(question, random)
            row = make_row(perturbation, seed, question, Role.TWIN, target, figure=Figure.SQUARE, edits=edits)
            twin = Draft(row, _claim(plan, first.clash, other.asked, told, not told), 2 + told)
            yield _perturbed(perturbation, seed, plan, other, told, twin, random)
            yield twin
    for side in plan.sides:
        question = seed.questions[side.asked]
        target = answer_target(question, random)
        row = make_row(perturbation, seed, question, Role.CLEAN, target, figure=Figure.SQUARE)
        yield Draft(row, Claim(question=side.asked))


def _perturbed(
    perturbation: Contradiction, seed: Seed, plan: _Plan, side: _Side, told: bool, twin: Draft, random: Random
) -> Draft:
    """The row in which one of a side's two numbers is changed: the one told (`told`) or else the one told again."""
    question = seed.questions[side.asked]
    said = wording(seed, side.clash, told, not told)
    first, second = (not told, told) if said.again_first else (told, not told)
    answers = _solved(seed, side, first)[0], _solved(seed, side, second)[0]
    target = conflict_target(said.words, answers, twin.row.target, random)
    defect = Defect(said.rationale, clarifying_question=said.words.ask, false_premise=said.premise)
    edits = _edits(seed, plan, side.clash, told, not told)
    row = make_row(
        perturbation, seed, question, Role.PERTURBED, target, figure=Figure.SQUARE, edits=edits, defect=defect
    )
    return Draft(row, _claim(plan, side.clash, side.asked, told, not told), twin.pair)


def _agreeing(perturbation: Contradiction, seed: Seed, plan: _Plan, side: _Side, both: bool, random: Random) -> Draft:
    """The row in which both numbers are as they were, or both are changed."""
    answer, steps = _solved(seed, side, both)
    target = agreeing_target(wording(seed, side.clash, both, both).words, steps, answer, plan.style, random)
    question = seed.questions[side.asked].model_copy(update={"answer": answer})
    edits = _edits(seed, plan, side.clash, both, both)
    row = make_row(perturbation, seed, question, Role.TWIN, target, figure=Figure.SQUARE, edits=edits)
    return Draft(row, _claim(plan, side.clash, side.asked, both, both), int(both))


def _solved(seed: Seed, side: _Side, changed: bool) -> tuple[str, list[str]]:
    """The answer and its steps, with the context's number as it is or the other one."""
    nodes, target = seed.evidence.nodes, seed.questions[side.asked].target
    values = evaluate(nodes, {side.clash.told: side.clash.other} if changed else {}) or {}
    return plain(values[target]), equations(nodes, values, target)


def _edits(seed: Seed, plan: _Plan, clash: Clash, told: bool, again: bool) -> tuple[Edit, ...]:
    return edits_of(seed.context, changes(seed, clash, plan.placed, told, again))


def _claim(plan: _Plan, clash: Clash, question: int, told: bool, again: bool) -> Claim:
    values = {clash.told: str(clash.other)} if told else {}
    values |= {clash.again: str(clash.again_other)} if again else {}
    return Claim(question=question, values=values, stated=tuple(one.id for one, _ in plan.placed))
