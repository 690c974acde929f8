"""All pairs of rows at or above a cosine, exactly: within a set, between two sets, and of new rows with all others.

One matrix product of few dimensions bounds every cosine from above (similar_bounds.py); the pairs that it lets through
are scored again in float64. A pair counts where its cosine, in float64 from the given numbers, is at least the
threshold - SLACK. Nothing is approximate: no pair is missed and none is reported in error.

Rows may have any length, since a cosine does not depend on it. A zero row has the cosine 0 to every row, itself
included. Rows are read in blocks, so a memory-mapped file is as good as an array.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nescio.schemas.errors import UsageError
from nescio.validation.similar_bounds import Bounds, Vectors, bounds, cosines, vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nescio.validation.similar_bounds import Numbers


HEIGHT, WIDTH = 256, 1024
"""A block of the product: 1 MiB, which stays in a processor's own cache until it is looked through."""
STRIP = 16 * WIDTH
"""Columns that one task goes through."""
DENSE = 1 / 16
"""From such a share of a block on, a product in float64 scores it at less cost than pair by pair."""
SLACK = 1e-6
"""Rounding of float32 rows: two that were meant to be at the threshold may come out a little below it."""
MAX_PAIRS = 50_000_000
"""About 1 GB of result."""


class Pairs(NamedTuple):
    """Row numbers i and j and their cosine, sorted by (i, j). Within a set i < j."""

    i: NDArray[np.int64]
    j: NDArray[np.int64]
    cosine: NDArray[np.float32]


def similar_pairs(
    embeddings: NDArray[np.generic], threshold: float, workers: int | None = None, max_pairs: int = MAX_PAIRS
) -> Pairs:
    """All pairs i < j of the rows of `embeddings`, shape (n, d), whose cosine is at least `threshold`, exactly.

    `workers` threads share the work, by default one for each processor; the result is the same to the bit for any
    number. Memory beyond the result is (m + 1) / d of the embeddings, with m well below d, and some blocks.

    Raises UsageError for rows with NaN or infinity, a threshold that is no cosine, and more than `max_pairs` pairs:
    never is a part given as the whole.
    """
    return _all(pair_batches(embeddings, threshold, workers=workers), len(embeddings), threshold, max_pairs)


def cross_pairs(
    left: NDArray[np.generic],
    right: NDArray[np.generic],
    threshold: float,
    workers: int | None = None,
    max_pairs: int = MAX_PAIRS,
) -> Pairs:
    """All pairs of a row i of `left` and a row j of `right` at or above the threshold; otherwise as similar_pairs."""
    return _all(pair_batches(left, threshold, against=right, workers=workers), len(right), threshold, max_pairs)


def appended_pairs(
    embeddings: NDArray[np.generic],
    first_new: int,
    threshold: float,
    workers: int | None = None,
    max_pairs: int = MAX_PAIRS,
) -> Pairs:
    """The pairs of similar_pairs with j >= `first_new`: the rows from there on, against the old ones and themselves."""
    found = pair_batches(embeddings, threshold, first_new=first_new, workers=workers)
    return _all(found, len(embeddings), threshold, max_pairs)


def pair_batches(
    embeddings: NDArray[np.generic],
    threshold: float,
    *,
    against: NDArray[np.generic] | None = None,
    first_new: int = 0,
    workers: int | None = None,
) -> Iterator[Pairs]:
    """The pairs bit by bit, for results too large to be held: each batch is sorted, and no pair comes twice.

    With `against` the pairs are those of cross_pairs, with `first_new` those of appended_pairs. Batches come in a fixed
    order, of at most 4 million pairs each. BLAS is kept to one thread until the last one has been taken.
    """
    threads = _workers(workers)
    if not -1 <= threshold <= 1:
        raise UsageError(f"a threshold is a cosine from -1 to 1, found {threshold}; for example 0.9")
    left = vectors(embeddings)
    right = left if against is None else vectors(against, "the embeddings to compare with")
    if left.dimensions != right.dimensions:
        raise UsageError(f"rows of {left.dimensions} and of {right.dimensions} numbers; encode both with one model")
    if not 0 <= first_new <= len(left):
        raise UsageError(f"first_new is {first_new}, it must be a row number from 0 to {len(left)}")
    return _searched(left, right, threshold, first_new, threads)


def _searched(left: Vectors, right: Vectors, threshold: float, first: int, workers: int) -> Iterator[Pairs]:
    from threadpoolctl import threadpool_limits

    if not len(left) or not len(right):
        return
    with threadpool_limits(1, user_api="blas"):
        search = _Search(left, right, bounds(left, right, threshold - SLACK), threshold - SLACK)
        tasks = _tasks(len(left), len(right), first, within=left is right)
        found = map(search.strip, tasks) if workers == 1 else _shared_out(search, tasks, workers)
        yield from (pairs for pairs in found if len(pairs.i))


def _shared_out(search: _Search, tasks: Iterator[_Task], workers: int) -> Iterator[Pairs]:
    """The results in the order of the tasks, of which only a few are ahead of the one that is taken."""
    pool = ThreadPoolExecutor(workers)
    waiting: deque[Future[Pairs]] = deque()
    try:
        for task in tasks:
            waiting.append(pool.submit(search.strip, task))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


class _Task(NamedTuple):
    """HEIGHT rows from `top`, and the columns from `start` to `stop`."""

    top: int
    start: int
    stop: int


def _tasks(n: int, columns: int, first: int, *, within: bool) -> Iterator[_Task]:
    """What there is to go through; within a set only what reaches above the diagonal."""
    for top in range(0, n, HEIGHT):
        start = max(top, first) if within else 0
        yield from (_Task(top, column, min(column + STRIP, columns)) for column in range(start, columns, STRIP))


@dataclass(frozen=True)
class _Search:
    left: Vectors
    right: Vectors
    bounds: Bounds
    least: float
    """The smallest cosine that counts."""

    def strip(self, task: _Task) -> Pairs:
        """The pairs of a task, sorted."""
        import numpy as np

        top, start, stop = task
        rows = self.bounds.left.block(top, top + HEIGHT)
        passes = np.nextafter(np.float32(self.least - self.bounds.slack), np.float32(-np.inf))
        product, mask = np.empty(len(rows) * WIDTH, dtype=np.float32), np.empty(len(rows) * WIDTH, dtype=np.bool_)
        sparse, parts = [], []
        for column in range(start, stop, WIDTH):
            columns = self.bounds.right.block(column, min(column + WIDTH, stop))
            shape = len(rows), len(columns)
            size = shape[0] * shape[1]
            np.dot(rows, columns.T, out=product[:size].reshape(shape))
            np.greater_equal(product[:size], passes, out=mask[:size])
            found = np.flatnonzero(mask[:size])
            if len(found) > DENSE * size:
                parts.append(self._dense(slice(top, top + shape[0]), slice(column, column + shape[1])))
            elif len(found):
                i, j = np.divmod(found, shape[1])
                sparse.append((i + top, j + column))
        if sparse:
            parts.append(self._scored(*(np.concatenate(side) for side in zip(*sparse, strict=True))))
        return _sorted(parts, len(self.right))

    def _scored(self, i: Numbers, j: Numbers) -> Pairs:
        import numpy as np

        if self.left is self.right:
            above = i < j
            i, j = i[above], j[above]
        cosine = cosines(self.left, i, self.right, j)
        counts = cosine >= self.least
        return Pairs(i[counts], j[counts], cosine[counts].astype(np.float32))

    def _dense(self, rows: slice, columns: slice) -> Pairs:
        import numpy as np

        cosine = self.left.unit(rows) @ self.right.unit(columns).T
        counts = cosine >= self.least
        if self.left is self.right:
            counts &= np.arange(rows.start, rows.stop)[:, None] < np.arange(columns.start, columns.stop)
        i, j = np.nonzero(counts)
        return Pairs(i + rows.start, j + columns.start, cosine[i, j].astype(np.float32))


def _sorted(parts: list[Pairs], columns: int) -> Pairs:
    """The parts as one, sorted by (i, j)."""
    import numpy as np

    if not parts:
        none: Numbers = np.zeros(0, dtype=np.int64)
        return Pairs(none, none, np.zeros(0, dtype=np.float32))
    i, j, cosine = (np.concatenate(side) for side in zip(*parts, strict=True))
    order = np.argsort(i * columns + j, kind="stable")
    return Pairs(i[order], j[order], cosine[order])


def _all(batches: Iterator[Pairs], columns: int, threshold: float, max_pairs: int) -> Pairs:
    parts, held = [], 0
    for batch in batches:
        held += len(batch.i)
        if held > max_pairs:
            raise UsageError(
                f"more than {max_pairs:,} pairs reach {threshold}; raise the threshold, drop exact copies first, "
                "raise max_pairs, or take them one batch at a time from pair_batches"
            )
        parts.append(batch)
    return _sorted(parts, columns)


def _workers(asked: int | None) -> int:
    """The number of threads: what was asked for, or one for each processor that this process may use."""
    if asked is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if asked < 1:
        raise UsageError(f"workers is {asked}, at least 1 is needed")
    return asked
