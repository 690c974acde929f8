"""contradiction: two sentences of the text tell a quantity, and what they tell cannot both hold."""

from collections.abc import Iterator, Sequence
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
class _Plan:
    """One square: the clash, the question that it concerns, and one that it leaves alone."""

    clash: Clash
    asked: int
    placed: tuple[tuple[Statement, int], ...]
    """The statements that stand in every text and after which character of the clean one; the clash's is the first."""
    spared: int | None
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
        """The seed's square: the number told and the number told again, each with two values.

        A statement about a fact of the other question, with which nothing clashes, stands in all four texts where the
        seed has one: which of the two is contradicted is drawn, so neither fact nor question tells the label.
        """
        plan = _planned(seed, random)
        if plan is not None:
            yield star_of(self, seed, list(_drafts(self, seed, plan, random)))


def _planned(seed: Seed, random: Random) -> _Plan | None:
    taken = numbers_of(seed)
    options = [(one, found) for one in seed.evidence.statements if (found := clashes(seed, one, taken))]
    for statement, found in random.sample(options, len(options)):
        clash = random.choice(found)
        numbers = [number for number in needing(seed, statement.about) if _settled(seed, clash, number)]
        if not numbers:
            continue
        asked = random.choice(numbers)
        others = [one for one, _ in options if one is not statement]
        spared, second = _spared(seed, clash, asked, random.sample(others, len(others)))
        spots = places(seed, clash, random)
        if spots:
            placed = [(statement, spots[0])]
            if second is not None and len(spots) > 1:
                placed.append((second, spots[1]))
            return _Plan(clash, asked, tuple(placed), spared if len(placed) > 1 else None, random.randrange(3))
    return None


def _settled(seed: Seed, clash: Clash, asked: int) -> bool:
    """Whether the answer differs with the values, and may be written."""
    values = evaluate(seed.evidence.nodes, {clash.told: clash.other})
    own = Fraction(seed.questions[asked].answer)
    return values is not None and values[seed.questions[asked].target] != own


def _spared(
    seed: Seed, clash: Clash, asked: int, others: Sequence[Statement]
) -> tuple[int, Statement] | tuple[None, None]:
    """A question that the clash leaves alone, and a statement of a fact that this question needs and the other not."""
    changed = [clash.told, clash.statement.about]
    for other in others:
        if not independent(seed.evidence, changed, other.about):
            continue
        for number in needing(seed, other.about):
            target = seed.questions[number].target
            apart = independent(seed.evidence, [other.about], seed.questions[asked].target)
            if apart and number != asked and independent(seed.evidence, changed, target):
                return number, other
    return None, None


def _drafts(perturbation: Contradiction, seed: Seed, plan: _Plan, random: Random) -> Iterator[Draft]:
    for pair, told in enumerate((False, True)):
        yield _perturbed(perturbation, seed, plan, told, pair, random)
        yield _agreeing(perturbation, seed, plan, told, pair, random)
    spared = [] if plan.spared is None else [plan.spared]
    for number in spared:
        question = seed.questions[number]
        for told in (False, True):
            target = answer_target(question, random)
            edits = _edits(seed, plan, told, not told)
            row = make_row(perturbation, seed, question, Role.DECOY, target, figure=Figure.SQUARE, edits=edits)
            yield Draft(row, _claim(plan, number, told, not told))
    for number in (plan.asked, *spared):
        question = seed.questions[number]
        target = answer_target(question, random)
        row = make_row(perturbation, seed, question, Role.CLEAN, target, figure=Figure.SQUARE)
        yield Draft(row, Claim(question=number))


def _perturbed(perturbation: Contradiction, seed: Seed, plan: _Plan, told: bool, pair: int, random: Random) -> Draft:
    """The row in which one of the two numbers is changed: the one told (`told`) or else the one told again."""
    question = seed.questions[plan.asked]
    said = wording(seed, plan.clash, told, not told)
    first, second = (not told, told) if said.again_first else (told, not told)
    answers = _solved(seed, plan, first)[0], _solved(seed, plan, second)[0]
    agreed = wording(seed, plan.clash, told, told).words
    like = agreeing_target(agreed, _solved(seed, plan, told)[1], answers[0], plan.style, Random(0))
    target = conflict_target(said.words, answers, like, random)
    defect = Defect(said.rationale, clarifying_question=said.words.ask, false_premise=said.premise)
    edits = _edits(seed, plan, told, not told)
    row = make_row(
        perturbation, seed, question, Role.PERTURBED, target, figure=Figure.SQUARE, edits=edits, defect=defect
    )
    return Draft(row, _claim(plan, plan.asked, told, not told), pair)


def _agreeing(perturbation: Contradiction, seed: Seed, plan: _Plan, both: bool, pair: int, random: Random) -> Draft:
    """The row in which both numbers are as they were, or both are changed."""
    answer, steps = _solved(seed, plan, both)
    target = agreeing_target(wording(seed, plan.clash, both, both).words, steps, answer, plan.style, random)
    question = seed.questions[plan.asked].model_copy(update={"answer": answer})
    edits = _edits(seed, plan, both, both)
    row = make_row(perturbation, seed, question, Role.TWIN, target, figure=Figure.SQUARE, edits=edits)
    return Draft(row, _claim(plan, plan.asked, both, both), pair)


def _solved(seed: Seed, plan: _Plan, changed: bool) -> tuple[str, list[str]]:
    """The answer and its steps, with the context's number as it is or the other one."""
    nodes, target = seed.evidence.nodes, seed.questions[plan.asked].target
    values = evaluate(nodes, {plan.clash.told: plan.clash.other} if changed else {}) or {}
    return plain(values[target]), equations(nodes, values, target)


def _edits(seed: Seed, plan: _Plan, told: bool, again: bool) -> tuple[Edit, ...]:
    return edits_of(seed.context, changes(seed, plan.clash, plan.placed, told, again))


def _claim(plan: _Plan, question: int, told: bool, again: bool) -> Claim:
    clash = plan.clash
    values = {clash.told: str(clash.other)} if told else {}
    values |= {clash.again: str(clash.again_other)} if again else {}
    return Claim(question=question, values=values, stated=tuple(one.id for one, _ in plan.placed))
