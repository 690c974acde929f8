"""The checker `entity`: errors planted in stars that it accepts."""

import re
from collections.abc import Callable
from itertools import islice
from random import Random

import pytest

from nescio.gen.perturbations.unrelated_object import UnrelatedObject
from nescio.gen.sources.lists import draws
from nescio.gen.things.lists import packaged_lists
from nescio.schemas.example import Candidate, Star
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers.entity import Entity
from nescio.validation.lexicon import lexicon, words_of


@pytest.fixture(scope="module")
def stars() -> list[Star]:
    """Two stars of each story."""
    seeds = (seed for story in packaged_lists() for seed in islice(draws(story, 7), 2))
    return [star for seed in seeds for star in UnrelatedObject().propose(seed, Random(seed.id))]


def asked(row: Candidate) -> str:
    """The plural of what the question asks about."""
    known = (word.text for word in words_of(row.question) if lexicon().noun(word.text))
    return next(word for word in known if word in row.context.lower() or word.capitalize() in row.context)


def with_context(row: Candidate, context: str) -> Candidate:
    """The row with another context, its edits made to fit, so that only the text is wrong."""
    from nescio.schemas.evidence import Span
    from nescio.schemas.example import Edit

    clean = Span(start=0, end=len(row.context))
    edit = Edit(
        kind="x", before=row.context, after=context, span_before=clean, span_after=Span(start=0, end=len(context))
    )
    return row.model_copy(update={"context": context, "prompt": f"{context} {row.question}", "edits": (edit,)})


def add(text: str) -> Callable[[Candidate], str]:
    """Put a sentence at the end."""
    return lambda row: f"{row.context} {text.format(x=asked(row), X=asked(row).capitalize())}"


PLANTS: dict[str, Callable[[Candidate], str]] = {
    "a number in a sentence of its own": add("There were 17 {x}."),
    "a number word": add("Seventeen {x} were there."),
    "what one box holds": add("There were 17 {x} in a box."),
    "how many boxes held so many": lambda row: row.context.replace(f" of {asked(row)}", f" of 17 {asked(row)}", 1),
    "the boxes left out": lambda row: re.sub(rf"\d+ \w+ of {asked(row)}", f"17 {asked(row)}", row.context, count=1),
    "a number after the noun": add("{X} numbered 17."),
    "a comparison": add("There were twice as many {x}."),
    "a total": add("With the {x} there were 90."),
    "none": add("There were no {x}."),
    "a pronoun": add("They were 17 in all."),
    "the mention taken out": lambda row: ". ".join(
        one for one in row.context.split(". ") if asked(row) not in one.lower()
    ),
    "a third word changed": lambda row: row.context.replace(" the ", " a ", 1).replace("In ", "At ", 1),
    "one place of the noun changed back": lambda row: row.context.replace(asked(row), "zebras", 1),
}


@pytest.mark.parametrize("name", PLANTS)
def test_planted_errors_in_rows_that_should_not_be_answered_are_caught(name: str, stars: list[Star]) -> None:
    """Every one of them."""
    missed = []
    for star in stars:
        for number, row in enumerate(star.rows):
            if row.role is Role.PERTURBED:
                context = PLANTS[name](row)
                if context == row.context:
                    continue
                rows = [*star.rows[:number], with_context(row, context), *star.rows[number + 1 :]]
                if Entity().check(star.model_copy(update={"rows": tuple(rows)}))[number].passed:
                    missed.append(context)
    assert missed == []


def test_valid_rows_are_accepted(stars: list[Star]) -> None:
    """All rows of all stars."""
    assert [one.detail for star in stars for one in Entity().check(star) if not one.passed] == []


def test_a_question_about_the_counted_thing_is_no_row_to_abstain_on(stars: list[Star]) -> None:
    """And one about the mentioned thing none to answer: labels and texts of a pair exchanged are caught."""
    for star in stars:
        first, second = (next(row for row in star.rows if row.role is role) for role in (Role.TWIN, Role.PERTURBED))
        texts = ("context", "question", "prompt", "edits")
        update = {key: getattr(second, key) for key in texts}
        rows = tuple(row.model_copy(update=update) if row is first else row for row in star.rows)
        assert not Entity().check(star.model_copy(update={"rows": rows}))[star.rows.index(first)].passed


def test_a_wrong_gold_answer_is_caught(stars: list[Star]) -> None:
    """Whether it is another number or none."""
    for gold in ("999", "many"):
        for star in stars:
            rows = tuple(row.model_copy(update={"answers": (gold,)}) if row.answers else row for row in star.rows)
            found = Entity().check(star.model_copy(update={"rows": rows}))
            assert all(one.passed is row.should_abstain for one, row in zip(found, rows, strict=True))
