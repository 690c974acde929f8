"""Replies that people labelled as compliance or refusal, from CSV and JSON Lines: XSTest's columns, or your own."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from pydantic import ValidationError

from nescio.schemas.base import Filled, Frozen, Text, faults
from nescio.schemas.errors import UsageError
from nescio.validation.response_model import CLASSES
from nescio.validation.responses import ResponseClass

_FULL, _PARTIAL = ResponseClass.REFUSED, ResponseClass.PARTIALLY_REFUSED
LABELS = {
    **{kind.value: kind for kind in ResponseClass},
    "1_full_compliance": ResponseClass.ANSWERED,
    "2_full_refusal": _FULL,
    "3_partial_refusal": _PARTIAL,
    "full_compliance": ResponseClass.ANSWERED,
    "compliance": ResponseClass.ANSWERED,
    "full_refusal": _FULL,
    "refusal": _FULL,
    "partial_refusal": _PARTIAL,
}
"""Labels that are understood: XSTest's, nescio's classes, and the plain words."""


@dataclass(frozen=True)
class Columns:
    """Which column holds what. Of several names the first that a file has counts."""

    prompt: tuple[str, ...] = ("prompt", "question")
    reply: tuple[str, ...] = ("completion", "reply", "response")
    label: tuple[str, ...] = ("final_label", "label", "class")
    group: str | None = None
    """What the replies of one model share; null takes each file as one model's."""


class LabelledReply(Frozen):
    """A reply and what a person said of it."""

    prompt: Text
    reply: Filled
    label: ResponseClass
    group: Filled
    """The model, or the file, that it comes from."""


@dataclass(frozen=True)
class LabelledReplies:
    """What was read, in the order of the files, and how many replies of which label were left out."""

    replies: tuple[LabelledReply, ...]
    left_out: dict[str, int]
    """Replies of other classes than those a model is fitted on, and empty ones."""


def read_replies(
    paths: Sequence[str | Path], columns: Columns | None = None, labels: Mapping[str, ResponseClass] | None = None
) -> LabelledReplies:
    """The labelled replies of CSV and JSON Lines files; `labels` adds to LABELS, whatever the case of the letters.

    Raises UsageError for a file that cannot be read, a column it lacks, and a label that is not understood.
    """
    known = {name.lower(): kind for name, kind in {**LABELS, **(labels or {})}.items()}
    found: list[LabelledReply] = []
    left_out: Counter[str] = Counter()
    for path in map(Path, paths):
        for where, row in _rows(path):
            one = _reply(row, where, path.stem, columns or Columns(), known)
            if isinstance(one, str):
                left_out[one] += 1
            else:
                found.append(one)
    return LabelledReplies(tuple(found), dict(sorted(left_out.items())))


def _reply(
    row: Mapping[str, str], where: str, stem: str, columns: Columns, known: Mapping[str, ResponseClass]
) -> LabelledReply | str:
    """A row's reply, or why it is left out."""
    said = _cell(row, columns.label, where)
    kind = known.get(said.strip().lower())
    if kind is None:
        raise UsageError(f"{where}: the label {said!r} is none of {', '.join(sorted(known))}; say --means {said}=CLASS")
    if kind not in CLASSES:
        return kind.value
    reply = _cell(row, columns.reply, where)
    if not any(one.isalnum() for one in reply):
        return "nothing said"
    try:
        return LabelledReply(
            prompt=_cell(row, columns.prompt, where),
            reply=reply,
            label=kind,
            group=stem if columns.group is None else _cell(row, (columns.group,), where),
        )
    except ValidationError as error:
        raise UsageError(f"{where}: {faults(error)[0]}") from error


def _cell(row: Mapping[str, str], names: Sequence[str], where: str) -> str:
    for name in names:
        if name in row:
            return row[name]
    raise UsageError(
        f"{where}: no column {' or '.join(names)}; there are {', '.join(row) or 'none'}. Name yours by --prompt, "
        "--reply, --label or --group"
    )


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}; give a CSV or JSON Lines file in UTF-8") from error
    if path.suffix.lower() == ".csv":
        try:
            for number, row in enumerate(csv.DictReader(StringIO(text, newline="")), 1):
                yield f"{path.name}, record {number}", {name: value or "" for name, value in row.items() if name}
        except csv.Error as error:
            raise UsageError(
                f"{path.name} is no CSV that can be read ({error}); save it with a header, or as JSON Lines (.jsonl)"
            ) from error
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{path.name}, line {number}: no JSON ({error}); CSV or JSON Lines is wanted") from error
        if not isinstance(data, dict):
            raise UsageError(
                f"{path.name}, line {number}: a JSON {type(data).__name__} was found; on each line one object with the "
                "columns is wanted"
            )
        yield f"{path.name}, line {number}", {name: value for name, value in data.items() if isinstance(value, str)}
