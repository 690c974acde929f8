"""Repeats, conflicting labels and leaking splits are counted, each row once, with examples."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.validation.audit_repeats import RepeatRow, repeats
from nescio.validation.veto import vetoed


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


NEAR = np.cos(np.radians(15))
ANGLES = {"a": 0, "b": 10, "c": 20, "d": 30, "d is not it": 30, "4 of d": 32}


def angles(texts: Sequence[str]) -> NDArray[np.float32]:
    """Each text at its angle."""
    found = np.radians([ANGLES[text] for text in texts])
    return np.stack([np.cos(found), np.sin(found)], axis=1).astype(np.float32)


def test_words_keep_texts_apart_where_nobody_says_where_they_come_from() -> None:
    """As in `nescio dedup`: a negation or a number more is no repeat and no conflict; between splits it leaks."""
    made = [RepeatRow("d", True, split="a"), RepeatRow("d is not it", False, split="b"), RepeatRow("4 of d", True)]
    found = repeats(made, angles, 0.99)
    assert (found.near, found.near_conflicts, found.leaks) == (0, 0, {"near text": 2})
    told = [RepeatRow(row.text, row.label, keys={"seed_id": str(n)}) for n, row in enumerate(made)]
    assert (repeats(told, angles, 0.99).near, repeats(told, angles, 0.99).near_conflicts) == (1, 2)


ROWS = st.builds(
    RepeatRow,
    st.sampled_from([*ANGLES, "?"]),
    st.booleans(),
    st.sampled_from([None, "p", "q"]),
    st.sampled_from([None, "train", "test"]),
    st.sampled_from([None, {"template_id": "t"}, {"seed_id": "s"}, {"seed_id": "u", "template_id": "t"}]),
)


@given(st.lists(ROWS, max_size=14))
def test_near_rows_are_those_that_comparing_all_with_all_finds(made: list[RepeatRow]) -> None:
    """Each row that is near an earlier one counts once for what it repeats, contradicts or leaks, and no other."""
    wanted: dict[str, set[int]] = {"repeats": set(), "conflicts": set(), "leaks": set()}
    for (_, one), (j, two) in combinations(enumerate(made), 2):
        near = "?" not in (one.text, two.text) and abs(ANGLES[one.text] - ANGLES[two.text]) < 15
        if not near or one.text == two.text or (one.group is not None and one.group == two.group):
            continue
        if one.split != two.split:
            wanted["leaks"].add(j)
        seed, template = (one.value(name) == two.value(name) is not None for name in ("seed_id", "template_id"))
        free = (one.told and two.told) or not vetoed(one.text, two.text)
        if free and not template and not (seed and one.label != two.label):
            wanted["repeats" if one.label == two.label else "conflicts"].add(j)
    found = repeats(made, angles, NEAR)
    assert found.near == len(wanted["repeats"])
    assert found.near_conflicts == len(wanted["conflicts"])
    assert found.leaks.get("near text", 0) == len(wanted["leaks"])


def test_many_rows_of_one_text_cost_no_pairs() -> None:
    """20,000 rows of two near texts, which have a hundred million pairs, are looked through row by row."""
    made = [RepeatRow("ab"[number % 2], True) for number in range(20_000)]
    found = repeats(made, angles, NEAR)
    assert (found.exact, found.near) == (19_998, 19_999)
