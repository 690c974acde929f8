"""The card of a publication: generated parts are renewed, and what people edited on the Hub is kept."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import yaml

from nescio.pipelines.licences import published_licence
from nescio.pipelines.recipe_file import parse_yaml
from nescio.pipelines.safe_text import inline
from nescio.schemas.errors import UsageError

DERIVED = ("configs", "dataset_info", "size_categories", "license")
"""Keys of the header that follow from the rows, and that nobody edits; a licence may only become stricter."""
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADER = re.compile(r"\A---\n(.*?)\n---(?:\n|\Z)", re.S)


@dataclass(frozen=True)
class Card:
    """A card: its YAML header, and its sections by title; what stands before the first has none."""

    header: Mapping[str, Any]
    sections: Mapping[str, str]

    @property
    def text(self) -> str:
        """The card as a file."""
        header = yaml.safe_dump(dict(self.header), sort_keys=False, allow_unicode=True, width=1_000)
        return f"---\n{header}---\n\n" + "\n\n".join(part for part in self.sections.values() if part) + "\n"

    def hashes(self) -> tuple[dict[str, str], dict[str, str]]:
        """SHA-256 of each value of the header and of each section."""
        header = {key: value_hash(value) for key, value in self.header.items()}
        return header, {title: value_hash(text) for title, text in self.sections.items()}


def value_hash(value: object) -> str:
    """SHA-256 of a value as JSON."""
    return sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def read_card(text: str, origin: str) -> Card:
    """A card by its parts; raises UsageError where its header is no mapping in YAML."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = _HEADER.match(text)
    header = parse_yaml(found[1], f"the header of {origin}") if found else {}
    if not isinstance(header, dict | None):
        raise UsageError(f"the header of {origin} holds a {type(header).__name__}; a mapping was expected. Mend it")
    return Card(header or {}, _sections(text[found.end() :] if found else text))


def _sections(body: str) -> dict[str, str]:
    """By title; a heading inside a code block is none, and a second section of one title gets a number."""
    lines: dict[str, list[str]] = {"": []}
    title, fence = "", ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        if not fence and line.startswith("## "):
            title = _free(line[3:].strip(), lines)
            lines[title] = []
        lines[title].append(line)
    return {name: "\n".join(found).strip("\n") for name, found in lines.items()}


def _free(title: str, taken: Iterable[str]) -> str:
    number, name = 1, title
    while name in taken:
        number += 1
        name = f"{title} ({number})"
    return name


def in_spite_of(allowed: Mapping[str, str], counts: Mapping[str, int]) -> str | None:
    """The section that names what was published all the same, and why."""
    if not allowed:
        return None
    lines = []
    for kind, reason in sorted(allowed.items()):
        often = f" (in {counts[kind]:,} places)" if counts.get(kind, 0) > 1 else ""
        lines.append(f"- `{kind}`{often}: {inline(reason)}")
    return "## Published in spite of\n\n" + "\n".join(lines)


def merge(
    ours: Card,
    theirs: Card,
    printed: tuple[Mapping[str, str], Mapping[str, str]],
    licences: Iterable[str],
) -> tuple[Card, list[str]]:
    """Our card with what people edited in theirs, and the names of that.

    `printed` has the hashes of header and sections as nescio last generated them: what differs from both is an edit.
    Sections that people removed come back. Raises UsageError where they chose a licence that the seeds forbid.
    """
    header, kept = _merged_header(ours, theirs, printed[0], licences)
    sections = dict(ours.sections)
    before = ""
    for title, text in theirs.sections.items():
        # The words before the first section are ours on a card that nescio never wrote.
        known = title in printed[1]
        edited = printed[1].get(title) != value_hash(text) and sections.get(title) != text
        if edited and (title or known):
            kept.append(f"section {title!r}" if title else "the words before the first section")
            sections = _placed(sections, title, text, before)
        if title in sections:
            before = title
    return Card(header, sections), kept


def _merged_header(
    ours: Card, theirs: Card, printed: Mapping[str, str], licences: Iterable[str]
) -> tuple[dict[str, Any], list[str]]:
    header, kept = dict(ours.header), []
    for key, value in theirs.header.items():
        if printed.get(key) == value_hash(value) or header.get(key) == value:
            continue
        if key == "license":
            value = _licence(str(value), licences)
        elif key in DERIVED:
            continue
        header[key] = value
        kept.append(f"{key} of the header")
    return header, kept


def _licence(chosen: str, licences: Iterable[str]) -> str:
    """What people chose on the Hub, where the seeds allow it."""
    try:
        return published_licence(chosen, licences)
    except UsageError as error:
        raise UsageError(
            f"the card on the Hub says license {chosen}, and the seeds come under {', '.join(sorted(set(licences)))}, "
            "which it does not satisfy; take that line out of the card there"
        ) from error


def _placed(sections: Mapping[str, str], title: str, text: str, before: str) -> dict[str, str]:
    """The sections with one replaced, or put behind the one that it follows in the other card."""
    if title in sections:
        return {**sections, title: text}
    placed: dict[str, str] = {}
    for name, found in sections.items():
        placed[name] = found
        if name == before:
            placed[title] = text
    return placed
