"""What follows from similar pairs: which items stay, and which hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nescio.schemas.errors import BrokenPromise, UsageError
from nescio.validation.similar import Pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    from nescio.validation.similar_bounds import Numbers


NOBODY = -1


class Kept(NamedTuple):
    """For each item whether it stays; for one that goes the item that stays for it, and the cosine of the two."""

    stays: NDArray[np.bool_]
    keeper: NDArray[np.int64]
    """NOBODY for what stays."""
    cosine: NDArray[np.float32]
    """0 for what stays."""


def greedy_keep(pairs: Pairs, order: ArrayLike) -> Kept:
    """Go through the items in order of preference, and keep each that no kept one is similar to.

    `pairs` are of items, in any order and direction, and may name the same two items more than once; `order` names
    every item once, the best first. What goes has a similar item that stays and is preferred to it (the keeper: the
    one of highest cosine, of equals the most preferred), and no two that stay are similar. Connected components promise
    only the second: of a chain of three whose ends are not alike they would drop an end.

    Both promises are checked; raises BrokenPromise.
    """
    import numpy as np

    rank = _ranks(order)
    n = len(rank)
    i, j = _items(pairs, n)
    better, worse, cosine = np.minimum(rank[i], rank[j]), np.maximum(rank[i], rank[j]), pairs.cosine
    by_better = np.argsort(better, kind="stable")
    gone = _gone(better[by_better], worse[by_better], n)
    reason = np.flatnonzero(gone[worse] & ~gone[better])
    # By item, then by falling cosine, then by preference: the first of each item is its keeper.
    reason = reason[np.lexsort((better[reason], -cosine[reason], worse[reason]))]
    items, first = np.unique(worse[reason], return_index=True)
    ranked, likeness = np.full(n, NOBODY, dtype=np.int64), np.zeros(n, dtype=np.float32)
    ranked[items], likeness[items] = better[reason[first]], cosine[reason[first]]
    _check(gone, ranked, better, worse)
    in_order = np.asarray(order, dtype=np.int64)
    keeper = np.where(ranked == NOBODY, NOBODY, in_order[ranked]) if n else ranked
    return Kept(~gone[rank], keeper[rank], likeness[rank])


def _items(pairs: Pairs, n: int) -> tuple[Numbers, Numbers]:
    import numpy as np

    i, j = pairs.i, pairs.j
    if len(i):
        least, largest = int(min(i.min(), j.min())), int(max(i.max(), j.max()))
        if least < 0 or largest >= n:
            raise UsageError(f"the pairs name items {least} to {largest}, of which there are {n}")
        if (i == j).any():
            raise UsageError(f"item {int(i[np.argmax(i == j)])} is paired with itself; leave such pairs out")
    return i, j


def _ranks(order: ArrayLike) -> Numbers:
    """For each item its place in the order."""
    import numpy as np

    items = np.asarray(order, dtype=np.int64)
    rank = np.full(len(items), NOBODY, dtype=np.int64)
    if len(items) and (items.min() < 0 or items.max() >= len(items)):
        raise UsageError(f"order must name the items 0 to {len(items) - 1}, found {items.min()} to {items.max()}")
    rank[items] = np.arange(len(items))
    if (rank == NOBODY).any():
        raise UsageError(f"order must name every item once; item {int(np.argmin(rank))} is missing")
    return rank


def _gone(better: Numbers, worse: Numbers, n: int) -> NDArray[np.bool_]:
    """Which places in the order go; pairs are sorted by their better one, so that its fate is known when it comes."""
    import numpy as np

    gone = np.zeros(n, dtype=np.bool_)
    items, starts = np.unique(better, return_index=True)
    ends = np.append(starts, len(better))[1:]
    for item, start, end in zip(items.tolist(), starts.tolist(), ends.tolist(), strict=True):
        if not gone[item]:
            gone[worse[start:end]] = True
    return gone


def _check(gone: NDArray[np.bool_], keeper: Numbers, better: Numbers, worse: Numbers) -> None:
    """Every item that goes has a keeper that stays, and of no pair both stay."""
    import numpy as np

    named = gone & (keeper != NOBODY)
    orphans = int(np.count_nonzero(gone & ~named) + np.count_nonzero(gone[keeper[named]]))
    left = int(np.count_nonzero(~gone[better] & ~gone[worse]))
    if orphans or left:
        raise BrokenPromise(f"dedup left {left} similar pairs and {orphans} orphans; please report this")


def components(pairs: Pairs, n: int) -> Numbers:
    """For each of n items the smallest item that it hangs together with, over any chain of pairs.

    For splits, which no chain may cross; not for removal, where it drops items that nothing kept is similar to.
    """
    import numpy as np

    i, j = _items(pairs, n)
    parent: Numbers = np.arange(n, dtype=np.int64)
    while len(i):
        a, b = parent[i], parent[j]
        apart = a != b
        i, j, a, b = i[apart], j[apart], a[apart], b[apart]
        # Each root hangs on its smallest neighbour if that is smaller, so there are no cycles. Within two rounds every
        # root with a neighbour has been hung or has grown, so the rounds are few.
        np.minimum.at(parent, np.maximum(a, b), np.minimum(a, b))
        while not np.array_equal(parent, above := parent[parent]):
            parent = above
    return parent
