"""The checker `constraints`: it accepts contradictions and uneven divisions, and rejects what is planted in them."""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
from random import Random

import pytest

from nescio.gen.perturbations.contradiction import Contradiction
from nescio.gen.perturbations.unrealistic_condition import UnrealisticCondition
from nescio.gen.sources import divisions, templates
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers.constraints import Constraints

FLOOR = 0.95
Planted = tuple[Candidate, Claim]
Plant = Callable[[Star, int], Iterator[Planted]]


@pytest.fixture(scope="module")
def stars() -> list[Star]:
    """A draw of every template by contradiction, two of every division by unrealistic_condition."""
    found: list[Star] = []
    for template in templates.packaged_templates():
        for seed in islice(templates.draws(template, 21), 1):
            found += Contradiction().propose(seed, Random(seed.id))
    for division in divisions.packaged_divisions():
        for seed in islice(divisions.draws(division, 21), 2):
            found += UnrealisticCondition().propose(seed, Random(seed.id))
    return found


def test_valid_rows_are_accepted(stars: list[Star]) -> None:
    """At least 95 % of them; a verdict says what was shown."""
    verdicts = [(row, one) for star in stars for row, one in zip(star.rows, Constraints().check(star), strict=True)]
    passed = [(row, one) for row, one in verdicts if one.passed]
    assert len(verdicts) > 300
    assert len(passed) >= FLOOR * len(verdicts), [one.reason for _, one in verdicts if not one.passed]
    for row, one in passed:
        assert one.check == "constraints"
        assert ("follows from what the text states" in one.detail) == bool(row.answers)


def told(row: Candidate, context: str) -> Candidate:
    """The row with another context, consistent in itself but for its edits."""
    return row.model_copy(update={"context": context, "prompt": f"{context} {row.question}"})


def rows(star: Star, role: Role) -> Iterator[Planted]:
    """The rows of a role with their claims."""
    return ((row, claim) for row, claim in zip(star.rows, star.claims, strict=True) if row.role is role)


def numbers_made_to_agree(star: Star, role: int) -> Iterator[Planted]:
    """A perturbed row with the text of its twin, under either claim."""
    for row, claim in rows(star, Role.PERTURBED):
        twin, its = next(
            (one, other)
            for one, other in zip(star.rows, star.claims, strict=True)
            if one.pair_id == row.pair_id and one.role is Role.TWIN
        )
        changed = row.model_copy(update={"context": twin.context, "prompt": twin.prompt, "edits": twin.edits})
        yield changed, claim
        if its.question == claim.question and role:
            yield changed, its


def twin_with_the_perturbed_text(star: Star, _: int) -> Iterator[Planted]:
    """Its numbers no longer go together."""
    for row, claim in rows(star, Role.PERTURBED):
        twin = next(one for one in star.rows if one.pair_id == row.pair_id and one.role is Role.TWIN)
        update = {"context": row.context, "prompt": row.prompt, "edits": row.edits}
        yield twin.model_copy(update=update), claim


def statement_removed(star: Star, _: int) -> Iterator[Planted]:
    """The added sentence is gone, or the claim of it."""
    for role in (Role.PERTURBED, Role.TWIN):
        for row, claim in rows(star, role):
            for edit in row.edits:
                if edit.kind == "statement":
                    yield told(row, row.context.replace(edit.after, "", 1)), claim
                    yield row, claim.model_copy(update={"stated": ()})


def third_place_changed(star: Star, _: int) -> Iterator[Planted]:
    """A number that the claim does not name has another value."""
    for role in (Role.PERTURBED, Role.TWIN, Role.CLEAN):
        for row, claim in rows(star, role):
            for found in list(re.finditer(r"\b\d+\b", row.context))[::2]:
                value = int(found[0]) + 1
                yield told(row, f"{row.context[: found.start()]}{value}{row.context[found.end() :]}"), claim


def claim_of_another_value(star: Star, _: int) -> Iterator[Planted]:
    """The text does not say what is claimed."""
    for role in (Role.PERTURBED, Role.TWIN):
        for row, claim in rows(star, role):
            for name, value in claim.values.items():
                yield row, claim.model_copy(update={"values": claim.values | {name: str(Fraction(value) + 1)}})
                yield (
                    row,
                    claim.model_copy(update={"values": {key: one for key, one in claim.values.items() if key != name}}),
                )


def wrong_gold(star: Star, _: int) -> Iterator[Planted]:
    """An answer that does not follow, and a second one beside the right one."""
    for role in (Role.TWIN, Role.CLEAN):
        for row, claim in rows(star, role):
            off = str(int(Fraction(row.answers[0])) + 1)
            yield row.model_copy(update={"answers": (off,), "target": f"{row.target} {off}"}), claim
            yield row.model_copy(update={"answers": (*row.answers, off)}), claim
            yield row.model_copy(update={"answers": ("many",)}), claim


def labels_swapped(star: Star, _: int) -> Iterator[Planted]:
    """A row under the other label's role."""
    for row, claim in rows(star, Role.PERTURBED):
        yield row.model_copy(update={"role": Role.TWIN, "should_abstain": False, "answers": ("5",)}), claim
    for row, claim in rows(star, Role.TWIN):
        yield row.model_copy(update={"role": Role.PERTURBED, "should_abstain": True, "answers": ()}), claim


def parts_at_odds(star: Star, _: int) -> Iterator[Planted]:
    """Targets that give an answer or miss it, edits that are none, premises that are not the row's."""
    for row, claim in rows(star, Role.PERTURBED):
        yield row.model_copy(update={"target": f"{row.target} So it is 42."}), claim
        yield row.model_copy(update={"edits": row.edits[:-1]}), claim
        yield row.model_copy(update={"false_premise": "Something is wrong."}), claim
        yield row.model_copy(update={"prompt": f"{row.prompt} Take the first."}), claim
    for row, claim in rows(star, Role.TWIN):
        yield row.model_copy(update={"target": "I cannot tell."}), claim
        yield row.model_copy(update={"false_premise": "The two numbers do not agree."}), claim
        yield row.model_copy(update={"question": f"{row.question} Roughly?"}), claim


PLANTS: list[Plant] = [
    numbers_made_to_agree,
    twin_with_the_perturbed_text,
    statement_removed,
    third_place_changed,
    claim_of_another_value,
    wrong_gold,
    labels_swapped,
    parts_at_odds,
]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda one: one.__name__)
def test_planted_errors_are_caught(stars: list[Star], plant: Plant) -> None:
    """At least 95 % of each kind."""
    caught: list[bool] = []
    missed = ""
    for star in stars[::3]:
        for row, claim in plant(star, 1):
            (verdict,) = Constraints().check(star.model_copy(update={"rows": (row,), "claims": (claim,)}))
            caught.append(not verdict.passed)
            missed = missed or ("" if caught[-1] else f"{row.prompt} {claim} {verdict.detail}")
    assert len(caught) >= 50
    assert sum(caught) >= FLOOR * len(caught), missed


def test_claims_have_to_be_as_many_as_rows(stars: list[Star]) -> None:
    """Else every row is rejected."""
    star = stars[0].model_copy(update={"claims": stars[0].claims[1:]})
    assert {one.reason for one in Constraints().check(star)} == {"claims differ from rows"}
