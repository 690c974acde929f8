"""Whether one sentence leans on another."""

import pytest

from nescio.gen.spans.leaning import leans, stands_alone


@pytest.mark.parametrize(
    "sentence",
    [
        "It was sold in 1912.",
        "However, the mill was sold.",
        "This mill was sold.",
        "The latter was sold.",
        "In 1912, she sold the mill.",
        "After its founder had died, the mill was sold.",
        "The mill and the bakery were sold to Orla Finch and Ben Marsh respectively.",
        "Eight years later, the mill was sold.",
        "For example, the mill was sold.",
    ],
)
def test_a_pronoun_or_a_link_leans(sentence: str) -> None:
    """A pronoun or a link leans."""
    assert not stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["The mill was sold in 1912.", "Orla Finch sold her mill.", "In 1912 Orla Finch said that she would sell."],
)
def test_a_sentence_with_its_own_names_stands_alone(sentence: str) -> None:
    """A sentence with its own names stands alone."""
    assert stands_alone(sentence)


def test_a_later_sentence_leans_that_points_to_a_new_thing() -> None:
    """A later sentence leans that points to a new thing."""
    told = ["Denby is old.", "A theatre was built in 1902.", "Denby has a bridge.", "The theatre burned down."]
    assert leans(told, 1) == 3
    assert leans(["Denby has a theatre.", *told[1:]], 1) is None
