"""Upper bounds of cosines in few dimensions, and the cosines themselves: what the search in similar.py is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nescio.schemas.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Numbers = NDArray[np.int64]


CHUNK = 4096
"""Rows that are converted to float64 at once."""
SCORED = 128
"""Pairs that are scored at once: their rows stay in a processor's cache."""
SAMPLE = 4096
"""Rows whose principal axes are taken for those of all."""
TINY = 1e-100
"""A row shorter than this counts as zero."""
HELD = 2**26
"""Bytes up to which normalised rows are kept rather than made again for every block."""
PAYS = 1500
"""From so many comparisons a row on, and from so many times the number of dimensions, a rotation is worth its cost."""
CANDIDATE = 100
"""What looking at one pair again costs, in products of two rows inside a matrix product."""
ROUNDING = 2.0**-24
"""The largest relative error of one float32 operation."""


@dataclass(frozen=True)
class Vectors:
    """Rows of shape (n, d), of any length and any real type, and one over the length of each, 0 for a zero row."""

    rows: NDArray[np.generic]
    inverse: Doubles

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def dimensions(self) -> int:
        """Of one row."""
        return int(self.rows.shape[1])

    def unit(self, wanted: slice | Numbers) -> Doubles:
        """Some rows, scaled to length 1; zero rows stay zero."""
        import numpy as np

        return np.asarray(self.rows[wanted].astype(np.float64) * self.inverse[wanted, None])


def vectors(rows: NDArray[np.generic], what: str = "embeddings") -> Vectors:
    """The rows with their lengths, which takes one pass in blocks.

    Raises UsageError for anything but a matrix of real, finite numbers; `what` names it in the message.
    """
    import numpy as np

    if rows.ndim != 2 or rows.dtype.kind not in "fiu":
        raise UsageError(f"{what} must be a matrix of real numbers, one row each; found {rows.dtype} {rows.shape}")
    inverse = np.zeros(len(rows))
    for top in range(0, len(rows), CHUNK):
        block = rows[top : top + CHUNK].astype(np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            length = np.sqrt(np.einsum("ij,ij->i", block, block))
        if not np.isfinite(length).all():
            row = top + int(np.argmin(np.isfinite(length)))
            raise UsageError(f"{what}: row {row} holds NaN, infinity or numbers too large; encode its text again")
        np.divide(1.0, length, out=inverse[top : top + CHUNK], where=length > TINY)
    return Vectors(rows, inverse)


def cosines(left: Vectors, i: Numbers, right: Vectors, j: Numbers) -> Doubles:
    """The cosines of the rows `i` of one side and `j` of the other, in float64."""
    import numpy as np

    found = np.empty(len(i))
    for top in range(0, len(i), SCORED):
        part = slice(top, top + SCORED)
        ours, theirs = left.rows[i[part]].astype(np.float64), right.rows[j[part]].astype(np.float64)
        found[part] = np.einsum("ij,ij->i", ours, theirs)
    return found * left.inverse[i] * right.inverse[j]


@dataclass(frozen=True)
class Side:
    """One factor of the product that bounds the cosines: float32 blocks, held or made when asked for."""

    source: Vectors
    held: Floats | None

    def block(self, start: int, stop: int) -> Floats:
        """The rows from start to stop."""
        import numpy as np

        if self.held is None:
            return self.source.unit(slice(start, stop)).astype(np.float32)
        return self.held[start:stop]


@dataclass(frozen=True)
class Bounds:
    """Two factors whose float32 product, plus `slack`, is at least the cosine of every two rows."""

    left: Side
    right: Side
    slack: float


def bounds(left: Vectors, right: Vectors, threshold: float) -> Bounds:
    """The cheapest factors for this threshold.

    Rotated to principal axes, a unit row is m coordinates and a rest of length r, and by Cauchy-Schwarz the cosine of
    two rows is at most the product of their coordinates plus r times r: a product of m + 1 dimensions instead of d.
    The number m is chosen on a sample: more dimensions cost more, fewer let more pairs through to be looked at again.
    Where nothing is won, the factors are the rows themselves.
    """
    d, rows = left.dimensions, len(left) + len(right)
    axes = None
    if len(left) * len(right) > PAYS * rows + PAYS * d * d // 16 and d > 2:
        axes = _axes(left, right, threshold)
    ours = _side(left, axes)
    theirs = ours if right is left else _side(right, axes)
    width = d if axes is None else axes.shape[1] + 1
    # A float32 sum of `width` products of unit rows errs by at most `width` roundings, its factors by two each; the
    # length of a rest, a difference of two float64 numbers near 1, by 1e-8.
    return Bounds(ours, theirs, (width + 6) * ROUNDING + 1e-7)


def _axes(left: Vectors, right: Vectors, threshold: float) -> Doubles | None:
    """The first m principal axes as columns, from an even sample; None where all d are the cheapest."""
    import numpy as np

    sides = [left] if left is right else [left, right]
    sample = np.concatenate([side.unit(_spread(len(side), SAMPLE // len(sides))) for side in sides])
    narrow = sample.astype(np.float32)
    _, axes = np.linalg.eigh((narrow.T @ narrow).astype(np.float64))
    axes = np.ascontiguousarray(axes[:, ::-1])
    i, j = _spread(len(left), 512), _spread(len(right), 2048)
    itself = len(np.intersect1d(i, j)) if left is right else 0
    m = _cheapest(left.unit(i) @ axes, right.unit(j) @ axes, threshold, itself)
    return axes[:, :m] if m < left.dimensions else None


def _spread(n: int, wanted: int) -> Numbers:
    """At most so many row numbers, evenly spaced."""
    import numpy as np

    return np.unique(np.linspace(0, n - 1, min(n, wanted)).astype(np.int64))


def _cheapest(ours: Doubles, theirs: Doubles, threshold: float, itself: int) -> int:
    """The number of dimensions with the least cost on rotated sample rows, in multiply-adds a pair.

    So many pairs as `itself` says are a row and itself: they pass, and are no pairs.
    """
    import numpy as np

    d = int(ours.shape[1])
    a, b = ours.astype(np.float32), theirs.astype(np.float32)
    best, cheapest, done = d, float(d), 0
    product = np.zeros((len(a), len(b)), dtype=np.float32)
    for m in (m for m in (7, 15, 23, 31, 47, 63, 79, 95, 127, 191, 255, 383, 511, 767) if m < d):
        if m >= cheapest:
            break
        product += a[:, done:m] @ b[:, done:m].T
        done = m
        rests = [np.sqrt(np.einsum("ij,ij->i", side[:, m:], side[:, m:])) for side in (a, b)]
        passing = int(np.count_nonzero(product >= threshold - 1e-4 - np.outer(*rests))) - itself
        cost = m + 1 + max(passing, 0) / product.size * CANDIDATE * d
        if cost < cheapest:
            best, cheapest = m, cost
    return best


def _side(source: Vectors, axes: Doubles | None) -> Side:
    import numpy as np

    n, d = source.rows.shape
    if axes is None and n * d * 4 > HELD:
        return Side(source, None)
    width = d if axes is None else axes.shape[1] + 1
    held = np.empty((n, width), dtype=np.float32)
    for top in range(0, n, CHUNK):
        part = slice(top, top + CHUNK)
        unit = source.unit(part)
        if axes is None:
            held[part] = unit
            continue
        first = unit @ axes
        rest = np.einsum("ij,ij->i", unit, unit) - np.einsum("ij,ij->i", first, first)
        held[part, :-1] = first
        held[part, -1] = np.sqrt(np.maximum(rest, 0.0))
    return Side(source, held)
