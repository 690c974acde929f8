"""Near-duplicates: who goes follows the provenance rules."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.validation.dedup import Duplicate, Unit, duplicates
from nescio.validation.profiles import Thresholds

Floats = NDArray[np.float32]


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


def test_long_texts_have_a_threshold_of_their_own() -> None:
    """A pair of which one text is long, or reads as arithmetic, has to reach the higher one; one number is for all."""
    asked = Thresholds(short=0.9, long=0.99)
    near = along({"a": 0, "b": 15, "2 + 2": 90, "2 + 3": 105, "word " * 26: 180, "c": 195})
    units = [one("a"), one("b"), one("2 + 2"), one("2 + 3"), one("word " * 26), one("c")]
    assert [gone.unit for gone in duplicates(units, near, asked)] == ["b"]
    assert [gone.unit for gone in duplicates(units, near, 0.9)] == ["b", "2 + 3", "c"]
    assert duplicates(units, near, 0.9) == duplicates(units, near, Thresholds(short=0.9, long=0.9))
