"""Every packaged perturbation passes the conformance kit."""

import pytest

import nescio
from nescio.gen.perturbations import PERTURBATIONS
from nescio.schemas.protocols import ModelWritten, Perturbation

RULED = [one for one in PERTURBATIONS if not isinstance(one, ModelWritten)]
"""Those that need no model; the others are tried on what a scripted one wrote (tests/gen/senses/test_written.py)."""
FEW = 6
"""Stars of each perturbation that the quick test looks at."""


@pytest.mark.parametrize("perturbation", RULED, ids=lambda one: one.name)
def test_a_packaged_perturbation_keeps_its_promises(perturbation: Perturbation) -> None:
    """Its stars are what they claim, and its checker catches what is planted in them."""
    report = nescio.conformance(perturbation, enough=FEW)
    assert all(one.passed for one in report.properties), report
    assert report.caught_share >= 0.95, report


@pytest.mark.slow
@pytest.mark.parametrize("perturbation", RULED, ids=lambda one: one.name)
def test_a_packaged_perturbation_passes(perturbation: Perturbation) -> None:
    """On enough stars to speak of a rate, both figures are at least 95 %."""
    report = nescio.conformance(perturbation)
    assert report.ok, report
    assert report.stars >= 20
