"""Every text in a file or folder of data, whatever its columns are called, with the place where it stands."""

import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nescio.schemas.errors import UsageError

_TEXT = (".txt", ".csv", ".tsv", ".json", ".jsonl")
SUFFIXES = (*_TEXT, ".parquet", *(f"{one}.gz" for one in _TEXT))
LEAST_WORDS = 3
"""Shorter values of a dataset are labels and names: they are compared only where their column was named."""
_WORD = re.compile(r"\w+")
CONTEXTS = ("context", "passage", "paragraph", "story", "body", "background")
QUESTIONS = ("question", "query")
JOINED = 60
"""Words of a context up to which it is joined with its question. A longer one's vector hardly moves for a question."""


@dataclass(frozen=True)
class Found:
    """The texts of a reference, each once, and the place where each stands first."""

    texts: tuple[str, ...]
    places: tuple[str, ...]
    unread: tuple[str, ...] = ()


def read_texts(path: Path, column: str | None, shown: str) -> Found:
    """The texts of a file, or of every data file of a folder: of one column, or of all that hold text.

    Where all count, a short context and its question count as one text beside. Columns within columns are named with a
    dot. Raises UsageError where nothing can be read or there is no text; in a folder, files that cannot be read are
    named and passed over.
    """
    places: dict[str, str] = {}
    columns: dict[str, None] = {}
    unread: dict[str, str] = {}
    paths = list(data_files(path)) if path.is_dir() else [path]
    for one in paths:
        inside = f"{one.relative_to(path).as_posix()}, " if path.is_dir() else ""
        try:
            for number, name, place, text in _texts(one, joined=column is None):
                columns.setdefault(name)
                if _counts(text, name, column):
                    places.setdefault(text, f"{inside}row {number}{f', column {place}' if place else ''}")
        except (OSError, ValueError, csv.Error) as error:
            if one == path:
                raise UsageError(f"cannot read the decontamination file {shown}: {error}") from error
            unread[one.relative_to(path).as_posix()] = str(error).split("\n")[0]
    if not places:
        has = ", ".join(name for name in columns if name) or "none"
        wanted = f"no column {column!r} with text" if column else "no texts"
        broken = next((f"; {name} cannot be read: {why}" for name, why in unread.items()), "")
        raise UsageError(f"{shown} has {wanted}; its columns of text are {has}, its data files {len(paths)}{broken}")
    return Found(tuple(places), tuple(places.values()), tuple(unread))


def data_files(folder: Path) -> Iterator[Path]:
    """The data files below a folder, in the order of their names; hidden ones are left out."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.name.endswith(SUFFIXES) and path.is_file() and not any(one.startswith(".") for one in parts):
            yield path


def _counts(text: str, name: str, column: str | None) -> bool:
    if column is not None and name != column and not name.startswith(f"{column}."):
        return False
    words = len(_WORD.findall(text))
    return words >= LEAST_WORDS or (words > 0 and (column is not None or not name))


def _texts(path: Path, *, joined: bool) -> Iterator[tuple[int, str, str, str]]:
    """The number of a row, the name of a column, the place in it, and the text; lines of a text file have no column."""
    for number, row in enumerate(_rows(path)):
        yield from ((number, *found) for found in _strings(row, "", ""))
        yield from ((number, *found) for found in (_joined(row) if joined else ()))


def _joined(row: object) -> Iterator[tuple[str, str, str]]:
    """A short context and its question as one text, as a prompt has them."""
    if not isinstance(row, dict):
        return
    named = {str(key).lower(): str(key) for key, value in row.items() if isinstance(value, str) and value.strip()}
    context = next((named[one] for one in CONTEXTS if one in named), None)
    question = next((named[one] for one in QUESTIONS if one in named), None)
    if context and question and len(_WORD.findall(row[context])) <= JOINED:
        name = f"{context} and {question}"
        yield name, name, f"{row[context].strip()} {row[question].strip()}"


def _strings(value: object, name: str, place: str) -> Iterator[tuple[str, str, str]]:
    """Texts within texts: `answers.text`, and where there are several `answers.text[1]`."""
    if isinstance(value, str):
        yield name, place, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _strings(one, f"{name}.{key}" if name else str(key), f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _strings(one, name, f"{place}[{number}]")


def _rows(path: Path) -> Iterator[object]:
    if path.suffix == ".parquet":
        yield from _parquet(path)
        return
    data = path.read_bytes()
    content = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig", "replace")
    kind = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    if kind in (".csv", ".tsv"):
        csv.field_size_limit(sys.maxsize)
        yield from csv.DictReader(io.StringIO(content, newline=""), delimiter="\t" if kind == ".tsv" else ",")
    elif kind == ".json":
        try:
            whole = json.loads(content)
        except ValueError:
            # Some sets have JSON Lines in a file that says otherwise.
            yield from _lines(content)
            return
        yield from map(_record, whole if isinstance(whole, list) else [whole])
    elif kind == ".jsonl":
        yield from _lines(content)
    else:
        yield from (line for line in content.splitlines() if line.strip())


def _lines(content: str) -> Iterator[object]:
    # Only a line feed ends a record: JSON strings may hold U+2028 and its like as they are.
    return map(_record, (json.loads(line) for line in content.split("\n") if line.strip()))


def _record(value: object) -> object:
    if isinstance(value, str | dict | list):
        return value
    raise ValueError(f"a record is a {type(value).__name__}, it must be an object or a string")


def _parquet(path: Path) -> Iterator[object]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    for batch in file.iter_batches(columns=[one.name for one in file.schema_arrow if "binary" not in str(one.type)]):
        yield from batch.to_pylist()
