"""A full disk fails the call that met it and nothing that was recorded before."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nescio.pipelines.journal import Journal

WHO = ("loss", "1", "w" * 64)

FILLER = """
import sys
from nescio.pipelines.journal import Journal
from nescio.pipelines.storage import StorageError
with Journal(sys.argv[1]) as journal:
    for batch in range(1_000):
        try:
            journal.put_many("loss", "1", "w", {f"{batch}-{i}": b"x" * 1000 for i in range(20)})
        except StorageError as error:
            keys = [f"{before}-{i}" for before in range(batch) for i in range(20)]
            assert len(journal.get_many("loss", "1", "w", keys)) == batch * 20
            print(batch, error)
            break
"""


def check_full(path: Path, limit: int | None = None) -> None:
    """Write until the disk takes no more; the error helps, and what was recorded before is readable then and later."""

    def restrict() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    child = subprocess.run(
        [sys.executable, "-c", FILLER, str(path)], capture_output=True, text=True, check=True, preexec_fn=restrict
    )
    batch, _, message = child.stdout.partition(" ")
    assert int(batch) > 0
    assert message.startswith(str(path))
    assert "What was recorded before is kept" in message
    assert "run the same command again" in message
    with Journal(path, read_only=True) as journal:
        assert journal.counts() == {"loss": int(batch) * 20}


def test_a_file_size_limit_keeps_what_was_recorded(tmp_path: Path) -> None:
    """A call beyond the process's file size limit fails whole, with an error that says where and what to do."""
    check_full(tmp_path / "journal.sqlite", limit=1_000_000)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB; the test is skipped where this user cannot mount one."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(tmp_path)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"cannot mount a small file system: {done.stderr.strip()}")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_full_disk_keeps_what_was_recorded(tiny_disk: Path) -> None:
    """A call on a full file system fails whole; with room made, the same journal goes on."""
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(b"x" * 500_000)
    check_full(tiny_disk / "journal.sqlite")
    ballast.unlink()
    with Journal(tiny_disk / "journal.sqlite") as journal:
        journal.put_many(*WHO, {"one more": b"x"})
        assert journal.get_many(*WHO, ["one more"])
