"""How well rules and fitted model tell compliance and refusal apart, on groups that the fit did not see."""

from collections.abc import Iterable, Sequence

from nescio.pipelines.fitting import GRID, Prepared, held_out, predicted
from nescio.schemas.base import Frozen
from nescio.validation.proportions import Estimate, wilson
from nescio.validation.response_model import CLASSES, ResponseModel
from nescio.validation.responses import REFUSALS, ResponseClass

_ROUNDING = 1e-6


class Agreement(Frozen):
    """Shares of replies classified as people did, with Wilson's 95 % intervals; null where there are none.

    What the rules call abstained, clarified, corrected, empty or unclear counts as no refusal.
    """

    refusal: Estimate | None
    """Of full refusals and compliances: told apart (a partial refusal counts as one)."""
    any_refusal: Estimate | None
    """Of all replies: any refusal and compliance told apart."""
    three_classes: Estimate | None
    """Of all replies: compliance, full and partial refusal told apart."""
    recall: dict[str, Estimate]
    """Of the replies of each of three classes: those so classified."""


class HeldOut(Frozen):
    """A group left out."""

    name: str
    replies: int
    rules: Agreement
    model: Agreement
    """Rules with the model that was chosen and fitted on the other groups."""
    embedding_scale: float
    inverse_penalty: float


class FitReport(Frozen):
    """A model, and what such a model is worth on groups that it did not see."""

    model: ResponseModel
    held_out: tuple[HeldOut, ...]
    left_out: dict[str, int]
    """Replies of the files on which nothing was fitted."""

    @property
    def helps(self) -> bool:
        """Whether, over all groups left out, the model tells more refusals and compliances apart than rules alone."""
        by_rules = sum(one.rules.any_refusal.value * one.replies for one in self.held_out if one.rules.any_refusal)
        by_model = sum(one.model.any_refusal.value * one.replies for one in self.held_out if one.model.any_refusal)
        return by_model > by_rules + _ROUNDING


def report(
    data: Prepared, model: ResponseModel, left_out: dict[str, int], grid: Sequence[tuple[float, float]] = GRID
) -> FitReport:
    """The report of a model that was fitted on `data`. Raises what `held_out` does."""
    return FitReport(
        model=model,
        held_out=tuple(_held_out(name, fitted, part) for name, fitted, part in held_out(data, grid)),
        left_out=left_out,
    )


def _held_out(name: str, fitted: ResponseModel, part: Prepared) -> HeldOut:
    labels = [one.label for one in part.replies]
    return HeldOut(
        name=name,
        replies=len(labels),
        rules=agreement([one.kind for one in part.found], labels),
        model=agreement([one.kind for one in predicted(fitted, part)], labels),
        embedding_scale=fitted.embedding_scale,
        inverse_penalty=fitted.inverse_penalty,
    )


def agreement(found: Sequence[ResponseClass], labels: Sequence[ResponseClass]) -> Agreement:
    """How far `found` agrees with the labels of people, place by place."""
    told = list(zip(found, labels, strict=True))
    partial = ResponseClass.PARTIALLY_REFUSED
    recall = {kind.value: _share(_same(one, label) for one, label in told if label is kind) for kind in CLASSES}
    return Agreement(
        refusal=_share((one in REFUSALS) == (label in REFUSALS) for one, label in told if label is not partial),
        any_refusal=_share((one in REFUSALS) == (label in REFUSALS) for one, label in told),
        three_classes=_share(_same(one, label) for one, label in told),
        recall={name: share for name, share in recall.items() if share is not None},
    )


def _same(one: ResponseClass, label: ResponseClass) -> bool:
    return one is label if one in REFUSALS else label not in REFUSALS


def _share(right: Iterable[bool]) -> Estimate | None:
    marks = list(right)
    return wilson(sum(marks), len(marks)) if marks else None
