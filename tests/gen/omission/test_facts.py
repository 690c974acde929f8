"""Hiding a number in a text that people wrote: what is hidden, what is asked, and where nothing is made."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.omission.facts import Leaf, facts_of
from nescio.gen.wording import sentences
from nescio.schemas.evidence import Fact, HidingForm, Span
from nescio.validation.numbers import read_numbers

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
WORDS = {"two": 2, "three": 3, "five": 5, "ten": 10}


def leaf(context: str, said: str) -> Leaf:
    """The leaf of a number as it stands in a context."""
    start = re.search(rf"(?<![\w.]){re.escape(said)}(?!\d)", context)
    assert start is not None
    value = Fraction(WORDS[said.lower()]) if said.lower() in WORDS else Fraction(said.replace(",", ""))
    return Leaf("n", Span(start=start.start(), end=start.end()), value)


def leaves(context: str) -> list[Leaf]:
    """A leaf for every figure of a context."""
    found = (one for one in NUMBER.finditer(context) if one.group()[-1].isdigit())
    return [
        Leaf(f"n{one.start()}", Span(start=one.start(), end=one.end()), Fraction(one.group().replace(",", "")))
        for one in found
    ]


def fact(context: str, said: str) -> Fact:
    """The one fact about a number."""
    (found,) = facts_of(context, [leaf(context, said)])
    return found


def texts(context: str, said: str, form: HidingForm) -> set[str]:
    """The contexts that hide a number in one form."""
    hidings = [one for one in fact(context, said).hidings if one.form is form]
    return {context[: one.span.start] + one.text + context[one.span.end :] for one in hidings}


ASKED = [
    (
        "Petra sold 48 lamps to her neighbors in May.",
        "48",
        "how many lamps Petra sold to her neighbors in May",
        "How many lamps did Petra sell to her neighbors in May?",
    ),
    (
        "There are 30 swans on the lake.",
        "30",
        "how many swans there are on the lake",
        "How many swans are there on the lake?",
    ),
    (
        "Each crate holds 16 melons.",
        "16",
        "how many melons each crate holds",
        "How many melons does each crate hold?",
    ),
    (
        "Otto rents a boat that costs $70 per day.",
        "70",
        "how much the boat costs per day",
        "How much does the boat cost per day?",
    ),
    (
        "Mina keeps bees. She has sold 25 jars of honey.",
        "25",
        "how many jars of honey Mina has sold",
        "How many jars of honey has Mina sold?",
    ),
    (
        "At noon 14 hikers were resting in the hut.",
        "14",
        "how many hikers were resting in the hut",
        "How many hikers were resting in the hut?",
    ),
    (
        "Ravi painted fences for 6 hours.",
        "6",
        "for how many hours Ravi painted fences",
        "For how many hours did Ravi paint fences?",
    ),
    (
        "Lena is reading a 240-page novel.",
        "240",
        "how many pages the novel has",
        "How many pages does the novel have?",
    ),
    (
        "The shop gave Ivo a 15% discount.",
        "15",
        "what percentage the discount is",
        "What percentage is the discount?",
    ),
    (
        "Olga sold ribbons at $3 each.",
        "3",
        "how much each ribbon costs",
        "How much does each ribbon cost?",
    ),
    (
        "Tove is 9 years older than Nils.",
        "9",
        "how many years older Tove is than Nils",
        "How many years older is Tove than Nils?",
    ),
    (
        "Ada wants to plant five tulips and 12 roses behind the shed.",
        "five",
        "how many tulips Ada wants to plant",
        "How many tulips does Ada want to plant?",
    ),
    (
        "Hugo ate 20% of the cherries.",
        "20",
        "what percentage of the cherries Hugo ate",
        "What percentage of the cherries did Hugo eat?",
    ),
]


@pytest.mark.parametrize(("context", "said", "missing", "question"), ASKED)
def test_the_missing_clause_and_the_question_follow_the_sentence(
    context: str, said: str, missing: str, question: str
) -> None:
    """Subject, verb and what follows come from the sentence; a pronoun gives way to the only person named."""
    found = fact(context, said)
    assert (found.missing, found.clarifying_question) == (missing, question)


@pytest.mark.parametrize(
    ("context", "said", "form", "hidden"),
    [
        ("Petra sold 48 lamps.", "48", HidingForm.ABSENT, "Petra sold some lamps."),
        ("Petra sold 48 lamps and 5 chairs.", "48", HidingForm.ABSENT, "Petra sold some lamps and 5 chairs."),
        ("Petra has 48 lamps.", "48", HidingForm.ABSENT, "Petra has some lamps."),
        ("Petra sold 48 of the lamps.", "48", HidingForm.ABSENT, "Petra sold some of the lamps."),
        ("Petra sold 48 more lamps.", "48", HidingForm.ABSENT, "Petra sold some more lamps."),
        ("Petra sold 48 lamps.", "48", HidingForm.VAGUE, "Petra sold quite a few lamps."),
        ("Petra sold 48 lamps.", "48", HidingForm.WITHHELD, "Petra sold a certain number of lamps."),
        ("Ravi used 4 cups of flour.", "4", HidingForm.ABSENT, "Ravi used flour."),
        ("Ravi ran 7 miles to the pier.", "7", HidingForm.ABSENT, "Ravi ran to the pier."),
        ("Lena reads a 240-page novel.", "240", HidingForm.ABSENT, "Lena reads a novel."),
        ("Ivo bought an 80 gallon tank.", "80", HidingForm.ABSENT, "Ivo bought a tank."),
        ("Olga sold ribbons at $3 each.", "3", HidingForm.ABSENT, "Olga sold ribbons."),
        ("Olga sold ribbons at $3 each.", "3", HidingForm.WITHHELD, "Olga sold ribbons at a fixed price each."),
        ("Tove earns $15 an hour.", "15", HidingForm.ABSENT, "Tove is paid by the hour."),
        ("Tove is 9 years older than Nils.", "9", HidingForm.ABSENT, "Tove is older than Nils."),
        ("All chairs are 25% off.", "25", HidingForm.ABSENT, "All chairs are on sale."),
        ("The rent rose by 10%.", "10", HidingForm.ABSENT, "The rent rose."),
        ("Mina grew 30% more beans than Ada.", "30", HidingForm.ABSENT, "Mina grew more beans than Ada."),
        ("Otto paid $60 for the lamp.", "60", HidingForm.ABSENT, "Otto paid for the lamp."),
        ("Otto has a $60 lamp.", "60", HidingForm.ABSENT, "Otto has a lamp."),
        ("Otto drove at 50 miles per hour.", "50", HidingForm.WITHHELD, "Otto drove at a constant speed."),
        ("Otto swims 4 times a week.", "4", HidingForm.VAGUE, "Otto swims several times a week."),
        ("Otto sold 5 of the lamps.", "5", HidingForm.VAGUE, "Otto sold several of the lamps."),
        ("Otto made 6 more lamps.", "6", HidingForm.WITHHELD, "Otto made a certain number of additional lamps."),
        ("5 ducks were on the pond.", "5", HidingForm.VAGUE, "Several ducks were on the pond."),
        ("5 ducks were on the pond.", "5", HidingForm.ABSENT, "A flock of ducks were on the pond."),
        ("There were 8 tulips in the vase.", "8", HidingForm.ABSENT, "There was a bunch of tulips in the vase."),
        ("Each shelf holds 9 jars.", "9", HidingForm.WITHHELD, "Each shelf holds the same number of jars."),
    ],
)
def test_a_form_reads_as_people_write(context: str, said: str, form: HidingForm, hidden: str) -> None:
    """One of the ways of each form, in full."""
    assert hidden in texts(context, said, form)


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ("Otto bought more than 40 lamps.", "40"),
        ("Otto took about 40 lamps.", "40"),
        ("Otto lives at 40 Elm Street.", "40"),
        ("Otto came in 1984.", "1984"),
        ("Otto has 4 times as many lamps as Ada.", "4"),
        ("Otto won 3 out of 5 games.", "3"),
        ("Otto sold lamps to his 3 cousins, Al, Bo and Cy.", "3"),
        ("Otto split the lamps in the ratio 3:5.", "3"),
        ("Otto is leaving at 7 pm.", "7"),
        ("Otto sold 1 lamp.", "1"),
        ("The first 3 lamps were sold.", "3"),
        ("Otto sold 2 lamps and Ada sold twice that.", "2"),
        ("The 3 lamps were sold.", "3"),
        ("The box is 4 feet by 6 feet.", "4"),
        ("Otto did not sell 4 lamps.", "4"),
        ("A spider has 8 legs.", "8"),
        ("Otto works 7 days a week.", "7"),
        ("Otto slept for 6 hours and 40 minutes.", "6"),
        ("Otto counted 60 cows and goats.", "60"),
        ("Otto owns 40k stamps.", "40"),
    ],
)
def test_what_is_not_sure_is_left_alone(context: str, said: str) -> None:
    """Bounds, dates, names, relations, ratios, times, ones, back references and listed things give no fact."""
    assert facts_of(context, [leaf(context, said)]) == []


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ("Otto sells small lamps for $2 and large lamps for $8.", "2"),
        ("Otto read poems for 3 hours, and plays for 5 hours.", "3"),
        ("Otto ran 3 miles and walked 5 miles.", "3"),
        ("The rent rose by 10% and the tax by 4%.", "10"),
        ("There are 30 lamps in the shop.", "30"),
        ("Each shelf holds 9 jars.", "9"),
        ("Otto needs to sell 40 lamps.", "40"),
        ("The house has 40 windows.", "40"),
        ("Otto sells 40 lamps a day.", "40"),
        ("The lamp costs $40.", "40"),
    ],
)
def test_nothing_is_left_out_where_the_next_number_would_be_read_for_it(context: str, said: str) -> None:
    """The absent form needs a phrase that nothing else in the sentence completes."""
    assert not texts(context, said, HidingForm.ABSENT)


def test_a_pronoun_stays_where_two_persons_are_named() -> None:
    """Only one possible person is put in a pronoun's place."""
    for context in ("Mina met Ada. She had sold 25 jars.", "Mina met her sister. She had sold 25 jars."):
        assert fact(context, "25").missing == "how many jars she had sold"


def test_facts_come_in_the_order_of_the_leaves_and_name_their_nodes() -> None:
    """Id and node are the leaf's."""
    context = "Petra sold 48 lamps. Each lamp cost $30."
    assert [found.node for found in facts_of(context, leaves(context))] == ["n11", "n37"]


OPENINGS = [
    "Petra sold",
    "There are",
    "Each crate holds",
    "Otto paid",
    "On Monday Ada walked",
    "In the end she gave him",
]
MIDDLES = ["{}", "${}", "a {}-page", "{}%", "a total of {}", "{} more", "her {}", "{} of the"]
ENDINGS = [
    "lamps.",
    "miles an hour",
    "of the books, and left",
    "hours!",
    "pounds of rice each; so",
    "",
    "-",
    "\u00a0%",
    "bags",
]


@given(st.sampled_from(OPENINGS), st.sampled_from(MIDDLES), st.sampled_from(ENDINGS), st.integers(0, 10**6))
def test_a_fact_keeps_its_promises(opening: str, middle: str, ending: str, value: int) -> None:
    """A hiding lies in one sentence, drops the figure, and adds only bounds that hold; what is asked has no number."""
    context = f"Petra met Otto. {opening} {middle.format(value)} {ending} That was all."
    for found in facts_of(context, leaves(context)):
        assert found.hidings
        assert found.clarifying_question.endswith("?")
        assert not NUMBER.search(found.missing + found.clarifying_question)
        for hiding in found.hidings:
            start, end = hiding.span.start, hiding.span.end
            assert any(a <= start and end <= b for a, b in sentences(context))
            hidden = context[:start] + hiding.text + context[end:]
            assert "  " not in hidden.replace(context[:start], "")[: len(hiding.text) + 1]
            for one in read_numbers(hiding.text):
                assert not one.exact
                assert one.allows(Fraction(value))


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 6), st.fractions(0, 1000))
def test_odd_text_gives_nothing_and_raises_nothing(text: str, start: int, length: int, value: Fraction) -> None:
    """Any text and any span."""
    facts_of(text, [Leaf("n", Span(start=min(start, len(text)), end=min(start + length, len(text))), value)])


@pytest.mark.parametrize(
    "text",
    [
        "There are 128 ounces in a gallon.",
        "There are 16 cups in each gallon.",
        "She knows there are 36 inches in a yard.",
    ],
)
def test_a_conversion_of_units_is_no_fact(text: str) -> None:
    """Everybody knows it, so hiding it hides nothing."""
    assert facts_of(text, leaves(text)) == []
