"""The checker `question`: errors planted in stars that it accepts."""

from random import Random

import pytest

from nescio.gen.perturbations.question_deletion import QuestionDeletion
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.evidence import Span
from nescio.schemas.example import Edit, Star
from nescio.validation.checkers.question import QuestionAsked, asks


@pytest.fixture(scope="module")
def stars() -> list[Star]:
    """One star of each template."""
    seeds = (next(draws(template, 2)) for template in packaged_templates())
    return [star for seed in seeds for star in QuestionDeletion().propose(seed, Random(seed.id))]


REQUESTS = (
    "How many are left?",
    "how many are left",
    "Find the total.",
    "Please work out what is left.",
    "What is the total",
    "Is it more than the other?",
    "We want to know the sum.",
    "Calculate it.",
    "The question is how much it costs.",
    "Tell me the rest.",
    "She wonders how many remain.",
    "Determine the price.",
    "Now find the share of each.",
    "State the total.",
)


@pytest.mark.parametrize("request_text", REQUESTS)
def test_a_question_that_is_put_back_is_caught_in_any_form(request_text: str, stars: list[Star]) -> None:
    """Question, order, wish, or reported question, at the end of the story."""
    for star in stars:
        bare = star.rows[0]
        clean = star.seed.context
        context = f"{clean} {request_text}"
        edit = Edit(
            kind="closing",
            before="",
            after=context[len(clean) :],
            span_before=Span(start=len(clean), end=len(clean)),
            span_after=Span(start=len(clean), end=len(context)),
        )
        rest = tuple(one for one in bare.edits if one.span_before.part >= 0)
        update = {"context": context, "prompt": context, "edits": (edit, *rest)}
        spoilt = star.model_copy(update={"rows": (bare.model_copy(update=update), *star.rows[1:])})
        assert not QuestionAsked().check(spoilt)[0].passed


def test_valid_rows_are_accepted(stars: list[Star]) -> None:
    """All rows of all stars."""
    assert [one.detail for star in stars for one in QuestionAsked().check(star) if not one.passed] == []


@pytest.mark.parametrize("request_text", REQUESTS)
def test_a_story_that_asks_is_no_story_without_a_question(request_text: str) -> None:
    """In whatever form, a request is seen."""
    assert request_text in (asks(f"Ida has 3 plums. {request_text}") or "")


def test_a_further_sentence_is_caught(stars: list[Star]) -> None:
    """Even one that asks nothing."""
    for star in stars:
        bare = star.rows[0]
        context = f"{bare.context} That is all."
        spoilt = bare.model_copy(update={"context": context, "prompt": context})
        assert not QuestionAsked().check(star.model_copy(update={"rows": (spoilt, *star.rows[1:])}))[0].passed


def test_a_changed_story_is_caught(stars: list[Star]) -> None:
    """One word is enough."""
    for star in stars:
        for number, row in enumerate(star.rows):
            context = row.context.replace(" a ", " the ", 1)
            if context != row.context:
                prompt = row.prompt.replace(row.context, context)
                spoilt = row.model_copy(update={"context": context, "prompt": prompt})
                rows = (*star.rows[:number], spoilt, *star.rows[number + 1 :])
                assert not QuestionAsked().check(star.model_copy(update={"rows": rows}))[number].passed


def test_a_twin_that_asks_something_else_is_caught(stars: list[Star]) -> None:
    """Its words are the seed's."""
    for star in stars:
        twin = star.rows[1]
        asked = "How many horses are there?"
        update = {"question": asked, "prompt": f"{twin.context} {asked}"}
        rows = (star.rows[0], twin.model_copy(update=update), *star.rows[2:])
        assert not QuestionAsked().check(star.model_copy(update={"rows": rows}))[1].passed


def test_a_twin_without_its_question_and_a_gold_that_is_no_number_are_caught(stars: list[Star]) -> None:
    """Neither raises."""
    for star in stars:
        twin = star.rows[1]
        for update in ({"question": "", "prompt": twin.context}, {"answers": ("some",)}, {"answers": ("1.5",)}):
            rows = (star.rows[0], twin.model_copy(update=update), *star.rows[2:])
            assert not QuestionAsked().check(star.model_copy(update={"rows": rows}))[1].passed
