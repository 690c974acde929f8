"""What the Hub of the tests keeps: requests, answers, files, commits and repositories."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def line(self) -> str:
        """`METHOD path`."""
        return f"{self.method} {self.path}"


@dataclass
class Answer:
    """One answer: `data` goes as JSON, unless there is a body."""

    status: int = 200
    data: Any = None
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, message: str, code: str = ""):
        """`code` is the Hub's name of the error."""
        headers = {"X-Error-Message": message} | ({"X-Error-Code": code} if code else {})
        self.answer = Answer(status, {"error": message}, headers=headers)
        super().__init__(message)


@dataclass(frozen=True)
class File:
    """A file as it is stored."""

    data: bytes
    lfs: bool

    @property
    def sha256(self) -> str:
        """Of the content."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def blob(self) -> str:
        """As git names it: of the pointer, where the content is elsewhere."""
        lines = f"version https://git-lfs.github.com/spec/v1\noid sha256:{self.sha256}\nsize {len(self.data)}\n"
        data = lines.encode() if self.lfs else self.data
        return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()

    def entry(self, path: str) -> dict[str, Any]:
        """As a listing shows it."""
        found = {"type": "file", "path": path, "oid": self.blob, "size": len(self.data)}
        return found | ({"lfs": {"oid": self.sha256, "size": len(self.data), "pointerSize": 134}} if self.lfs else {})


@dataclass(frozen=True)
class Commit:
    """The files after it, and what it says."""

    oid: str
    files: dict[str, File]
    title: str


@dataclass
class Repository:
    """A dataset repository with one branch."""

    name: str
    private: bool
    commits: list[Commit] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    def commit(self, files: dict[str, File], title: str) -> Commit:
        """Put a commit on top."""
        listing = json.dumps([title, len(self.commits), *((path, one.blob) for path, one in sorted(files.items()))])
        self.commits.append(Commit(hashlib.sha1(listing.encode()).hexdigest(), files, title))
        return self.commits[-1]

    @property
    def head(self) -> Commit:
        """The last commit."""
        return self.commits[-1]

    def write(self, path: str, text: str) -> None:
        """Somebody edits a file on the Hub."""
        self.commit({**self.head.files, path: File(text.encode(), False)}, f"edit {path}")

    def read(self, path: str) -> str:
        """A file at the head."""
        return self.head.files[path].data.decode()

    def at(self, revision: str) -> Commit:
        """The commit that a branch, a tag or a hash names."""
        oid = self.head.oid if revision in ("main", "refs/heads/main") else self.tags.get(revision, revision)
        for one in self.commits:
            if one.oid == oid:
                return one
        raise Refused(404, f"Invalid rev id: {revision}", "RevisionNotFound")
