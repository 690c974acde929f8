"""Evenness: which figure a problem that people wrote is made of."""

from random import Random

import pytest

from nescio.gen.perturbations.evenness import evenly_told, retold_or_best
from nescio.gen.traces.compose import seed_of
from nescio.schemas.evidence import HidingForm
from nescio.schemas.seed import Seed, Source
from nescio.schemas.taxonomy import Figure

ALIKE = (
    "Mara bought 14 red ribbons. She sold 9 blue ribbons at the fair. How many more ribbons did she buy than sell?",
    "Mara bought 14 ribbons and sold 9, so it is 14 - 9 = <<14-9=5>>5 ribbons.\n#### 5",
)
APART = (
    "Mara packs 14 boxes. She puts 9 candles in each box. How many candles does Mara pack?",
    "Mara packs 14 * 9 = <<14*9=126>>126 candles.\n#### 126",
)


def seed(problem: str, solution: str) -> Seed:
    """A word problem of our own."""
    made = seed_of(problem, solution, Source(dataset="own", record_id="1", licence="Apache-2.0"))
    assert isinstance(made, Seed)
    return made


def test_two_facts_of_which_the_question_names_both_are_told() -> None:
    """Both count ribbons, and ribbons are asked for."""
    made = seed(*ALIKE)
    assert evenly_told(made).derivation.statements
    found = retold_or_best(made, Random(1), made.derivation.facts, HidingForm.VAGUE)
    assert found is not None
    assert found[0] is Figure.RETOLD


@pytest.mark.parametrize("form", HidingForm)
def test_facts_that_stand_apart_from_the_question_are_not_told(form: HidingForm) -> None:
    """Candles are asked for and boxes are not."""
    made = seed(*APART)
    assert made.derivation.statements
    assert not evenly_told(made).derivation.statements
    found = retold_or_best(made, Random(1), made.derivation.facts, form)
    assert found is None or found[0] is not Figure.RETOLD
