"""The checker of questions about the world."""

from collections.abc import Callable
from random import Random

import pytest

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.registry.draw import draws
from nescio.schemas.example import Candidate, Star
from nescio.schemas.taxonomy import Behaviour, Role
from nescio.validation.checkers.registry import RegistryList
from nescio.validation.closed_list import plain
from tests.small_registry import small_book

CHECKER = RegistryList()


def stars() -> list[Star]:
    """Stars."""
    book = small_book()
    seeds = [seed for framed in book.frames for seed in draws(book, framed, 0)]
    swaps = [one for one in PERTURBATIONS if one.checker == CHECKER.name]
    return [star for seed in seeds for one in swaps for star in one.propose(seed, Random(seed.id))]


def with_row(star: Star, number: int, **changes: object) -> Star:
    """With row."""
    rows = list(star.rows)
    rows[number] = rows[number].model_copy(update=changes)
    return star.model_copy(update={"rows": tuple(rows)})


def texts(question: str) -> dict[str, object]:
    """Texts."""
    return {"question": question, "prompt": question}


def test_every_sound_row_is_accepted() -> None:
    """Every sound row is accepted."""
    verdicts = [verdict for star in stars() for verdict in CHECKER.check(star)]
    assert len(verdicts) > 20
    assert [one for one in verdicts if not one.passed] == []


def _true_again(row: Candidate, star: Star, number: int) -> dict[str, object]:
    """The perturbed question is the answerable one of its pair."""
    del row
    return {**texts(star.seed.questions[star.claims[number].question].text), "edits": ()}


def _alias(row: Candidate, star: Star, number: int) -> dict[str, object]:
    """What it presupposes is true under another name."""
    del star, number
    question = row.question.replace("Jane Austen", "Melville").replace("Bram Stoker", "Melville")
    edits = tuple(one.model_copy(update={"after": "Melville", "span_after": one.span_after.model_copy(
        update={"end": one.span_after.start + 8})}) for one in row.edits)  # fmt: skip
    return {**texts(question), "edits": edits}


def _elsewhere(row: Candidate, star: Star, number: int) -> dict[str, object]:
    """elsewhere."""
    del star, number
    return texts(row.question.replace("?", " then?").replace(".", " then."))


def _wrong_behaviour(row: Candidate, star: Star, number: int) -> dict[str, object]:
    """It should be abstained from instead of being put right, or the other way round."""
    del star, number
    corrects = row.behaviour is Behaviour.CORRECT_PREMISE
    return {"behaviour": Behaviour.ABSTAIN if corrects else Behaviour.CORRECT_PREMISE}


def _label_turned(row: Candidate, star: Star, number: int) -> dict[str, object]:
    """It is labelled as answerable."""
    del row, star, number
    return {"should_abstain": False, "answers": ("1",), "behaviour": Behaviour.ANSWER}


ERRORS: dict[str, Callable[[Candidate, Star, int], dict[str, object]]] = {
    "true again": _true_again,
    "edited elsewhere": _elsewhere,
    "wrong behaviour": _wrong_behaviour,
    "label turned": _label_turned,
}  # fmt: skip


@pytest.mark.parametrize("error", ERRORS)
def test_a_planted_error_in_a_perturbed_row_is_caught(error: str) -> None:
    """A planted error in a perturbed row is caught."""
    tried = 0
    for star in stars():
        for number, row in enumerate(star.rows):
            if row.role is Role.PERTURBED:
                tried += 1
                spoilt = with_row(star, number, **ERRORS[error](row, star, number))
                assert not CHECKER.check(spoilt)[number].passed
    assert tried > 10


def test_a_presupposition_that_is_true_under_an_alias_is_caught() -> None:
    """A presupposition that is true under an alias is caught."""
    tried = 0
    for star in stars():
        for number, row in enumerate(star.rows):
            if row.role is Role.PERTURBED and "Moby-Dick" in row.question and row.false_premise:
                tried += 1
                verdict = CHECKER.check(with_row(star, number, **_alias(row, star, number)))[number]
                assert not verdict.passed
    assert tried


@pytest.mark.parametrize("error", ["gold", "target", "question"])
def test_a_planted_error_in_a_twin_is_caught(error: str) -> None:
    """A planted error in a twin is caught."""
    for star in stars():
        for number, row in enumerate(star.rows):
            if row.role is Role.TWIN:
                changes: dict[str, object] = {
                    "gold": {"answers": ("nothing of the kind",)},
                    "target": {"target": "It is hard to say."},
                    "question": texts(star.rows[number + 1].question),
                }[error]  # type: ignore[assignment]
                assert not CHECKER.check(with_row(star, number, **changes))[number].passed


def test_names_are_compared_without_case_accents_and_articles() -> None:
    """Names are compared without case accents and articles."""
    assert plain("The Whale") == plain("whale")
    assert plain("São Tomé") == "sao tome"
