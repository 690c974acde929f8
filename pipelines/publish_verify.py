"""Verifying a dataset before it is sent: what `datasets` loads is what the run wrote, and its splits leak nothing."""

import contextlib
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from nescio.pipelines.card_canary import KEY, canary
from nescio.pipelines.finished import FinishedRun
from nescio.pipelines.licences import published_licence
from nescio.pipelines.publish_card import Card
from nescio.pipelines.quarantine import quarantined_ids
from nescio.pipelines.tables import arrow_schema
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Example

if TYPE_CHECKING:
    import pyarrow as pa

_TOGETHER = ("id", "seed_id", "pair_id", "cross_id", "template_id", "prompt")
"""Columns no value of which may stand in two splits."""


@dataclass(frozen=True)
class Rows:
    """What is known of the rows of a dataset folder."""

    files: Mapping[str, str]
    """The file of each split."""
    sizes: Mapping[str, int]
    ids: frozenset[str]
    licences: frozenset[str]
    from_test: tuple[str, ...]
    """Datasets whose test split gave seeds."""
    leaks: tuple[str, ...]
    """What stands in more than one split, or twice, in words."""


def read_rows(dataset: Path) -> Rows:
    """Read the columns that tell rows apart; raises UsageError where a file has other columns than a row of nescio."""
    import pyarrow.parquet as pq

    files, sizes = {}, {}
    owners: dict[str, dict[str, str]] = {name: {} for name in _TOGETHER}
    leaks: list[str] = []
    ids: Counter[str] = Counter()
    sources: set[tuple[str, str | None, str]] = set()
    for path in sorted(dataset.rglob("*.parquet")):
        split = path.name.partition("-")[0]
        if not pq.read_schema(path).equals(arrow_schema(Example)):
            raise UsageError(f"{path} has other columns than this nescio writes; run the recipe again")
        table = pq.read_table(path, columns=[*_TOGETHER, "context_seed_ids", "source"])
        files[split], sizes[split] = str(path.relative_to(dataset)), table.num_rows
        ids.update(table["id"].to_pylist())
        sources |= _sources(table["source"].combine_chunks())
        for name in _TOGETHER:
            values = _distinct(table[name])
            if name == "seed_id":
                values |= _distinct(table["context_seed_ids"].combine_chunks().flatten())
            leaks += _in_two(name, values, owners[name], split)
    leaks += [f"the id {one} stands in two rows" for one, count in ids.items() if count > 1]
    return Rows(
        files,
        sizes,
        frozenset(ids),
        frozenset(licence for _, _, licence in sources),
        tuple(sorted({name for name, split, _ in sources if split == "test"})),
        tuple(leaks),
    )


def _distinct(column: "pa.ChunkedArray | pa.Array") -> set[str]:
    return set(column.unique().to_pylist()) - {None}


def _sources(column: "pa.Array") -> set[tuple[str, str | None, str]]:
    """Dataset, split and licence of the seeds."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = ["dataset", "split", "licence"]
    table = pa.table({name: pc.struct_field(column, name) for name in names})
    return {(one["dataset"], one["split"], one["licence"]) for one in table.group_by(names).aggregate([]).to_pylist()}


def _in_two(name: str, values: set[str], owners: dict[str, str], split: str) -> list[str]:
    """The first of these values that another split has, in words; each is noted as this split's otherwise."""
    shared = sorted(value for value in values if owners.setdefault(value, split) != split)
    return [f"the {name} {value[:60]!r} stands in {owners[value]} and in {split}" for value in shared[:1]]


def verify_rows(run: FinishedRun, rows: Rows) -> None:
    """Raises UsageError where rows are missing, withheld, or stand where they leak."""
    if dict(rows.sizes) != run.summary.splits:
        raise UsageError(f"the files hold {dict(rows.sizes)} rows and run.json says {run.summary.splits}; run again")
    withheld = quarantined_ids(run.folder) & rows.ids
    if withheld:
        raise UsageError(
            f"{len(withheld)} rows are withheld ({min(withheld)}, ...): see `nescio quarantine {run.folder}`, and run "
            "the recipe again, which takes them out with their stars"
        )
    if rows.leaks:
        raise UsageError(f"the splits are not apart: {'; '.join(rows.leaks[:3])}. Please report this, and run again")
    published_licence(run.record.recipe.publish.license, rows.licences)


def verify_staged(place: Path, run: FinishedRun, rows: Rows, card: Card) -> None:
    """Raises UsageError where the card and the files do not agree, or `datasets` loads something else."""
    wanted = published_licence(run.record.recipe.publish.license, rows.licences)
    if card.header.get("license") != wanted:
        raise UsageError(f"the card says license {card.header.get('license')!r}, and the seeds ask for {wanted!r}")
    if canary(rows.ids) not in card.text or not _marked(place, rows):
        raise UsageError("the card has no canary of these rows: an earlier nescio wrote it. Run the recipe again")
    if sum(bool(config.get("default")) for config in card.header["configs"]) != 1:
        raise UsageError("the card has no default configuration, so that nobody could load it by its name alone")
    data = [name for name in _files(place) if name.startswith("data/")]
    for name in data:
        matched = [split for split, pattern in patterns(card) if fnmatchcase(name, pattern)]
        if len(matched) != 1:
            raise UsageError(f"the card gives {name} to {len(matched)} splits ({matched}); it must be one")
    for config in card.header["configs"]:
        loaded = _loaded(place, config["config_name"])
        if loaded != run.summary.splits:
            raise UsageError(f"datasets loads {loaded} rows of {config['config_name']}, not {run.summary.splits}")


def _marked(place: Path, rows: Rows) -> bool:
    """Whether the file of the test split, if there is one, holds the canary."""
    import pyarrow.parquet as pq

    if "test" not in rows.files:
        return True
    metadata = pq.read_metadata(place / rows.files["test"]).metadata or {}
    return bool(metadata.get(KEY.encode()) == canary(rows.ids).encode())


def patterns(card: Card) -> list[tuple[str, str]]:
    """The globs of the card's configurations, each with the split that it is for."""
    found = []
    for config in card.header.get("configs", ()):
        for one in config["data_files"]:
            found.append((f"{config['config_name']}/{one['split']}", str(one["path"])))
    return found


def _loaded(place: Path, config: str) -> dict[str, int]:
    """The rows of each split as `datasets` loads the folder, with a cache of its own."""
    from datasets import load_dataset
    from datasets.exceptions import DatasetsError
    from datasets.utils.logging import disable_progress_bar

    disable_progress_bar()
    # `datasets` prints where it keeps what it makes.
    with TemporaryDirectory() as cache, contextlib.redirect_stdout(io.StringIO()):
        try:
            found = load_dataset(str(place), config, cache_dir=cache)
        except (OSError, ValueError, TypeError, DatasetsError) as error:
            raise UsageError(f"datasets cannot load the configuration {config}: {error}. Please report this") from error
        return {str(split): len(rows) for split, rows in found.items()}


def _files(place: Path) -> list[str]:
    return sorted(str(one.relative_to(place)) for one in place.rglob("*") if one.is_file())
