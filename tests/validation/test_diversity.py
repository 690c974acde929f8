"""Facility location by lazy greedy chooses what plain greedy does."""

from itertools import combinations
from math import e

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.schemas.errors import UsageError
from nescio.validation.diversity import coverage, facility_location

ROWS = st.integers(1, 12).flatmap(
    lambda n: st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), min_size=n, max_size=n)
)


def plain_greedy(rows: NDArray[np.float64], count: int) -> list[int]:
    """Every gain anew in every step."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = np.maximum((rows / np.where(length > 0, length, 1)) @ (rows / np.where(length > 0, length, 1)).T, 0)
    covered, chosen = np.zeros(len(rows)), list[int]()
    while len(chosen) < count:
        gains = np.round(np.maximum(cosines - covered, 0).sum(axis=1), 9)
        gains[chosen] = -1
        chosen.append(int(np.argmax(gains)))
        covered = np.maximum(covered, cosines[chosen[-1]])
    return chosen


@given(ROWS, st.integers(0, 12))
@settings(deadline=None)
def test_lazy_is_plain_greedy(rows: list[list[int]], count: int) -> None:
    """Zero rows, repeated rows and ties included, the same rows come in the same order."""
    made = np.array(rows, dtype=np.float64)
    if count < len(rows):
        assert facility_location(made, count) == plain_greedy(made, count)
    else:
        assert facility_location(made, count) == list(range(len(rows)))


@given(ROWS, st.integers(1, 4))
@settings(deadline=None, max_examples=40)
def test_greedy_keeps_its_promise(rows: list[list[int]], count: int) -> None:
    """What is chosen covers at least 1 - 1/e of what the best choice does."""
    made = np.array(rows, dtype=np.float64)
    count = min(count, len(rows))
    best = max(coverage(made, list(one)) for one in combinations(range(len(rows)), count))
    assert coverage(made, facility_location(made, count)) >= (1 - 1 / e) * best - 1e-9


def test_each_cluster_gets_one() -> None:
    """Of four tight clusters of unequal size four rows are one each, whatever comes first."""
    random = np.random.default_rng(0)
    centres = np.eye(4, 16)
    rows = np.concatenate([centres[k] + 0.05 * random.normal(size=(size, 16)) for k, size in enumerate((50, 5, 20, 3))])
    owner = np.repeat(range(4), (50, 5, 20, 3))
    assert {int(owner[one]) for one in facility_location(rows, 4)} == {0, 1, 2, 3}
    assert coverage(rows, facility_location(rows, 4)) > coverage(rows, [0, 1, 2, 3])


def test_more_rows_than_a_block_are_one_choice() -> None:
    """The blocks of the first gains leave no trace."""
    rows = np.random.default_rng(1).normal(size=(1500, 8))
    assert facility_location(rows, 5) == plain_greedy(rows, 5)


def test_odd_rows_are_refused_and_none_are_no_trouble() -> None:
    """NaN raises a usage error; nothing is chosen of nothing."""
    with pytest.raises(UsageError, match="NaN"):
        facility_location(np.array([[1.0, float("nan")]]), 1)
    assert facility_location(np.zeros((0, 3)), 2) == []
    assert coverage(np.zeros((0, 3)), []) == 0
