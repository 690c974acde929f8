"""premise_removal and hedged_quantity build whole stars."""

from random import Random

import pytest

from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.example import Candidate, Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.taxonomy import Kind, Role
from tests.hiding import HIDING

BOTH = pytest.mark.parametrize("perturbation", HIDING, ids=lambda one: one.name)


def star_of(perturbation: Perturbation, number: int = 0) -> Star:
    """The star of a template's first draw."""
    seed = next(draws(packaged_templates()[number], 0))
    [star] = perturbation.propose(seed, Random(seed.id))
    return star


def of_role(star: Star, role: Role) -> list[Candidate]:
    """The rows of a role."""
    return [row for row in star.rows if row.role is role]


@BOTH
def test_a_star_has_eight_rows_of_which_two_abstain(perturbation: Perturbation) -> None:
    """Only perturbed rows should not be answered; they alone name what is missing."""
    star = star_of(perturbation)
    assert len(star.rows) == 8
    for row in star.rows:
        perturbed = row.role is Role.PERTURBED
        assert row.should_abstain == perturbed
        assert (row.missing_fact is not None) == (row.clarifying_question is not None) == perturbed
        assert row.kind is (perturbation.kind if perturbed else Kind.ANSWERABLE)
        assert row.behaviour is perturbation.behaviour if perturbed else row.answers


@BOTH
@pytest.mark.parametrize("number", range(0, len(packaged_templates()), 9))
def test_edits_turn_the_clean_text_into_the_rows(perturbation: Perturbation, number: int) -> None:
    """Undoing a row's edits gives the seed's context; spans point at what they say."""
    star = star_of(perturbation, number)
    for row in star.rows:
        text = row.context
        for edit in reversed(row.edits):
            after, before = edit.span_after, edit.span_before
            assert row.context[after.start : after.end] == edit.after
            assert star.seed.context[before.start : before.end] == edit.before
            text = text[: after.start] + edit.before + text[after.end :]
        assert text == star.seed.context
        assert bool(row.edits) == (row.role is not Role.CLEAN)


@BOTH
def test_twins_share_a_pair_and_all_rows_the_star(perturbation: Perturbation) -> None:
    """Pairs are one perturbed row and its twin, with one question; the cross id is the star's."""
    star = star_of(perturbation)
    assert {row.cross_id for row in star.rows} == {star.id}
    for row in of_role(star, Role.PERTURBED):
        [twin] = [one for one in of_role(star, Role.TWIN) if one.pair_id == row.pair_id]
        assert twin.question == row.question
        assert twin.context != row.context
    assert all(row.pair_id is None for role in (Role.DECOY, Role.CLEAN) for row in of_role(star, role))


@BOTH
def test_the_same_random_numbers_give_the_same_star(perturbation: Perturbation) -> None:
    """A star depends on its seed and random numbers alone."""
    assert star_of(perturbation).model_dump_json() == star_of(perturbation).model_dump_json()
