"""Alignment: its blocks are equal text, and what it locates is what it looked for."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from nescio.validation.alignment import align

WORDS = st.lists(
    st.sampled_from(["6", "bags", "of", "12", "rolls", ".", ",", "\n", "６", "a\u0301", "\u202e"]), max_size=14
)
TEXTS = st.one_of(st.text(max_size=40), WORDS.map(" ".join), WORDS.map("  ".join))


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_blocks_are_equal_text_in_order(clean: str, finished: str) -> None:
    """Every block holds the same characters on both sides, and blocks neither overlap nor cross."""
    blocks = align(clean, finished).blocks
    assert all(clean[a : a + size] == finished[b : b + size] and size > 0 for a, b, size in blocks)
    for (a, b, size), (c, d, _) in pairwise(blocks):
        assert a + size <= c
        assert b + size <= d


@settings(deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_located_spans_have_equal_text(clean: str, finished: str, data: st.DataObject) -> None:
    """A span that is located stands there letter by letter, and all of it counts as kept."""
    alignment = align(clean, finished)
    start = data.draw(st.integers(0, len(clean)))
    end = data.draw(st.integers(start, len(clean)))
    place = alignment.locate(start, end)
    if place is not None:
        assert finished[slice(*place)] == clean[start:end]
        assert alignment.kept(*place)


@given(TEXTS)
def test_a_text_aligns_with_itself(text: str) -> None:
    """Every word of an unchanged text stays where it is."""
    alignment = align(text, text)
    assert all(a == b for a, b, _ in alignment.blocks)
    for start, end in ((a, a + size) for a, _, size in alignment.blocks):
        assert alignment.locate(start, end) == (start, end)


def test_a_changed_number_is_not_located() -> None:
    """The number that was changed has no place, those around it have."""
    clean, finished = "Each of 35 bags held 6 rolls at $4.", "Each of 35 bags held fresh rolls at $4."
    alignment = align(clean, finished)
    assert alignment.locate(clean.index("6"), clean.index("6") + 1) is None
    assert alignment.locate(clean.index("35"), clean.index("35") + 2) == (8, 10)
    assert alignment.locate(clean.index("4"), clean.index("4") + 1) == (finished.index("4"), finished.index("4") + 1)
    assert not alignment.kept(finished.index("fresh"), finished.index("fresh") + 5)


def test_a_repeated_number_attracts_nothing() -> None:
    """A number that stands twice is matched in its own place, not where the other one was taken out."""
    clean, finished = "6 bags. Then 6 rolls. So 6 left.", "6 bags. Then some rolls. So 6 left."
    alignment = align(clean, finished)
    assert alignment.locate(13, 14) is None
    assert alignment.locate(25, 26) == (28, 29)


def test_space_that_changed_is_not_part_of_a_block() -> None:
    """Two words with another space between them are two blocks."""
    alignment = align("6 bags", "6  bags")
    assert alignment.locate(0, 6) is None
    assert alignment.locate(2, 6) == (3, 7)
