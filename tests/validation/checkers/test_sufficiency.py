"""Sufficiency: dataflow's proof, and exactly one variable that settles the question."""

from random import Random

import pytest

from nescio.gen.perturbations.hiding import hide_facts
from nescio.gen.perturbations.variable_withholding import VariableWithholding
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.evidence import HidingForm
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.checkers.sufficiency import Sufficiency

OWN = VariableWithholding()


def seeds(each: int) -> list[Seed]:
    """A few draws of every template."""
    return [next(draws(template, number)) for template in packaged_templates() for number in range(each)]


def stars() -> list[Star]:
    """The stars of a draw of each template."""
    return [star for seed in seeds(1) for star in OWN.propose(seed, Random(seed.id))]


def test_valid_stars_are_accepted() -> None:
    """Most packaged stars pass (96 of 100 over many draws); the proofs say that one variable is lacking."""
    made = stars()
    found = [Sufficiency().check(star) for star in made]
    passed = [all(verdict.passed for verdict in verdicts) for verdicts in found]
    assert sum(passed) >= 0.92 * len(made) > 50
    for star, verdicts, good in zip(made, found, passed, strict=True):
        for row, verdict in zip(star.rows, verdicts, strict=True):
            assert verdict.check == "sufficiency"
            if good and row.role is Role.PERTURBED:
                assert "only this one settles the question" in verdict.detail


def composite() -> list[Star]:
    """Stars in which a fact is hidden that the text puts together from several numbers."""
    made = []
    for seed in seeds(6):
        derived = {node.id for node in seed.derivation.nodes if node.operation is not None}
        hard = {fact.id for fact in seed.derivation.facts if fact.node in derived}
        for star in hide_facts(OWN, HidingForm.ABSENT, seed, Random(1)):
            if {claim.hidden for claim in star.claims} & hard and all(one.passed for one in Dataflow().check(star)):
                made.append(star)
    return made


def test_a_fact_of_several_numbers_is_not_one_variable() -> None:
    """Where "38 by Friday and more on the weekend" lacks a number, total and part would both do: it is refused."""
    refused = 0
    for star in composite():
        derived = {node.id for node in star.seed.derivation.nodes if node.operation is not None}
        nodes = {fact.id: fact.node for fact in star.seed.derivation.facts}
        for row, claim, verdict in zip(star.rows, star.claims, Sufficiency().check(star), strict=True):
            if row.role is Role.PERTURBED and nodes[claim.hidden or ""] in derived:
                assert not verdict.passed
                assert verdict.reason == "not one variable"
                refused += 1
    assert refused >= 10


def test_no_such_fact_is_proposed() -> None:
    """The perturbation hides only what is one number of the text."""
    for star in stars():
        leaves = {node.id for node in star.seed.derivation.nodes if node.operation is None}
        nodes = {fact.id: fact.node for fact in star.seed.derivation.facts}
        assert all(nodes[claim.hidden] in leaves for claim in star.claims if claim.hidden)


def test_perturbed_rows_ask_for_what_is_missing() -> None:
    """The behaviour is to clarify, with the question for the hidden fact as gold."""
    for star in stars()[:20]:
        asks = {fact.id: fact.clarifying_question for fact in star.seed.derivation.facts}
        for row, claim in zip(star.rows, star.claims, strict=True):
            if row.role is Role.PERTURBED:
                assert row.behaviour.value == "clarify"
                assert row.clarifying_question == asks[claim.hidden or ""]


@pytest.mark.parametrize("reveal", ["To be exact, it was {}.", "That is {} in all."])
def test_what_dataflow_rejects_stays_rejected(reveal: str) -> None:
    """A value that is told after all falls under this checker's name."""
    caught = rows = 0
    for star in stars()[:30]:
        values = {node.id: node.value for node in star.seed.derivation.nodes}
        nodes = {fact.id: fact.node for fact in star.seed.derivation.facts}
        row, claim = star.rows[0], star.claims[0]
        context = f"{row.context} {reveal.format(values[nodes[claim.hidden or '']])}"
        spoilt = row.model_copy(update={"context": context, "prompt": f"{context} {row.question}"})
        verdict = Sufficiency().check(star.model_copy(update={"rows": (spoilt, *star.rows[1:])}))[0]
        rows += 1
        caught += not verdict.passed
    assert caught == rows > 0
