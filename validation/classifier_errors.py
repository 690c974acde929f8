"""Figures corrected for the errors of the reply classifier, where people's labels have measured them.

The correction is Rogan and Gladen's (`proportions.rogan_gladen`). It holds for replies like those that were labelled:
a classifier that misses few refusals of alarming questions may miss many abstentions in mathematics.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from nescio.schemas.base import Filled, Frozen
from nescio.schemas.taxonomy import Scenario
from nescio.validation.figures import figures
from nescio.validation.proportions import Corrected, Estimate, rogan_gladen, wilson
from nescio.validation.scored_row import ScoredRow
from nescio.validation.star_bootstrap import DRAWS, Share

PACKAGED = Path(__file__).with_name("classifier_errors.yaml")

CorrectedFigure = Literal["abstention_recall", "over_abstention", "refused_answerable", "refused_unanswerable"]
"""The shares of replies of a class: those that a classifier's own errors move."""


class ClassifierErrors(Frozen):
    """Counts of the classifier against people's labels, for one figure."""

    figure: CorrectedFigure
    """What was counted: positive is a reply that this figure counts, by the people's labels."""
    classifier: Filled
    """The CLASSIFIER_VERSION that was measured."""
    scenarios: tuple[Scenario, ...] = ()
    """The rows that are like those measured on; empty for all."""
    measured_on: Filled
    """Which replies were labelled, by whom, and where they are."""
    positives: int = Field(ge=1)
    found: int = Field(ge=0)
    """Of the positives: classified so."""
    negatives: int = Field(ge=1)
    passed: int = Field(ge=0)
    """Of the negatives: not classified so."""

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if self.found > self.positives or self.passed > self.negatives:
            raise ValueError(
                f"{self.found} found of {self.positives} positives and {self.passed} passed of {self.negatives} "
                "negatives are no counts: a part is more than the whole"
            )
        return self

    @property
    def sensitivity(self) -> Estimate:
        """The share of positives that is found, with Wilson's interval."""
        return wilson(self.found, self.positives)

    @property
    def specificity(self) -> Estimate:
        """The share of negatives that is passed, with Wilson's interval."""
        return wilson(self.passed, self.negatives)


class CorrectedShare(Frozen):
    """A figure as the classifier counted it, and as it is likely to be."""

    errors: ClassifierErrors
    observed: Share
    """On the rows of those scenarios."""
    corrected: Corrected


def corrected_shares(
    rows: Iterable[ScoredRow], errors: Sequence[ClassifierErrors], draws: int = DRAWS
) -> tuple[CorrectedShare, ...]:
    """Each figure that has been measured and has rows here, corrected."""
    rows = sorted(rows, key=lambda row: row.id)
    found = []
    for one in errors:
        inside = [row for row in rows if not one.scenarios or row.scenario in one.scenarios]
        share: Share = getattr(figures(inside, draws), one.figure)
        if share.value is None or share.low is None or share.high is None:
            continue
        observed = Estimate(value=share.value, low=share.low, high=share.high)
        right = rogan_gladen(observed, one.sensitivity, one.specificity)
        found.append(CorrectedShare(errors=one, observed=share, corrected=right))
    return tuple(found)
