"""What was observed once is never asked for again, and is always read back from the store."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nescio.gen.engines.encoder import SentenceEncoder
from nescio.gen.engines.language_model import TransformersLoss
from nescio.gen.engines.models import resolve
from nescio.pipelines.journal import Journal
from nescio.pipelines.observe import CHUNK, JournaledEncoder, JournaledLoss
from nescio.pipelines.vectors import VectorStore
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.protocols import Encoder, Loss, LossModel, LossRequest

WEIGHTS = "c" * 64


def number(text: str) -> int:
    """A number that a text always has."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


class Counting:
    """A LossModel and Encoder by arithmetic, which notes what it is asked and can be stopped after some calls."""

    name = "counting"

    def __init__(self, weights: str = WEIGHTS, calls: int = 10**9):
        """A model that answers `calls` calls."""
        self.weights = weights
        self.asked: list[list[LossRequest] | list[str]] = []
        self._calls = calls

    def _note(self, inputs: list[LossRequest] | list[str]) -> None:
        if len(self.asked) == self._calls:
            raise KeyboardInterrupt
        self.asked.append(inputs)

    def losses(self, requests: Sequence[LossRequest]) -> list[Loss]:
        """A loss with more digits than are stored."""
        self._note(list(requests))
        return [Loss(number(one.text) / 7, one.end - one.start) for one in requests]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Four numbers for each text."""
        self._note(list(texts))
        return np.array([[number(f"{text}{i}") / 2**32 for i in range(4)] for text in texts], dtype=np.float32)


def never() -> Counting:
    """A factory that must not be called."""
    raise AssertionError("a model was loaded although every observation was there")


REQUESTS = [LossRequest("x" * (count % 9) + str(count), 0, end) for count in range(300) for end in (0, 1)]


def test_the_second_run_loads_no_model(tmp_path: Path) -> None:
    """All losses of a second run come from the journal and equal the first run's, to the last bit."""
    model = Counting()
    with Journal(tmp_path / "journal.sqlite") as journal:
        first = JournaledLoss(lambda: model, "m", WEIGHTS, journal).losses(REQUESTS)
    with Journal(tmp_path / "journal.sqlite") as journal:
        assert JournaledLoss(never, "m", WEIGHTS, journal).losses(REQUESTS) == first
    assert first[2] == Loss(round(number(REQUESTS[2].text) / 7, 6), 0)


def test_only_what_is_missing_is_asked_in_one_order(tmp_path: Path) -> None:
    """Each distinct request is asked once, in chunks, in an order that does not depend on the caller's."""
    orders = []
    for name, requests in (("a", REQUESTS), ("b", [*REQUESTS[::-1], *REQUESTS])):
        model = Counting()
        with Journal(tmp_path / name / "journal.sqlite") as journal:
            losses = JournaledLoss(lambda model=model: model, "m", WEIGHTS, journal)  # type: ignore[misc]
            losses.losses(requests)
            losses.losses([*requests, LossRequest("new", 0, 3)])
        orders.append(model.asked)
    assert orders[0] == orders[1]
    assert [len(chunk) for chunk in orders[0]] == [CHUNK, CHUNK, len(REQUESTS) - 2 * CHUNK, 1]


@pytest.mark.parametrize("kind", ["loss", "encoder"])
def test_a_stop_costs_at_most_the_chunk_in_work(tmp_path: Path, kind: str) -> None:
    """Chunks that ended before an interruption are durable: the next run asks for the others only."""
    texts = [f"text {count}" for count in range(3 * CHUNK)]

    def run(model: Counting) -> object:
        if kind == "loss":
            with Journal(tmp_path / "journal.sqlite") as journal:
                requests = [LossRequest(text, 0, 4) for text in texts]
                return JournaledLoss(lambda: model, "m", WEIGHTS, journal).losses(requests)
        with VectorStore(tmp_path, WEIGHTS) as store:
            return JournaledEncoder(lambda: model, "m", store).encode(texts).tolist()

    stopped, rest = Counting(calls=2), Counting()
    with pytest.raises(KeyboardInterrupt):
        run(stopped)
    resumed = run(rest)
    assert [len(chunk) for chunk in rest.asked] == [CHUNK]
    again = Counting()
    assert run(again) == resumed
    assert again.asked == []


def test_vectors_are_those_of_the_store(tmp_path: Path) -> None:
    """A second run loads no encoder and has the same bits, for duplicates too."""
    texts = ["b", "a", "b", "\ud800", ""]
    model = Counting()
    model.encode = lambda texts: np.eye(4, dtype=np.float32)[: len(texts)]  # type: ignore[method-assign]
    with VectorStore(tmp_path, WEIGHTS) as store:
        first = JournaledEncoder(lambda: model, "m", store).encode(texts)
    with VectorStore(tmp_path, WEIGHTS) as store:
        encoder = JournaledEncoder(never, "m", store)
        assert np.array_equal(encoder.encode(texts), first)
        assert encoder.encode([]).shape == (0, 4)
        assert (encoder.name, encoder.weights) == ("m", WEIGHTS)
    assert first.shape == (5, 4)
    assert np.array_equal(first[0], first[2])


def test_progress_counts_distinct_inputs(tmp_path: Path) -> None:
    """It starts with what is there already and ends with all."""
    said: list[tuple[int, int]] = []
    with Journal(tmp_path / "journal.sqlite") as journal:
        JournaledLoss(Counting, "m", WEIGHTS, journal).losses(REQUESTS[:100])
        losses = JournaledLoss(Counting, "m", WEIGHTS, journal, lambda done, total: said.append((done, total)))
        losses.losses([*REQUESTS, *REQUESTS])
    assert said == [(100, 600), (100 + CHUNK, 600), (600, 600)]


def test_other_weights_than_announced_are_refused(tmp_path: Path) -> None:
    """A factory whose model has other weights never writes an observation under the wrong name."""
    with Journal(tmp_path / "journal.sqlite") as journal, VectorStore(tmp_path, WEIGHTS) as store:
        with pytest.raises(BrokenPromise, match="was to have the weights"):
            JournaledLoss(lambda: Counting("d" * 64), "m", WEIGHTS, journal).losses(REQUESTS)
        with pytest.raises(BrokenPromise, match="was to have the weights"):
            JournaledEncoder(lambda: Counting("d" * 64), "m", store).encode(["a"])
        assert journal.counts() == {}


def test_a_loss_that_is_no_number_is_refused(tmp_path: Path) -> None:
    """NaN is never recorded."""
    model = Counting()
    model.losses = lambda requests: [Loss(float("nan"), 1) for _ in requests]  # type: ignore[method-assign]
    with Journal(tmp_path / "journal.sqlite") as journal:
        with pytest.raises(BrokenPromise, match="loss nan"):
            JournaledLoss(lambda: model, "m", WEIGHTS, journal).losses(REQUESTS)
        assert journal.counts() == {}


@pytest.mark.slow
def test_real_models_behind_the_stores(tmp_path: Path) -> None:
    """The packaged models through journal and store: the second run loads neither and gives the same."""
    texts = ["The cat sat on the mat.", "mat the on The. sat cat"]
    requests = [LossRequest(text, 0, len(text)) for text in texts]
    lm, minilm = resolve("packaged:smollm2"), resolve("packaged:minilm")

    def run(loss: Callable[[], LossModel], encoder: Callable[[], Encoder]) -> tuple[list[Loss], list[list[float]]]:
        with (
            Journal(tmp_path / "journal.sqlite") as journal,
            VectorStore(tmp_path / "vectors", minilm.weights) as store,
        ):
            losses = JournaledLoss(loss, lm.title, lm.weights, journal).losses(requests)
            return losses, JournaledEncoder(encoder, minilm.title, store).encode(texts).tolist()

    first = run(lambda: TransformersLoss("packaged:smollm2"), lambda: SentenceEncoder("packaged:minilm"))
    assert run(never, never) == first
    assert first[0][0].nats < first[0][1].nats
