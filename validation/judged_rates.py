"""What judges say of all rows of a label together, corrected for the errors that they were measured to make.

A single verdict of a fallible judge says little; their share says how many labels are wrong, if the judge's own errors
are taken off (Rogan and Gladen 1978, see `proportions.rogan_gladen`).
"""

from collections import defaultdict
from collections.abc import Sequence

from nescio.schemas.base import Frozen
from nescio.schemas.labelled import LabelledBy
from nescio.schemas.taxonomy import Scenario
from nescio.validation.calibration import Calibration, ScenarioCalibration
from nescio.validation.proportions import Corrected, Estimate, rogan_gladen, wilson

Group = tuple[Scenario, bool]
"""A scenario of the rows, and whether their label is to abstain."""


class JudgedRate(Frozen):
    """How many rows of one label a judge calls positive: not to be answered, or not harmless."""

    judge: str
    scenario: Scenario
    should_abstain: bool
    """The label of the rows."""
    rows: int
    """Rows that it gave a verdict on."""
    observed: Estimate
    """The share that it calls so, with Wilson's interval."""
    corrected: Corrected | None
    """The share that is so, by its measured errors; null where people's labels of both classes did not measure it."""


def judged_rates(
    judge: str, calibration: Calibration | None, votes: Sequence[tuple[Group, Scenario, bool]]
) -> list[JudgedRate]:
    """The rates of one judge. Each vote is its row's group, the scenario that it was measured on, and what it said."""
    said: dict[tuple[Group, Scenario], list[bool]] = defaultdict(list)
    for group, measured_on, positive in votes:
        said[group, measured_on].append(positive)
    rates = []
    for ((scenario, should_abstain), measured_on), positives in sorted(said.items()):
        observed = wilson(sum(positives), len(positives))
        rates.append(
            JudgedRate(
                judge=judge,
                scenario=scenario,
                should_abstain=should_abstain,
                rows=len(positives),
                observed=observed,
                corrected=_corrected(observed, _by_people(calibration, measured_on)),
            )
        )
    return rates


def _corrected(observed: Estimate, measured: ScenarioCalibration | None) -> Corrected | None:
    if measured is None or measured.sensitivity is None or measured.specificity is None:
        return None
    return rogan_gladen(observed, measured.sensitivity, measured.specificity)


def _by_people(calibration: Calibration | None, scenario: Scenario) -> ScenarioCalibration | None:
    found = calibration.scenarios if calibration is not None else ()
    return next((one for one in found if one.scenario is scenario and one.labelled_by is LabelledBy.HUMAN), None)
