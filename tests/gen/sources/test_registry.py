"""The source of questions about the world."""

from datetime import date
from pathlib import Path

import pytest

from nescio.gen.sources.registry import RegistryTables
from nescio.schemas.errors import UsageError
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from tests.small_registry import TABLES


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A registry of one's own."""
    for number, text in enumerate(TABLES):
        (tmp_path / f"{number}.yaml").write_text(text, "utf-8")
    return str(tmp_path)


def read(**spec: object) -> list[Seed]:
    """The seeds of a spec."""
    found = list(RegistryTables().read(SeedSpec.model_validate({"source": "registry", **spec}), 0))
    return [one for one in found if isinstance(one, Seed)]


def test_a_registry_of_ones_own_is_read(folder: str) -> None:
    """Each seed has two questions and what they ask of the registry."""
    seeds = read(path=folder)
    assert seeds
    assert all(len(seed.questions) == len(seed.triples.asked) == 2 for seed in seeds)


def test_a_limit_takes_from_all_frames_alike() -> None:
    """The packaged registry's first seeds come from as many frames."""
    frames = {seed.template_id for seed in read(limit=60)}
    assert len(frames) == 60


def test_what_is_later_than_the_day_of_the_recipe_has_not_happened(folder: str) -> None:
    """Asked in 2010, both Games lie ahead, and no seed can be made of what is over."""
    assert any("Games" in seed.questions[0].text for seed in read(path=folder))
    early = read(path=folder, as_of=date(2010, 1, 1))
    assert not any("Games" in seed.questions[0].text for seed in early)
    assert {seed.triples.reference for seed in early} == {date(2010, 1, 1)}


def test_a_day_after_the_registry_was_checked_is_refused(folder: str) -> None:
    """It does not know what happened since."""
    with pytest.raises(UsageError, match="last checked on 2025-06-30"):
        read(path=folder, as_of=date(2026, 1, 1))
