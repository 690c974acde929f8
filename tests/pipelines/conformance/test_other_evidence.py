"""Planted errors in questions about the world."""

from collections.abc import Callable, Iterator
from random import Random

import pytest

from nescio.gen.perturbations.false_presupposition import FalsePresupposition
from nescio.gen.registry.draw import draws
from nescio.pipelines.conformance.names import another_name, true_by_alias, wrong_correction, wrong_name
from nescio.pipelines.conformance.plants import PLANTS
from nescio.schemas.example import Star
from nescio.validation.checkers.registry import RegistryList
from tests.small_registry import small_book

Planting = Callable[[Star], Iterator[Star]]


def stars() -> list[Star]:
    """Every star of false presuppositions of the small registry."""
    book = small_book()
    seeds = [seed for framed in book.frames for seed in draws(book, framed, 0)]
    return [star for seed in seeds for star in FalsePresupposition().propose(seed, Random(0))]


@pytest.mark.parametrize("planting", [true_by_alias, another_name, wrong_name, wrong_correction])
def test_what_is_planted_is_one_row_and_is_caught(planting: Planting) -> None:
    """Each spoilt star differs from the sound one in one row, which the checker rejects."""
    spoilt = [(star, other) for star in stars() for other in planting(star)]
    assert spoilt
    for star, other in spoilt:
        rows = zip(star.rows, other.rows, strict=True)
        fixed = {"pair_id": None, "cross_id": None}
        changed = [
            n for n, (one, two) in enumerate(rows) if one.model_copy(update=fixed) != two.model_copy(update=fixed)
        ]
        assert len(changed) == 1
        assert not RegistryList().check(other)[changed[0]].passed


def test_an_alias_that_makes_it_true_stands_in_the_planted_text() -> None:
    """The planted name is not the one that the clean question has."""
    texts = [row.question for star in stars() for other in true_by_alias(star) for row in other.rows]
    assert any("Melville" in text and "Herman Melville" not in text for text in texts)


def test_every_plant_says_for_what_evidence_it_is() -> None:
    """A plant that fits nothing would never be tried."""
    known = {"derivation", "triples", "passage", "situation", "contrast", "lookalike", "stance"}
    assert all(plant.evidence and plant.evidence <= known for plant in PLANTS)
