"""How well the confidences that a model states fit: Brier score, expected calibration error, and AUROC.

Only replies that answer count, where a statement means "this answer is right". What a confidence in "I do not know"
means is not settled. An answer to a row to abstain from is wrong.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from nescio.schemas.base import Frozen
from nescio.validation.scored_row import ScoredRow
from nescio.validation.star_bootstrap import DRAWS, Mean, Share, means, shares, star_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BINS = 10
"""Of equal width, as in RLCR (arXiv 2507.16806)."""


class Bin(Frozen):
    """The answers whose stated confidence lies from `low` to below `high`; 1 lies in the last bin."""

    low: float
    high: float
    of: int
    confidence: float | None
    """Mean stated confidence; null in an empty bin, like `accuracy`."""
    accuracy: float | None
    """Share of right answers."""


class ConfidenceFigures(Frozen):
    """Confidences of the replies that answer."""

    stated: Share
    """Of the replies that answer: those with a confidence. All else is about them."""
    mean_confidence: Mean
    accuracy: Share
    brier: Mean
    """Mean of (confidence - right)^2; 0 is best, and .25 is what always saying 50 % gives."""
    ece: Mean
    """Sum over the bins of their share of answers times |accuracy - confidence| (Naeini et al. 2015)."""
    auroc: Mean
    """How probably a right answer has a higher confidence than a wrong one, ties half; null without both."""
    bins: tuple[Bin, ...]


def confidence_figures(rows: Sequence[ScoredRow], draws: int = DRAWS) -> ConfidenceFigures:
    """The figures of the replies that answer, with 95 % intervals over stars (of ECE and AUROC by percentile).

    The bootstrap of an ECE lies a little high, for an ECE is never below 0 whatever the noise (Nixon et al. 2019).
    """
    import numpy as np

    answered = [row for row in rows if row.answered and row.graded]
    sure = [(row, row.confidence) for row in answered if row.confidence is not None]
    counted = shares(
        {
            "stated": [(row.star, row.confidence is not None) for row in answered],
            "accuracy": [(row.star, row.right) for row, _ in sure],
        },
        draws,
    )
    averaged = means(
        {
            "mean_confidence": [(row.star, said) for row, said in sure],
            "brier": [(row.star, (said - row.right) ** 2) for row, said in sure],
        },
        (0, 1),
        draws,
    )
    said = np.array([one for _, one in sure])
    right = np.array([float(row.right) for row, _ in sure])
    stars = [row.star for row, _ in sure]
    return ConfidenceFigures(
        **counted,
        **averaged,
        ece=_resampled(said, right, stars, _ece, draws),
        auroc=_resampled(said, right, stars, _auroc, draws),
        bins=_bins(said, right),
    )


def _resampled(
    said: "Floats",
    right: "Floats",
    stars: Sequence[str],
    statistic: "Callable[[Floats, Floats, Floats], float | None]",
    draws: int,
) -> Mean:
    """A statistic of weighted answers, with its percentile interval over stars; null where it is not defined."""
    import numpy as np

    value = statistic(said, right, np.ones(len(said)))
    if value is None:
        return Mean(of=len(said))
    drawn = (statistic(said, right, weights) for weights in star_weights(stars, draws))
    found = [one for one in drawn if one is not None]
    low, high = np.quantile(found, (0.025, 0.975)) if found else (value, value)
    return Mean(of=len(said), value=value, low=min(float(low), value), high=max(float(high), value))


def _ece(said: "Floats", right: "Floats", weights: "Floats") -> float | None:
    import numpy as np

    if not weights.sum():
        return None
    gaps = np.bincount(_places(said), weights * (right - said), minlength=BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def _auroc(said: "Floats", right: "Floats", weights: "Floats") -> float | None:
    """Weighted Mann-Whitney: the mass of wrong answers below each right one, those with the same confidence half."""
    import numpy as np

    levels, place = np.unique(said, return_inverse=True)
    good = np.bincount(place, weights * right, minlength=len(levels))
    bad = np.bincount(place, weights * (1 - right), minlength=len(levels))
    pairs = good.sum() * bad.sum()
    return float((good * (np.cumsum(bad) - bad / 2)).sum() / pairs) if pairs else None


def _places(said: "Floats") -> "NDArray[np.intp]":
    import numpy as np

    # A confidence of .3 read from "30%" is 30/100, and .3 x 10 must not fall below 3 by rounding.
    return np.minimum(np.floor(said * BINS + 1e-9).astype(np.intp), BINS - 1)


def _bins(said: "Floats", right: "Floats") -> tuple[Bin, ...]:
    places = _places(said)
    found = []
    for number in range(BINS):
        inside = places == number
        of = int(inside.sum())
        found.append(
            Bin(
                low=number / BINS,
                high=(number + 1) / BINS,
                of=of,
                confidence=float(said[inside].mean()) if of else None,
                accuracy=float(right[inside].mean()) if of else None,
            )
        )
    return tuple(found)
