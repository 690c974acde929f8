"""The encoders of a deduplication: asked once for a text, remembered in the store of vectors for good."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nescio.gen.engines.models import resolve
from nescio.pipelines.observe import JournaledEncoder
from nescio.pipelines.progress import Counting, Progress
from nescio.pipelines.vectors import VectorStore
from nescio.schemas.errors import UsageError
from nescio.schemas.protocols import Encoder
from nescio.validation.duplication_grams import NAME as GRAMS
from nescio.validation.duplication_grams import VERSION, encode_grams
from nescio.validation.duplication_search import Prefilter
from nescio.validation.profiles import profile_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

PIECE = 800
"""Characters that an encoder reads at a time, so that a model with a window of 256 tokens reads the whole of a text."""


def default_vectors() -> Path:
    """The user's cache: `$XDG_CACHE_HOME/nescio/vectors`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "nescio" / "vectors"


@dataclass
class StoredEncoder:
    """One model behind its store. It is loaded when the first text has to be embedded."""

    name: str
    weights: str
    encoder: JournaledEncoder
    embedded: int = 0
    """Pieces of texts that the model was asked for."""

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit rows of shape (texts, dimension). A text longer than a piece is the mean of its pieces."""
        import numpy as np

        parts = [pieces(text) for text in texts]
        rows = self.encoder.encode([piece for part in parts for piece in part])
        if len(rows) == len(texts):
            return rows
        starts = np.cumsum([0, *map(len, parts)][:-1])
        means = np.add.reduceat(rows, starts, axis=0) if len(texts) else rows
        norms = np.linalg.norm(means, axis=1, keepdims=True)
        vectors: NDArray[np.float32] = (means / np.where(norms > 0, norms, 1)).astype(np.float32)
        return vectors


def pieces(text: str) -> list[str]:
    """The text in runs of at most 800 characters, cut at spaces where there are any; one for an empty text."""
    found: list[str] = []
    while len(text) > PIECE:
        cut = text.rfind(" ", 1, PIECE + 1)
        cut = PIECE if cut < 0 else cut
        found.append(text[:cut])
        text = text[cut:].lstrip(" ")
    return [*found, text] if text or not found else found


class _Counted:
    """An encoder that counts what it is asked for."""

    def __init__(self, model: Encoder, count: Callable[[int], None]):
        self._model, self._count = model, count
        self.name, self.weights = model.name, model.weights

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        self._count(len(texts))
        return self._model.encode(texts)


@contextmanager
def stored_encoder(
    name: str, vectors: Path | None, said: Progress, stage: str = "embeddings"
) -> Iterator[StoredEncoder]:
    """The sentence-transformers model `name` behind the store in `vectors`, by default in the user's cache.

    Raises what `resolve` raises, and FolderBusy where another process writes to the store.
    """
    files = resolve(name)
    if files.gguf_file is not None:
        raise UsageError(f"{name} is a GGUF language model, no sentence encoder. packaged:minilm is one.")

    def load() -> Encoder:
        from nescio.gen.engines.encoder import SentenceEncoder

        return _Counted(SentenceEncoder(name), count)

    def count(texts: int) -> None:
        found.embedded += texts

    with ExitStack() as stack:
        counting = stack.enter_context(Counting(said))
        store = stack.enter_context(VectorStore(vectors or default_vectors(), files.weights))
        found = StoredEncoder(files.title, files.weights, JournaledEncoder(load, files.title, store, counting(stage)))
        yield found


@contextmanager
def prefilter_of(name: str, threshold: float | None, vectors: Path | None, said: Progress) -> Iterator[Prefilter]:
    """The prefilter `name`: `char-ngrams`, or a cheap sentence-transformers model.

    Raises UsageError for a model without a profile and without a threshold.
    """
    if threshold is not None and not 0 < threshold <= 1:
        raise UsageError(f"--prefilter-threshold is {threshold:g}; a cosine above 0 and up to 1 is wanted")
    if name == GRAMS:
        yield Prefilter(encode_grams, _candidate(name, VERSION, threshold))
        return
    with stored_encoder(name, vectors, said, "embeddings of the prefilter") as found:
        yield Prefilter(found.encode, _candidate(name, found.weights, threshold))


def _candidate(name: str, weights: str, threshold: float | None) -> float:
    profile = profile_of(weights)
    wanted = threshold or (profile.candidate if profile else None)
    if wanted is None:
        raise UsageError(
            f"nobody measured from which cosine of {name} on a dearer model has to look. Give one with "
            "--prefilter-threshold, such as 0.6; the loss is measured on a sample and printed"
        )
    return wanted
