"""Reading every staged file for secrets and personal data: text line by line, Parquet row by row."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nescio.pipelines.publish_patterns import LOOSE, masked, places

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 10_000
"""Rows that are read at a time."""
_LOOSE = re.compile(LOOSE)


@dataclass(frozen=True)
class Hit:
    """Something that must not be published."""

    file: str
    place: str
    """The id of the row and its column, or the line."""
    kind: str
    excerpt: str
    """The words around it, with what was found blackened."""

    def __str__(self) -> str:
        """In one line."""
        return f"{self.file}, {self.place}: {self.kind}: {self.excerpt}"


def scan(folder: Path, files: Sequence[str], secrets: Mapping[str, str]) -> list[Hit]:
    """What is found in the files of a folder, in their order. `secrets` are values to look for besides the shapes."""
    hits: list[Hit] = []
    for name in files:
        path = folder / name
        hits += _scan_parquet(path, name, secrets) if path.suffix == ".parquet" else _scan_text(path, name, secrets)
    return hits


def counts(hits: Sequence[Hit]) -> Counter[str]:
    """How often each kind was found."""
    return Counter(one.kind for one in hits)


def _scan_text(path: Path, name: str, secrets: Mapping[str, str]) -> Iterator[Hit]:
    lines = path.read_text("utf-8", "replace").split("\n")
    for number, line in enumerate(lines, 1):
        yield from _hits(line, name, f"line {number}", secrets)


def _scan_parquet(path: Path, name: str, secrets: Mapping[str, str]) -> Iterator[Hit]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for key, value in (file.metadata.metadata or {}).items():
            text = value.decode("utf-8", "replace")
            yield from _hits(text, name, f"metadata {key.decode('utf-8', 'replace')}", secrets)
        first = 0
        for batch in file.iter_batches(BATCH):
            yield from _scan_batch(batch, name, first, secrets)
            first += batch.num_rows


def _scan_batch(batch: "pa.RecordBatch", name: str, first: int, secrets: Mapping[str, str]) -> Iterator[Hit]:
    import pyarrow as pa

    ids = batch.column("id") if "id" in batch.schema.names else None
    rows = pa.array(range(batch.num_rows), pa.int64())
    for column in batch.schema.names:
        for values, owners in _texts(batch.column(column), rows):
            for place in _suspects(values, secrets):
                row = owners[place].as_py()
                shown = ids[row].as_py() if ids is not None else f"{first + row}"
                yield from _hits(values[place].as_py(), name, f"row {shown}, {column}", secrets)


def _texts(array: "pa.Array", rows: "pa.Array") -> "Iterator[tuple[pa.Array, pa.Array]]":
    """The strings of a column however deep they stand, with the row of each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        yield array, rows
    elif pa.types.is_list(array.type) or pa.types.is_large_list(array.type):
        yield from _texts(pc.list_flatten(array), rows.take(pc.list_parent_indices(array)))
    elif pa.types.is_struct(array.type):
        for number in range(array.type.num_fields):
            yield from _texts(pc.struct_field(array, [number]), rows)


def _suspects(values: "pa.Array", secrets: Mapping[str, str]) -> list[int]:
    """The positions of the strings that are worth a closer look."""
    import pyarrow as pa
    import pyarrow.compute as pc

    # A dictionary, since contexts and methods stand in many rows: each text is read once.
    coded = values.dictionary_encode()
    marked = pc.match_substring_regex(coded.dictionary, LOOSE)
    for secret in secrets.values():
        marked = pc.or_(marked, pc.match_substring(coded.dictionary, secret))
    wanted = pc.indices_nonzero(marked)
    if not len(wanted):
        return []
    found: list[int] = pc.indices_nonzero(pc.is_in(coded.indices, pa.array(wanted, coded.indices.type))).to_pylist()
    return found


def _hits(text: str, file: str, place: str, secrets: Mapping[str, str]) -> Iterator[Hit]:
    if not _LOOSE.search(text) and not any(value in text for value in secrets.values()):
        return
    found = places(text, secrets)
    for one in found:
        yield Hit(file, place, one.kind, masked(text, one, found))
