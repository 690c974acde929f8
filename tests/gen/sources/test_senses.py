"""The source `senses`."""

from collections import Counter, defaultdict

import pytest

from nescio.gen.senses.load import packaged_sheets
from nescio.gen.sources.senses import Senses
from nescio.schemas.errors import UsageError
from nescio.schemas.lookalike import LookalikeKind
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec


def _seeds(limit: int | None = None, seed: int = 0) -> list[Seed]:
    return [one for one in Senses().read(SeedSpec(source="senses", limit=limit), seed) if isinstance(one, Seed)]


def test_the_lexicon_is_as_large_as_promised() -> None:
    """At least 150 senses of all ten kinds, and 400 requests with short answers."""
    sheets = packaged_sheets()
    assert len(sheets) >= 150
    assert {sheet.kind for sheet in sheets} == set(LookalikeKind)
    items = [item for sheet in sheets for item in sheet.items]
    assert len(items) >= 400
    assert all(len(item.answer.split()) <= 12 for item in items)


def test_every_kind_is_asked_in_at_least_fifteen_frames() -> None:
    """The frames of the drawn seeds, by kind."""
    frames: dict[LookalikeKind, set[str]] = defaultdict(set)
    for seed in _seeds():
        if seed.lookalike.gap is None:
            frames[seed.lookalike.sense.kind].add(seed.lookalike.form)
    assert min(map(len, frames.values())) >= 15


def test_a_seed_asks_its_plain_wording_in_its_frame() -> None:
    """What the question says follows from the evidence, and no question stands twice."""
    seeds = _seeds()
    for seed in seeds:
        evidence = seed.lookalike
        text = evidence.form.replace("{asked}", evidence.plain).replace(
            "{aside}", evidence.gap.plain if evidence.gap else ""
        )
        assert seed.questions[0].text == text[:1].upper() + text[1:]
    assert max(Counter(seed.questions[0].text for seed in seeds).values()) == 1


def test_a_limit_takes_from_all_senses_alike() -> None:
    """The first round has one seed of each sense."""
    count = len(packaged_sheets())
    assert len({seed.template_id for seed in _seeds(count)}) == count


def test_the_seed_number_draws_other_frames_and_the_same_one_the_same() -> None:
    """Reading is a function of the seed number."""
    assert _seeds(50) == _seeds(50)
    assert _seeds(50) != _seeds(50, seed=1)


def test_a_path_is_refused() -> None:
    """The source is packaged."""
    with pytest.raises(UsageError, match="reads no file"):
        list(Senses().read(SeedSpec(source="senses", path="x.yaml"), 0))
