"""Figures are corrected where people's labels have measured the classifier, and nowhere else."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from nescio.validation.classifier_errors import PACKAGED, ClassifierErrors, corrected_shares
from nescio.validation.responses import CLASSIFIER_VERSION, ResponseClass
from nescio.validation.star_bootstrap import DRAWS
from tests.validation.test_figures import row

ERRORS = ClassifierErrors(
    figure="abstention_recall",
    classifier=CLASSIFIER_VERSION,
    measured_on="nothing: figures of a test",
    positives=1000,
    found=900,
    negatives=1000,
    passed=900,
)


def test_correction_undoes_the_classifiers_errors() -> None:
    """With sensitivity .9 and specificity .9, half observed is half in truth, and .82 is .9."""
    kinds = [ResponseClass.ABSTAINED] * 82 + [ResponseClass.ANSWERED] * 18
    [found] = corrected_shares([row(True, kind) for kind in kinds], [ERRORS])
    assert found.observed.value == 0.82
    assert found.corrected.value == pytest.approx(0.9)
    assert found.corrected.low < 0.9 < found.corrected.high


def test_only_rows_of_the_scenarios_that_were_measured_are_corrected() -> None:
    """Where there are none, nothing is said."""
    rows = [row(True, ResponseClass.ABSTAINED, scenario="stale")]
    errors = ERRORS.model_copy(update={"scenarios": ("benign_lookalike",)})
    assert corrected_shares(rows, [errors], DRAWS) == ()
    assert len(corrected_shares(rows, [ERRORS])) == 1


def test_counts_that_cannot_be_are_refused() -> None:
    """A part is no more than the whole."""
    with pytest.raises(ValidationError, match="a part is more than the whole"):
        ClassifierErrors.model_validate({**ERRORS.model_dump(), "found": 1001})


def test_the_packaged_counts_are_of_this_classifier() -> None:
    """A new version of the rules wants new counts; without them nothing is corrected."""
    [found] = [ClassifierErrors.model_validate(one) for one in yaml.safe_load(Path(PACKAGED).read_text("utf-8"))]
    assert found.classifier == CLASSIFIER_VERSION
    assert found.figure == "refused_answerable"
    assert found.sensitivity.low + found.specificity.low > 1
