"""Decontamination: what of a dataset comes near a named set of texts, and what of those comes near the dataset.

By shared runs of words (13 in a row, as GPT-3 did it, arXiv 2005.14165, appendix C) or by embedding.
"""

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
SHORT = 8
"""From so many words on, a text that stands whole in another one was not written by chance."""
_WORD = re.compile(r"\w+")
_TEXT_KEYS = ("prompt", "question", "text", "problem", "Question", "Body", "input")


@dataclass(frozen=True)
class Hit:
    """A text that matched, by which rule, and the reference text it matched."""

    text: str
    rule: str
    reference: str
    file: str


@dataclass(frozen=True)
class Contamination:
    """What came near what, in both directions."""

    hits: Mapping[int, Hit]
    """The texts at fault, by their position."""
    met: Mapping[str, int]
    """For each reference file, how many of its texts some text came near: they are spent as a test."""


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
    words = words_of(text)
    return set(_runs(words, min(GRAM, len(words)))) if words else set()


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def contaminated(
    texts: Sequence[str],
    references: Mapping[str, Sequence[str]],
    encode: Callable[[Sequence[str]], "NDArray[np.float32]"] | None = None,
    threshold: float = 0.95,
) -> Contamination:
    """Which texts come near a reference, and which references near a text.

    They do where they share a run of 13 words, where one of 8 to 12 words stands whole in the other (either way), where
    one below that is the other, and, given an encoder of unit rows, where their cosine reaches the threshold.
    """
    lines = [(line, file) for file, found in references.items() for line in found]
    hits: dict[int, Hit] = {}
    met: dict[str, set[str]] = {file: set() for file in references}
    for number, run, line in _shared(texts, [line for line, _ in lines]):
        text, file = lines[line]
        hits.setdefault(number, Hit(texts[number], f"shares the words {run!r}", text, file))
        met[file].add(text)
    if encode is not None and lines and texts:
        for number, line, cosine in _near(texts, [line for line, _ in lines], encode, threshold):
            text, file = lines[line]
            hits.setdefault(number, Hit(texts[number], f"cosine {cosine:.3f}", text, file))
            met[file].add(text)
    return Contamination(hits, {file: len(found) for file, found in met.items()})


def _shared(texts: Sequence[str], lines: Sequence[str]) -> Iterator[tuple[int, str, int]]:
    """Every text and line that share a run of words: the text's number, the run, the line's number."""
    ours, theirs = [words_of(text) for text in texts], [words_of(line) for line in lines]
    for size in sorted({_size(words) for words in (*ours, *theirs)} - {0}, reverse=True):
        index: dict[str, list[int]] = {}
        for number, words in enumerate(theirs):
            if _size(words) == size or size >= SHORT:
                for run in set(_runs(words, size)):
                    index.setdefault(run, []).append(number)
        for number, words in enumerate(ours):
            for run in sorted(set(_runs(words, size)) & index.keys()):
                yield from ((number, run, line) for line in index[run] if _counts(size, words, theirs[line]))


def _size(words: Sequence[str]) -> int:
    return min(GRAM, len(words))


def _counts(size: int, ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a shared run of that size says something: 13 words, or the whole of one side."""
    whole = size in (len(ours), len(theirs)) if size >= SHORT else size == len(ours) == len(theirs)
    return size == GRAM or whole


def _runs(words: Sequence[str], size: int) -> Iterator[str]:
    return (" ".join(words[k : k + size]) for k in range(len(words) - size + 1))


def _near(
    texts: Sequence[str],
    lines: Sequence[str],
    encode: Callable[[Sequence[str]], "NDArray[np.float32]"],
    threshold: float,
) -> Iterator[tuple[int, int, float]]:
    """Every text and line whose cosine reaches the threshold, each text's nearest line first."""
    import numpy as np

    from nescio.validation.similar import cross_pairs

    # The references come first: an encoder that keeps what it has seen is asked in one order.
    against = encode(lines)
    near = cross_pairs(encode(texts), against, threshold)
    for pair in np.lexsort((near.j, -near.cosine, near.i)).tolist():
        yield int(near.i[pair]), int(near.j[pair]), float(near.cosine[pair])
