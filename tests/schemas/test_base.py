"""Text that any format can hold, and models that refuse what they do not know."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nescio.schemas.base import MAX_TEXT, Filled, Frozen, Text, faults, repair
from nescio.schemas.hashing import content_hash, group_hash

ANY = st.text(st.characters(codec=None))


class Box(Frozen):
    """A model of one text."""

    text: Text
    filled: Filled = "x"


@given(ANY)
def test_repaired_text_can_be_stored(text: str) -> None:
    """After repair any text is UTF-8 without NUL, in NFC, and repairing it again changes nothing."""
    fixed = repair(text)
    assert isinstance(fixed, str)
    assert fixed.encode("utf-8").decode("utf-8") == fixed
    assert "\x00" not in fixed
    assert unicodedata.is_normalized("NFC", fixed)
    assert repair(fixed) == fixed


@given(st.text())
def test_sound_text_stays_as_it_is(text: str) -> None:
    """Text that can be stored is only brought to NFC; nothing is dropped, bidirectional controls included."""
    if "\x00" not in text:
        assert repair(text) == unicodedata.normalize("NFC", text)
    assert repair("a\u202eb\u200b\U0001f600") == "a\u202eb\u200b\U0001f600"


def test_each_unstorable_character_leaves_a_mark() -> None:
    """A lone surrogate and a NUL become one U+FFFD each, so that a reader sees that something stood there."""
    assert repair("a\ud800\x00b") == "a\ufffd\ufffdb"


@pytest.mark.parametrize("value", [None, 3, 1.5, ["x"]])
def test_only_text_is_repaired(value: object) -> None:
    """What is no text passes through repair and is refused by the model."""
    assert repair(value) is value
    with pytest.raises(ValidationError):
        Box.model_validate({"text": value})


def test_a_text_of_a_megabyte_is_refused_with_its_length() -> None:
    """The message names the length found and the length accepted; the longest accepted text passes."""
    with pytest.raises(ValidationError, match=r"text of 1,000,000 characters, at most 200,000 are accepted"):
        Box(text="x" * 1_000_000)
    assert len(Box(text="x" * MAX_TEXT).text) == MAX_TEXT
    with pytest.raises(ValidationError, match=r"text of 200,001 characters"):
        Box(text="x" * (MAX_TEXT + 1))


def test_the_length_counts_after_repair() -> None:
    """A text that NFC makes shorter is measured as it is stored, and so is one that NFC makes longer."""
    assert len(Box(text="e\u0301" * MAX_TEXT).text) == MAX_TEXT
    with pytest.raises(ValidationError, match="300,000 characters"):
        Box(text="\U0001d160" * 100_000)


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u00a0\u2003", "\x1f"])
def test_blank_text_is_refused_where_something_must_stand(blank: str) -> None:
    """White space of any kind is nothing."""
    with pytest.raises(ValidationError, match="the text is empty"):
        Box(text="x", filled=blank)


def test_unknown_keys_are_refused() -> None:
    """A typing error in a key is an error and not a default."""
    with pytest.raises(ValidationError) as found:
        Box.model_validate({"text": "x", "txet": "y"})
    assert faults(found.value) == ["txet: Extra inputs are not permitted"]


def test_values_do_not_change() -> None:
    """A model's fields cannot be set, and it can stand in a set."""
    box = Box(text="x")
    with pytest.raises(ValidationError):
        box.text = "y"  # type: ignore[misc]
    assert len({box, Box(text="x")}) == 1


PARTS = st.lists(st.none() | ANY, max_size=4)


@given(PARTS, PARTS)
def test_content_hash_does_not_collide_by_joining(one: list[Any], two: list[Any]) -> None:
    """Different lists of parts have different ids, also where their texts joined are the same."""
    assert (content_hash(*one) == content_hash(*two)) == (one == two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a", ""), ("a",)),
        ((None,), ("",)),
        ((), ("",)),
        (("1:a",), ("1", "a")),
        (("", None), (None, "")),
    ],
)
def test_content_hash_tells_parts_apart(one: tuple[Any, ...], two: tuple[Any, ...]) -> None:
    """Where one part ends and the next begins is hashed, and nothing differs from the empty text."""
    assert content_hash(*one) != content_hash(*two)


def test_content_hash_never_changes() -> None:
    """The ids of published datasets depend on this very function."""
    assert content_hash("a", None, "é") == content_hash("a", None, "é")
    assert len(content_hash()) == 16
    assert content_hash("nescio", "", None) == "3c8b8ead4d7604a1"


@given(st.lists(st.text(max_size=4), max_size=6), st.randoms())
def test_group_hash_knows_no_order(ids: list[str], random: Any) -> None:
    """A star has one id, in whatever order its members come; another member makes another id."""
    shuffled = random.sample(ids, len(ids))
    assert group_hash(shuffled) == group_hash(ids) == group_hash(iter(ids))
    assert group_hash([*ids, "one more"]) != group_hash(ids)
