"""The checkers' reader: what it reads in phrases, in every whole number, and in any text at all."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nescio.validation.numbers import Mention, read_numbers, sentence_of, sentence_starts

ONES = ["", *"one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()]
ONES += "seventeen eighteen nineteen".split()
TENS = ["", "", *"twenty thirty forty fifty sixty seventy eighty ninety".split()]


def spelled(number: int) -> str:
    """A whole number below 1000 in words, put together from the right."""
    if number == 0:
        return "zero"
    rest = number % 100
    small = ONES[rest] if rest < 20 else "-".join(filter(None, (TENS[rest // 10], ONES[rest % 10])))
    hundreds = f"{ONES[number // 100]} hundred" if number >= 100 else ""
    return " and ".join(filter(None, (hundreds, small)))


EXACT = [
    ("6 rolls", "6"), ("06", "6"), ("6.0", "6"), ("1,250 trees", "1250"), ("12,345,678", "12345678"),
    ("10'000", "10000"), ("0.75", "3/4"), (".5 litres", "1/2"), ("2.5", "5/2"), ("3/4", "3/4"), ("3 / 4", "3/4"),
    ("2 1/2", "5/2"), ("½", "1/2"), ("2½ litres", "5/2"), ("６ rolls", "6"), ("٦", "6"), ("６５", "65"),
    ("6\u200b5", "65"), ("²³", "23"), ("siх", "6"), ("s\u00adi\u00adx", "6"), ("六", "6"), ("VI", "6"),
    ("XIV of them", "14"), ("6k", "6000"), ("six", "6"), ("Twenty-one", "21"), ("twenty one", "21"),
    ("twentyone", "21"), ("a hundred and five", "105"), ("three hundred", "300"),
    ("two thousand three hundred and five", "2305"), ("nineteen hundred", "1900"), ("6 million", "6000000"),
    ("one point five", "3/2"), ("one half", "1/2"), ("a third", "1/3"), ("two thirds", "2/3"),
    ("three quarters", "3/4"), ("two and a half", "5/2"), ("four and three quarters", "19/4"), ("half", "1/2"),
    ("half the bags", "1/2"), ("half a dozen", "6"), ("a dozen", "12"), ("two dozen", "24"),
    ("a dozen and a half", "18"), ("two and a half dozen", "30"), ("the dozen", "12"), ("a baker's dozen", "13"),
    ("a score", "20"), ("a gross", "144"), ("a pair", "2"), ("3 pairs", "6"), ("both", "2"), ("twice", "2"),
    ("double", "2"), ("treble", "3"), ("a trio", "3"), ("sixfold", "6"), ("a sixpack", "6"), ("in sixes", "6"),
    ("the sixth", "6"), ("the twenty-sixth", "26"), ("6th", "6"), ("20%", "20"), ("20%", "1/5"), ("20 %", "1/5"),
    ("twenty percent", "1/5"), ("twenty per cent", "1/5"), ("$4", "4"), ("$4.50", "9/2"), ("$4", "400"),
    ("50 cents", "1/2"), ("50¢", "1/2"), ("€3", "300"), ("7:45 a.m.", "465"), ("7:45 p.m.", "1185"),
    ("7:45pm", "1185"), ("19:45", "1185"), ("7 a.m.", "420"), ("noon", "720"), ("12:10 a.m.", "10"), ("a week", "7"),
    ("two weeks", "14"), ("14 days", "2"), ("a fortnight", "14"), ("3 hours", "180"), ("90 minutes", "3/2"),
    ("an hour and a half", "90"), ("half an hour", "30"), ("a quarter of an hour", "15"),
    ("one and a half hours", "90"), ("2 km", "2000"), ("250 cm", "5/2"), ("3 feet", "36"),
    ("the days in the week", "7"), ("the legs of a spider", "8"), ("three squared", "9"), ("3²", "9"),
    ("the square of 3", "9"), ("the square root of 36", "6"), ("6 or so", "6"), ("about 6", "6"), ("nearly six", "6"),
    ("exactly 6", "6"), ("halfway between 4 and 8", "6"), ("the average of 4 and 8", "6"),
    ("exactly between $4 and $8", "6"), ("between 6 and 6", "6"), ("6 to 6", "6"), ("not 6", "6"),
]  # fmt: skip
"""A phrase and a value that it states; it may state others too, in other units."""


@pytest.mark.parametrize(("phrase", "value"), EXACT)
def test_a_phrase_states_a_value(phrase: str, value: str) -> None:
    """The phrase holds an exact number with this reading, alone and in the middle of a sentence."""
    for text in (phrase, f"It was {phrase}, they say."):
        assert Fraction(value) in {reading for one in read_numbers(text) if one.exact for reading in one.readings}


BOUNDS = [
    ("between 4 and 8", "4", "8", True), ("between $4 and $8", "4", "8", True), ("4 to 8", "4", "8", False),
    ("4-8", "4", "8", False), ("4–8 rolls", "4", "8", False), ("four or five", "4", "5", False),
    ("8 to 4", "4", "8", False), ("at least 6", "6", None, False), ("6 or more", "6", None, False),
    ("6+", "6", None, False), ("≥ 6", "6", None, False), ("no fewer than 6", "6", None, False),
    ("no less than six", "6", None, False), ("6 at the least", "6", None, False), ("more than 6", "6", None, True),
    ("over $6", "6", None, True), ("> 6", "6", None, True), ("above 6", "6", None, True),
    ("at most 6", None, "6", False), ("no more than 6", None, "6", False), ("up to 6", None, "6", False),
    ("6 or fewer", None, "6", False), ("6 bags at most", None, "6", False), ("as many as 6", None, "6", False),
    ("fewer than 6", None, "6", True), ("less than six", None, "6", True), ("under 6", None, "6", True),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "low", "high", "strict"), BOUNDS)
def test_a_phrase_bounds_a_value(phrase: str, low: str | None, high: str | None, strict: bool) -> None:
    """The phrase is one number that is not exact and has these ends, left out where the words leave them out."""
    (one,) = read_numbers(f"There were {phrase}.")
    ends = tuple(None if end is None else Fraction(end) for end in (low, high))
    assert not one.exact
    assert ends in one.bounds
    assert one.strict == strict
    assert all(one.allows(end) != strict for end in ends if end is not None)


def test_a_bound_holds_in_every_unit() -> None:
    """What lies between 1 and 2 weeks lies between 7 and 14 days, and what is over $3 is over 300 cents."""
    (weeks,) = read_numbers("1 to 2 weeks")
    assert weeks.allows(Fraction(10))
    assert not weeks.allows(Fraction(15))
    (money,) = read_numbers("over $3")
    assert (Fraction(300), None) in money.bounds


@pytest.mark.parametrize("text", ["2 more than 5", "three fewer than 10", "6 less than 10 bags", "$2 more than $5"])
def test_a_comparison_of_two_numbers_stays_exact(text: str) -> None:
    """Two more than 5 is two exact numbers and no bound."""
    one, two = read_numbers(text)
    assert one.exact
    assert two.exact


@pytest.mark.parametrize(
    "text",
    [
        "a few dozen",
        "several hundred",
        "some thousands of them",
        "a couple of dozen",
        "dozens of bags",
        "hundreds",
        "many",
    ],
)
def test_loose_words_are_no_numbers(text: str) -> None:
    """A few dozen states nothing."""
    assert read_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twenty, six and four", [20, 6, 4]),
        ("Two hundred. And six more.", [200, 6]),
        ("6 bags, 12 rolls", [6, 12]),
        ("12 m² of grass", [12]),
        ("in 3 of 7 boxes", [3, 7]),
        ("the red ones, one by one", [1, 1]),
        ("room 6. 5 bags", [6, 5]),
    ],
)
def test_neighbours_stay_apart(text: str, values: list[int]) -> None:
    """Numbers that only stand near one another are read one by one."""
    assert all(Fraction(value) in one.readings for value, one in zip(values, read_numbers(text), strict=True))


@given(st.integers(0, 9999))
def test_whole_numbers_in_digits(number: int) -> None:
    """Every whole number below 10,000 is read as itself, with and without a comma."""
    for text in (f"{number}", f"{number:,}", f"a box of {number:,} screws."):
        assert Fraction(number) in read_numbers(text)[-1].readings


def test_whole_numbers_in_words() -> None:
    """Every whole number below 1000 is read as itself and as one number, with and without its hyphen."""
    for number in range(1000):
        for text in (spelled(number), spelled(number).replace("-", " "), f"It holds {spelled(number).title()} screws."):
            (one,) = read_numbers(text)
            assert one.readings == {Fraction(number)}
            assert one.exact


@given(st.integers(1, 99), st.integers(1, 999))
def test_thousands_in_words(thousands: int, rest: int) -> None:
    """Thousands join what follows them."""
    (one,) = read_numbers(f"{spelled(thousands)} thousand {spelled(rest)}")
    assert one.readings == {Fraction(1000 * thousands + rest)}


PIECES = st.sampled_from(
    "6 six 1,250 ½ ² % $ a an half dozen pair between and to or at least most more than twenty hundred thousand point "
    "week hour 7:45 a.m. . , - – + ^ / 0 00 000 ６ VI \u200b \u202e \u0301 \x00 \ud800 ㎨ ⅏ ⒈ days in the of square "
    "root √ couple k".split(" ")
)
JUMBLES = st.lists(PIECES, max_size=12)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map("".join)
    )
)
def test_any_text_is_read(text: str) -> None:
    """No text makes the reader fail; spans lie inside the text in order, and what is not exact has bounds."""
    found = read_numbers(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.start <= two.start for one, two in pairwise(found))
    assert all(one.readings and one.exact == (not one.bounds) for one in found)
    assert read_numbers(text) == found


def test_long_figures_and_long_texts_are_no_trouble() -> None:
    """A figure of a million digits is no number, and a long text of numbers takes linear time."""
    assert read_numbers("9" * 1_000_000) == []
    assert len(read_numbers("at least 6 bags, " * 4000)) == 4000
    assert len(read_numbers("the days in the week, " * 4000)) == 4000


def test_reading_returns_a_list_of_its_own() -> None:
    """Changing what was returned does not change the next reading."""
    read_numbers("6 bags").clear()
    assert read_numbers("6 bags") == [Mention(0, 1, frozenset({Fraction(6)}))]


def test_sentences_begin_where_a_reader_says() -> None:
    """A point in a number, in a.m., in a title or before a small letter ends no sentence; every position has one."""
    text = 'At 7:45 a.m. Ann had 2.5 kg. "Good!" she said to Mr. Lee and Dr. Ray. 6 bags were full.'
    starts = sentence_starts(text)
    assert [text[start : start + 4] for start in starts] == ["At 7", '"Goo', "6 ba"]
    assert [sentence_of(starts, position) for position in (0, starts[1], len(text) - 1)] == [0, 1, 2]
