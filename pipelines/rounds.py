"""Rounds: how many seeds a run takes where an exact number of stars is wanted (docs/design/021).

A round is the run over the seeds with the smallest ids, so many of them. How many the next one takes depends on what
the round before it accepted, and on nothing else; what was observed once is not asked again.
"""

from collections.abc import Mapping
from math import ceil, inf

from nescio.pipelines.exactly import POOL
from nescio.pipelines.resolve import Plan
from nescio.pipelines.seeding import NOT_CROSSED

SPARE = 1.25
"""The first round's seeds for each star wanted, as if every seed made one."""
LEAST, MOST = 1.5, 4.0
"""By how much a round is larger than the one before, at least and at most."""


def first_round(plan: Plan, seeds: int) -> int:
    """How many of the seeds the first round takes: all where no number is wanted.

    Of perturbations whose label lies in the words no more are wanted than their cap allows.
    """
    spec = plan.recipe.curate
    if not spec.rows:
        return seeds
    stars = spec.rows * (POOL if spec.diverse else 1)
    shares = {one.name: one.share for one, _ in plan.perturbations}
    uncrossed = {one.name for one, made in plan.perturbations if made.crossing.startswith(NOT_CROSSED)}
    others = len(shares) - len(uncrossed)
    capped = (
        min(1.0, spec.max_uncrossed * others / (1 - spec.max_uncrossed)) if others and spec.max_uncrossed < 1 else 1
    )
    weights = [(capped if name in uncrossed else 1) / share for name, share in shares.items()]
    return min(seeds, ceil(SPARE * stars * max(weights) * sum(shares.values())))


def next_round(size: int, seeds: int, wanted: Mapping[str, int], found: Mapping[str, int]) -> int:
    """How many the next round takes, after one of `size`: enough for the perturbation that lacks most, at its rate.

    `wanted` and `found` are stars of the perturbations that lack some.
    """
    need = max((number / found[name] if found.get(name) else inf for name, number in wanted.items()), default=LEAST)
    return min(seeds, ceil(size * min(MOST, max(LEAST, 1.1 * need))))
