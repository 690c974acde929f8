"""The vector store returns what was put, or nothing."""

import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nescio.pipelines.storage import FolderBusy, StorageError
from nescio.pipelines.vectors import VectorStore
from nescio.schemas.errors import BrokenPromise

WEIGHTS = "a" * 64

WRITER = """
import os, signal, sys
import numpy as np
from nescio.pipelines import vectors
folder, call, moment = sys.argv[1], int(sys.argv[2]), sys.argv[3]
write, calls = vectors._write, [0]
def dying(path, at, data):
    calls[0] += 1
    if calls[0] == call:
        if moment == "half":
            write(path, at, data[:len(data) // 2])
        if moment == "after":
            write(path, at, data)
        os.kill(os.getpid(), signal.SIGKILL)
    write(path, at, data)
vectors._write = dying
store = vectors.VectorStore(folder, "a" * 64)
for batch in range(4):
    store.put([f"{batch}-{i}" for i in range(5)], np.full((5, 8), batch, dtype=np.float32))
    print(batch, flush=True)
"""


def rows(count: int, seed: int = 0) -> NDArray[np.float32]:
    """Random rows of dimension 8."""
    return np.random.default_rng(seed).standard_normal((count, 8)).astype(np.float32)


def test_rows_come_back_bit_for_bit(tmp_path: Path) -> None:
    """Rows are returned in the order asked for, repeated where asked twice, after opening anew too."""
    given = rows(6)
    with VectorStore(tmp_path / "vectors", WEIGHTS) as store:
        store.put(list("abc"), given[:3])
        store.put(list("def"), given[3:])
        assert np.array_equal(store.get(list("fa")), given[[5, 0]])
    with VectorStore(tmp_path / "vectors", WEIGHTS) as store:
        assert store.missing(list("xabcy")) == ["x", "y"]
        assert np.array_equal(store.get(list("cbacdd")), given[[2, 1, 0, 2, 3, 3]])
        assert store.get([]).shape == (0, 8)
    assert (tmp_path / "vectors" / f"{WEIGHTS}.f32").read_bytes() == given.tobytes()


def test_the_first_row_stays(tmp_path: Path) -> None:
    """A key that has a row keeps it, within a call and between calls."""
    with VectorStore(tmp_path, WEIGHTS) as store:
        store.put(["a", "b", "a"], rows(3))
        store.put(["b", "c"], rows(2, seed=1))
        assert np.array_equal(store.get(list("abc")), np.stack([rows(3)[0], rows(3)[1], rows(2, seed=1)[1]]))


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    """Unknown keys, other dimensions and other counts are defects of the caller."""
    with VectorStore(tmp_path, WEIGHTS) as store:
        assert store.get([]).shape == (0, 0)
        store.put(["a"], rows(1))
        with pytest.raises(BrokenPromise, match="1 of 2 keys have no vector"):
            store.get(["a", "b"])
        with pytest.raises(BrokenPromise, match="dimension 8"):
            store.put(["b"], rows(1)[:, :4])
        with pytest.raises(BrokenPromise, match="2 keys"):
            store.put(["b", "c"], rows(1))


@pytest.mark.parametrize("moment", ["before", "half", "after"])
@pytest.mark.parametrize("call", [1, 2, 3, 4, 5, 6, 7])
def test_a_kill_leaves_only_unused_rows(tmp_path: Path, call: int, moment: str) -> None:
    """SIGKILL before, in and after each write: what was reported is there, no wrong row is, and the store goes on."""
    arguments = [sys.executable, "-c", WRITER, str(tmp_path), str(call), moment]
    child = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert child.returncode == -signal.SIGKILL
    reported = len(child.stdout.split())
    for _ in range(2):  # as found, and after going on
        with VectorStore(tmp_path, WEIGHTS) as store:
            for batch in range(4):
                keys = [f"{batch}-{i}" for i in range(5)]
                missing = store.missing(keys)
                assert batch >= reported or not missing
                there = [key for key in keys if key not in missing]
                assert np.all(store.get(there) == batch)
                store.put(keys, np.full((5, 8), batch, dtype=np.float32))
            reported = 4
    assert (tmp_path / f"{WEIGHTS}.f32").stat().st_size == 20 * 8 * 4


def test_a_changed_row_counts_as_absent(tmp_path: Path) -> None:
    """A row that fails its checksum is missing, can be put again, and its neighbours stay."""
    with VectorStore(tmp_path, WEIGHTS) as store:
        store.put(list("abc"), rows(3))
    with (tmp_path / f"{WEIGHTS}.f32").open("r+b") as file:
        file.seek(40)
        file.write(b"\xff")
    for found in (["b"], []):
        with VectorStore(tmp_path, WEIGHTS) as store:
            assert store.missing(list("abc")) == found
            store.put(list("abc"), rows(3))
            assert np.array_equal(store.get(list("abc")), rows(3))


def test_a_foreign_index_is_not_overwritten(tmp_path: Path) -> None:
    """A file that is no index is named in the error, with what to do."""
    (tmp_path / f"{WEIGHTS}.idx").write_bytes(b"something else entirely")
    with pytest.raises(StorageError, match=r"is no index of vectors\. Delete it"):
        VectorStore(tmp_path, WEIGHTS)


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    """Two stores of the same weights would cut off each other's rows; stores of other weights are independent."""
    with (
        VectorStore(tmp_path, WEIGHTS),
        VectorStore(tmp_path, "b" * 64),
        pytest.raises(FolderBusy, match="only one may write there"),
    ):
        VectorStore(tmp_path, WEIGHTS)
    VectorStore(tmp_path, WEIGHTS).close()


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    """Beyond the file size limit a call fails whole, with an error that says where and what to do."""
    program = (
        "import sys, numpy as np\nfrom nescio.pipelines.storage import StorageError\n"
        "from nescio.pipelines.vectors import VectorStore\n"
        "with VectorStore(sys.argv[1], 'a' * 64) as store:\n"
        "    store.put(['a'], np.ones((1, 8), dtype=np.float32))\n"
        "    try: store.put([str(i) for i in range(99)], np.ones((99, 8), dtype=np.float32))\n"
        "    except StorageError as error: print(store.get(['a']).sum(), store.missing(['a', '5']), error)\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )
    assert child.stdout.startswith(f"8.0 ['5'] {tmp_path}")
    assert "run the same command again" in child.stdout
    with VectorStore(tmp_path, WEIGHTS) as store:
        assert store.missing(["a", "5"]) == ["5"]
