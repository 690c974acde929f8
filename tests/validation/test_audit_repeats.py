"""Repeats, conflicting labels and leaking splits are counted, each row once, with examples."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nescio.validation.audit_repeats import RepeatRow, repeats


def test_same_texts_are_told_by_how_they_are_the_same() -> None:
    """A copy is exact; one with other case and marks is normalised; the first of them is no repeat."""
    made = [RepeatRow(text, True) for text in ("A boat.", "A boat.", "a BOAT!", "a lamp", "a lamp?")]
    found = repeats(made)
    assert (found.exact, found.normalised, found.near) == (1, 2, None)
    assert [(one.first, one.second, one.rule) for one in found.examples["repeats"]] == [
        (0, 1, "exact"),
        (0, 2, "normalised"),
        (3, 4, "normalised"),
    ]


def test_one_text_under_two_labels_is_a_conflict_even_in_a_pair() -> None:
    """A twin with its own row's text is a conflict and no repeat."""
    found = repeats([RepeatRow("Why?", True, "p"), RepeatRow("why", False, "p")])
    assert (found.conflicts, found.exact + found.normalised) == (1, 0)
    assert found.examples["conflicts"][0].rule == "normalised"


def test_rows_without_text_repeat_nothing() -> None:
    """They are counted, and are no repeats, conflicts or leaks, not even beside one another's vectors."""
    made = [RepeatRow(text, label, split=split) for text, label, split in (("", True, "a"), (" ", False, "b"))]
    found = repeats([*made, RepeatRow("", True, split="b")], lambda texts: np.ones((len(texts), 1), np.float32))
    assert (found.without_text, found.exact, found.near, found.conflicts, found.leaks) == (3, 0, 0, 0, {})
    assert found.examples == {}


def test_splits_leak_by_text_and_by_key() -> None:
    """A text, a seed or a star in two splits is found by its column; inside one split it is not."""
    made = [
        RepeatRow("a", True, split="train", keys={"seed": "1", "star": "s"}),
        RepeatRow("A!", True, split="test", keys={"seed": "2", "star": "t"}),
        RepeatRow("b", False, split="test", keys={"seed": "1", "star": "t"}),
        RepeatRow("b", False, split="test", keys={"seed": "1"}),
    ]
    found = repeats(made)
    assert found.leaks == {"text": 1, "seed": 2}
    assert {one.rule for one in found.examples["leaks"]} == {"normalised", "same seed"}


def test_near_texts_are_found_outside_of_their_own_pair() -> None:
    """Near rows of one label repeat, of two labels conflict, in two splits leak; members of a pair never do."""
    vectors = {"a": (1.0, 0.0), "b": (1.0, 0.0), "c": (1.0, 0.0), "d": (0.0, 1.0)}

    def encode(texts: object) -> np.ndarray:
        return np.array([vectors[text] for text in texts], dtype=np.float32)  # type: ignore[attr-defined]

    made = [
        RepeatRow("a", True, "p", "train"),
        RepeatRow("b", False, "p", "train"),
        RepeatRow("c", True, "q", "test"),
        RepeatRow("d", True, "r", "test"),
    ]
    found = repeats(made, encode, 0.9)
    assert (found.near, found.near_conflicts, found.leaks) == (1, 1, {"near text": 1})
    assert repeats(made).near_conflicts is None


@given(st.lists(st.tuples(st.sampled_from("aAbB"), st.booleans(), st.sampled_from(["x", "y"])), max_size=30))
def test_repeats_are_all_but_the_first_of_each_text_and_label(drawn: list[tuple[str, bool, str]]) -> None:
    """Counts do not hang on the order of the rows."""
    made = [RepeatRow(text, label, split=split) for text, label, split in drawn]
    found, back = repeats(made), repeats(made[::-1])
    distinct = {(row.text.casefold(), row.label) for row in made}
    assert found.exact + found.normalised == len(made) - len(distinct) == back.exact + back.normalised
    assert (found.conflicts > 0) == any((text, not label) in distinct for text, label in distinct)
    assert bool(found.leaks) == bool(back.leaks)
