"""The perturbations that exchange what two questions name."""

from random import Random

import pytest

from nescio.gen.perturbations.false_presupposition import FalsePresupposition
from nescio.gen.perturbations.future_event import FutureEvent
from nescio.gen.perturbations.stale import Stale
from nescio.gen.perturbations.unknowable_detail import UnknowableDetail
from nescio.gen.registry.draw import draws
from nescio.schemas.example import Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Role
from tests.small_registry import small_book

SWAPS: tuple[Perturbation, ...] = (FalsePresupposition(), FutureEvent(), Stale(), UnknowableDetail())


def seeds(number: int = 0) -> list[Seed]:
    """Seeds."""
    book = small_book()
    return [seed for framed in book.frames for seed in draws(book, framed, number)]


def stars(perturbation: Perturbation, number: int = 0) -> list[Star]:
    """Stars."""
    return [star for seed in seeds(number) for star in perturbation.propose(seed, Random(seed.id))]


@pytest.mark.parametrize("perturbation", SWAPS, ids=lambda one: one.name)
def test_every_name_and_every_frame_stands_once_under_each_label(perturbation: Perturbation) -> None:
    """Every name and every frame stands once under each label."""
    found = stars(perturbation)
    assert found
    for star in found:
        sides = [sorted(" ".join(row.prompt for row in star.rows if row.should_abstain is label).split())
                 for label in (True, False)]  # fmt: skip
        assert [one.lower() for one in sides[0]] == [one.lower() for one in sides[1]]
        assert [row.role for row in star.rows] == [Role.TWIN, Role.PERTURBED] * 2
        assert {row.figure for row in star.rows} == {Figure.SQUARE}


def test_a_seed_makes_stars_of_one_perturbation_only() -> None:
    """A seed makes stars of one perturbation only."""
    for seed in seeds():
        assert sum(bool(list(one.propose(seed, Random(0)))) for one in SWAPS) == 1


def test_two_books_of_one_author_are_never_exchanged() -> None:
    """Two books of one author are never exchanged."""
    for star in stars(FalsePresupposition()):
        assert not {"Emma", "Persuasion"} <= {
            mention.entity for one in star.seed.triples.asked for mention in one.mentions
        }


def test_a_false_presupposition_is_named_and_put_right() -> None:
    """A false presupposition is named and put right."""
    rows = [row for star in stars(FalsePresupposition()) for row in star.rows if row.should_abstain]
    assert all(row.behaviour is Behaviour.CORRECT_PREMISE and row.correction and row.false_premise for row in rows)
    one = next(row for row in rows if "Dracula" in row.prompt)
    assert one.correction == "Bram Stoker wrote Dracula."


def test_the_future_is_abstained_from_and_what_is_over_is_put_right() -> None:
    """The future is abstained from and what is over is put right."""
    [star] = stars(FutureEvent())
    said = {row.question: row.behaviour for row in star.rows if row.should_abstain}
    assert said == {
        "Which country won the most medals at the 2032 Summer Games?": Behaviour.ABSTAIN,
        "Which city is getting ready to host the 2012 Summer Games?": Behaviour.CORRECT_PREMISE,
    }


def test_today_is_unknown_and_too_early_a_day_is_put_right() -> None:
    """Today is unknown and too early a day is put right."""
    for star in stars(Stale()):
        said = {row.behaviour: row.question for row in star.rows if row.should_abstain}
        assert said[Behaviour.ABSTAIN] == "Name the president of the French Republic as of today."
        assert "first man on the Moon as of 1 January 196" in said[Behaviour.CORRECT_PREMISE]


def test_what_nobody_knows_is_said_with_its_reason() -> None:
    """What nobody knows is said with its reason."""
    [star] = stars(UnknowableDetail())
    rows = [row for row in star.rows if row.should_abstain]
    assert {row.question for row in rows} == {"Where was King Alexander buried?", "Where was King Tutankhamun born?"}
    assert all(row.rationale and row.rationale in row.target for row in rows)


def test_the_same_number_draws_the_same_seeds() -> None:
    """The same number draws the same seeds."""
    assert [one.id for one in seeds(3)] == [one.id for one in seeds(3)]
