"""A model of pairs behind the journal of a run: each pair is scored once and read back ever after (design rule 6)."""

import json
from collections.abc import Callable, Sequence
from math import isfinite

from nescio.pipelines.journal import Journal, input_key
from nescio.pipelines.observe import CHUNK, DIGITS, OnProgress
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.pairs import Pair, PairScorer, PairTask

OBSERVER, VERSION = "pair", "1"
"""The version changes whenever what is stored for the same pair may."""


class JournaledPairs:
    """A PairScorer that asks `factory()` only for what `journal` does not have."""

    def __init__(
        self,
        factory: Callable[[], PairScorer],
        name: str,
        weights: str,
        task: PairTask,
        journal: Journal,
        progress: OnProgress | None = None,
    ):
        """`name`, `weights` and `task` are those that the model of `factory` will have."""
        self._factory, self._name, self._weights, self._task = factory, name, weights, task
        self._journal, self._progress = journal, progress
        self._model: PairScorer | None = None

    @property
    def name(self) -> str:
        """Model name and revision."""
        return self._name

    @property
    def weights(self) -> str:
        """SHA-256 of the weights, which keys the observations."""
        return self._weights

    @property
    def task(self) -> PairTask:
        """What its scores say."""
        return self._task

    def scores(self, pairs: Sequence[Pair]) -> list[float | None]:
        """One score for each pair, in order, as the journal has it. Raises BrokenPromise for one outside 0 to 1."""
        keys = {pair: input_key(self._task.value, pair.first, pair.second) for pair in pairs}
        stored = self._stored(list(keys.values()))
        missing = sorted((one for one, key in keys.items() if key not in stored), key=_canonical)
        self._tell(len(keys) - len(missing), len(keys))
        for start in range(0, len(missing), CHUNK):
            chunk = missing[start : start + CHUNK]
            found = zip(chunk, self._asked().scores(chunk), strict=True)
            values = {keys[pair]: _to_json(score) for pair, score in found}
            self._journal.put_many(OBSERVER, VERSION, self._weights, values)
            stored |= self._stored(list(values))
            self._tell(len(keys) - len(missing) + start + len(chunk), len(keys))
        return [json.loads(stored[keys[pair]]) for pair in pairs]

    def _stored(self, keys: Sequence[str]) -> dict[str, bytes]:
        return self._journal.get_many(OBSERVER, VERSION, self._weights, keys)

    def _tell(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(done, total)

    def _asked(self) -> PairScorer:
        if self._model is None:
            self._model = self._factory()
            if (self._model.weights, self._model.task) != (self._weights, self._task):
                raise BrokenPromise(
                    f"{self._name} was to score {self._task.value} with the weights {self._weights}, but the model "
                    f"that was loaded scores {self._model.task.value} with {self._model.weights}."
                )
        return self._model


def _canonical(pair: Pair) -> tuple[int, str, str]:
    # By length, so that a chunk's pairs fit into full batches.
    return len(pair.first) + len(pair.second), pair.first, pair.second


def _to_json(score: float | None) -> bytes:
    if score is not None and not (isfinite(score) and 0 <= score <= 1):
        raise BrokenPromise(f"A model gave a pair the score {score}; from 0 to 1 was wanted.")
    return json.dumps(None if score is None else round(score, DIGITS)).encode()
