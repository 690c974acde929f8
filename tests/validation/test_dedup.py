"""Near-duplicates: the search is exact, and who goes follows the provenance rules."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.validation import dedup
from nescio.validation.dedup import Duplicate, Unit, duplicates, similar_pairs

Floats = NDArray[np.float32]


def unit_rows(values: object) -> Floats:
    """The rows, each scaled to length one."""
    rows = np.asarray(values, dtype=np.float32)
    norms = np.linalg.norm(rows, axis=1, keepdims=True) if rows.size else np.ones((len(rows), 1), np.float32)
    return np.asarray(rows / norms, dtype=np.float32)


def brute(rows: Floats, threshold: float) -> set[tuple[int, int]]:
    """All pairs that reach the threshold, one by one."""
    twos = [(i, j) for i in range(len(rows)) for j in range(i + 1, len(rows))]
    return {(i, j) for i, j in twos if float(np.dot(rows[i], rows[j])) >= threshold - dedup.SLACK}


COMPONENTS = st.integers(-3, 3).filter(bool)
ROWS = st.integers(1, 4).flatmap(
    lambda d: st.lists(st.lists(COMPONENTS, min_size=d, max_size=d), min_size=1, max_size=12)
)


@settings(deadline=None)
@given(ROWS, st.sampled_from([-1.0, 0.0, 0.5, 0.95, 1.0]), st.sampled_from([1, 2, 5, 2048]))
def test_pairs_equal_brute_force(values: list[list[int]], threshold: float, block: int) -> None:
    """The pairs are those that a loop finds, sorted, whatever the size of a block; one dimension and ties included."""
    rows = unit_rows(values)
    whole, dedup.BLOCK = dedup.BLOCK, block
    try:
        found = similar_pairs(rows, threshold)
    finally:
        dedup.BLOCK = whole
    pairs = list(zip(found.i.tolist(), found.j.tolist(), strict=True))
    assert pairs == sorted(pairs)
    assert set(pairs) ^ brute(rows, threshold) <= brute(rows, threshold - 2e-6) - brute(rows, threshold + 2e-6)
    assert np.allclose(found.cosine, [np.dot(rows[i], rows[j]) for i, j in pairs], atol=1e-5)


def test_equal_rows_reach_one() -> None:
    """Copies are found at threshold 1, though rounding may leave their cosine a little below it."""
    rows = np.repeat(unit_rows(np.random.default_rng(0).normal(size=(1, 384))), 3, axis=0)
    found = similar_pairs(rows, 1.0)
    assert list(zip(found.i.tolist(), found.j.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize("rows", [0, 1])
def test_no_rows_have_no_pairs(rows: int) -> None:
    """Nothing and a single row give empty arrays of the right types."""
    found = similar_pairs(np.ones((rows, 1), dtype=np.float32), 0.0)
    assert (len(found.i), len(found.j), len(found.cosine)) == (0, 0, 0)
    assert found.i.dtype == np.int64
    assert found.cosine.dtype == np.float32


def along(texts: dict[str, float]) -> Callable[[Sequence[str]], Floats]:
    """An encoder that puts each text at its angle in degrees; equal angles are equal texts."""

    def encode(asked: Sequence[str]) -> Floats:
        angles = np.radians([texts[text] for text in asked])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)

    return encode


def one(name: str, *, label: bool = True, template: str | None = None) -> Unit:
    """A unit of one row, whose text is its name."""
    return Unit(name, (name,), (label,), template)


NEAR = 0.99  # about 8 degrees


def test_the_earlier_of_two_duplicates_stays() -> None:
    """Of two near texts the later unit goes, and says which one it is near to and how near."""
    (gone,) = duplicates([one("a"), one("b"), one("c")], along({"a": 0, "b": 90, "c": 3}), NEAR)
    assert gone == Duplicate("c", "a", gone.cosine, "c", "a")
    assert gone.cosine == pytest.approx(np.cos(np.radians(3)), abs=1e-5)


def test_the_same_template_is_never_compared() -> None:
    """Units of one template are alike on purpose and stay; the same texts without a template do not."""
    encode = along({"a": 0, "b": 0})
    assert duplicates([one("a", template="t"), one("b", template="t")], encode, NEAR) == []
    assert len(duplicates([one("a", template="t"), one("b", template="u")], encode, NEAR)) == 1
    assert len(duplicates([one("a"), one("b")], encode, NEAR)) == 1


def test_another_label_is_never_merged() -> None:
    """Two like texts of which one should be answered and one not are no duplicates."""
    encode = along({"a": 0, "b": 0, "c": 0})
    assert duplicates([one("a"), one("b", label=False)], encode, NEAR) == []
    assert [gone.unit for gone in duplicates([one("a"), one("b", label=False), one("c")], encode, NEAR)] == ["c"]


def test_rows_of_a_unit_are_never_compared_with_one_another() -> None:
    """A star is not its own duplicate, however like its rows are."""
    star = Unit("s", ("a", "b", "c"), (True, True, True))
    assert duplicates([star], along({"a": 0, "b": 0, "c": 1}), NEAR) == []


def test_a_unit_goes_whole_for_one_row() -> None:
    """One duplicate row takes its unit along, and the report names that row."""
    first, second = Unit("s", ("a", "b"), (True, False)), Unit("t", ("c", "d"), (True, False))
    (gone,) = duplicates([first, second], along({"a": 0, "b": 40, "c": 90, "d": 41}), NEAR)
    assert (gone.unit, gone.kept, gone.text, gone.kept_text) == ("t", "s", "d", "b")


def test_a_dropped_unit_drops_no_other() -> None:
    """In a chain a, b, c where only neighbours are near, b goes for a, and c stays since b is gone."""
    found = duplicates([one("a"), one("b"), one("c")], along({"a": 0, "b": 7, "c": 14}), NEAR)
    assert [(gone.unit, gone.kept) for gone in found] == [("b", "a")]


def test_ties_go_to_the_earlier_unit() -> None:
    """Two kept units at the same distance: the earlier one is named."""
    found = duplicates([one("a"), one("b"), one("c")], along({"a": 10, "b": -10, "c": 0}), 0.98)
    assert [(gone.unit, gone.kept) for gone in found] == [("c", "a")]


def test_no_units_are_no_trouble() -> None:
    """An empty set has no duplicates."""
    assert duplicates([], lambda texts: np.zeros((len(texts), 3), dtype=np.float32), NEAR) == []


UNITS = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=3),
        st.sampled_from([None, "t", "u"]),
    ),
    max_size=8,
)


@settings(deadline=None)
@given(UNITS)
def test_what_stays_has_no_duplicates_and_what_goes_has_a_kept_neighbour(
    drawn: list[tuple[list[tuple[int, bool]], str | None]],
) -> None:
    """For any units: no orphans, nothing left that should go, and dropping again drops nothing."""
    places: dict[str, float] = {}
    units = []
    for n, (rows, template) in enumerate(drawn):
        names = [f"{n}.{k}" for k in range(len(rows))]
        places |= {name: 5.0 * place for name, (place, _) in zip(names, rows, strict=True)}
        units.append(Unit(f"u{n}", tuple(names), tuple(label for _, label in rows), template))
    gone = duplicates(units, along(places), NEAR)
    names = {found.unit for found in gone}
    assert len(names) == len(gone)
    assert all(found.kept not in names and found.cosine <= 1 for found in gone)
    assert duplicates([unit for unit in units if unit.id not in names], along(places), NEAR) == []
