"""Embeddings of a run: one raw float32 file for each set of weights, and an index that says whose row is whose.

`<weights>.f32` has the rows one after another (little-endian) and is only appended to. `<weights>.idx` has a header
(magic, dimension) and one entry for each row, in the same order: SHA-256 of the key and a checksum of both. A row is
synced before its entry is written, so a kill leaves at most unused rows at the end, which the next append cuts off.
"""

import hashlib
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from zlib import crc32

from nescio.pipelines.storage import StorageError, WriterLock, fsync_folder, storage_error
from nescio.schemas.errors import BrokenPromise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HEADER = struct.Struct("<8sI")
_MAGIC = b"nescio-1"
_ENTRY = struct.Struct("<32sI")
_FLOAT = 4
"""Bytes of a float32."""


class VectorStore:
    """Rows by key for one model's weights. One process writes; what fails its checksum counts as absent."""

    def __init__(self, folder: str | Path, weights: str):
        """Open the store of `weights` in `folder`, made where it is missing.

        Raises FolderBusy where another process has it open and StorageError where it cannot be read.
        """
        self.weights = weights
        self._data = Path(folder) / f"{weights}.f32"
        self._index = self._data.with_suffix(".idx")
        self._dimension = 0  # not known before the first row
        self._rows = 0
        self._places: dict[bytes, int] = {}
        self._lock = WriterLock(self._data.with_suffix(".lock"))
        try:
            self._load()
        except OSError as error:
            self._lock.release()
            raise storage_error(self._data, error) from error
        except BaseException:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let others write. Closing twice is harmless."""
        self._lock.release()

    def missing(self, keys: Sequence[str]) -> list[str]:
        """Those of `keys` that have no row, each once, in order."""
        return [key for key in dict.fromkeys(keys) if _digest(key) not in self._places]

    def get(self, keys: Sequence[str]) -> "NDArray[np.float32]":
        """Rows of shape (keys, dimension). Raises BrokenPromise where a key has none."""
        import numpy as np

        if absent := self.missing(keys):
            raise BrokenPromise(
                f"{len(absent)} of {len(keys)} keys have no vector in {self._data}, {absent[0]!r} first."
            )
        if not keys:
            return np.zeros((0, self._dimension), dtype=np.float32)
        stored = np.memmap(self._data, dtype="<f4", mode="r", shape=(self._rows, self._dimension))
        rows: NDArray[np.float32] = stored[[self._places[_digest(key)] for key in keys]].astype(np.float32)
        return rows

    def put(self, keys: Sequence[str], vectors: "NDArray[np.float32]") -> None:
        """Append a row for each key that has none yet; all are durable when this returns.

        `vectors` has the shape (keys, dimension). Raises BrokenPromise on another shape or dimension, StorageError
        where the disk does not take them; what was there before is kept.
        """
        import numpy as np

        if vectors.ndim != 2 or len(vectors) != len(keys) or self._dimension not in (0, vectors.shape[1]):
            raise BrokenPromise(
                f"{len(keys)} keys of dimension {self._dimension} were given vectors of {vectors.shape}."
            )
        new = set(self.missing(keys))
        first: dict[str, int] = {}
        for place, key in enumerate(keys):
            if key in new:
                first.setdefault(key, place)
        if not first:
            return
        rows = np.ascontiguousarray(vectors[list(first.values())], dtype="<f4")
        digests = [_digest(key) for key in first]
        entries = [
            _ENTRY.pack(digest, crc32(digest + row.tobytes())) for digest, row in zip(digests, rows, strict=True)
        ]
        try:
            self._append(rows.tobytes(), b"".join(entries), int(rows.shape[1]))
        except OSError as error:
            raise storage_error(self._data, error) from error
        self._dimension = int(rows.shape[1])
        self._places.update((digest, self._rows + place) for place, digest in enumerate(digests))
        self._rows += len(digests)

    def _append(self, rows: bytes, entries: bytes, dimension: int) -> None:
        made = not self._index.exists()
        _write(self._data, self._rows * dimension * _FLOAT, rows)
        if self._rows == 0:
            _write(self._index, 0, _HEADER.pack(_MAGIC, dimension))
        _write(self._index, _HEADER.size + self._rows * _ENTRY.size, entries)
        if made:
            fsync_folder(self._data.parent)

    def _load(self) -> None:
        """Read the index and keep the entries whose rows are as they were written."""
        import numpy as np

        index = self._index.read_bytes() if self._index.exists() else b""
        if len(index) < _HEADER.size:
            return
        magic, self._dimension = _HEADER.unpack_from(index)
        if magic != _MAGIC or self._dimension == 0:
            raise StorageError(f"{self._index} is no index of vectors. Delete it and {self._data} and run again.")
        width = self._dimension * _FLOAT
        stored = self._data.stat().st_size // width if self._data.exists() else 0
        self._rows = min((len(index) - _HEADER.size) // _ENTRY.size, stored)
        if self._rows == 0:
            return
        data = np.memmap(self._data, dtype=np.uint8, mode="r", shape=(self._rows, width))
        for place in range(self._rows):
            digest, checksum = _ENTRY.unpack_from(index, _HEADER.size + place * _ENTRY.size)
            if crc32(digest + data[place].tobytes()) == checksum:
                self._places[digest] = place


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def _write(path: Path, at: int, data: bytes) -> None:
    """Cut the file off at `at`, append `data` and sync it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        os.ftruncate(handle, at)
        left = memoryview(data)
        while left:
            written = os.pwrite(handle, left, at)
            left, at = left[written:], at + written
        os.fsync(handle)
    finally:
        os.close(handle)
