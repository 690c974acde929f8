"""Reading the records of a table: JSON Lines, JSON, CSV or Parquet, a folder of them, or a dataset of the Hub."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed_spec import SeedSpec

MAX_LINE = 5_000_000
"""Longest line that is parsed, in bytes."""
FORMATS = (".jsonl", ".json", ".csv", ".parquet")
_SPLIT = re.compile(r"(?<![a-z])(train|validation|valid|val|dev|test)(?![a-z])")
_COMMIT = re.compile(r"@([0-9a-f]{40})/")


@dataclass(frozen=True)
class Record:
    """One record of a table: where it stands ("train.jsonl:7") and its columns."""

    where: str
    fields: Mapping[str, object]

    def text(self, column: str) -> str | None:
        """What a column holds, as text; None where it is missing, null or neither text nor a number."""
        value = self.fields.get(column)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return None
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@dataclass(frozen=True)
class Table:
    """The records of one split, in their order, with those that cannot be read as Skipped."""

    records: tuple[Record | Skipped, ...]
    split: str | None = None
    revision: str | None = None
    """The commit of a Hub dataset; None for files."""


def takes(spec: SeedSpec, *keys: str) -> None:
    """Raises UsageError where a spec has a key beside source, path and limit that its source does not take."""
    every = ("split", "columns", "licence", "as_of")
    given = [key for key in every if getattr(spec, key) is not None and key not in keys]
    if given:
        raise UsageError(f"the source {spec.source} has no use for {' and '.join(given)}; leave it out")


def read_table(path: str, split: str | None = None, config: str | None = None) -> Table:
    """The records of a file, or of one split of a folder or Hub dataset (in one of its configurations).

    A file is read whole; its split is the one given, else the one its name tells ("test_socratic.jsonl"). Of a dataset
    with several splits `train` is read unless another is given. Raises SeedFileError where there is nothing to read.
    """
    file = Path(path)
    if file.suffix not in FORMATS and not file.is_file():
        table = _from_hub(path, split, config)
    else:
        if file.suffix not in FORMATS:
            raise SeedFileError(f"{path} is none of {', '.join(FORMATS)}; convert it to one of them")
        told = _SPLIT.search(file.stem.lower())
        names = {"val": "validation", "valid": "validation", "dev": "validation"}
        table = Table(tuple(_from_file(file)), split or (told and names.get(told[1], told[1])))
    if not table.records:
        raise SeedFileError(f"{path} is empty; at least one record was expected")
    return table


def _from_file(file: Path) -> Iterator[Record | Skipped]:
    try:
        if file.suffix == ".jsonl":
            yield from _lines(file)
        elif file.suffix == ".json":
            yield from _json(file)
        elif file.suffix == ".csv":
            yield from _csv(file)
        else:
            yield from _parquet(file)
    except OSError as error:
        why = error.strerror or error
        raise SeedFileError(f"cannot read {file}: {why}; give the path of a {file.suffix} file") from error


def _lines(file: Path) -> Iterator[Record | Skipped]:
    for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
        if line.strip():
            yield parse_line(line, f"{file.name}:{number}")


def parse_line(line: bytes, where: str) -> Record | Skipped:
    """The record that a line of JSON holds."""
    if len(line) > MAX_LINE:
        return Skipped(where, "too long", f"a line of {len(line):,} bytes, at most {MAX_LINE:,} are read")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Skipped(where, "not JSON", f"{error}")
    return _record(data, where)


def _record(data: object, where: str) -> Record | Skipped:
    if not isinstance(data, dict):
        return Skipped(where, "not an object", f"a JSON {type(data).__name__}, an object was expected")
    return Record(where, data)


def _json(file: Path) -> Iterator[Record | Skipped]:
    """The objects of one JSON array."""
    try:
        data = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise SeedFileError(f"{file} is not JSON: {error}; name it .jsonl if it has one object a line") from error
    if not isinstance(data, list):
        raise SeedFileError(f"{file} holds a JSON {type(data).__name__}; an array of objects was expected")
    for number, one in enumerate(data, 1):
        yield _record(one, f"{file.name}:{number}")


def _csv(file: Path) -> Iterator[Record | Skipped]:
    """The rows below a line of column names."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            for number, row in enumerate(csv.DictReader(opened), 1):
                where = f"{file.name}:{number}"
                if None in row or None in row.values():
                    yield Skipped(where, "wrong columns", "it has not as many cells as there are column names")
                else:
                    yield Record(where, row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SeedFileError(f"{file} is no CSV in UTF-8: {error}; save it as such") from error


def _parquet(file: Path) -> Iterator[Record | Skipped]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        batches = ParquetFile(file).iter_batches()
        rows = (row for batch in batches for row in batch.to_pylist())
        for number, row in enumerate(rows, 1):
            yield Record(f"{file.name}:{number}", row)
    except ArrowException as error:
        raise SeedFileError(f"{file} is no Parquet file: {error}; write it anew") from error


def _from_hub(path: str, split: str | None, config: str | None) -> Table:
    """A folder or Hub dataset as `datasets.load_dataset` reads it."""
    from datasets import load_dataset
    from datasets.exceptions import DatasetsError
    from datasets.utils.logging import disable_progress_bar

    disable_progress_bar()
    try:
        loaded = load_dataset(path, config)
    except (OSError, ValueError, TypeError, DatasetsError) as error:
        cause = f"{error.__cause__ or error}".strip().split("\n")[0]
        wanted = f"a file ({', '.join(FORMATS)}), or a folder or Hub id that `datasets.load_dataset` takes"
        raise SeedFileError(f"cannot load {path!r}: {cause}. Give {wanted}") from error
    names = [str(name) for name in loaded]
    chosen = split or ("train" if "train" in names else names[0])
    if chosen not in names or (split is None and chosen != "train" and len(names) > 1):
        raise SeedFileError(f"{path} has the splits {', '.join(names)}; name one of them as the seeds' `split`")
    data = loaded[chosen]
    commit = next((found[1] for name in data.info.download_checksums or {} if (found := _COMMIT.search(name))), None)
    records = tuple(Record(f"{chosen}:{number}", row) for number, row in enumerate(data, 1))
    return Table(records, chosen, commit)
