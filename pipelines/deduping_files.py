"""The rows of any dataset, split by split, and the writing of some of them with every column as it was.

JSON Lines are kept line by line, JSON record by record, CSV as the text that stands there, and Parquet as Arrow has it,
so that nothing is read into another type and back: `datasets` makes the date "2020-01-01" a time, and of a CSV's id
"007" a seven. Folders and the Hub are read by `datasets`.
"""

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nescio.pipelines.load import FORMATS, published
from nescio.schemas.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".jsonl", ".parquet")
CSV_BLOCK = 2**26
"""Bytes that are parsed at once; no row of a CSV file may be longer."""


class Rows(Protocol):
    """The rows of one split."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    @property
    def columns(self) -> list[str]:
        """Their names, in order."""
        ...

    def values(self, column: str) -> list[Any]:
        """One column; None where a row has no value."""
        ...

    def table(self, chosen: Sequence[int]) -> "pa.Table":
        """The chosen rows as Arrow has them. Raises UsageError where a column is of two types."""
        ...

    def write(self, chosen: Sequence[int], path: Path) -> None:
        """Write the chosen rows to a file, as .jsonl or .parquet, whichever `path` ends in."""
        ...


@dataclass(frozen=True)
class JsonLines:
    """A file of JSON Lines; each line is written as it was read."""

    lines: tuple[bytes, ...]
    records: tuple[dict[str, Any], ...]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.lines)

    @property
    def columns(self) -> list[str]:
        """The keys, in the order in which they first come."""
        return list(dict.fromkeys(name for record in self.records for name in record))

    def values(self, column: str) -> list[Any]:
        """One column."""
        return [record.get(column) for record in self.records]

    def table(self, chosen: Sequence[int]) -> "pa.Table":
        """The chosen rows."""
        import pyarrow as pa

        try:
            return pa.Table.from_pylist([{one: self.records[n].get(one) for one in self.columns} for n in chosen])
        except (pa.ArrowException, UnicodeError) as error:
            raise UsageError(f"these rows make no table ({error}); write .jsonl instead") from error

    def write(self, chosen: Sequence[int], path: Path) -> None:
        """Write the chosen rows."""
        if path.suffix == ".jsonl":
            path.write_bytes(b"".join(self.lines[number] + b"\n" for number in chosen))
            return
        import pyarrow.parquet as pq

        pq.write_table(self.table(chosen), path, compression="zstd")


@dataclass(frozen=True)
class Table:
    """An Arrow table."""

    whole: "pa.Table"

    def __len__(self) -> int:
        """How many there are."""
        return int(self.whole.num_rows)

    @property
    def columns(self) -> list[str]:
        """Their names."""
        return list(self.whole.column_names)

    def values(self, column: str) -> list[Any]:
        """One column."""
        found: list[Any] = self.whole.column(column).to_pylist()
        return found

    def table(self, chosen: Sequence[int]) -> "pa.Table":
        """The chosen rows."""
        import pyarrow as pa

        return self.whole.take(pa.array(chosen, type=pa.int64()))

    def write(self, chosen: Sequence[int], path: Path) -> None:
        """Write the chosen rows."""
        taken = self.table(chosen)
        if path.suffix == ".parquet":
            import pyarrow.parquet as pq

            pq.write_table(taken, path, compression="zstd")
            return
        try:
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in taken.to_pylist()]
        except TypeError as error:
            raise UsageError(f"a column cannot be told in JSON ({error}); write .parquet instead") from error
        path.write_text("".join(lines), "utf-8", errors="surrogatepass", newline="\n")


def read_splits(dataset: str) -> dict[str, Rows]:
    """The splits of a file, a folder, the folder of a run, or a Hub id; a single file has one, named by its file.

    Raises UsageError where it cannot be read or has no rows.
    """
    path = Path(dataset)
    if path.suffix in FORMATS and not path.is_file():
        raise UsageError(f"there is no file {path}")
    try:
        if path.suffix == ".jsonl":
            splits: dict[str, Rows] = {path.stem: _json_lines(path)}
        elif path.suffix == ".json":
            splits = _json(path, dataset)
        elif path.suffix == ".csv":
            splits = {path.stem: _csv(path)}
        elif path.suffix == ".parquet":
            import pyarrow.parquet as pq

            splits = {path.stem: Table(pq.read_table(path))}
        else:
            splits = _loaded(path, dataset)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        cause = f"{error.__cause__ or error}".strip().split("\n")[0]
        raise UsageError(
            f"cannot load {dataset!r}: {cause}. Give a folder or Hub id that `datasets.load_dataset` takes, or a file "
            f"({', '.join(FORMATS)})"
        ) from error
    if not any(map(len, splits.values())):
        raise UsageError(f"{dataset} has no rows")
    return splits


def _json_lines(path: Path) -> JsonLines:
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    # Only a line feed ends a record: JSON strings may hold U+2028 and its like as they are.
    lines = [line.rstrip(b"\r") for line in content.split(b"\n") if line.strip()]
    records = []
    for number, line in enumerate(lines):
        record = json.loads(line.decode("utf-8"))
        if not isinstance(record, dict):
            raise ValueError(f"record {number} is a {type(record).__name__}, it must be an object")
        records.append(record)
    return JsonLines(tuple(lines), tuple(records))


def _json(path: Path, dataset: str) -> dict[str, Rows]:
    """A list of objects, or JSON Lines whatever the name says; what has another shape `datasets` may know."""
    try:
        whole = json.loads(path.read_text("utf-8-sig"))
    except json.JSONDecodeError:
        return {path.stem: _json_lines(path)}
    if not isinstance(whole, list) or not all(isinstance(one, dict) for one in whole):
        return _loaded(path, dataset)
    lines = (json.dumps(one, ensure_ascii=False).encode("utf-8", "surrogatepass") for one in whole)
    return {path.stem: JsonLines(tuple(lines), tuple(whole))}


def _csv(path: Path) -> Table:
    """Every value as the text that stands there; null where none does."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = next(csv.reader(file), [])
    table = arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(block_size=CSV_BLOCK),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
        ),
    )
    return Table(table)


def _loaded(path: Path, dataset: str) -> dict[str, Rows]:
    from datasets import load_dataset
    from datasets.exceptions import DatasetsError
    from datasets.utils.logging import disable_progress_bar

    disable_progress_bar()
    try:
        known = path.suffix in FORMATS
        loaded = load_dataset(FORMATS[path.suffix], data_files=str(path)) if known else load_dataset(published(dataset))
    except DatasetsError as error:
        raise ValueError(str(error)) from error
    splits: dict[str, Rows] = {}
    for name, data in loaded.items():
        told = data.features.arrow_schema.metadata  # class labels and their like
        splits[path.stem if known else str(name)] = Table(data.with_format("arrow")[:].replace_schema_metadata(told))
    return splits
