"""Choosing few items that cover many: facility location, by lazy greedy.

The value of a choice is the sum, over all items of the pool, of the cosine to the nearest chosen one. It is submodular,
so greedy reaches at least 1 - 1/e of the best value (Nemhauser, Wolsey and Fisher 1978), and a gain once computed is a
bound for ever: most need no second look (Minoux 1978).
"""

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from nescio.schemas.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 1024
"""Candidates whose first gains are computed in one product."""


def facility_location(embeddings: "NDArray[np.generic]", count: int) -> list[int]:
    """The row numbers of `count` rows of `embeddings`, shape (n, d), in the order in which they were chosen.

    Cosines below 0 count as 0, as those of zero rows do. Of equal gains, to nine decimals, the earlier row wins. All
    rows where there are no more than `count`. Memory: one block of products, never n x n. Raises UsageError for rows
    with NaN or infinity.
    """
    import numpy as np

    unit = _unit(embeddings)
    n = len(unit)
    if count >= n:
        return list(range(n))
    covered = np.zeros(n)
    # Smallest first: the gain with its sign changed, the row, and how many were chosen when the gain was computed.
    queue = [(-gain, row, 0) for row, gain in enumerate(_first_gains(unit))]
    heapify(queue)
    chosen: list[int] = []
    while len(chosen) < count:
        bound, row, age = heappop(queue)
        if age == len(chosen):
            chosen.append(row)
            covered = np.maximum(covered, unit @ unit[row])
        else:
            gain = np.maximum(unit @ unit[row] - covered, 0).sum()
            heappush(queue, (max(bound, -_rounded(float(gain))), row, len(chosen)))
    return chosen


def coverage(embeddings: "NDArray[np.generic]", chosen: list[int]) -> float:
    """The mean over all rows of the cosine to the nearest chosen one; 0 where there is none."""
    import numpy as np

    unit = _unit(embeddings)
    if not len(unit) or not chosen:
        return 0.0
    return float(np.maximum((unit @ unit[chosen].T).max(axis=1), 0).mean())


def _unit(embeddings: "NDArray[np.generic]") -> "NDArray[np.float64]":
    import numpy as np

    rows = np.asarray(embeddings, dtype=np.float64)
    if not np.isfinite(rows).all():
        raise UsageError("an embedding holds NaN or infinity; encode its text again")
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float64] = rows / np.where(length > 0, length, 1)
    return unit


def _first_gains(unit: "NDArray[np.float64]") -> list[float]:
    import numpy as np

    gains: list[float] = []
    for start in range(0, len(unit), BLOCK):
        sums = np.maximum(unit @ unit[start : start + BLOCK].T, 0).sum(axis=0)
        gains += map(_rounded, sums.tolist())
    return gains


def _rounded(gain: float) -> float:
    """Sums differ in the last bits with the shape of a product, and must not decide."""
    return round(gain, 9)
