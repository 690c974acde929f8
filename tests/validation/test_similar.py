"""The search for similar rows is exact: it finds what a product of all with all in float64 finds, and nothing else."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from threadpoolctl import threadpool_info

from nescio.schemas.errors import UsageError
from nescio.validation import dedup, similar, similar_bounds
from nescio.validation.similar import SLACK, Pairs, appended_pairs, cross_pairs, pair_batches, similar_pairs

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


@settings(deadline=None)
@given(ROWS, st.integers(0, 40), THRESHOLDS)
def test_two_sets_are_compared_each_with_the_other(values: list[list[int]], cut: int, threshold: float) -> None:
    """Every row of one set with every row of the other, and none within a set; either may be empty."""
    rows = np.array(values, dtype=np.float32)
    left, right = rows[:cut], rows[cut:]
    wanted = [(int(i), int(j)) for i, j in np.argwhere(brute(left, right) >= threshold - SLACK)]
    assert listed(cross_pairs(left, right, threshold, workers=1)) == wanted


@pytest.mark.parametrize("threshold", [0.5, 0.9])
def test_large_sets_are_compared_in_blocks(threshold: float) -> None:
    """Two sets over several strips give what brute force gives, in order."""
    left, right = clustered(150, 24, threshold, 1), clustered(400, 24, threshold, 1)
    wanted = [(int(i), int(j)) for i, j in np.argwhere(brute(left, right) >= threshold - SLACK)]
    assert listed(cross_pairs(left, right, threshold, workers=2)) == wanted
    assert wanted


@settings(deadline=None)
@given(ROWS, st.integers(0, 40), THRESHOLDS)
def test_appended_rows_are_compared_with_the_old_ones_and_themselves(
    values: list[list[int]], first: int, threshold: float
) -> None:
    """What a set gains by new rows, and what it had, are together what it has."""
    rows = np.array(values, dtype=np.float32)
    first = min(first, len(rows))
    gained = appended_pairs(rows, first, threshold, workers=1)
    assert listed(gained) == expected(rows, threshold, first)
    assert sorted(listed(gained) + expected(rows[:first], threshold)) == listed(similar_pairs(rows, threshold))


@pytest.mark.parametrize("threshold", [-0.5, 0.2, 0.8])
def test_any_number_of_workers_gives_the_same_bits(threshold: float) -> None:
    """One, two and three threads find the same pairs in the same order with the same cosines."""
    rows = clustered(500, 32, threshold)
    one, *others = (similar_pairs(rows, threshold, workers=workers) for workers in (1, 2, 3))
    for other in others:
        assert all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))
    assert listed(one) == expected(rows, threshold)


@pytest.mark.parametrize("kind", ["float16", "float32", "float64", ">f4", "int8"])
def test_a_mapped_file_of_any_real_type_is_as_good_as_an_array(tmp_path: Path, kind: str) -> None:
    """The pairs of a file that is read bit by bit are those of its rows in memory."""
    rows = (clustered(200, 16, 0.9) * 20).astype(kind)
    np.save(tmp_path / "rows.npy", rows)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")
    assert isinstance(mapped, np.memmap)
    found = similar_pairs(mapped, 0.9)
    assert listed(found) == expected(rows.astype(np.float64), 0.9)
    assert found.cosine.tobytes() == similar_pairs(rows, 0.9).cosine.tobytes()
    assert listed(similar_pairs(rows[:, ::-1], 0.9)) == listed(found)


def test_the_length_of_a_row_does_not_matter() -> None:
    """Rows of length 1e-30 and 1e30 have the pairs of their unit rows."""
    rows = clustered(200, 16, 0.9)
    scales = 10.0 ** np.random.default_rng(0).integers(-30, 30, (len(rows), 1))
    assert listed(similar_pairs(rows * scales, 0.9)) == expected(rows, 0.9)


def test_blocks_of_their_real_size_are_exact_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several thousand rows with everything as it is outside of tests."""
    monkeypatch.undo()
    rows = clustered(6000, 48, 0.8)
    assert listed(similar_pairs(rows, 0.8)) == expected(rows, 0.8)


def test_equal_rows_reach_one() -> None:
    """Copies are found at threshold 1, though rounding may leave their cosine a little below it."""
    row = np.random.default_rng(0).normal(size=(1, 384)).astype(np.float32)
    found = similar_pairs(np.repeat(row / np.linalg.norm(row), 3, axis=0), 1.0)
    assert listed(found) == [(0, 1), (0, 2), (1, 2)]
    assert (found.cosine <= 1).all()


@pytest.mark.parametrize("rows", [0, 1])
def test_no_rows_have_no_pairs(rows: int) -> None:
    """Nothing and a single row give empty arrays of the right types."""
    found = similar_pairs(np.ones((rows, 1), dtype=np.float32), 0.0)
    assert (len(found.i), len(found.j), len(found.cosine)) == (0, 0, 0)
    assert found.i.dtype == np.int64
    assert found.cosine.dtype == np.float32


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.sampled_from([3, 24, 80]), st.sampled_from([0.3, 0.7, 0.95]))
def test_the_product_of_the_factors_bounds_every_cosine(seed: int, d: int, threshold: float) -> None:
    """However few dimensions are taken, no product is below the cosine by more than the slack."""
    rows = similar_bounds.vectors(clustered(400, d, threshold, seed))
    found = similar_bounds.bounds(rows, rows, threshold)
    block = found.left.block(0, len(rows))
    assert (block @ block.T + found.slack >= rows.unit(slice(None)) @ rows.unit(slice(None)).T).all()


def test_fewer_dimensions_are_taken_where_they_are_enough() -> None:
    """Rows that differ in few directions are compared in few, and rows that differ in all directions in all."""
    rng = np.random.default_rng(0)
    flat = rng.standard_normal((500, 100)) * np.where(np.arange(100) < 10, 1, 0.01)
    for rows, least, most in ((flat, 5, 30), (rng.standard_normal((500, 100)), 1, 100)):
        held = similar_bounds.bounds(*[similar_bounds.vectors(rows)] * 2, 0.9).left.held
        assert held is not None
        assert least < held.shape[1] <= most


def test_rows_too_many_to_be_held_are_made_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a rotation wins nothing, rows are normalised as they are needed, and the pairs are the same."""
    rows = clustered(200, 8, 0.1)
    held = similar_pairs(rows, 0.1, workers=2)
    monkeypatch.setattr(similar_bounds, "HELD", 0)
    monkeypatch.setattr(similar_bounds, "PAYS", 10**9)
    assert listed(similar_pairs(rows, 0.1, workers=2)) == listed(held) == expected(rows, 0.1)


def test_batches_together_are_the_whole() -> None:
    """Pairs that are taken bit by bit are the same, each once, and no batch is larger than a strip."""
    rows = clustered(400, 16, 0.2)
    batches = list(pair_batches(rows, 0.2, workers=2))
    assert len(batches) > 10
    assert all(0 < len(batch.i) <= similar.HEIGHT * similar.STRIP for batch in batches)
    assert sorted(pair for batch in batches for pair in listed(batch)) == expected(rows, 0.2)


def test_batches_may_be_left_half_taken() -> None:
    """Whoever stops early gets BLAS back with as many threads as before."""
    before = [(found["filepath"], found["num_threads"]) for found in threadpool_info()]
    batches = pair_batches(clustered(400, 16, 0.2), 0.2, workers=2)
    next(batches)
    batches.close()  # type: ignore[attr-defined]
    assert [(found["filepath"], found["num_threads"]) for found in threadpool_info()] == before


def test_too_many_pairs_are_refused_and_never_cut_off() -> None:
    """One pair more than allowed is an error that says what to do; as many as allowed are given."""
    rows = np.ones((30, 2), dtype=np.float32)
    assert len(similar_pairs(rows, 0.9, max_pairs=435).i) == 435
    with pytest.raises(UsageError, match=r"more than 434 pairs reach 0\.9.*pair_batches"):
        similar_pairs(rows, 0.9, max_pairs=434)
    with pytest.raises(UsageError, match="more than 899"):
        cross_pairs(rows, rows, 0.9, max_pairs=899)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_rows_that_are_no_numbers_are_refused_by_number(value: float) -> None:
    """NaN and infinity name their row, on either side."""
    rows = clustered(50, 4, 0.9)
    bad = rows.copy()
    bad[33, 2] = value
    for call in (lambda: similar_pairs(bad, 0.9), lambda: cross_pairs(rows, bad, 0.9)):
        with pytest.raises(UsageError, match="row 33 holds NaN"):
            call()
    large = rows.astype(np.float64)
    large[7] = 1e200
    with pytest.raises(UsageError, match=r"row 7 .* too large"):
        similar_pairs(large, 0.9)


def test_useless_arguments_are_refused() -> None:
    """What cannot be compared is refused before anything is computed."""
    rows = clustered(20, 4, 0.9)
    for threshold in (90, -1.1, np.nan):
        with pytest.raises(UsageError, match="a threshold is a cosine"):
            pair_batches(rows, threshold)
    with pytest.raises(UsageError, match="rows of 4 and of 3 numbers"):
        cross_pairs(rows, rows[:, :3], 0.9)
    with pytest.raises(UsageError, match="first_new is 21"):
        appended_pairs(rows, 21, 0.9)
    with pytest.raises(UsageError, match="workers is 0"):
        similar_pairs(rows, 0.9, workers=0)
    for shapeless in (rows[0], rows.astype("complex64"), np.array([["a"]])):
        with pytest.raises(UsageError, match="matrix of real numbers"):
            similar_pairs(shapeless, 0.9)


def test_the_documented_name_is_the_same_search() -> None:
    """nescio.validation.dedup.similar_pairs, the name in the documentation, is this one."""
    assert dedup.similar_pairs is similar_pairs
