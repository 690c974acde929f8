"""Decontamination: rows that come near a named set of texts, by shared 13-grams of words or by embedding."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nescio.schemas.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRAM = 13
_WORD = re.compile(r"\w+")
_TEXT_KEYS = ("prompt", "question", "text", "problem", "Question", "Body", "input")


@dataclass(frozen=True)
class Hit:
    """A text that matched, by which rule, and the reference text it matched."""

    text: str
    rule: str
    reference: str
    file: str


def read_texts(path: Path) -> list[str]:
    """The texts of a reference file: lines of .txt, text columns of .jsonl, .json, .csv and .parquet.

    Raises UsageError where the file cannot be read or holds no text column.
    """
    try:
        rows = list(_rows(path))
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"cannot read the decontamination file {path}: {error}") from error
    texts = [text for row in rows for text in ([row] if isinstance(row, str) else _texts_of(row))]
    if not texts:
        wanted = ", ".join(_TEXT_KEYS)
        raise UsageError(f"{path} has no texts: lines of .txt or a column named {wanted} were expected")
    return texts


def _rows(path: Path) -> Iterator[str | dict[str, object]]:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        yield from pq.read_table(path).to_pylist()
        return
    content = path.read_text("utf-8-sig", errors="replace")
    if path.suffix == ".csv":
        yield from csv.DictReader(io.StringIO(content, newline=""))
    elif path.suffix == ".json":
        data = json.loads(content)
        yield from map(_record, data if isinstance(data, list) else [data])
    elif path.suffix == ".jsonl":
        # Only a line feed ends a record: JSON strings may hold U+2028 and its like as they are.
        yield from map(_record, (json.loads(line) for line in content.split("\n") if line.strip()))
    else:
        yield from (line for line in content.splitlines() if line.strip())


def _record(value: object) -> str | dict[str, object]:
    if isinstance(value, str | dict):
        return value
    raise ValueError(f"a record is a {type(value).__name__}, it must be an object or a string")


def _texts_of(row: dict[str, object]) -> list[str]:
    return [value for key in _TEXT_KEYS if isinstance(value := row.get(key), str) and value.strip()]


def grams(text: str) -> set[str]:
    """The runs of 13 words of a text, case and punctuation aside; a shorter text is one run."""
    words = [word.lower() for word in _WORD.findall(text)]
    return {" ".join(words[k : k + GRAM]) for k in range(max(1, len(words) - GRAM + 1))} if words else set()


def contaminated(
    texts: Sequence[str],
    references: Mapping[str, Sequence[str]],
    encode: Callable[[Sequence[str]], "NDArray[np.float32]"] | None = None,
    threshold: float = 0.95,
) -> dict[int, Hit]:
    """The texts, by position, that share a 13-gram with a reference or, given an encoder, reach the threshold."""
    seen: dict[str, tuple[str, str]] = {}
    for file, lines in references.items():
        for line in lines:
            for gram in grams(line):
                seen.setdefault(gram, (line, file))
    hits: dict[int, Hit] = {}
    for number, text in enumerate(texts):
        shared = sorted(gram for gram in grams(text) if gram in seen)
        if shared:
            line, file = seen[shared[0]]
            hits[number] = Hit(text, f"shares the words {shared[0]!r}", line, file)
    if encode is not None and references and texts:
        hits |= {k: hit for k, hit in _near(texts, references, encode, threshold).items() if k not in hits}
    return hits


def _near(
    texts: Sequence[str],
    references: Mapping[str, Sequence[str]],
    encode: Callable[[Sequence[str]], "NDArray[np.float32]"],
    threshold: float,
) -> dict[int, Hit]:
    import numpy as np

    lines = [(line, file) for file, found in references.items() for line in found]
    against = encode([line for line, _ in lines])
    ours = encode(texts)
    hits = {}
    for start in range(0, len(texts), 1024):
        cosines = ours[start : start + 1024] @ against.T
        best = np.argmax(cosines, axis=1)
        for row, column in enumerate(best.tolist()):
            cosine = float(cosines[row, column])
            if cosine >= threshold:
                line, file = lines[column]
                hits[start + row] = Hit(texts[start + row], f"cosine {cosine:.3f}", line, file)
    return hits
