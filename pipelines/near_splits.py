"""Stars that are near one another stand in one split: the search before the splits are drawn, and the check after."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from nescio.pipelines.decontaminating import Encode
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.example import Candidate, Star

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def near_stars(stars: Sequence[Star], encode: Encode, threshold: float) -> list[tuple[int, int]]:
    """The positions of stars of which two rows reach the threshold, whatever their labels and words.

    Exact over all pairs of rows. Pairs are taken in batches, so that they need not all be held.
    """
    import numpy as np

    from nescio.validation.similar import pair_batches

    if not stars:
        return []
    owner = np.repeat(np.arange(len(stars)), [len(star.rows) for star in stars])
    found: set[tuple[int, int]] = set()
    for batch in pair_batches(encode([row.prompt for star in stars for row in star.rows]), threshold):
        found |= _owners(owner[batch.i], owner[batch.j])
    return sorted(found)


def _owners(i: "NDArray[np.int64]", j: "NDArray[np.int64]") -> set[tuple[int, int]]:
    import numpy as np

    apart = i != j
    pairs = np.unique(np.stack([i[apart], j[apart]], axis=1), axis=0)
    return {(one, other) for one, other in pairs.tolist()}


def largest_share(groups: Sequence[str], stars: Sequence[Star]) -> float:
    """The share of the rows that the largest group holds; 0 of none."""
    rows: dict[str, int] = {}
    for name, star in zip(groups, stars, strict=True):
        rows[name] = rows.get(name, 0) + len(star.rows)
    return max(rows.values()) / sum(rows.values()) if rows else 0.0


def check_apart(splits: Mapping[str, Sequence[Candidate]], encode: Encode | None, threshold: float) -> None:
    """Raises BrokenPromise where two splits share a star, a seed, a template or a prompt, or are near one another.

    Nearness is looked for anew and exactly, over the rows as they are published, where there is an encoder.
    """
    for one, other in combinations(splits, 2):
        check_pair(one, splits[one], other, splits[other], encode, threshold)


def check_pair(
    one: str,
    rows: Sequence[Candidate],
    other: str,
    others: Sequence[Candidate],
    encode: Encode | None,
    threshold: float,
) -> None:
    """The same of some rows of one split and some of another."""
    for key in ("cross_id", "pair_id", "seed_id", "template_id", "prompt"):
        shared = _values(rows, key) & _values(others, key)
        if shared:
            raise BrokenPromise(f"{one} and {other} share the {key} {min(shared)[:80]!r}; please report this")
    if encode is not None:
        _check_near(one, rows, other, others, encode, threshold)


def _values(rows: Sequence[Candidate], key: str) -> set[str]:
    return {value for row in rows if (value := getattr(row, key)) is not None}


def _check_near(
    one: str, rows: Sequence[Candidate], other: str, others: Sequence[Candidate], encode: Encode, threshold: float
) -> None:
    from nescio.validation.similar import pair_batches

    left, right = encode([row.prompt for row in rows]), encode([row.prompt for row in others])
    for batch in pair_batches(left, threshold, against=right):
        a, b = rows[int(batch.i[0])], others[int(batch.j[0])]
        raise BrokenPromise(
            f"row {a.id} of {one} and row {b.id} of {other} have a cosine of {batch.cosine[0]:.4f}, at {threshold:g} "
            "and above they must stand in one split; please report this"
        )
