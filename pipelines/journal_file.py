"""The journal's file: its table, the checksum of each row, and what is saved where the file is damaged."""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from nescio.pipelines.storage import fsync_folder, make_private

COLUMNS = "id, observer, version, weights, key, value, checksum"
INSERT = f"INSERT OR IGNORE INTO observations ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_TABLE = """CREATE TABLE IF NOT EXISTS observations (
    id BLOB NOT NULL UNIQUE,  -- SHA-256 of the four columns that follow
    observer TEXT NOT NULL, version TEXT NOT NULL, weights TEXT NOT NULL, key TEXT NOT NULL,
    value BLOB NOT NULL, checksum INTEGER NOT NULL)"""
_BLOCK = 1_000
"""Rows that a salvage tries to read at once."""
_LEAST_ROW = 100
"""Bytes that a row takes at least: ids and hashes alone are longer."""

Row = tuple[bytes, str, str, str, str, bytes, int]
"""A row, in the order of COLUMNS."""


@dataclass(frozen=True)
class Salvaged:
    """What became of a damaged journal."""

    path: Path
    """Where the damaged file lies now."""
    kept: int
    """Rows that the new journal has."""
    lost: int | None
    """Rows that could not be read; null where the file does not even tell how many it had."""


def input_key(*parts: str) -> str:
    """SHA-256 in hexadecimal over texts, each length-prefixed so that no two lists collide by joining."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()


def row_id(observer: str, version: str, weights: str, key: str) -> bytes:
    """What a row is found by."""
    return bytes.fromhex(input_key(observer, version, weights, key))


def make_row(observer: str, version: str, weights: str, key: str, value: bytes) -> Row:
    """The row of one observation."""
    found_by = row_id(observer, version, weights, key)
    return found_by, observer, version, weights, key, value, crc32(found_by + value)


def intact(row: Row) -> bool:
    """Whether a row that was read is the one that was written."""
    # The id covers the names, the checksum the id and the value. Types come first: damage can change them too.
    types = (bytes, str, str, str, str, bytes, int)
    return all(isinstance(part, kind) for part, kind in zip(row, types, strict=True)) and make_row(*row[1:6]) == row


def connect(path: Path, *, read_only: bool, private: bool = False) -> sqlite3.Connection:
    """Open the file, made where it is to be written and missing. Raises sqlite3.Error, its code in DAMAGE if broken.

    Where it is `private` only its owner may read it. Raises OSError where that cannot be had.
    """
    mode = "ro" if read_only else "rwc"
    made = not path.exists()
    if private:
        # The write-ahead log that SQLite makes has the mode of the file; what a crash left of one has an older mode.
        log = [one for ending in ("-wal", "-shm") if (one := path.with_name(path.name + ending)).exists()]
        for one in (path, *log):
            make_private(one)
    db = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False, timeout=10
    )
    try:
        found = [text for (text,) in db.execute("PRAGMA quick_check(1)")]
        if found != ["ok"]:
            damage = sqlite3.DatabaseError("; ".join(map(str, found)))
            damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damage
        if not read_only:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            db.execute(_TABLE)
    except sqlite3.Error:
        db.close()
        raise
    if made:
        fsync_folder(path.parent)
    return db


def set_aside(path: Path) -> Path:
    """Rename a damaged journal, with its write-ahead log, to the first free `NAME.damaged-N`."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    for ending in ("-wal", "-shm", ""):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    fsync_folder(path.parent)
    return aside


def salvage(damaged: Path, into: sqlite3.Connection) -> tuple[int, int | None]:
    """Copy the readable rows of a damaged file and return how many they are and how many are lost (None: not known)."""
    last, counted = damaged.stat().st_size // _LEAST_ROW, False
    into.execute("BEGIN IMMEDIATE")
    try:
        source = sqlite3.connect(f"{damaged.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            newest = _newest(source)
            if newest is not None and newest <= last:
                last, counted = newest, True
            for low in range(1, last + 1, _BLOCK):
                into.executemany(INSERT, _readable(source, low, min(low + _BLOCK - 1, last)))
        finally:
            source.close()
        into.execute("COMMIT")
    finally:
        if into.in_transaction:
            into.execute("ROLLBACK")
    (kept,) = into.execute("SELECT count(*) FROM observations").fetchone()
    return kept, last - kept if counted else None


def _newest(source: sqlite3.Connection) -> int | None:
    try:
        (newest,) = source.execute("SELECT max(rowid) FROM observations").fetchone()
    except sqlite3.DatabaseError:
        return None
    return newest if isinstance(newest, int) else 0


def _readable(source: sqlite3.Connection, low: int, high: int) -> Iterator[Row]:
    """The intact rows with ids `low` to `high`; an unreadable range is halved until its bad rows stand alone."""
    try:
        rows = source.execute(f"SELECT {COLUMNS} FROM observations WHERE rowid BETWEEN ? AND ?", (low, high)).fetchall()
    except sqlite3.DatabaseError:
        if low < high:
            middle = (low + high) // 2
            yield from _readable(source, low, middle)
            yield from _readable(source, middle + 1, high)
    else:
        yield from (row for row in rows if intact(row))
