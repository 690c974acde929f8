"""place_removal, time_removal and referent_removal: what their stars promise."""

from collections import Counter
from random import Random

import pytest

from nescio.gen.perturbations.referent_removal import ReferentRemoval
from nescio.pipelines.conformance.behaviour import check_behaviour
from nescio.pipelines.conformance.properties import check_stars
from nescio.schemas.protocols import Perturbation, SeedSource
from nescio.schemas.taxonomy import Behaviour, Figure, Role
from nescio.tests.situated import SITUATED, seeds_of, stars_of

IDS = [one.name for one, _ in SITUATED]


@pytest.mark.parametrize(("perturbation", "source"), SITUATED, ids=IDS)
def test_stars_keep_the_general_promises(perturbation: Perturbation, source: SeedSource) -> None:
    """Edits, figures, labels, ids and targets are what the conformance kit wants, whatever the order of the seeds."""
    promises = check_stars(perturbation, stars_of(perturbation, source, 64))
    promises += check_behaviour(perturbation, seeds_of(source, 16), 0)
    assert all(one.passed for one in promises), [one for one in promises if not one.passed]


@pytest.mark.parametrize(("perturbation", "source"), SITUATED, ids=IDS)
def test_frames_and_draws_are_many(perturbation: Perturbation, source: SeedSource) -> None:
    """At least 200 rows from at least 25 frames, and no prompt twice."""
    stars = stars_of(perturbation, source, 120)
    prompts = [row.prompt for star in stars for row in star.rows]
    assert len(prompts) >= 200
    assert len(set(prompts)) == len(prompts)
    assert len({star.seed.template_id for star in stars}) >= 25


@pytest.mark.parametrize(("perturbation", "source"), SITUATED, ids=IDS)
def test_no_opening_is_frequent(perturbation: Perturbation, source: SeedSource) -> None:
    """Of 100 reference responses at most two begin with the same three words."""
    targets = [row.target for star in stars_of(perturbation, source, 800) for row in star.rows]
    opening, times = Counter(" ".join(one.split()[:3]) for one in targets).most_common(1)[0]
    assert times <= 0.02 * len(targets), opening


@pytest.mark.parametrize(("perturbation", "source"), SITUATED[:2], ids=IDS[:2])
def test_places_and_times_make_full_stars(perturbation: Perturbation, source: SeedSource) -> None:
    """Every story gives a star; a perturbed row asks for what it lacks, and its twin hides somebody else's."""
    for star in stars_of(perturbation, source, 40):
        assert {row.figure for row in star.rows} == {Figure.STAR}
        for row in star.rows:
            if row.role is Role.PERTURBED:
                assert row.behaviour is Behaviour.CLARIFY
                assert row.clarifying_question in row.target


@pytest.mark.parametrize(("perturbation", "source"), SITUATED, ids=IDS)
def test_a_situation_of_another_kind_is_left_alone(perturbation: Perturbation, source: SeedSource) -> None:
    """Each perturbation takes its own stories and no others."""
    others = [seed for _, other in SITUATED if other.name != source.name for seed in seeds_of(other, 8)]
    assert not [star for seed in others for star in perturbation.propose(seed, Random(0))]


def test_her_is_him_or_his_as_its_place_has_it() -> None:
    """Exchanging the pronoun of any story leaves good grammar."""
    for star in stars_of(ReferentRemoval(), SITUATED[2][1], 320):
        for row in star.rows:
            text = row.context
            for noun in ("bag", "hat", "coat", "phone", "suitcase", "sleeve"):
                assert f" him {noun}" not in text
            for wrong in ("at his for", "to his.", "by his ", "by his."):
                assert wrong not in text
