"""The source `jsonl`: users' own seeds."""

import json
from itertools import islice
from pathlib import Path

import pytest

from nescio.gen.sources.jsonl import JsonLines
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.errors import SeedFileError
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec

SEEDS = list(islice(draws(packaged_templates()[0], 0), 4))


def read(path: Path, limit: int | None = None) -> tuple[list[Seed], list[Skipped]]:
    """The seeds and the skipped records of a file."""
    found = list(JsonLines().read(SeedSpec(source="jsonl", path=str(path), limit=limit), 0))
    return [one for one in found if isinstance(one, Seed)], [one for one in found if isinstance(one, Skipped)]


def test_a_seed_that_was_written_is_read_back(tmp_path: Path) -> None:
    """A seed's JSON, id included, gives the same seed."""
    file = tmp_path / "seeds.jsonl"
    file.write_text("\n".join(seed.model_dump_json() for seed in SEEDS), "utf-8")
    seeds, skipped = read(file)
    assert {seed.id for seed in seeds} == {seed.id for seed in SEEDS}
    assert sorted(seeds, key=lambda one: one.id) == sorted(SEEDS, key=lambda one: one.id)
    assert skipped == []


def test_a_limit_keeps_the_smallest_ids_in_any_order_of_the_file(tmp_path: Path) -> None:
    """Which seeds a limit keeps does not hang on the order of lines."""
    kept = []
    for order in (SEEDS, SEEDS[::-1]):
        file = tmp_path / "seeds.jsonl"
        file.write_text("\n".join(seed.model_dump_json() for seed in order), "utf-8")
        kept.append([seed.id for seed in read(file, 2)[0]])
    assert kept[0] == kept[1] == sorted(seed.id for seed in SEEDS)[:2]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"question": "truncated', "not JSON"),
        ("[1, 2]", "not an object"),
        (json.dumps({"question": "How many?", "answer": "3"}), "wrong columns"),
        ("[" * 100_000, "not JSON"),
        (SEEDS[0].model_dump_json().replace(SEEDS[0].questions[0].text, "  "), "invalid"),
        (SEEDS[0].model_dump_json().replace(SEEDS[0].questions[0].text, "long " * 200_000), "too long"),
    ],
)
def test_a_bad_line_is_skipped_with_its_reason_and_the_rest_is_read(tmp_path: Path, line: str, reason: str) -> None:
    """One bad record costs one record."""
    file = tmp_path / "seeds.jsonl"
    file.write_text(f"{line}\n{SEEDS[1].model_dump_json()}\n", "utf-8")
    seeds, skipped = read(file)
    assert [seed.id for seed in seeds] == [SEEDS[1].id]
    assert [(one.record, one.reason) for one in skipped] == [("seeds.jsonl:1", reason)]


def test_a_file_that_is_missing_or_empty_is_one_clear_error(tmp_path: Path) -> None:
    """What is wrong with the file as a whole is said of the file."""
    with pytest.raises(SeedFileError, match="cannot read"):
        read(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").write_text("\n\n")
    with pytest.raises(SeedFileError, match="empty"):
        read(tmp_path / "empty.jsonl")
