"""Intervals of shares whose rows come in stars: rows of one star are not independent, so whole stars are resampled."""

from collections.abc import Mapping, Sequence

from pydantic import FiniteFloat

from nescio.schemas.base import Frozen
from nescio.validation.proportions import wilson

DRAWS = 1000
SEED = 20250609


class Share(Frozen):
    """So many of so many, with a 95 % interval; null where there is nothing to count."""

    count: int
    of: int
    value: FiniteFloat | None = None
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None


Tally = tuple[str, bool]
"""One thing counted: the star it belongs to, and whether it counts as a success."""


def shares(tallies: Mapping[str, Sequence[Tally]], draws: int = DRAWS) -> dict[str, Share]:
    """The share of successes for each name, all with the same draws of stars and a fixed seed.

    The interval is the percentile bootstrap over stars (Field and Welsh 2007, doi:10.1111/j.1467-9868.2007.00593.x).
    Where every star has one tally, and where all or none succeed, so that resampling shows no spread, it is Wilson's,
    with stars in the place of tallies.
    """
    import numpy as np

    stars = sorted({star for found in tallies.values() for star, _ in found})
    place = {star: number for number, star in enumerate(stars)}
    table = np.zeros((len(stars), 2 * len(tallies)))
    for column, found in enumerate(tallies.values()):
        for star, success in found:
            table[place[star], 2 * column] += success
            table[place[star], 2 * column + 1] += 1
    random = np.random.default_rng(SEED)
    resampled = np.array(
        [np.bincount(random.integers(len(stars), size=len(stars)), minlength=len(stars)) @ table for _ in range(draws)]
        if stars
        else np.zeros((0, 2 * len(tallies)))
    )
    result = {}
    for column, name in enumerate(tallies):
        successes, of = resampled[:, 2 * column], resampled[:, 2 * column + 1]
        ratios = successes[of > 0] / of[of > 0]
        ends = np.quantile(ratios, (0.025, 0.975)) if len(ratios) else np.zeros(2)
        result[name] = _share(tallies[name], (float(ends[0]), float(ends[1])))
    return result


def _share(found: Sequence[Tally], ends: tuple[float, float]) -> Share:
    count, of = sum(success for _, success in found), len(found)
    if of == 0:
        return Share(count=0, of=0)
    value = count / of
    stars = len({star for star, _ in found})
    low, high = ends
    if count in (0, of) or stars == of:
        estimate = wilson(round(value * stars), stars)
        low, high = estimate.low, estimate.high
    # A percentile interval of few stars can miss the value by rounding.
    return Share(count=count, of=of, value=value, low=min(low, value), high=max(high, value))
