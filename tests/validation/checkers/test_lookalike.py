"""The checker `lookalike` accepts what the look-alikes propose and catches what is planted in it."""

import re
from functools import cache
from random import Random

import pytest

from nescio.gen.perturbations.conflict_frames import SOURCES
from nescio.gen.perturbations.dispersed_facts import DispersedFacts
from nescio.gen.perturbations.recoverable_fact import RecoverableFact
from nescio.gen.perturbations.resolved_conflict import ResolvedConflict
from nescio.gen.perturbations.unused_gap import UnusedGap
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.example import Candidate, Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers.lookalike import Lookalike

ALL: tuple[Perturbation, ...] = (UnusedGap(), RecoverableFact(), ResolvedConflict(), DispersedFacts())
EACH = pytest.mark.parametrize("perturbation", ALL, ids=lambda one: one.name)


@cache
def stars(perturbation: Perturbation) -> tuple[Star, ...]:
    """The stars of some templates' first draws."""
    seeds = [next(draws(template, 4)) for template in packaged_templates()[::3]]
    return tuple(star for seed in seeds for star in perturbation.propose(seed, Random(seed.id)))


@cache
def good(perturbation: Perturbation) -> tuple[Star, ...]:
    """Those that pass whole, few enough to be quick."""
    return tuple(star for star in stars(perturbation) if not faults(star))[:8]


def faults(star: Star) -> list[str]:
    """The reasons for which rows are refused."""
    return [verdict.reason for verdict in Lookalike().check(star) if not verdict.passed]


def with_row(star: Star, number: int, context: str, row: Candidate | None = None) -> Star:
    """The star with another context in one of its rows; the prompt follows."""
    row = row or star.rows[number]
    changed = row.model_copy(update={"context": context, "prompt": f"{context} {row.question}"})
    return star.model_copy(update={"rows": (*star.rows[:number], changed, *star.rows[number + 1 :])})


def of_role(star: Star, role: Role) -> int:
    """The place of the first row of a role."""
    return next(number for number, row in enumerate(star.rows) if row.role is role)


@EACH
def test_valid_rows_are_accepted(perturbation: Perturbation) -> None:
    """At least 95 % of rows pass: what is refused without need is wasted."""
    verdicts = [verdict.passed for star in stars(perturbation) for verdict in Lookalike().check(star)]
    assert len(verdicts) >= 50
    assert sum(verdicts) / len(verdicts) >= 0.95


@EACH
@pytest.mark.parametrize("said", ["It rained on 7777 days.", "The answer is 12.", "Nobody knows why."])
def test_a_sentence_of_another_kind_is_refused(perturbation: Perturbation, said: str) -> None:
    """What the checker cannot read may tell anything, and edits that leave it out are not believed."""
    for star in good(perturbation):
        number = of_role(star, Role.PERTURBED)
        assert faults(with_row(star, number, f"{star.rows[number].context} {said}"))


@EACH
def test_swapped_labels_are_refused(perturbation: Perturbation) -> None:
    """The text of the twin does not make the perturbed row, nor the other way round."""
    for star in good(perturbation):
        one = of_role(star, Role.PERTURBED)
        pair = [number for number, row in enumerate(star.rows) if row.pair_id == star.rows[one].pair_id]
        (two,) = (number for number in pair if number != one)
        assert faults(with_row(star, one, star.rows[two].context))
        assert faults(with_row(star, two, star.rows[one].context))


@EACH
def test_the_fact_restored_is_refused(perturbation: Perturbation) -> None:
    """A row that says once more what it claims to hide hides nothing."""
    for star in good(perturbation):
        number = of_role(star, Role.PERTURBED)
        row, claim = star.rows[number], star.claims[number]
        fact = next(fact for fact in star.seed.derivation.facts if fact.id == claim.hidden)
        value = next(node.value for node in star.seed.derivation.nodes if node.id == fact.node)
        assert faults(with_row(star, number, f"{row.context} To be exact, it was {value}."))


def test_what_is_told_cannot_be_denied() -> None:
    """A text that tells a fact and says that it is not known is at odds with itself."""
    for star in good(ALL[0]):
        number = of_role(star, Role.TWIN)
        facts = {fact.id: fact for fact in star.seed.derivation.facts}
        other = next(fact for name, fact in facts.items() if name != star.claims[number].hidden)
        denied = f"{star.rows[number].context} Nobody noted {other.missing}."
        assert "belied by the text" in faults(with_row(star, number, denied))


def test_the_wrong_source_cannot_be_right() -> None:
    """A ruling for the source with the other value gives another answer than the gold one."""
    swap = {"first": "second", "second": "first"}
    named = re.compile(rf"\b([Tt]he) (first|second) (?=(?:{'|'.join(SOURCES)})\b)")
    for star in good(ALL[2]):
        for number, row in enumerate(star.rows):
            if row.role is Role.DECOY:
                wrong = named.sub(lambda found: f"{found[1]} {swap[found[2]]} ", row.context)
                assert wrong != row.context
                assert "belied by the text" in faults(with_row(star, number, wrong))


def test_an_aside_may_not_have_the_hidden_value() -> None:
    """Small talk with the very number that is missing could be taken for it."""
    for star in good(ALL[3]):
        number = of_role(star, Role.PERTURBED)
        row, claim = star.rows[number], star.claims[number]
        fact = next(fact for fact in star.seed.derivation.facts if fact.id == claim.hidden)
        value = next(node.value for node in star.seed.derivation.nodes if node.id == fact.node)
        assert faults(with_row(star, number, f"{row.context} I sneezed {value} times."))


def test_a_gold_answer_that_is_no_number_is_a_fault_and_no_crash() -> None:
    """Every row has a verdict."""
    star = good(ALL[0])[0]
    asked = tuple(one.model_copy(update={"answer": "no number"}) for one in star.seed.questions)
    odd = star.model_copy(update={"seed": star.seed.model_copy(update={"questions": asked})})
    assert set(faults(odd)) == {"wrong gold"}
    assert len(Lookalike().check(odd)) == len(star.rows)
