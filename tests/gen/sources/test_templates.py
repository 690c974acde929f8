"""The source `templates`."""

import pytest

from nescio.gen.sources.templates import Templates, packaged_templates, parse_templates
from nescio.schemas.errors import UsageError
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec


def read(limit: int | None = None, path: str | None = None, seed: int = 0) -> list[Seed | Skipped]:
    """What the source gives."""
    return list(Templates().read(SeedSpec(source="templates", limit=limit, path=path), seed))


def test_a_limit_takes_from_all_templates_alike() -> None:
    """Seeds come in turns, so a limit shortens every template's share."""
    count = len(packaged_templates())
    seeds = [seed for seed in read(limit=2 * count) if isinstance(seed, Seed)]
    assert len(seeds) == 2 * count
    assert len({seed.template_id for seed in seeds[:count]}) == count


def test_seed_numbers_give_different_problems() -> None:
    """Another seed number draws other problems from the same templates."""
    first = {seed.id for seed in read(limit=100) if isinstance(seed, Seed)}
    second = {seed.id for seed in read(limit=100, seed=1) if isinstance(seed, Seed)}
    assert not first & second


def test_it_reads_no_file() -> None:
    """A path given to it is a mistake, said at once."""
    with pytest.raises(UsageError, match="reads no file"):
        read(path="seeds.jsonl")


def test_a_faulty_template_is_named_with_its_key() -> None:
    """An author learns which template and which key is wrong."""
    with pytest.raises(UsageError, match=r"mine\.yaml: template bad-one.*questions"):
        parse_templates("- {id: bad-one, topic: rates, slots: {}, opening: x, facts: {}}", "mine.yaml")
