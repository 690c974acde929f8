"""Taking a seed apart and putting it together again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.paragraphs import by_a_model, found_again, paragraph
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.gen.wording import Refused
from nescio.schemas.evidence import Span
from nescio.schemas.taxonomy import Complexity, Grade


@pytest.mark.parametrize("number", range(0, len(packaged_templates()), 7))
def test_a_seed_put_together_from_its_own_parts_is_itself(number: int) -> None:
    """Only what it says of itself changes: a model may have written it."""
    seed = next(draws(packaged_templates()[number], 0))
    parts = paragraph(seed)
    asked = [one.text for one in seed.questions]
    made = parts.rebuilt(seed, parts.sentences, asked, parts.replacements)
    assert made == by_a_model(seed)
    assert made.id == seed.id
    assert (made.grade, made.complexity) == (Grade.TRACED, Complexity.EDITED)
    assert made.model_copy(update={"grade": seed.grade, "complexity": seed.complexity}) == seed


@pytest.mark.parametrize("grade", [grade for grade in Grade if grade is not Grade.PROVED])
def test_a_weaker_grade_stays(grade: Grade) -> None:
    """A model's text lifts no grade."""
    seed = next(draws(packaged_templates()[0], 0)).model_copy(update={"grade": grade})
    assert by_a_model(seed).grade is grade


@given(
    st.lists(st.sampled_from(["6", "16", "$6", "6.5", "1:06", "six", "6%", "bags"]), min_size=1, max_size=8), st.data()
)
def test_the_same_number_is_found_again_behind_other_words(words: list[str], data: st.DataObject) -> None:
    """The k-th stays the k-th, whatever stands between, and never lies inside a longer number."""
    number = data.draw(st.integers(0, len(words) - 1))
    old, new = " ".join(words), " indeed ".join(words)
    start = len(" ".join(words[:number])) + (1 if number else 0)
    span = Span(start=start, end=start + len(words[number]))
    found = found_again(span, (0, len(old)), old, (0, len(new)), new)
    assert new[found.start : found.end] == words[number]
    assert new[: found.start].split().count(words[number]) == old[:start].split().count(words[number])


def test_a_number_that_is_gone_or_stands_twice_is_not_found() -> None:
    """There is no telling which one it was."""
    for new in ("bags", "6 bags and 6 more", "16 bags", "6.5 bags"):
        with pytest.raises(Refused, match="number not found again"):
            found_again(Span(start=0, end=1), (0, 6), "6 bags", (0, len(new)), new)
