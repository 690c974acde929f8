"""Two things that change places."""

import pytest

from nescio.gen.things.bound import takes_up
from nescio.gen.things.find import things_of
from nescio.gen.things.mentions import sentences
from nescio.gen.things.swap import swap_changes, turned_changes
from nescio.schemas.evidence import CONTEXT


@pytest.mark.parametrize(
    ("text", "other", "turned"),
    [
        ("Ida has 3 pears.", "orange", "Ida has 3 oranges."),
        ("Pears cost $2. A pear is ripe.", "orange", "Oranges cost $2. An orange is ripe."),
        ("An apple costs $1.", "pear", "A pear costs $1."),
        ("Ida eats a red apple.", "pear", "Ida eats a red pear."),
    ],
)
def test_number_capitals_and_articles_follow(text: str, other: str, turned: str) -> None:
    """A swapped text reads as if it had been written so."""
    [thing] = things_of(text, [])
    assert turned_changes(text, swap_changes(text, CONTEXT, thing, other)) == turned


def test_a_sentence_takes_up_another_by_a_pronoun_or_a_bare_number() -> None:
    """After "Ida has pears too." neither may follow."""
    assert takes_up("They cost $2.")
    assert takes_up("She eats 3 of a kind.")
    assert not takes_up("She buys 3 apples.")


def test_sentences_end_at_marks_and_not_at_titles() -> None:
    """A mention goes between sentences."""
    text = "Mr. Ito has 3.5 pears. He eats."
    assert [text[start:end] for start, end in sentences(text)] == ["Mr. Ito has 3.5 pears.", "He eats."]
