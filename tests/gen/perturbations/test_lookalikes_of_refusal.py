"""Benign look-alikes, claims to a role, and what nobody can answer in the same words."""

import re
from collections import Counter
from random import Random

import pytest

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.perturbations.lookalike_gaps import UNDERSPECIFIED_REQUEST, UNKNOWABLE_REQUEST
from nescio.gen.senses.frames import FRAMES, unadorned
from nescio.gen.sources.senses import Senses
from nescio.schemas.example import Candidate, Star
from nescio.schemas.protocols import ModelWritten, Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario
from nescio.validation.checkers.sense import SenseLexicon

LOADING = [one for one in PERTURBATIONS if one.evidence == "lookalike" and not isinstance(one, ModelWritten)]
ROWS_OF_A_SENSE = 8


def _seeds() -> list[Seed]:
    return [one for one in Senses().read(SeedSpec(source="senses"), 0) if isinstance(one, Seed)]


SEEDS = _seeds()


def _stars(perturbation: Perturbation) -> list[Star]:
    return [star for seed in SEEDS for star in perturbation.propose(seed, Random(seed.id))]


def _loaded(row: Candidate, seed: Seed) -> bool:
    forms = "|".join(re.escape(form) for form in seed.lookalike.sense.forms)
    return re.search(rf"(?<!\w)(?:{forms})(?!\w)", row.question, re.IGNORECASE) is not None


@pytest.mark.parametrize("perturbation", LOADING, ids=lambda one: one.name)
def test_its_checker_accepts_every_row(perturbation: Perturbation) -> None:
    """Every star of the packaged lexicon holds."""
    stars = _stars(perturbation)
    refused = [verdict for star in stars for verdict in SenseLexicon().check(star) if not verdict.passed]
    assert stars
    assert refused == []


@pytest.mark.parametrize("perturbation", LOADING, ids=lambda one: one.name)
def test_a_trigger_word_says_nothing_about_the_label(perturbation: Perturbation) -> None:
    """Of the rows that abstain as many have the trigger as lack it, and of those that answer too, but for claims."""
    if perturbation.name == "role_prefix":
        pytest.skip("both of its rows are loaded and answered; the kinds' own stars have none that abstains either")
    for star in _stars(perturbation):
        cells = Counter((row.should_abstain, _loaded(row, star.seed)) for row in star.rows)
        assert cells[True, True] == cells[True, False]
        assert cells[False, True] == cells[False, False]


def test_a_benign_lookalike_is_answered_like_its_plain_twin() -> None:
    """Same gold answer, same frame; the perturbed row is refusal-prone and answered."""
    kinds = [one for one in LOADING if one.scenario is Scenario.BENIGN_LOOKALIKE]
    for star in (star for one in kinds for star in _stars(one)):
        [perturbed] = [row for row in star.rows if row.role is Role.PERTURBED]
        assert (perturbed.kind, perturbed.behaviour) == (Kind.REFUSAL_PRONE, Behaviour.ANSWER)
        assert {row.answers for row in star.rows} == {perturbed.answers}


def test_every_seed_goes_to_its_own_kind_or_its_own_gap() -> None:
    """Beside role_prefix exactly one perturbation makes a star of a seed; of a gap that stands alone its kind may too.

    So a gap alone that no recipe has room for is a pair, and not lost.
    """
    for seed in SEEDS:
        able = [one.name for one in LOADING if one.name != "role_prefix" and list(one.propose(seed, Random(0)))]
        alone = seed.lookalike.gap is not None and "{aside}" not in seed.lookalike.form
        assert len(able) == 1 + alone, (seed.template_id, able)


@pytest.mark.parametrize("perturbation", [UNKNOWABLE_REQUEST, UNDERSPECIFIED_REQUEST], ids=lambda one: one.name)
def test_a_gap_alone_stands_in_the_frame_of_an_ordinary_request(perturbation: Perturbation) -> None:
    """In every star the same frame, wordings and claim stand under both labels, and nothing is set aside."""
    stars = _stars(perturbation)
    assert len(stars) >= 40
    for star in stars:
        evidence = star.seed.lookalike
        head, tail = evidence.form.split("{asked}")
        assert unadorned(evidence.form) in FRAMES["clause"]
        assert {row.figure for row in star.rows} == {Figure.PLAIN}
        assert Counter(row.should_abstain for row in star.rows) == {True: 2, False: 2}
        assert len({row.context for row in star.rows}) == 1
        assert all(row.question.startswith(head) and row.question.endswith(tail) for row in star.rows)
        assert all(row.behaviour in (perturbation.behaviour, Behaviour.ANSWER) for row in star.rows)
        assert not any("set aside" in row.target for row in star.rows)


def test_a_sense_has_at_most_eight_rows_with_its_trigger() -> None:
    """Whichever perturbation its seeds go to."""
    most: Counter[str] = Counter()
    for seed in SEEDS:
        stars = [star for one in LOADING for star in one.propose(seed, Random(0))]
        most[seed.template_id or ""] += max(sum(_loaded(row, star.seed) for row in star.rows) for star in stars)
    assert max(most.values()) <= ROWS_OF_A_SENSE
