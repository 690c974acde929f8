"""Overthinking: how much longer a model's replies become where a premise is missing.

Missing premises make reasoning models write several times as much (MiP-Overthinking, arXiv 2504.06514). The rows to
abstain from are held against the answerable rows of the same star, which ask the same questions about the same text.
"""

from collections.abc import Sequence
from math import exp, log

from pydantic import FiniteFloat

from nescio.schemas.base import Frozen
from nescio.schemas.taxonomy import Role
from nescio.validation.scored_row import ScoredRow
from nescio.validation.star_bootstrap import DRAWS, percentiles, student


class Overthinking(Frozen):
    """Lengths of replies, thinking included, in the unit of the evaluation; a reply of nothing counts as 1."""

    stars: int
    """Stars that have both kinds of rows, with replies to all of them."""
    perturbed: FiniteFloat
    """Geometric mean length of the replies to their rows to abstain from, stars weighing the same."""
    baseline: FiniteFloat
    """The same of the answerable rows."""
    ratio: FiniteFloat
    """perturbed / baseline: above 1 the model writes more where it should abstain."""
    low: FiniteFloat | None
    """Ends of the 95 % interval over stars; null where there is one star alone."""
    high: FiniteFloat | None
    cut_off: int
    """Replies among them that ended at their longest length, so that their lengths are lower bounds."""


def overthinking(rows: Sequence[ScoredRow], against: Role, draws: int = DRAWS) -> Overthinking | None:
    """The ratio of geometric means, paired within stars, with a 95 % interval over stars; null where no star serves.

    `against` is the role of the answerable rows: clean or twin.
    """
    stars: dict[str, tuple[list[ScoredRow], list[ScoredRow]]] = {}
    for row in rows:
        if row.should_abstain and row.role is Role.PERTURBED:
            stars.setdefault(row.star, ([], []))[0].append(row)
        elif row.role is against and not row.should_abstain:
            stars.setdefault(row.star, ([], []))[1].append(row)
    whole = {
        star: both
        for star, both in stars.items()
        if all(both) and all(row.replied and row.length is not None for part in both for row in part)
    }
    if not whole:
        return None
    logs = {star: (_mean_log(more), _mean_log(less)) for star, (more, less) in sorted(whole.items())}
    gaps = [(star, more - less) for star, (more, less) in logs.items()]
    ends = *percentiles({"": gaps}, draws)[""], *student(gaps)
    low, high = min(ends), max(ends)
    perturbed, baseline = (sum(both[part] for both in logs.values()) / len(logs) for part in (0, 1))
    one = len(logs) == 1
    return Overthinking(
        stars=len(logs),
        perturbed=exp(perturbed),
        baseline=exp(baseline),
        ratio=exp(perturbed - baseline),
        low=None if one else exp(low),
        high=None if one else exp(high),
        cut_off=sum(row.cut_off for both in whole.values() for part in both for row in part),
    )


def _mean_log(rows: Sequence[ScoredRow]) -> float:
    return sum(log(max(1, row.length or 0)) for row in rows) / len(rows)
