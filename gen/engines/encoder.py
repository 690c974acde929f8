"""Sentence embeddings with sentence-transformers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nescio.gen.engines.models import ModelNotFound, quiet_loading, resolve, without_surrogates

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SentenceEncoder:
    """An Encoder. A text longer than the model's window is embedded by its beginning, as sentence-transformers does."""

    def __init__(self, name: str, batch_size: int = 32):
        """Load the model that `resolve(name)` finds, on CUDA where there is one. Raises what `resolve` raises."""
        import torch
        from sentence_transformers import SentenceTransformer

        files = resolve(name)
        if files.gguf_file is not None:
            raise ModelNotFound(f"{name} is a GGUF language model, no sentence encoder. packaged:minilm is one.")
        self._files = files
        self._batch_size = batch_size
        with quiet_loading():
            self._model = SentenceTransformer(
                str(files.path), device="cuda" if torch.cuda.is_available() else "cpu", local_files_only=True
            )

    @property
    def name(self) -> str:
        """Model name and revision."""
        return self._files.title

    @property
    def weights(self) -> str:
        """SHA-256 of the weights."""
        return self._files.weights

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit rows of shape (texts, dimension), the same for the same set of texts in any order."""
        import numpy as np

        plain = [without_surrogates(text) for text in texts]
        # One canonical order: which texts share a batch changes the last bits of their vectors.
        distinct = sorted(set(plain), key=lambda text: (len(text), text))
        if not distinct:
            return np.zeros((0, self._model.get_embedding_dimension() or 0), dtype=np.float32)
        rows = self._model.encode(
            distinct,
            batch_size=self._batch_size,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        place = {text: index for index, text in enumerate(distinct)}
        vectors: NDArray[np.float32] = np.asarray(rows, dtype=np.float32)[[place[text] for text in plain]]
        return vectors
