"""Models behind the store of a run: what was observed once is read back, only the rest is asked for (design rule 6).

What is missing is asked for in a canonical order and in chunks, each durable before the next starts. Values always come
from the store, so the first run and the second see the same. The model is made at the first question it has to answer.
"""

import json
from collections.abc import Callable, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from nescio.pipelines.journal import Journal, input_key
from nescio.pipelines.vectors import VectorStore
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.protocols import Encoder, Loss, LossModel, LossRequest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OnProgress = Callable[[int, int], None]
"""Called with how many distinct inputs are observed and how many there are: at the start and after each chunk."""

LOSS_OBSERVER, LOSS_VERSION = "loss", "1"
ENCODER_VERSION = "1"
"""Versions change whenever what is stored for the same input may."""
CHUNK = 256
"""Inputs that are durable at a time: seconds of work on a CPU, and enough for the batches to be full."""
DIGITS = 6
"""Decimals of a stored loss, in nats; float32 knows no more of a sum."""


class JournaledLoss:
    """A LossModel that asks `factory()` only for what `journal` does not have."""

    def __init__(
        self,
        factory: Callable[[], LossModel],
        name: str,
        weights: str,
        journal: Journal,
        progress: OnProgress | None = None,
    ):
        """`name` and `weights` are those that the model of `factory` will have."""
        self._factory = factory
        self._name = name
        self._weights = weights
        self._journal = journal
        self._progress = progress
        self._model: LossModel | None = None

    @property
    def name(self) -> str:
        """Model name and revision."""
        return self._name

    @property
    def weights(self) -> str:
        """SHA-256 of the weights, which keys the observations."""
        return self._weights

    def losses(self, requests: Sequence[LossRequest]) -> list[Loss]:
        """One loss for each request, in order, as the journal has it. Raises BrokenPromise where one is not finite."""
        keys = {request: _loss_key(request) for request in requests}
        stored = self._stored(list(keys.values()))
        missing = sorted((one for one, key in keys.items() if key not in stored), key=_canonical)
        _tell(self._progress, len(keys) - len(missing), len(keys))
        for start in range(0, len(missing), CHUNK):
            chunk = missing[start : start + CHUNK]
            values = {keys[one]: _to_json(loss) for one, loss in zip(chunk, self._asked().losses(chunk), strict=True)}
            self._journal.put_many(LOSS_OBSERVER, LOSS_VERSION, self._weights, values)
            stored |= self._stored(list(values))
            _tell(self._progress, len(keys) - len(missing) + start + len(chunk), len(keys))
        return [_from_json(stored[keys[request]]) for request in requests]

    def _stored(self, keys: Sequence[str]) -> dict[str, bytes]:
        return self._journal.get_many(LOSS_OBSERVER, LOSS_VERSION, self._weights, keys)

    def _asked(self) -> LossModel:
        if self._model is None:
            self._model = self._factory()
            _check_weights(self._name, self._weights, self._model.weights)
        return self._model


class JournaledEncoder:
    """An Encoder that asks `factory()` only for what `store` does not have."""

    def __init__(
        self, factory: Callable[[], Encoder], name: str, store: VectorStore, progress: OnProgress | None = None
    ):
        """`name` is that of the model of `factory`; its weights are those of the store."""
        self._factory = factory
        self._name = name
        self._store = store
        self._progress = progress
        self._model: Encoder | None = None

    @property
    def name(self) -> str:
        """Model name and revision."""
        return self._name

    @property
    def weights(self) -> str:
        """SHA-256 of the weights, which keys the observations."""
        return self._store.weights

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit rows of shape (texts, dimension), as the store has them; the dimension of no texts may be 0."""
        keys = {text: input_key(ENCODER_VERSION, text) for text in texts}
        absent = set(self._store.missing(list(keys.values())))
        missing = sorted((text for text, key in keys.items() if key in absent), key=lambda text: (len(text), text))
        _tell(self._progress, len(keys) - len(missing), len(keys))
        for start in range(0, len(missing), CHUNK):
            chunk = missing[start : start + CHUNK]
            self._store.put([keys[text] for text in chunk], self._asked().encode(chunk))
            _tell(self._progress, len(keys) - len(missing) + start + len(chunk), len(keys))
        return self._store.get([keys[text] for text in texts])

    def _asked(self) -> Encoder:
        if self._model is None:
            self._model = self._factory()
            _check_weights(self._name, self.weights, self._model.weights)
        return self._model


def _check_weights(name: str, wanted: str, found: str) -> None:
    if wanted != found:
        raise BrokenPromise(f"{name} was to have the weights {wanted}, but the model that was loaded has {found}.")


def _tell(progress: OnProgress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _canonical(request: LossRequest) -> tuple[int, str, int, int]:
    # By length, so that a chunk's texts fit into full batches; the spans of one text stay together.
    return len(request.text), request.text, request.start, request.end


def _loss_key(request: LossRequest) -> str:
    return input_key(request.text, str(request.start), str(request.end))


def _to_json(loss: Loss) -> bytes:
    if not isfinite(loss.nats):
        raise BrokenPromise(f"A model gave the loss {loss.nats} for {loss.tokens} tokens.")
    return json.dumps({"nats": round(loss.nats, DIGITS), "tokens": loss.tokens}).encode()


def _from_json(value: bytes) -> Loss:
    found = json.loads(value)
    return Loss(float(found["nats"]), int(found["tokens"]))
