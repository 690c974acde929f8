"""Near-duplicates: exact search over embeddings, and the rule that says which unit goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nescio.schemas.errors import BrokenPromise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 2048
SLACK = 1e-6
"""Rounding of a float32 product: two equal unit rows may have a cosine a little below 1."""


class Pairs(NamedTuple):
    """Row numbers i < j and their cosine, sorted by (i, j)."""

    i: "NDArray[np.int64]"
    j: "NDArray[np.int64]"
    cosine: "NDArray[np.float32]"


def similar_pairs(embeddings: "NDArray[np.float32]", threshold: float) -> Pairs:
    """All pairs of rows whose cosine is at least `threshold`, exactly.

    `embeddings` has shape (n, d) and unit rows. Time is one triangular matrix product, memory one block of it. BLAS
    runs on one thread, so that the result is the same to the bit everywhere.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    found: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]] = []
    with threadpool_limits(1, user_api="blas"):
        for top in range(0, len(embeddings), BLOCK):
            for left in range(top, len(embeddings), BLOCK):
                product = embeddings[top : top + BLOCK] @ embeddings[left : left + BLOCK].T
                i, j = np.nonzero(product >= threshold - SLACK)
                upper = i + top < j + left
                i, j = i[upper], j[upper]
                found.append((i + top, j + left, product[i, j]))
    if not found:
        empty = np.zeros(0, dtype=np.int64)
        return Pairs(empty, empty, np.zeros(0, dtype=np.float32))
    i, j, cosine = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((j, i))
    return Pairs(i[order], j[order], cosine[order])


@dataclass(frozen=True)
class Unit:
    """Rows that stay or go together: a star, a pair, or one row."""

    id: str
    texts: tuple[str, ...]
    labels: tuple[bool, ...]
    template: str | None = None


@dataclass(frozen=True)
class Duplicate:
    """Why a unit goes: its row `text` is as near to `kept_text`, of the unit `kept`, as `cosine` says."""

    unit: str
    kept: str
    cosine: float
    text: str
    kept_text: str


def duplicates(
    units: Sequence[Unit], encode: Callable[[Sequence[str]], "NDArray[np.float32]"], threshold: float
) -> list[Duplicate]:
    """The units to drop, given in the order of preference: of two duplicates the earlier stays.

    Two units are duplicates where rows of the same label reach the threshold. Units of one template are never compared,
    since their likeness is intended; they are bounded by count and exact equality elsewhere. A dropped unit
    drops no others, so every one has a kept neighbour; both promises are checked at the end.
    """
    import numpy as np

    texts = [text for unit in units for text in unit.texts]
    owner = np.repeat(np.arange(len(units)), [len(unit.texts) for unit in units])
    labels = np.array([label for unit in units for label in unit.labels])
    pairs = similar_pairs(encode(texts), threshold)
    templates = [unit.template for unit in units]
    matched: dict[int, list[tuple[int, float, int, int]]] = {}
    for i, j, cosine in zip(pairs.i.tolist(), pairs.j.tolist(), pairs.cosine.tolist(), strict=True):
        a, b = int(owner[i]), int(owner[j])
        alike = templates[a] is not None and templates[a] == templates[b]
        if a != b and not alike and labels[i] == labels[j]:
            matched.setdefault(b, []).append((a, cosine, j, i))
    gone: dict[int, Duplicate] = {}
    for b in sorted(matched):
        stays = [match for match in matched[b] if match[0] not in gone]
        if stays:
            a, cosine, j, i = max(stays, key=lambda match: (match[1], -match[0]))
            gone[b] = Duplicate(units[b].id, units[a].id, min(cosine, 1.0), texts[j], texts[i])
    _assert_promises(units, gone, matched)
    return [gone[b] for b in sorted(gone)]


def _assert_promises(
    units: Sequence[Unit], gone: dict[int, Duplicate], matched: dict[int, list[tuple[int, float, int, int]]]
) -> None:
    kept = {unit.id for number, unit in enumerate(units) if number not in gone}
    orphans = [one.unit for one in gone.values() if one.kept not in kept]
    left = [(a, b) for b, found in matched.items() for a, *_ in found if a not in gone and b not in gone]
    if orphans or left:
        raise BrokenPromise(f"dedup left {len(left)} duplicates and {len(orphans)} orphans; please report this")
