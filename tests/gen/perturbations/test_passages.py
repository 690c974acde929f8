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
from tests.passage_sheet import drawn_seeds

TOLD: tuple[Perturbation, ...] = (RestatedEvidence(), DispersedEvidence(), ResolvedEvidence())
ALL: tuple[Perturbation, ...] = (EvidenceRemoval(), EntitySwap(), *TOLD)


def stars(perturbation: Perturbation, count: int = 12) -> list[Star]:
    """Stars of draws of the documented sheet."""
    return [star for seed in drawn_seeds(count) for star in perturbation.propose(seed, Random(seed.id))]


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
    seeds: list[Seed] = drawn_seeds(4)
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


def test_a_passage_without_opposites_has_no_antonym_swap() -> None:
    """A passage without opposites has no antonym swap."""
    assert not stars(AntonymSwap())
