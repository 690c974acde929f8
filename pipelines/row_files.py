"""Files of rows for trainers: JSON Lines or Parquet, written row after row, whole or not at all."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from nescio.pipelines.folder import whole
from nescio.pipelines.tables import ROW_GROUP, arrow_schema, to_table
from nescio.schemas.errors import UsageError

SUFFIXES = (".jsonl", ".parquet")
_Row = TypeVar("_Row", bound=BaseModel)


def free_path(path: Path) -> Path:
    """The path, if a new file of rows may be written there; raises UsageError."""
    if path.suffix not in SUFFIXES:
        raise UsageError(f"--out is {path}; a file that ends in {' or '.join(SUFFIXES)} is wanted")
    return free(path)


def free(path: Path) -> Path:
    """The path, if nothing stands there; raises UsageError."""
    if path.exists():
        raise UsageError(f"{path} is there already; delete it or choose another --out")
    return path


def write_rows(rows: Iterable[_Row], model: type[_Row], path: Path) -> int:
    """Write rows as they come, in the form that the path's ending names; how many there were.

    Memory holds one row group at a time, and equal rows give equal bytes. Where the rows end in an error nothing is
    written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as place:
        return _write_parquet(rows, model, place) if path.suffix == ".parquet" else _write_lines(rows, place)


def _write_lines(rows: Iterable[BaseModel], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row.model_dump(mode="json"), ensure_ascii=False) + "\n")
            count += 1
    return count


def _write_parquet(rows: Iterable[_Row], model: type[_Row], path: Path) -> int:
    import pyarrow.parquet as pq

    count = 0
    with pq.ParquetWriter(path, arrow_schema(model), compression="zstd", store_schema=False) as writer:
        for group in _groups(rows):
            writer.write_table(to_table(group, model), row_group_size=ROW_GROUP)
            count += len(group)
    return count


def _groups(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """The rows in row groups."""
    left = iter(rows)
    while group := list(islice(left, ROW_GROUP)):
        yield group
