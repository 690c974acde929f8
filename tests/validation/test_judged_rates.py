"""The rates of judges: grouped by label, and corrected only where people's labels measured the judge."""

import pytest

from nescio.schemas.labelled import LabelledBy, Task
from nescio.schemas.taxonomy import Scenario
from nescio.validation.calibration import Calibration, ScenarioCalibration
from nescio.validation.judged_rates import judged_rates
from nescio.validation.proportions import wilson, youden

HERE, THERE = Scenario.FALSE_PREMISE, Scenario.STALE


def measured(by: LabelledBy, sensitivity: int, specificity: int) -> Calibration:
    """A judge that was right on so many of a hundred items of each class."""
    rates = wilson(sensitivity, 100), wilson(specificity, 100)
    one = ScenarioCalibration(
        scenario=HERE,
        labelled_by=by,
        positives=100,
        negatives=100,
        faults=0,
        sensitivity=rates[0],
        specificity=rates[1],
        youden=youden(*rates),
        admitted=False,
        reason="not asked here",
    )
    return Calibration(judge="j", version="1", task=Task.ANSWERABILITY, min_youden=0.5, scenarios=(one,))


def test_a_rate_is_corrected_as_rogan_and_gladen_do() -> None:
    """74 % called so by a judge of .9 and .8: (.74 + .8 - 1) / .7 = .771, and its interval holds it."""
    votes = [((HERE, True), HERE, number < 74) for number in range(100)]
    [rate] = judged_rates("j", measured(LabelledBy.HUMAN, 90, 80), votes)
    assert rate.observed.value == pytest.approx(0.74)
    assert rate.corrected is not None
    assert rate.corrected.value == pytest.approx(0.54 / 0.7)
    assert rate.corrected.low < 0.54 / 0.7 < rate.corrected.high


def test_labels_of_rows_stand_apart() -> None:
    """What a judge says of rows to abstain from is not mixed with what it says of the others."""
    votes = [((HERE, True), HERE, True)] * 3 + [((HERE, False), HERE, False)] * 5
    answer, abstain = judged_rates("j", None, votes)
    assert (answer.should_abstain, answer.rows, answer.observed.value) == (False, 5, 0.0)
    assert (abstain.should_abstain, abstain.rows, abstain.observed.value) == (True, 3, 1.0)


@pytest.mark.parametrize(
    ("calibration", "measured_on"),
    [(None, HERE), (measured(LabelledBy.AUTHORED, 90, 90), HERE), (measured(LabelledBy.HUMAN, 90, 90), THERE)],
)
def test_an_unmeasured_judge_is_not_corrected(calibration: Calibration | None, measured_on: Scenario) -> None:
    """Our own labels, another scenario or no calibration at all give no corrected rate."""
    [rate] = judged_rates("j", calibration, [((HERE, True), measured_on, True)])
    assert rate.corrected is None
