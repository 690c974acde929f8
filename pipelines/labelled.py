"""Labelled items from files: the documented JSON Lines format (docs/calibration.md), public sets, and our own."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pydantic import ValidationError

from nescio.pipelines.labelled_sets import PUBLIC_SETS, PublicSet, Record
from nescio.schemas.base import faults
from nescio.schemas.errors import UsageError
from nescio.schemas.labelled import LabelledBy, LabelledItem
from nescio.schemas.protocols import Skipped

MAX_LINE = 5_000_000
"""Longest line that is parsed, in bytes."""


@dataclass(frozen=True)
class Labelled:
    """Items to measure judges on, each once and in the order of their ids, and the records that gave none."""

    items: tuple[LabelledItem, ...]
    skipped: tuple[Skipped, ...]

    @property
    def reasons(self) -> dict[str, int]:
        """How many records were skipped for which reason."""
        return dict(sorted(Counter(one.reason for one in self.skipped).items()))


def read_labelled(paths: Sequence[str | Path]) -> Labelled:
    """The items of files and folders: JSON Lines, a public set's folder, or a folder of such folders and files.

    Raises UsageError for a path that is not there or holds nothing of the kind.
    """
    return _merged(record for path in paths for record in _records(Path(path)))


def packaged_items() -> tuple[LabelledItem, ...]:
    """Items that were written for nescio. They exercise a judge; none can admit one."""
    sheet = files("nescio.pipelines.items").joinpath("authored.jsonl")
    found = _merged(_lines(sheet.read_bytes(), sheet.name))
    return found.items


def _records(path: Path) -> Iterator[Record]:
    if path.is_file():
        yield from _lines(_bytes(path), path.name)
        return
    if not path.is_dir():
        raise UsageError(f"there is no {path}; a JSON Lines file of labelled items or a folder was expected")
    parts = sorted(child for child in path.iterdir() if child.is_dir() or child.suffix == ".jsonl")
    known = [(told, folder) for folder in (path, *parts) if (told := _known(folder))]
    # The files of a public set are read as what they are, never as the documented format.
    own = [] if _known(path) else [child for child in parts if child.is_file()]
    if not known and not own:
        names = "; ".join(f"{one.name} ({' or '.join(one.files[:2])})" for one in PUBLIC_SETS)
        raise UsageError(f"{path} holds no labelled items: .jsonl files or the folder of {names} were expected")
    for told, folder in known:
        yield from told.read(told, folder)
    for child in own:
        yield from _lines(_bytes(child), child.name)


def _known(folder: Path) -> PublicSet | None:
    return next((one for one in PUBLIC_SETS if any((folder / name).is_file() for name in one.files)), None)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error


def _lines(content: bytes, name: str) -> Iterator[Record]:
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield _item(line, f"{name}:{number}")


def _item(line: bytes, where: str) -> Record:
    if len(line) > MAX_LINE:
        return Skipped(where, "too long", f"a line of {len(line):,} bytes, at most {MAX_LINE:,} are read")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Skipped(where, "not JSON", str(error))
    if not isinstance(data, dict):
        return Skipped(where, "not an object", f"a JSON {type(data).__name__}, an object was expected")
    try:
        return LabelledItem.model_validate(data)
    except ValidationError as error:
        found = faults(error)
        return Skipped(where, "invalid", f"{found[0]} ({len(found)} faults)")


def _merged(records: Iterable[Record]) -> Labelled:
    """Each text once for each scenario; where two labels clash, none of them counts."""
    groups: dict[str, list[LabelledItem]] = defaultdict(list)
    skipped: list[Skipped] = []
    for record in records:
        if isinstance(record, Skipped):
            skipped.append(record)
        else:
            groups[record.id].append(record)
    items = []
    for id, group in sorted(groups.items()):
        if len({(one.should_abstain, one.moderation) for one in group}) > 1:
            skipped += [Skipped(_where(one), "two labels", "the same text is labelled otherwise too") for one in group]
            continue
        first, *others = sorted(group, key=_precedence)
        items.append(first)
        skipped += [Skipped(_where(one), "stands twice", f"as {_where(first)}, item {id}") for one in others]
    return Labelled(tuple(items), tuple(skipped))


def _precedence(item: LabelledItem) -> tuple[bool, str, str]:
    return item.labelled_by is not LabelledBy.HUMAN, item.source, item.record_id


def _where(item: LabelledItem) -> str:
    return f"{item.source}:{item.record_id}" if item.record_id else item.source
