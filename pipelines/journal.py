"""The journal of a run: every observation, durable before it is used (design rule 6).

One SQLite file in WAL mode with synchronous=FULL. A row carries a checksum, so what a damaged disk changed is never
returned, and a damaged file is set aside with its readable rows kept.
"""

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from nescio.pipelines.journal_file import (
    COLUMNS,
    INSERT,
    Row,
    Salvaged,
    connect,
    input_key,
    intact,
    make_row,
    row_id,
    salvage,
    set_aside,
)
from nescio.pipelines.storage import DAMAGE, StorageError, WriterLock, primary_code, storage_error
from nescio.schemas.errors import UsageError

__all__ = ["Journal", "Salvaged", "input_key"]

_AT_ONCE = 1_000
"""Keys of one SELECT."""


@dataclass
class _Group:
    """Rows that become durable in one commit."""

    rows: list[Row] = field(default_factory=list)
    closed: bool = False
    written: bool = False
    error: sqlite3.Error | None = None


class Journal:
    """Observations by (observer, version, weights, key). One process writes; threads may share it; any may read.

    `salvaged` says what happened where the file was found damaged; `unreadable` counts rows whose checksum failed.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False, private: bool = False):
        """Open `path`, made where it is not there yet; only its owner may read it where it is `private`.

        Raises FolderBusy where another process has it open for writing, UsageError where a file that is only to be read
        is missing and StorageError where that one is damaged or any cannot be opened.
        """
        self.path = Path(path)
        self.read_only = read_only
        self._private = private and not read_only
        self.salvaged: Salvaged | None = None
        self.unreadable = 0
        self._gate = threading.Lock()  # guards which group is the next
        self._using = (
            threading.Lock()
        )  # one thread at a time uses the connection, so none reads what is not yet durable
        self._next = _Group()
        self._lock = None if read_only else WriterLock(self.path.with_suffix(".lock"))
        try:
            self._db = self._open()
        except BaseException:
            self._release()
            raise

    def __enter__(self) -> Self:
        """The journal itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the file and let others write. Closing twice is harmless."""
        with self._using:
            self._db.close()
        self._release()

    def get_many(self, observer: str, version: str, weights: str, keys: Sequence[str]) -> dict[str, bytes]:
        """The recorded values of those `keys` that have one."""
        wanted = {row_id(observer, version, weights, key): key for key in keys}
        found: dict[str, bytes] = {}
        ids = list(wanted)
        with self._using:
            for start in range(0, len(ids), _AT_ONCE):
                for row in self._select(ids[start : start + _AT_ONCE]):
                    if intact(row):
                        found[wanted[row[0]]] = row[5]
                    else:
                        self._forget(row[0])
        return found

    def put_many(self, observer: str, version: str, weights: str, values: Mapping[str, bytes]) -> None:
        """Record `values` by key: all of them durable when this returns, or none and StorageError.

        A key that has a value keeps it: read back what is to be used. Calls that wait for the disk at the same time
        share one commit.
        """
        rows = [make_row(observer, version, weights, key, value) for key, value in values.items()]
        with self._gate:
            group = self._next
            group.rows.extend(rows)
        with self._using:
            with self._gate:
                first = not group.closed
                if first:
                    group.closed, self._next = True, _Group()
            if first:
                self._commit(group)
        if group.error is not None:
            raise storage_error(self.path, group.error) from group.error
        if not group.written:
            raise StorageError(
                f"{self.path}: the commit that this call shared was interrupted. Run the same command again."
            )

    def scan(self, observer: str) -> Iterator[tuple[str, str, bytes]]:
        """Every intact observation of an observer, of all versions: (weights, key, value), oldest first."""
        last = 0
        while True:
            with self._using:
                try:
                    rows = self._db.execute(
                        f"SELECT rowid, {COLUMNS} FROM observations WHERE observer = ? AND rowid > ? "
                        f"ORDER BY rowid LIMIT {_AT_ONCE}",
                        (observer, last),
                    ).fetchall()
                except sqlite3.Error as error:
                    raise storage_error(self.path, error) from error
            for number, *row in rows:
                last = number
                if intact(found := tuple(row)):
                    yield found[3], found[4], found[5]
            if len(rows) < _AT_ONCE:
                return

    def counts(self) -> dict[str, int]:
        """How many observations each observer has, by name."""
        with self._using:
            try:
                rows = self._db.execute(
                    "SELECT observer, count(*) FROM observations GROUP BY observer ORDER BY observer"
                )
                return dict(rows.fetchall())
            except sqlite3.Error as error:
                raise storage_error(self.path, error) from error

    def _select(self, ids: Sequence[bytes]) -> list[Row]:
        marks = ",".join("?" * len(ids))
        try:
            return self._db.execute(f"SELECT {COLUMNS} FROM observations WHERE id IN ({marks})", ids).fetchall()
        except sqlite3.Error as error:
            raise storage_error(self.path, error) from error

    def _forget(self, found_by: bytes) -> None:
        """Make room for another observation in place of one whose checksum fails."""
        self.unreadable += 1
        if self.read_only:
            return
        try:
            self._db.execute("DELETE FROM observations WHERE id = ?", (found_by,))
        except sqlite3.Error as error:
            raise storage_error(self.path, error) from error

    def _commit(self, group: _Group) -> None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(INSERT, group.rows)
            self._db.execute("COMMIT")
            group.written = True
        except sqlite3.Error as error:
            group.error = error
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _open(self) -> sqlite3.Connection:
        if self.read_only and not self.path.exists():
            raise UsageError(f"There is no journal at {self.path}. Give the folder of a run.")
        try:
            return connect(self.path, read_only=self.read_only, private=self._private)
        except sqlite3.Error as error:
            if self.read_only or primary_code(error) not in DAMAGE:
                raise storage_error(self.path, error) from error
        aside = set_aside(self.path)
        try:
            db = connect(self.path, read_only=False, private=self._private)
            kept, lost = salvage(aside, db)
        except sqlite3.Error as error:
            raise storage_error(self.path, error) from error
        self.salvaged = Salvaged(aside, kept, lost)
        return db

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
