"""Finding the things of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.things.find import things_of
from nescio.schemas.evidence import CONTEXT


def found(context: str, *questions: str) -> set[str]:
    """The nouns found."""
    return {thing.noun for thing in things_of(context, questions)}


def test_all_places_are_found_in_every_part() -> None:
    """A swap that left one place out would make nonsense."""
    [thing] = things_of("Ida has 3 kites. Each kite costs $4.", ["How many kites has Ida?"])
    texts = {CONTEXT: "Ida has 3 kites. Each kite costs $4.", 0: "How many kites has Ida?"}
    words = [texts[span.part][span.start : span.end] for span in thing.spans]
    assert (thing.noun, thing.family, words) == ("kite", "toys", ["kites", "kite", "kites"])


@pytest.mark.parametrize(
    "text",
    [
        "Ida bakes an apple pie with 3 eggs.",
        "Ida has 3 bottles of orange juice.",
        "Ida has 4 pencil cases.",
        "Rose has 3 dollars.",
        "Ida trains for 3 hours and then books a room.",
        "Ida buys 3 apples and an apple-corer.",
        "Ida reads 3 books from a bookstore.",
        "The Lions won 3 games.",
    ],
)
def test_compounds_names_and_verbs_are_no_things(text: str) -> None:
    """What cannot be swapped everywhere is swapped nowhere."""
    assert found(text) == set()


def test_a_text_with_a_word_for_the_whole_family_has_none_of_it() -> None:
    """It may speak of any of them: a pear is fruit."""
    assert found("Ida has 3 apples.") == {"apple"}
    assert found("Ida has 3 apples. She likes fruit.") == set()


def test_a_word_that_ties_the_story_to_one_kind_excludes_it() -> None:
    """Only some animals give milk."""
    assert found("Ida has 3 goats in a field.") == {"goat"}
    assert found("Ida has 3 goats in a field. They give milk.") == set()


@given(st.text(), st.lists(st.text(), max_size=2))
def test_odd_text_never_raises_and_spans_hold_the_noun(context: str, questions: list[str]) -> None:
    """Whatever a file holds."""
    for thing in things_of(context, questions):
        assert all(span.end > span.start for span in thing.spans)


@given(st.lists(st.sampled_from("Ida has 3 red pens . The pens and a pen each box of boxes".split()), max_size=12))
def test_spans_hold_the_noun(words: list[str]) -> None:
    """In one of its forms."""
    text = " ".join(words)
    for thing in things_of(text, []):
        assert {text[span.start : span.end].lower() for span in thing.spans} <= {"pen", "pens", "box", "boxes"}
