"""Whether two models that were asked the same things differ: McNemar's test, and Holm's correction for many tests."""

from collections.abc import Sequence
from math import exp, fsum, lgamma, log

from pydantic import FiniteFloat

from nescio.schemas.base import Frozen


class McNemar(Frozen):
    """Two models on the same items; items on which both are right, or both wrong, say nothing of a difference."""

    of: int
    """Items that both were asked."""
    only_first: int
    """Right for the first model alone."""
    only_second: int
    p: FiniteFloat
    """Two-sided, exact."""


def mcnemar(first: Sequence[bool], second: Sequence[bool]) -> McNemar:
    """McNemar's exact test (1947, doi:10.1007/BF02295996): is either model alone right as often as the other alone?

    Twice the smaller tail of the binomial distribution with p = 1/2, at most 1. It takes items to be independent: rows
    of one star are not, and then its p is too small. Raises ValueError where the two have other lengths.
    """
    only_first = sum(one and not other for one, other in zip(first, second, strict=True))
    only_second = sum(other and not one for one, other in zip(first, second, strict=True))
    n, fewer = only_first + only_second, min(only_first, only_second)
    tail = fsum(exp(_log_binomial(n, k) - n * log(2)) for k in range(fewer + 1))
    return McNemar(of=len(first), only_first=only_first, only_second=only_second, p=min(1.0, 2 * tail))


def holm(ps: Sequence[float]) -> list[float]:
    """The p-values corrected for being several (Holm 1979): the smallest times their number, the next times one less.

    A corrected value is never below that of a smaller p, and at most 1. The order stays.
    """
    ranked = sorted(range(len(ps)), key=lambda place: ps[place])
    found, highest = [0.0] * len(ps), 0.0
    for rank, place in enumerate(ranked):
        highest = max(highest, min(1.0, (len(ps) - rank) * ps[place]))
        found[place] = highest
    return found


def _log_binomial(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
