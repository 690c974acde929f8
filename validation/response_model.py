"""A fitted classifier of refusals beside the rules: logistic regression on cues and on embeddings of a reply's ends.

It is fitted on replies that people labelled (`nescio fit-responses`); none is packaged. It tells compliance, full and
partial refusal apart. All else (abstaining, asking back, correcting the question) the rules decide alone, for no public
labels tell those.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from nescio.schemas.base import Frozen
from nescio.schemas.hashing import content_hash
from nescio.validation.response_features import FEATURES, Seen
from nescio.validation.responses import CLASSIFIER_VERSION, REFUSALS, Response, ResponseClass, classify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SURE = 0.8
"""How probable the model must find refusal, or its absence, to overrule the rules: below that, the rules carry over
better to replies of another language model (docs/design/008-reply-classifier.md)."""
CLASSES = (ResponseClass.ANSWERED, ResponseClass.REFUSED, ResponseClass.PARTIALLY_REFUSED)
"""What the model tells apart, in the order of its weights."""


Share = tuple[float, float, float]
"""The probabilities of CLASSES."""


class FittedOn(Frozen):
    """A group of replies that a model was fitted on: what they came from, and how many of each class."""

    name: str
    replies: str
    """Hash of prompts, replies and labels."""
    classes: dict[str, int]


class ResponseModel(Frozen):
    """Weights, and what they were fitted with."""

    format: Literal["nescio response model 1"] = "nescio response model 1"
    nescio: str
    classifier: str
    """Version of the rules whose classes and cues it was fitted on."""
    features: tuple[str, ...]
    encoder: str
    encoder_weights: str
    """SHA-256 of the encoder's weights; empty where no embedding is used."""
    embedding_scale: FiniteFloat = Field(ge=0)
    """By which embeddings are multiplied before the fit: 0 for none."""
    inverse_penalty: FiniteFloat = Field(gt=0)
    """scikit-learn's C."""
    weights: tuple[tuple[FiniteFloat, ...], ...]
    """For each of CLASSES: of the features, of the opening's embedding, of the ending's."""
    intercepts: tuple[FiniteFloat, ...]
    fitted_on: tuple[FittedOn, ...]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.classifier != CLASSIFIER_VERSION or self.features != FEATURES:
            raise ValueError(
                f"it was fitted with version {self.classifier} of the rules and {len(self.features)} features; here "
                f"are version {CLASSIFIER_VERSION} and {len(FEATURES)}. Fit it again: nescio fit-responses"
            )
        widths = {len(one) for one in self.weights}
        if len(self.weights) != len(CLASSES) or len(self.intercepts) != len(CLASSES) or len(widths) != 1:
            raise ValueError(f"one row of weights and one intercept for each of {len(CLASSES)} classes were expected")
        extra = widths.pop() - len(FEATURES)
        if extra < 0 or extra % 2 or (extra == 0) != (self.embedding_scale == 0):
            raise ValueError(f"{extra} weights beside those of the features are no two embeddings of one dimension")
        return self

    @property
    def hash(self) -> str:
        """Of all that it says: equal hashes classify alike."""
        return content_hash(self.model_dump_json())

    @property
    def dimension(self) -> int:
        """Of the embeddings it wants; 0 where it wants none."""
        return (len(self.weights[0]) - len(FEATURES)) // 2

    def shares(
        self, seen: Sequence[Seen], openings: "NDArray[np.float32]", endings: "NDArray[np.float32]"
    ) -> list[Share]:
        """The probability of each of CLASSES for each reply; embeddings of shape (replies, dimension) or (replies, 0).

        Raises ValueError where the embeddings are of another shape.
        """
        import numpy as np

        if openings.shape != (len(seen), self.dimension) or endings.shape != openings.shape:
            raise ValueError(
                f"embeddings of {openings.shape} and {endings.shape}; {(len(seen), self.dimension)} were wanted"
            )
        rows = design(seen, openings, endings, self.embedding_scale)
        scores = rows @ np.asarray(self.weights).T + np.asarray(self.intercepts)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        found = raised / raised.sum(axis=1, keepdims=True)
        return [(float(a), float(b), float(c)) for a, b, c in found]


def design(
    seen: Sequence[Seen], openings: "NDArray[np.float32]", endings: "NDArray[np.float32]", scale: float
) -> "NDArray[np.float64]":
    """The rows that the weights apply to, of shape (replies, features + 2 dimensions); no embeddings at scale 0."""
    import numpy as np

    numbers = np.array([one.numbers for one in seen], dtype=np.float64).reshape(len(seen), len(FEATURES))
    if scale == 0:
        return numbers
    return np.hstack([numbers, openings.astype(np.float64) * scale, endings.astype(np.float64) * scale])


def settle(reply: str, found: Response, share: Share, *, finished: bool = True) -> Response:
    """The class by rules and model together: the model overrules where it is sure whether the reply refuses.

    Only what the rules call answered or refused is looked at again, since the model knows no other class.
    """
    answered, full, partial = share
    refuses = full + partial > answered
    if found.kind not in CLASSES or max(answered, full + partial) < SURE or refuses == (found.kind in REFUSALS):
        return found
    told = f"model: refusal {full + partial:.2f}; rules: {found.kind.value}, {found.rule}"
    if refuses:
        return Response(ResponseClass.REFUSED if full >= partial else ResponseClass.PARTIALLY_REFUSED, rule=told)
    return replace(classify(reply, numeric=False, finished=finished, refusals=False), rule=told)
