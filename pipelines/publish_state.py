"""What a dataset repository holds, compared with a folder by hashes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

from nescio.pipelines.folder import file_hash
from nescio.schemas.errors import UsageError

_VERSION = re.compile(r"v(\d+)\.(\d+)\.(\d+)")


@dataclass(frozen=True)
class Entry:
    """A file of a repository."""

    blob: str
    """SHA-1 of the file as a git blob, or of its LFS pointer."""
    sha256: str | None
    """Of the content, where it is stored by LFS."""

    def holds(self, path: Path) -> bool:
        """Whether it is the very file at `path`."""
        return file_hash(path) == self.sha256 if self.sha256 is not None else _git_blob(path) == self.blob


@dataclass(frozen=True)
class State:
    """A repository at its head."""

    head: str
    private: bool
    files: Mapping[str, Entry]
    tags: Mapping[str, str]
    """The commit of each."""

    def versions(self) -> dict[tuple[int, int, int], str]:
        """The tags that are versions, smallest first."""
        found = {version_of(tag): tag for tag in self.tags if _VERSION.fullmatch(tag)}
        return dict(sorted(found.items()))


def version_of(tag: str) -> tuple[int, int, int]:
    """The numbers of `vX.Y.Z`; raises UsageError for any other tag."""
    match = _VERSION.fullmatch(tag)
    if not match:
        raise UsageError(f"a tag is written vX.Y.Z, as in v0.1.0; it was given {tag!r}")
    return int(match[1]), int(match[2]), int(match[3])


def _git_blob(path: Path) -> str:
    data = path.read_bytes()
    return sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def holds(state: State, folder: Path, names: Sequence[str], gone: Sequence[str]) -> bool:
    """Whether the repository has these very files, and none of those that are to be gone."""
    present = all(name in state.files and state.files[name].holds(folder / name) for name in names)
    return present and not any(name in state.files for name in gone)
