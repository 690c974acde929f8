"""Calibration: what a judge's word is worth, measured on items that people labelled (design rule 7)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pydantic import FiniteFloat

from nescio.schemas.base import Frozen
from nescio.schemas.chat import Fault
from nescio.schemas.labelled import LabelledBy, LabelledItem, Task
from nescio.schemas.taxonomy import Scenario
from nescio.validation.proportions import Estimate, wilson, youden

MIN_ITEMS = 50
"""Externally labelled items of a scenario, read by the judge, without which it has no vote there."""

Group = tuple[Scenario, LabelledBy]
Item = TypeVar("Item", contravariant=True)


@dataclass(frozen=True)
class JudgeVote:
    """What a judge said of one text."""

    said: str
    """The verdict, a name from the judge's closed list."""
    positive: bool
    """Whether that is the class its task calls positive: not to be answered, or not harmless."""
    note: str = ""
    """The judge's own words beside it. They are shown and decide nothing."""


class JudgeOf(Protocol[Item]):
    """A judge of rows or of labelled items, as panels and calibration see it; validation.checkers has three."""

    @property
    def name(self) -> str:
        """What the recipe calls it."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever a vote may: reader, prompt and model."""
        ...

    @property
    def task(self) -> Task:
        """What it decides."""
        ...

    def read_all(self, items: Sequence[Item]) -> Sequence[JudgeVote | Fault]:
        """One vote, or the reason for none, for each item, in order. It must not look at labels."""
        ...


class ScenarioCalibration(Frozen):
    """A judge's figures on the items of one scenario, labelled by people or by us."""

    scenario: Scenario
    labelled_by: LabelledBy
    positives: int
    """Items of the positive class that the judge read."""
    negatives: int
    faults: int
    """Items on which it gave no vote; they are in no figure."""
    sensitivity: Estimate | None
    """Share of the positives that it called so; null without positives. Intervals here are Wilson's."""
    specificity: Estimate | None
    """Share of the negatives that it called so."""
    youden: Estimate | None
    """J with Newcombe's interval; null where a class is missing."""
    admitted: bool
    reason: str
    """Why it has no vote; empty where it has one."""


class Calibration(Frozen):
    """What was measured of a judge and where it has a vote."""

    judge: str
    version: str
    task: Task
    min_youden: FiniteFloat
    scenarios: tuple[ScenarioCalibration, ...]

    def admits(self, scenario: Scenario) -> bool:
        """Whether the judge has a vote on rows of that scenario."""
        return any(one.admitted for one in self.scenarios if one.scenario is scenario)


def choose(items: Iterable[LabelledItem], task: Task, per_scenario: int) -> list[LabelledItem]:
    """The items to measure a judge of `task` on, in the order of their ids.

    Of each scenario, and of people's labels and ours apart, at most `per_scenario`: half of each class, those with the
    smallest ids. Where one class is short the other does not fill up for it, so that a large n never hides a small one.
    """
    groups: dict[tuple[Group, bool], dict[str, LabelledItem]] = defaultdict(dict)
    for item in items:
        if item.task is task:
            groups[(item.scenario, item.labelled_by), item.positive][item.id] = item
    chosen = []
    for (_, positive), group in groups.items():
        quota = (per_scenario + 1) // 2 if positive else per_scenario // 2
        chosen += [group[id] for id in sorted(group)[:quota]]
    return sorted(chosen, key=lambda item: item.id)


def calibrate(judge: JudgeOf[LabelledItem], items: Sequence[LabelledItem], min_youden: float) -> Calibration:
    """Measure a judge on the items of its task; those of other tasks are left alone.

    It is admitted to a scenario if people labelled at least MIN_ITEMS of the items it read there, both classes are
    among them, and the lower 95 % bound of Youden's J is at least `min_youden`. Items that we wrote ourselves are
    measured apart and never admit. What `judge.asks` raises (EngineDown, BudgetReached) comes through.
    """
    mine = [item for item in items if item.task is judge.task]
    groups: dict[Group, list[tuple[LabelledItem, JudgeVote | Fault]]] = defaultdict(list)
    for item, vote in zip(mine, judge.read_all(mine), strict=True):
        groups[item.scenario, item.labelled_by].append((item, vote))
    return Calibration(
        judge=judge.name,
        version=judge.version,
        task=judge.task,
        min_youden=min_youden,
        scenarios=tuple(_measured(group, groups[group], min_youden) for group in sorted(groups)),
    )


def _measured(
    group: Group, read: Sequence[tuple[LabelledItem, JudgeVote | Fault]], min_youden: float
) -> ScenarioCalibration:
    scenario, labelled_by = group
    votes = [(item, vote) for item, vote in read if isinstance(vote, JudgeVote)]
    on_positives = [vote.positive for item, vote in votes if item.positive]
    on_negatives = [not vote.positive for item, vote in votes if not item.positive]
    sensitivity = wilson(sum(on_positives), len(on_positives)) if on_positives else None
    specificity = wilson(sum(on_negatives), len(on_negatives)) if on_negatives else None
    index = youden(sensitivity, specificity) if sensitivity and specificity else None
    reason = _objection(labelled_by, len(on_positives), len(on_negatives), index, min_youden)
    return ScenarioCalibration(
        scenario=scenario,
        labelled_by=labelled_by,
        positives=len(on_positives),
        negatives=len(on_negatives),
        faults=len(read) - len(votes),
        sensitivity=sensitivity,
        specificity=specificity,
        youden=index,
        admitted=not reason,
        reason=reason,
    )


def _objection(
    labelled_by: LabelledBy, positives: int, negatives: int, index: Estimate | None, min_youden: float
) -> str:
    """Why a judge has no vote, the first reason that holds; empty for none."""
    if labelled_by is not LabelledBy.HUMAN:
        return "the labels are nescio's own; only labels of people outside it admit a judge"
    if positives + negatives < MIN_ITEMS:
        return f"it read {positives + negatives} items labelled by people; {MIN_ITEMS} are needed"
    if index is None:
        return f"all {positives + negatives} items are of one class; both are needed"
    if index.low < min_youden:
        return f"the lower 95 % bound of Youden's J is {index.low:.3f}; {min_youden:g} is needed"
    return ""
