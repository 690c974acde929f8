"""The search for similar rows is exact: it finds what a product of all with all in float64 finds, and nothing else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.validation import similar, similar_bounds
from nescio.validation.similar import SLACK, Pairs, similar_pairs

Rows = NDArray[np.float32]


def brute(left: Rows, right: Rows) -> NDArray[np.float64]:
    """All cosines in float64; those of zero rows are 0."""
    sides = []
    for rows in (left, right):
        wide = rows.astype(np.float64)
        length = np.sqrt((wide * wide).sum(axis=1, keepdims=True))
        sides.append(np.divide(wide, length, out=np.zeros_like(wide), where=length > 0))
    return np.asarray(sides[0] @ sides[1].T)


def expected(rows: Rows, threshold: float, first_new: int = 0) -> list[tuple[int, int]]:
    """The pairs of a set, sorted."""
    counts = np.triu(brute(rows, rows) >= threshold - SLACK, 1)
    counts[:, :first_new] = False
    return [(int(i), int(j)) for i, j in np.argwhere(counts)]


def listed(found: Pairs) -> list[tuple[int, int]]:
    """The pairs as they came."""
    return list(zip(found.i.tolist(), found.j.tolist(), strict=True))


def clustered(n: int, d: int, threshold: float, seed: int = 0) -> Rows:
    """Rows with a falling spectrum, among them copies, zero rows and pairs planted 1e-4 on either side of a cosine."""
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((n, d)) * np.arange(1, d + 1) ** -0.7
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    quarter = n // 4
    rows[:quarter] = rows[rng.integers(quarter, n, quarter)]
    for k in range(quarter, 2 * quarter):
        base, other = rows[k + quarter], rng.standard_normal(d)
        other -= (other @ base) * base
        cosine = threshold + rng.choice([-1e-4, 0.0, 1e-4])
        rows[k] = cosine * base + np.sqrt(max(1 - cosine**2, 0.0)) * other / np.linalg.norm(other)
    rows *= rng.uniform(0.2, 5, (n, 1))
    rows[rng.integers(0, n, 5)] = 0
    return np.asarray(rows[rng.permutation(n)], dtype=np.float32)


@pytest.fixture(autouse=True)
def rotated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small sets are rotated too, and go through several blocks and strips."""
    monkeypatch.setattr(similar_bounds, "PAYS", 0)
    monkeypatch.setattr(similar_bounds, "CHUNK", 16)
    monkeypatch.setattr(similar, "HEIGHT", 32)
    monkeypatch.setattr(similar, "WIDTH", 64)
    monkeypatch.setattr(similar, "STRIP", 128)


COMPONENTS = st.integers(-3, 3)
ROWS = st.integers(1, 12).flatmap(
    lambda d: st.lists(st.lists(COMPONENTS, min_size=d, max_size=d), min_size=1, max_size=40)
)
THRESHOLDS = st.sampled_from([-1.0, -0.3, 0.0, 0.5, 0.75, 0.9, 1.0])


@settings(deadline=None)
@given(ROWS, THRESHOLDS)
def test_pairs_equal_brute_force(values: list[list[int]], threshold: float) -> None:
    """Any rows at any threshold, with ties, copies, zero rows, one dimension: the same pairs, none twice, sorted."""
    rows = np.array(values, dtype=np.float32)
    found = similar_pairs(rows, threshold, workers=1)
    assert listed(found) == expected(rows, threshold)
    assert np.allclose(found.cosine, brute(rows, rows)[found.i, found.j], atol=1e-7)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from([2, 3, 16, 64]), st.sampled_from([0.3, 0.6, 0.8, 0.9, 0.999]))
def test_pairs_planted_around_the_threshold_are_told_apart(seed: int, d: int, threshold: float) -> None:
    """A cosine 1e-4 above the threshold is found, one at it too, one 1e-4 below is not."""
    rows = clustered(300, d, threshold, seed)
    assert listed(similar_pairs(rows, threshold, workers=1)) == expected(rows, threshold)
