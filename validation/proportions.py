"""Proportions with 95 % intervals: one, the difference of two, and one corrected for the errors of who counted."""

from collections.abc import Callable
from math import hypot, sqrt
from statistics import NormalDist

from pydantic import FiniteFloat

from nescio.schemas.base import Frozen

Z = NormalDist().inv_cdf(0.975)
"""Standard normal quantile of a two-sided 95 % interval."""
_ROUNDING = 1e-12


class Estimate(Frozen):
    """A figure and its 95 % interval."""

    value: FiniteFloat
    low: FiniteFloat
    high: FiniteFloat


def wilson(successes: int, n: int) -> Estimate:
    """A proportion with Wilson's score interval (Wilson 1927, doi:10.1080/01621459.1927.10502953).

    Raises ValueError where `n` is below 1 or `successes` is not between 0 and `n`.
    """
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no proportion; 0 <= successes <= n and n >= 1 are wanted")
    share = successes / n
    below, above = score_interval(share, n)
    # The exact ends are 0 and 1 where all or none succeed; rounding must not push the estimate out.
    low = 0.0 if successes == 0 else below
    high = 1.0 if successes == n else above
    return Estimate(value=share, low=low, high=high)


def score_interval(share: float, n: float) -> tuple[float, float]:
    """The ends of Wilson's interval for a share of `n` things, where `n` may be an effective number, above 0."""
    centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def complement(share: Estimate) -> Estimate:
    """The proportion of the others."""
    return Estimate(value=1 - share.value, low=1 - share.high, high=1 - share.low)


def difference(first: Estimate, second: Estimate) -> Estimate:
    """`first` minus `second`, two independent figures, with the interval that theirs give together.

    Newcombe's method 10 (1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I) where both are
    Wilson's; in general MOVER, the method of variance estimates recovery (Zou 2008, doi:10.1093/aje/kwm298).
    """
    value = first.value - second.value
    low = value - hypot(first.value - first.low, second.high - second.value)
    high = value + hypot(first.high - first.value, second.value - second.low)
    return Estimate(value=value, low=low, high=high)


def youden(sensitivity: Estimate, specificity: Estimate) -> Estimate:
    """Youden's J (1950): sensitivity + specificity - 1; 1 for a judge without error, 0 for one that guesses."""
    return difference(sensitivity, complement(specificity))


class Corrected(Frozen):
    """A rate corrected for the errors of the judge who counted it."""

    value: FiniteFloat | None
    """Within 0 and 1; null where the classifier's or judge's errors leave nothing to tell."""
    low: FiniteFloat
    high: FiniteFloat
    note: str = ""
    """What has to be said beside the figure; empty for nothing."""


def rogan_gladen(observed: Estimate, sensitivity: Estimate, specificity: Estimate) -> Corrected:
    """The true rate behind an observed one: (observed + specificity - 1) / J (Rogan and Gladen 1978).

    doi:10.1093/oxfordjournals.aje.a112510. The 95 % interval holds the rates that do not contradict the three
    estimates: for each, MOVER's interval of observed - expected contains 0. That is Fieller's way with Wilson's limits,
    so it widens to the whole of [0, 1] as J nears 0 instead of breaking down. `observed` is to come from other items
    than the judge's figures. Where the lower bound of J is not above 0 there is no estimate.
    """
    judge = youden(sensitivity, specificity)
    false_alarms = complement(specificity)
    if judge.low <= 0:
        return Corrected(value=None, low=0.0, high=1.0, note="the judge was not shown to do better than chance")
    raw = (observed.value - false_alarms.value) / judge.value
    value = min(max(raw, 0.0), 1.0)

    def gap(rate: float) -> float:
        """How far the observed rate is inside what `rate` allows; negative outside."""
        expected = rate * sensitivity.value + (1 - rate) * false_alarms.value
        if rate < raw:
            room = (
                observed.value - observed.low,
                rate * (sensitivity.high - sensitivity.value),
                (1 - rate) * (false_alarms.high - false_alarms.value),
            )
        else:
            room = (
                observed.high - observed.value,
                rate * (sensitivity.value - sensitivity.low),
                (1 - rate) * (false_alarms.value - false_alarms.low),
            )
        return hypot(*room) - abs(observed.value - expected) + _ROUNDING

    if gap(value) < 0:
        side = "above" if raw > 1 else "below"
        return Corrected(
            value=value,
            low=0.0,
            high=1.0,
            note=f"the observed rate is {side} what the judge's measured errors allow: it errs otherwise here",
        )
    note = (
        ""
        if value == raw
        else "clipped: the uncorrected rate lies outside what the classifier's or judge's errors would give"
    )
    return Corrected(value=value, low=_border(gap, value, 0.0), high=_border(gap, value, 1.0), note=note)


def _border(gap: Callable[[float], float], inside: float, outside: float) -> float:
    """The point between the two where `gap` becomes negative, or `outside` where it does not."""
    if gap(outside) >= 0:
        return outside
    for _ in range(60):
        middle = (inside + outside) / 2
        if gap(middle) >= 0:
            inside = middle
        else:
            outside = middle
    return inside
