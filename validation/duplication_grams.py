"""A prefilter without a model: hashed character n-grams, numpy only, the same on every machine.

The hashing trick with signs (Weinberger et al. 2009, arXiv 0902.2206) over the 3- to 5-grams of the normalised bytes,
each weighted by how rare it is among the texts at hand.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nescio.validation.veto import normal_form

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME = "char-ngrams"
VERSION = "char-ngrams-1"
DIMENSION = 512
SIZES = (3, 4, 5)
_BLOCK = 1024
_ODD = 0x9E3779B97F4A7C15
"""Fibonacci hashing: 2 ** 64 over the golden ratio."""


def encode_grams(texts: Sequence[str]) -> "NDArray[np.float32]":
    """Unit rows of shape (texts, 512); a text that is only punctuation is a zero row. Rows depend on all the texts."""
    import numpy as np

    counts = np.zeros((len(texts), DIMENSION), dtype=np.float32)
    weights = _rarity(texts)
    for start in range(0, len(texts), _BLOCK):
        owners, grams = _grams(texts[start : start + _BLOCK])
        place, sign = _hashed(grams)
        np.add.at(counts, (owners + start, place), sign * weights[_bucket(grams)])
    norms = np.linalg.norm(counts, axis=1, keepdims=True)
    return np.asarray(counts / np.where(norms > 0, norms, 1), dtype=np.float32)


_BUCKETS = 1 << 18


def _rarity(texts: Sequence[str]) -> "NDArray[np.float32]":
    """The inverse document frequency of each bucket of n-grams."""
    import numpy as np

    seen = np.zeros(_BUCKETS, dtype=np.int64)
    for start in range(0, len(texts), _BLOCK):
        owners, grams = _grams(texts[start : start + _BLOCK])
        once = np.unique(owners * _BUCKETS + _bucket(grams))
        seen += np.bincount(once % _BUCKETS, minlength=_BUCKETS)
    return np.asarray(np.log((1 + len(texts)) / (1 + seen)) + 1, dtype=np.float32)


def _grams(texts: Sequence[str]) -> "tuple[NDArray[np.int64], NDArray[np.uint64]]":
    """Every n-gram as a number, and the text that it stands in."""
    import numpy as np

    encoded = [f" {form} ".encode("utf-8", "surrogatepass") if (form := normal_form(text)) else b"" for text in texts]
    data = np.frombuffer(b"".join(encoded), dtype=np.uint8).astype(np.uint64)
    owners = np.repeat(np.arange(len(encoded)), [len(one) for one in encoded])
    found, theirs = [], []
    for size in SIZES:
        if len(data) < size:
            continue
        last = len(data) - size + 1
        gram = np.full(last, size, dtype=np.uint64)
        for place in range(size):
            gram = (gram << np.uint64(8)) | data[place : place + last]
        inside = owners[:last] == owners[size - 1 :]
        found.append(gram[inside])
        theirs.append(owners[:last][inside])
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    return np.concatenate(theirs), np.concatenate(found)


def _mixed(grams: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    import numpy as np

    mixed = grams * np.uint64(_ODD)
    return (mixed ^ (mixed >> np.uint64(29))) * np.uint64(_ODD)


def _bucket(grams: "NDArray[np.uint64]") -> "NDArray[np.int64]":
    import numpy as np

    return (_mixed(grams) >> np.uint64(46)).astype(np.int64)


def _hashed(grams: "NDArray[np.uint64]") -> "tuple[NDArray[np.int64], NDArray[np.float32]]":
    """The column and the sign of each n-gram."""
    import numpy as np

    mixed = _mixed(grams ^ np.uint64(0x5555))
    column = ((mixed >> np.uint64(40)) % np.uint64(DIMENSION)).astype(np.int64)
    sign = np.where((mixed >> np.uint64(63)) == 0, np.float32(1), np.float32(-1))
    return column, sign
