"""Verdict and Failure: what a check found, and that a check could not run. Never one for the other."""

from pydantic import FiniteFloat

from nescio.schemas.base import Frozen, Text


class Verdict(Frozen):
    """What a check says of a row."""

    check: Text
    passed: bool
    score: FiniteFloat | None = None
    reason: Text = ""
    """The class of the fault, for counting ("value restated"); empty where the row passed."""
    detail: Text = ""
    """What the check found, for a reader."""
    checker_version: Text
    calibrated: bool | None = None
    """Whether a model-based check has earned its vote (design rule 7); null for checks that prove."""

    @property
    def rejects(self) -> bool:
        """Whether a row falls by this verdict: a check that has not earned a vote decides nothing."""
        return not self.passed and self.calibrated is not False


class Failure(Frozen):
    """A check or a generation step that could not run on a row; the row is kept and listed as failed."""

    stage: Text
    error: Text
    """The error's class, for counting."""
    message: Text
