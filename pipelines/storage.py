"""What the files of a run need to be safe: one writer at a time, errors that say what to do, durable folders."""

import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from nescio.schemas.errors import NescioError, UsageError

DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""SQLite's codes for a file whose content is broken."""


class StorageError(NescioError):
    """The journal or the vectors cannot be read or written. What was reported as recorded before is kept."""


class FolderBusy(UsageError):
    """Another process writes to the same folder."""


class WriterLock:
    """Holds a file for this process. The lock ends with the process, however that ends."""

    def __init__(self, path: Path):
        """Take the lock. Raises FolderBusy, naming the process that has it."""
        import fcntl

        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+b", buffering=0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.seek(0)
            holder = self._file.read().decode("ascii", "replace").strip() or "unknown"
            self._file.close()
            raise FolderBusy(
                f"{path} is held by process {holder}{' (this one)' if holder == str(os.getpid()) else ''}: "
                "only one may write there at a time. Wait until it ends, stop it, or choose another folder."
            ) from error
        # Who holds the lock is said for a message only: a full disk must not take the lock with it.
        with suppress(OSError):
            self._file.truncate(0)
            self._file.write(f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let others in. The file stays, since removing it could let two in at once."""
        self._file.close()


def fsync_folder(path: Path) -> None:
    """Make the names in a folder durable: a file that was just made can otherwise be gone after a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private(path: Path) -> None:
    """Let only the owner read a file, which is made empty where there is none. What it holds stays."""
    # Made with the mode, so that nobody else can read it at any moment.
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code of an error; 0 where it has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def storage_error(path: Path, error: sqlite3.Error | OSError) -> StorageError:
    """The error to raise where `path` could not be read or written."""
    if isinstance(error, sqlite3.Error) and primary_code(error) in DAMAGE:
        advice = "The file is damaged: run the same command again, it sets the file aside and keeps what can be read."
    elif isinstance(error, sqlite3.Error) and primary_code(error) == sqlite3.SQLITE_BUSY:
        advice = "Another program has the file open: close it and run the same command again."
    else:
        advice = (
            f"{_free(path)} are free there. Make room (or check permissions and the file size limit) and run the same "
            "command again: it goes on where this one stopped."
        )
    return StorageError(f"{path} could not be used: {error}. What was recorded before is kept. {advice}")


def _free(path: Path) -> str:
    try:
        return f"{shutil.disk_usage(path.parent).free / 2**20:,.1f} MiB"
    except OSError:
        return "Unknown amounts"
