"""The perturbations of passages."""

from collections import Counter
from random import Random

import pytest

from nescio.gen.perturbations.antonym_swap import AntonymSwap
from nescio.gen.perturbations.dispersed_evidence import DispersedEvidence
from nescio.gen.perturbations.entity_swap import EntitySwap
from nescio.gen.perturbations.evidence_removal import EvidenceRemoval
from nescio.gen.perturbations.resolved_evidence import ResolvedEvidence
from nescio.gen.perturbations.restated_evidence import RestatedEvidence
from nescio.pipelines.conformance.behaviour import check_behaviour
from nescio.pipelines.conformance.properties import check_stars
from nescio.schemas.example import Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers.passage import PassageText
from tests.passage_sheet import drawn_pairs, drawn_seeds

TOLD: tuple[Perturbation, ...] = (RestatedEvidence(), DispersedEvidence(), ResolvedEvidence())
SWAPS: tuple[Perturbation, ...] = (EntitySwap(), AntonymSwap())
ALL: tuple[Perturbation, ...] = (EvidenceRemoval(), *SWAPS, *TOLD)


def seeds_of(perturbation: Perturbation, count: int) -> list[Seed]:
    """Draws of the documented sheets from which so many stars come."""
    return drawn_pairs(2 * count) if perturbation in SWAPS else drawn_seeds(count)


def stars(perturbation: Perturbation, count: int = 12) -> list[Star]:
    """So many stars of draws of the documented sheets."""
    return [star for seed in seeds_of(perturbation, count) for star in perturbation.propose(seed, Random(seed.id))]


@pytest.mark.parametrize("perturbation", ALL, ids=lambda one: one.name)
def test_the_checker_accepts_every_row(perturbation: Perturbation) -> None:
    """The checker accepts every row."""
    found = stars(perturbation)
    assert len(found) == 12
    said = [verdict for star in found for verdict in PassageText().check(star)]
    assert not [one for one in said if one.rejects]


@pytest.mark.parametrize("perturbation", ALL, ids=lambda one: one.name)
def test_the_promises_of_a_perturbation_are_kept(perturbation: Perturbation) -> None:
    """The promises of a perturbation are kept."""
    seeds = seeds_of(perturbation, 4)
    results = [*check_stars(perturbation, stars(perturbation, 4)), *check_behaviour(perturbation, seeds, 0)]
    assert not [one for one in results if one.broken]


@pytest.mark.parametrize("perturbation", TOLD, ids=lambda one: one.name)
def test_both_facts_are_gone_and_every_text_and_question_stands_under_both_labels(perturbation: Perturbation) -> None:
    """Both facts are gone, and every text and every question stands under both labels."""
    for star in stars(perturbation):
        rows = [row for row in star.rows if row.role is not Role.CLEAN]
        for part in ("context", "question"):
            sides = [
                Counter(getattr(row, part) for row in rows if row.should_abstain is label) for label in (True, False)
            ]
            assert sides[0] == sides[1]


@pytest.mark.parametrize("perturbation", SWAPS, ids=lambda one: one.name)
def test_a_swap_asks_all_four_questions_of_one_text(perturbation: Perturbation) -> None:
    """A swap asks all four questions of one text, and each name and each matter stands under both labels."""
    for star in stars(perturbation):
        assert len({row.context for row in star.rows}) == 1
        assert len({row.question for row in star.rows}) == 4
        assert Counter(row.should_abstain for row in star.rows) == {True: 2, False: 2}


def test_swaps_and_the_other_perturbations_do_not_share_seeds() -> None:
    """A pair sheet is for swaps alone, and swaps are for pair sheets alone."""
    for perturbation in ALL:
        others = drawn_seeds(6) if perturbation in SWAPS else drawn_pairs(6)
        assert not [star for seed in others for star in perturbation.propose(seed, Random(0))]
