"""Pairs of texts and the model that scores them: what an entailment check asks of a cross-encoder."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class PairTask(StrEnum):
    """What the score of a pair says."""

    ENTAILMENT = "entailment"
    """The probability that the first text entails the second, of a model trained on inference."""
    ANSWERS = "answers"
    """The probability that the second text answers the question that the first one is."""


@dataclass(frozen=True)
class Pair:
    """Two texts, in the order in which the model reads them."""

    first: str
    second: str


class PairScorer(Protocol):
    """A model that reads two texts together."""

    @property
    def name(self) -> str:
        """Model name and revision, for cards."""
        ...

    @property
    def weights(self) -> str:
        """SHA-256 of the weights, which keys the observations."""
        ...

    @property
    def task(self) -> PairTask:
        """What its scores say."""
        ...

    def scores(self, pairs: Sequence[Pair]) -> list[float | None]:
        """One score from 0 to 1 for each pair, in order; None for a pair that is longer than the model's window."""
        ...
