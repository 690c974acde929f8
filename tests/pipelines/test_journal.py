"""The journal keeps what it reported as kept, whatever happens to the process, the disk or the file."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nescio.pipelines.journal import Journal, input_key
from nescio.pipelines.storage import FolderBusy, StorageError
from nescio.schemas.errors import UsageError

WHO = ("loss", "1", "w" * 64)

WRITER = """
import os, signal, sys
from nescio.pipelines.journal import Journal, input_key
path, point = sys.argv[1:]
journal = Journal(path)
def die(statement):
    if statement.startswith(point):
        count[0] += 1
        if count[0] == 7:
            os.kill(os.getpid(), signal.SIGKILL)
count = [0]
if point != "any":
    journal._db.set_trace_callback(die)
for batch in range(10_000):
    values = {input_key(str(batch), str(i)): b"%d-%d" % (batch, i) * 50 for i in range(20)}
    journal.put_many("loss", "1", "w" * 64, values)
    print(batch, flush=True)
"""


def keys_of(batch: int) -> list[str]:
    """The keys that WRITER records in a batch."""
    return [input_key(str(batch), str(i)) for i in range(20)]


def check_batches(path: Path, reported: int) -> None:
    """Batches up to `reported` are there; each later one is there whole or not at all, with the right values."""
    with Journal(path) as journal:
        assert journal.salvaged is None
        for batch in range(reported + 3):
            found = journal.get_many(*WHO, keys_of(batch))
            assert len(found) == 20 if batch <= reported else len(found) in (0, 20)
            for i, key in enumerate(keys_of(batch)):
                assert found.get(key) in ((b"%d-%d" % (batch, i)) * 50, None)
        assert journal.unreadable == 0


def fill(path: Path, rows: int) -> dict[str, bytes]:
    """Make a journal with that many rows and return them."""
    values = {input_key(str(i)): f"value {i} ".encode() * 10 for i in range(rows)}
    with Journal(path) as journal:
        journal.put_many(*WHO, values)
    return values


def test_what_was_put_is_found(tmp_path: Path) -> None:
    """Values come back by key after closing, and only under the observer, version and weights they were put with."""
    values = fill(tmp_path / "journal.sqlite", 2_500)
    with Journal(tmp_path / "journal.sqlite") as journal:
        assert journal.get_many(*WHO, [*values, "unknown"]) == values
        for other in (("x", *WHO[1:]), (WHO[0], "2", WHO[2]), (*WHO[:2], "v")):
            assert journal.get_many(*other, list(values)) == {}
        assert journal.counts() == {"loss": 2_500}


def test_the_first_value_stays(tmp_path: Path) -> None:
    """A second observation of the same input is not recorded: what was used stays what it was."""
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal.put_many(*WHO, {"a": b"first"})
        journal.put_many(*WHO, {"a": b"second", "b": b"new"})
        assert journal.get_many(*WHO, ["a", "b"]) == {"a": b"first", "b": b"new"}


def test_keys_do_not_collide_by_joining() -> None:
    """Parts are told apart, and any text has a key."""
    assert input_key("ab", "c") != input_key("a", "bc") != input_key("abc")
    assert len(input_key("\ud800")) == 64


def test_the_file_is_in_the_durable_mode(tmp_path: Path) -> None:
    """WAL and synchronous=FULL, as the design says."""
    with Journal(tmp_path / "journal.sqlite") as journal:
        assert journal._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert journal._db.execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.parametrize("point", ["BEGIN", "INSERT", "COMMIT"])
def test_a_kill_inside_a_commit_loses_nothing_reported(tmp_path: Path, point: str) -> None:
    """SIGKILL at the start, among the rows and before the commit of a call: batches are whole or absent."""
    path = tmp_path / "journal.sqlite"
    child = subprocess.run(
        [sys.executable, "-c", WRITER, str(path), point], capture_output=True, text=True, check=False
    )
    assert child.returncode == -signal.SIGKILL
    check_batches(path, int((child.stdout.split() or ["-1"])[-1]))


@pytest.mark.parametrize("delay", [0.0, 0.002, 0.005, 0.011, 0.02])
def test_a_kill_at_any_time_loses_nothing_reported(tmp_path: Path, delay: float) -> None:
    """SIGKILL from outside at a moment of its own: batches are whole or absent."""
    path = tmp_path / "journal.sqlite"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path), "any"], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        lines = child.stdout.read().splitlines()
    check_batches(path, int(lines[-1]) if lines else 0)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """The error names the process that writes and what to do; afterwards the journal is free again."""
    path = tmp_path / "journal.sqlite"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path), "any"], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with pytest.raises(FolderBusy, match=f"held by process {child.pid}.*stop it"):
            Journal(path)
        with Journal(path, read_only=True) as journal:
            assert journal.counts()["loss"] >= 20
        child.kill()
        child.stdout.read()
    with Journal(path), pytest.raises(FolderBusy, match="this one"):
        Journal(path)


def test_reading_only_writes_nothing(tmp_path: Path) -> None:
    """A journal to be read must be there, and cannot be written."""
    path = tmp_path / "journal.sqlite"
    with pytest.raises(UsageError, match="There is no journal at"):
        Journal(path, read_only=True)
    assert list(tmp_path.iterdir()) == []
    values = fill(path, 3)
    with Journal(path, read_only=True) as journal:
        assert journal.get_many(*WHO, list(values)) == values
        with pytest.raises(StorageError, match="readonly"):
            journal.put_many(*WHO, {"x": b"y"})


def test_threads_share_commits(tmp_path: Path) -> None:
    """Calls from many threads are all durable, in fewer commits than calls."""
    commits: list[str] = []
    with Journal(tmp_path / "journal.sqlite") as journal:
        journal._db.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
        start = threading.Barrier(16)

        def work(name: int) -> None:
            start.wait()
            for i in range(10):
                journal.put_many(*WHO, {f"{name}-{i}": b"x"})
                assert journal.get_many(*WHO, [f"{name}-{i}"])

        threads = [threading.Thread(target=work, args=(name,)) for name in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert journal.counts() == {"loss": 160}
    assert len(commits) < 160


def test_a_damaged_file_is_set_aside_and_its_readable_rows_kept(tmp_path: Path) -> None:
    """Pages of garbage cost the rows on them; the others are in the new journal, and both counts are told."""
    path = tmp_path / "journal.sqlite"
    values = fill(path, 5_000)
    with path.open("r+b") as file:
        file.seek(os.path.getsize(path) // 8 // 4096 * 4096)
        file.write(os.urandom(3 * 4096))
    with pytest.raises(StorageError, match="damaged"):
        Journal(path, read_only=True)
    with Journal(path) as journal:
        assert journal.salvaged is not None
        found = journal.get_many(*WHO, list(values))
        assert found.items() <= values.items()
        assert 4_000 < len(found) < 5_000
        assert (journal.salvaged.kept, journal.salvaged.lost) == (len(found), 5_000 - len(found))
        assert journal.salvaged.path.name == "journal.sqlite.damaged-1"
        assert journal.salvaged.path.exists()
        journal.put_many(*WHO, values)
        assert journal.get_many(*WHO, list(values)) == values
    with Journal(path) as journal:
        assert journal.salvaged is None


@pytest.mark.parametrize("damage", ["header", "cut"])
def test_a_file_that_cannot_be_read_at_all_is_set_aside(tmp_path: Path, damage: str) -> None:
    """A lost header or a lost second half never stops a run, and whatever is returned is right."""
    path = tmp_path / "journal.sqlite"
    values = fill(path, 2_000)
    if damage == "header":
        with path.open("r+b") as file:
            file.write(b"\0" * 4096)
    else:
        os.truncate(path, os.path.getsize(path) // 2)
    with Journal(path) as journal:
        assert journal.salvaged is not None
        found = journal.get_many(*WHO, list(values))
        assert found.items() <= values.items()
        assert journal.salvaged.kept == len(found)


def test_a_changed_value_is_not_returned(tmp_path: Path) -> None:
    """A value that SQLite cannot know to be wrong fails its checksum, and can be observed anew."""
    path = tmp_path / "journal.sqlite"
    values = fill(path, 10)
    key = next(iter(values))
    with sqlite3.connect(path) as other:
        other.execute("UPDATE observations SET value = x'00' WHERE key = ?", (key,))
    other.close()
    with Journal(path) as journal:
        assert key not in journal.get_many(*WHO, list(values))
        assert journal.unreadable == 1
        journal.put_many(*WHO, values)
        assert journal.get_many(*WHO, list(values)) == values
