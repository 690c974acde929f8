"""What a card says of the cues."""

from random import Random

import pytest

from nescio.gen.perturbations.benign_lookalikes import BENIGN_LOOKALIKES
from nescio.gen.perturbations.lookalike_gaps import UNKNOWABLE_LOOKALIKE, UNKNOWABLE_REQUEST
from nescio.gen.sources.senses import Senses
from nescio.pipelines.card_figures import cues_section
from nescio.pipelines.curate import Curated
from nescio.pipelines.ledger import Entry
from nescio.schemas.curate_spec import SurfaceSpec
from nescio.schemas.example import Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.validation.leakage import SurfaceReport

SEEDS = [one for one in Senses().read(SeedSpec(source="senses", limit=300), 0) if isinstance(one, Seed)]


def _star(*perturbations: Perturbation) -> Star:
    return next(star for seed in SEEDS for one in perturbations for star in one.propose(seed, Random(0)))


def _told(*stars: Star) -> str:
    report = SurfaceReport(rows=4, positives=2, groups=1)
    entries = [Entry(star) for star in stars]
    curated = Curated(entries, {}, {"all": report}, {"all": report}, [], {}, {})
    return cues_section(SurfaceSpec(), curated)


SQUARE, ALONE, PAIR = _star(UNKNOWABLE_LOOKALIKE), _star(UNKNOWABLE_REQUEST), _star(*BENIGN_LOOKALIKES)


@pytest.mark.parametrize(
    ("stars", "words", "pairs"),
    [
        ((SQUARE,), False, False),
        ((SQUARE, ALONE), True, False),
        ((SQUARE, PAIR), False, True),
        ((SQUARE, ALONE, PAIR), True, True),
    ],
)
def test_the_card_says_which_labels_lie_in_the_words(stars: tuple[Star, ...], words: bool, pairs: bool) -> None:
    """By name and share, and that no gate is on them alone; of pairs it says in which line they stand."""
    said = _told(*stars)
    assert ("meant to lie in the words" in said) is words
    assert ("are in the last line only" in said) is pairs
    if words and not pairs:
        assert "`unknowable_request` (50.0% of the rows)" in said
