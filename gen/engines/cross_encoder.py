"""Scores of pairs of texts with sentence-transformers' CrossEncoder."""

import json
from collections.abc import Sequence
from typing import Any

from nescio.gen.engines.models import ModelFiles, ModelNotFound, quiet_loading, resolve, without_surrogates
from nescio.schemas.pairs import Pair, PairTask

WANTED = (
    "wanted is an inference model whose labels name `entailment`, as cross-encoder/nli-deberta-v3-base, or one with a "
    "single score for a question and a text that answers it, as cross-encoder/qnli-electra-base"
)


class CrossEncoderScorer:
    """A PairScorer. Its score is the softmax at the label `entailment`, or the sigmoid of a single output."""

    def __init__(self, name: str, batch_size: int = 16):
        """Load the model that `resolve(name)` finds, on CUDA where there is one.

        Raises what `resolve` raises, and ModelNotFound for a model whose outputs cannot be read.
        """
        import torch
        from sentence_transformers import CrossEncoder

        self._files = resolve(name)
        self._task = task_of(self._files)
        self._batch_size = batch_size
        self._column = _entailment(_labels(self._files))
        with quiet_loading():
            self._model = CrossEncoder(
                str(self._files.path), device="cuda" if torch.cuda.is_available() else "cpu", local_files_only=True
            )

    @property
    def name(self) -> str:
        """Model name and revision."""
        return self._files.title

    @property
    def weights(self) -> str:
        """SHA-256 of the weights."""
        return self._files.weights

    @property
    def task(self) -> PairTask:
        """What its scores say."""
        return self._task

    def scores(self, pairs: Sequence[Pair]) -> list[float | None]:
        """One score for each pair, the same for the same set of pairs in any order; None where it is too long."""
        import torch

        plain = [(without_surrogates(pair.first), without_surrogates(pair.second)) for pair in pairs]
        # One canonical order: which pairs share a batch changes the last bits of their scores.
        ordered = sorted(set(plain), key=lambda one: (len(one[0]) + len(one[1]), one))
        fitting = [one for one in ordered if self._fits(one)]
        found: dict[tuple[str, str], float] = {}
        if fitting:
            logits = self._model.predict(
                fitting,
                batch_size=self._batch_size,
                show_progress_bar=False,
                activation_fn=torch.nn.Identity(),
                convert_to_tensor=True,
            ).double()
            single = self._column is None
            column = torch.sigmoid(logits.reshape(-1)) if single else torch.softmax(logits, dim=1)[:, self._column]
            found = dict(zip(fitting, column.tolist(), strict=True))
        return [found.get(one) for one in plain]

    def _fits(self, pair: tuple[str, str]) -> bool:
        limit = self._model.max_length
        return limit is None or len(self._model.tokenizer(*pair, truncation=False)["input_ids"]) <= limit


def task_of(files: ModelFiles) -> PairTask:
    """What the scores of a model say, by its config; raises ModelNotFound where its outputs cannot be read."""
    labels = _labels(files)
    if len(labels) == 1:
        return PairTask.ANSWERS
    if _entailment(labels) is None:
        raise ModelNotFound(f"{files.name} has the labels {', '.join(labels)[:200] or 'none'}; {WANTED}.")
    return PairTask.ENTAILMENT


def _labels(files: ModelFiles) -> list[str]:
    """The names of a model's outputs, in their order."""
    path = files.path / "config.json"
    try:
        config: Any = json.loads(path.read_bytes())
        named = config.get("id2label") or {}
        return [str(named[one]) for one in sorted(named, key=int)]
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise ModelNotFound(f"{files.name} has no config.json that names its labels ({error}); {WANTED}.") from error


def _entailment(labels: Sequence[str]) -> int | None:
    """Which of several labels says that the first text entails the second."""
    found = [number for number, label in enumerate(labels) if label.lower().startswith("entail")]
    return found[0] if len(labels) > 1 and len(found) == 1 else None
