"""The figure retold: questions that need all that a text tells, crossed by what another sentence tells."""

from collections import Counter
from random import Random

import pytest

from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.gen.perturbations.variable_withholding import VariableWithholding
from nescio.gen.traces.compose import seed_of
from nescio.schemas.example import Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed, Source
from nescio.schemas.taxonomy import Figure, Role
from nescio.validation.checkers import CHECKERS

PROBLEMS = (
    (
        "Mara bought 14 red ribbons at the market. She also bought 9 blue ribbons. How many ribbons did Mara buy?",
        "Mara bought 14+9=<<14+9=23>>23 ribbons.\n#### 23",
    ),
    (
        "Otis baked 36 rolls on Monday. On Tuesday he baked 25 rolls. Each roll was sold for $2. "
        "How much money did Otis make?",
        "Otis baked 36+25=<<36+25=61>>61 rolls.\nHe made 61*2=$<<61*2=122>>122.\n#### 122",
    ),
    (
        "Ines planted 12 roses along the fence. Her brother planted 17 roses behind the house. "
        "How many roses did they plant?",
        "They planted 12+17=<<12+17=29>>29 roses.\n#### 29",
    ),
)
HIDING: tuple[Perturbation, ...] = (HedgedQuantity(), PremiseRemoval(), VariableWithholding())


def seeds() -> list[Seed]:
    """The problems as seeds."""
    made = [seed_of(*one, Source(dataset="test", record_id="1", licence="MIT")) for one in PROBLEMS]
    assert all(isinstance(one, Seed) for one in made)
    return [one for one in made if isinstance(one, Seed)]


def stars(perturbation: Perturbation) -> list[Star]:
    """What a perturbation makes of the problems."""
    return [star for seed in seeds() for star in perturbation.propose(seed, Random(seed.id))]


def passed(perturbation: Perturbation, star: Star) -> list[bool]:
    """Whether each row holds, by the perturbation's own checker."""
    [checker] = [one for one in CHECKERS if one.name == perturbation.checker]
    return [verdict.passed for verdict in checker.check(star)]


BY_NAME = pytest.mark.parametrize("perturbation", HIDING, ids=lambda one: one.name)


@BY_NAME
def test_a_question_that_needs_everything_is_crossed(perturbation: Perturbation) -> None:
    """Each text's hiding, and each added sentence, stands under both labels; all rows are proved."""
    made = stars(perturbation)
    assert made
    for star in made:
        assert {row.figure for row in star.rows} == {Figure.RETOLD}
        assert all(passed(perturbation, star))
        crossed = [row for row in star.rows if row.role is not Role.CLEAN]
        for part in (0, 1):
            labels = Counter((row.edits[part].before + row.edits[part].after, row.should_abstain) for row in crossed)
            assert len(labels) == 4
            assert set(labels.values()) == {1}


@BY_NAME
def test_pairs_have_the_added_sentence_in_common(perturbation: Perturbation) -> None:
    """A perturbed row and its twin tell the same fact again and hide another."""
    for star in stars(perturbation):
        for pair in {row.pair_id for row in star.rows} - {None}:
            one, other = (row for row in star.rows if row.pair_id == pair)
            assert one.edits[1].after == other.edits[1].after
            assert one.edits[0].before != other.edits[0].before
            assert {one.role, other.role} == {Role.PERTURBED, Role.TWIN}


@BY_NAME
def test_the_wrong_fact_told_again_is_caught(perturbation: Perturbation) -> None:
    """Where the added sentences of a pair are exchanged for the other pair's, no label holds."""
    for star in stars(perturbation):
        rows = list(star.rows)
        texts = {claim.stated: row.edits[1].after for row, claim in zip(rows, star.claims, strict=True) if claim.stated}
        first, second = texts.values()
        for number, row in enumerate(rows[:4]):
            said = row.edits[1].after
            context = row.context.replace(said, second if said == first else first)
            rows[number] = row.model_copy(update={"context": context, "prompt": f"{context} {row.question}"})
        spoilt = star.model_copy(update={"rows": tuple(rows)})
        assert not any(passed(perturbation, spoilt)[:4])
        assert all(passed(perturbation, spoilt)[4:])
