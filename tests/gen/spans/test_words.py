"""Sentences and words of paragraphs, and whether a text tells an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.spans.words import places, tells


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("The Herons won again.", "Denby Herons"),
        ("There were 12 boats.", "twelve"),
        ("There were twelve boats.", "12"),
        ("There were 1,200 boats.", "1200 boats"),
        ("It was rebuilt in '38.", "1938"),
        ("It was rebuilt in the 1930s.", "1938"),
        ("It was rebuilt in May.", "4 May 1938"),
        ("The DRC paid for it.", "Denby Rowing Club"),
        ("The Denby Rowing Club paid for it.", "DRC"),
        ("A French painter came.", "France"),
        ("The painters came.", "a painter"),
        ("Zoë paid.", "Zoe"),
    ],
)
def test_an_answer_is_told_in_other_forms_too(text: str, answer: str) -> None:
    """An answer is told in other forms too."""
    assert tells(text, answer) is not None


@pytest.mark.parametrize(
    ("text", "answer"),
    [("The Herons won again.", "the Otters"), ("It opened in 1912.", "1921"), ("They had 13 boats.", "12 oars")],
)
def test_another_thing_tells_no_answer(text: str, answer: str) -> None:
    """Another thing tells no answer."""
    assert tells(text, answer) is None


def test_words_that_the_question_gives_away_tell_nothing() -> None:
    """Words that the question gives away tell nothing."""
    assert tells("The club was rich.", "Denby club") == "club"
    assert tells("The club was rich.", "Denby club", frozenset({"club"})) is None


def test_an_abbreviation_ends_no_sentence() -> None:
    """An abbreviation ends no sentence."""
    text = "Dr. Orla Finch came at 9 a.m. with J. Marsh. She left (so they say. Or not) early. Who knows?"
    assert [text[start:end] for start, end in places(text) or ()] == [
        "Dr. Orla Finch came at 9 a.m. with J. Marsh.",
        "She left (so they say. Or not) early.",
        "Who knows?",
    ]


@pytest.mark.parametrize("text", ['He said "yes. Then he left.', "A list of names:", "One (and more. Two."])
def test_text_that_is_not_clear_has_no_sentences(text: str) -> None:
    """Text that is not clear has no sentences."""
    assert places(text) is None


@given(st.text(max_size=200), st.text(max_size=30))
def test_odd_text_raises_nothing(text: str, answer: str) -> None:
    """Odd text raises nothing."""
    found = places(text)
    assert found is None or all(0 <= start <= end <= len(text) for start, end in found)
    tells(text, answer)
