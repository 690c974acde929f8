"""Fitting the classifier of refusals on labelled replies: `nescio fit-responses`.

Penalty and weight of the embeddings are chosen by log loss on groups that are left out one at a time; what the fit is
worth is told by leaving out each group once more and choosing anew on the others (nested cross-validation), so that no
reply is judged by what was learnt or chosen on its group.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from math import log
from typing import TYPE_CHECKING

from nescio.pipelines.labelled_replies import LabelledReply
from nescio.schemas.errors import UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Encoder
from nescio.validation.response_features import FEATURES, Seen, see
from nescio.validation.response_model import CLASSES, FittedOn, ResponseModel, Share, design, settle
from nescio.validation.responses import CLASSIFIER_VERSION, Response, classify

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRID = tuple((scale, penalty) for scale in (0.0, 1.0, 2.0) for penalty in (0.1, 0.3, 1.0, 3.0))
"""Scales of the embeddings and inverse penalties that are tried."""
_FOLDS = 5
"""Parts by prompt that take the place of groups where there is only one."""
_ITERATIONS = 5_000
_NEVER = -30.0
"""The intercept of a class of which no reply was there: a probability of nought."""


@dataclass(frozen=True)
class Prepared:
    """Replies, what the rules say of them, and what the classifier sees, one at each place."""

    replies: tuple[LabelledReply, ...]
    found: tuple[Response, ...]
    seen: tuple[Seen, ...]
    openings: "NDArray[np.float32]"
    endings: "NDArray[np.float32]"
    encoder: str
    encoder_weights: str

    def only(self, places: Sequence[int]) -> "Prepared":
        """Those at some places."""
        return Prepared(
            tuple(self.replies[one] for one in places),
            tuple(self.found[one] for one in places),
            tuple(self.seen[one] for one in places),
            self.openings[list(places)],
            self.endings[list(places)],
            self.encoder,
            self.encoder_weights,
        )


def prepare(replies: Sequence[LabelledReply], encoder: Encoder, named: str) -> Prepared:
    """What the rules and the encoder make of the replies; `named` is how the encoder is found again.

    Their prompts are taken to want no number. Raises UsageError where there are no replies.
    """
    if not replies:
        known = ", ".join(one.value for one in CLASSES)
        raise UsageError(f"no reply is labelled as one of {known}; name what your labels mean (--means LABEL=CLASS)")
    found = tuple(classify(one.reply, numeric=False) for one in replies)
    seen = tuple(see(one.reply, rules, one.prompt) for one, rules in zip(replies, found, strict=True))
    vectors = encoder.encode([one.opening for one in seen] + [one.ending for one in seen])
    return Prepared(tuple(replies), found, seen, vectors[: len(seen)], vectors[len(seen) :], named, encoder.weights)


def groups_of(data: Prepared) -> tuple[str, ...]:
    """The group of each reply, left out as one; where all are of one group, parts by the hash of the prompt."""
    names = tuple(one.group for one in data.replies)
    if len(set(names)) > 1:
        return names
    return tuple(f"part {int(content_hash(one.prompt), 16) % _FOLDS + 1}" for one in data.replies)


def fit(data: Prepared, grid: Sequence[tuple[float, float]] = GRID) -> ResponseModel:
    """The model of all replies, by the scale and penalty that do best on groups left out.

    Raises UsageError where there are fewer than two classes or nothing to leave out.
    """
    scale, penalty = _chosen(data, grid) if len(grid) > 1 else grid[0]
    return _fitted(data, scale, penalty)


def held_out(data: Prepared, grid: Sequence[tuple[float, float]] = GRID) -> list[tuple[str, ResponseModel, Prepared]]:
    """For each group its name, the model that was chosen and fitted on all the others, and its replies."""
    return [(name, fit(rest, grid), part) for name, rest, part in _left_out(data)]


def predicted(model: ResponseModel, data: Prepared) -> list[Response]:
    """What model and rules together say of replies, as `nescio eval` does."""
    told = zip(data.replies, data.found, shares(model, data), strict=True)
    return [settle(one.reply, rules, share) for one, rules, share in told]


def shares(model: ResponseModel, data: Prepared) -> list[Share]:
    """The model's probabilities of CLASSES."""
    width = model.dimension
    return model.shares(data.seen, data.openings[:, :width], data.endings[:, :width])


def _left_out(data: Prepared) -> list[tuple[str, Prepared, Prepared]]:
    """Each group: its name, the others, and it."""
    names = groups_of(data)
    if len(set(names)) < 2:
        raise UsageError("all replies are to one prompt, so none can be left out; give replies to more prompts")
    return [
        (
            name,
            data.only([place for place, other in enumerate(names) if other != name]),
            data.only([place for place, other in enumerate(names) if other == name]),
        )
        for name in sorted(set(names))
    ]


def _chosen(data: Prepared, grid: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The scale and penalty of the least mean log loss over groups left out; of equal ones the first."""
    parts = _left_out(data)
    losses = [
        sum(_loss(shares(_fitted(rest, scale, penalty), part), part) for _, rest, part in parts) / len(parts)
        for scale, penalty in grid
    ]
    return grid[losses.index(min(losses))]


def _loss(found: Sequence[Share], data: Prepared) -> float:
    told = [share[CLASSES.index(one.label)] for share, one in zip(found, data.replies, strict=True)]
    return -sum(log(max(one, 1e-12)) for one in told) / len(told)


def _fitted(data: Prepared, scale: float, penalty: float) -> ResponseModel:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    labels = [CLASSES.index(one.label) for one in data.replies]
    there = sorted(set(labels))
    if len(there) < 2:
        named = ", ".join(CLASSES[one].value for one in there) or "no reply"
        raise UsageError(
            f"without one group all replies are of one class ({named}), and two are wanted; add replies of other "
            "classes to the files, or name larger groups (--group COLUMN)"
        )
    rows = design(data.seen, data.openings, data.endings, scale)
    found = LogisticRegression(C=penalty, max_iter=_ITERATIONS).fit(rows, labels)
    weights, intercepts = np.zeros((len(CLASSES), rows.shape[1])), np.full(len(CLASSES), _NEVER)
    if len(there) == 2:  # one row of weights is fitted, which speaks for the second class
        weights[there[1]], intercepts[there] = found.coef_[0], (0.0, found.intercept_[0])
    else:
        weights[there], intercepts[there] = found.coef_, found.intercept_
    return ResponseModel(
        nescio=version("nescio"),
        classifier=CLASSIFIER_VERSION,
        features=FEATURES,
        encoder=data.encoder if scale else "",
        encoder_weights=data.encoder_weights if scale else "",
        embedding_scale=scale,
        inverse_penalty=penalty,
        weights=tuple(tuple(map(float, row)) for row in weights),
        intercepts=tuple(map(float, intercepts)),
        fitted_on=_fitted_on(data),
    )


def _fitted_on(data: Prepared) -> tuple[FittedOn, ...]:
    groups: dict[str, list[LabelledReply]] = {}
    for one in data.replies:
        groups.setdefault(one.group, []).append(one)
    return tuple(
        FittedOn(
            name=name,
            replies=content_hash(*(part for one in members for part in (one.prompt, one.reply, one.label.value))),
            classes=dict(sorted(Counter(one.label.value for one in members).items())),
        )
        for name, members in sorted(groups.items())
    )
