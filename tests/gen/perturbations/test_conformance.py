"""Every packaged perturbation passes the conformance kit."""

import pytest

import nescio
from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources.templates import Templates
from nescio.schemas.protocols import Perturbation, Skipped
from nescio.schemas.recipe import SeedSpec
from nescio.schemas.seed import Seed

FEW = 12


@pytest.fixture(scope="module")
def seeds() -> list[Seed | Skipped]:
    """One draw of each of twelve templates."""
    return list(Templates().read(SeedSpec(source="templates", limit=FEW), 2))


@pytest.mark.parametrize("perturbation", PERTURBATIONS, ids=lambda one: one.name)
def test_a_packaged_perturbation_keeps_its_promises(perturbation: Perturbation, seeds: list[Seed | Skipped]) -> None:
    """Its stars are what they claim, and its checker catches what is planted in them."""
    report = nescio.conformance(perturbation, seeds)
    assert all(one.passed for one in report.properties), report
    assert report.caught_share >= 0.95, report


@pytest.mark.slow
@pytest.mark.parametrize("perturbation", PERTURBATIONS, ids=lambda one: one.name)
def test_a_packaged_perturbation_passes(perturbation: Perturbation) -> None:
    """On enough seeds to speak of a rate, both figures are at least 95 %."""
    report = nescio.conformance(perturbation)
    assert report.ok, report
    assert report.rows >= 100
