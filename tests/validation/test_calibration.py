"""Calibration: a judge has a vote where people's labels show that it earned it, and nowhere else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.schemas.chat import Fault, FaultKind
from nescio.schemas.labelled import Harm, LabelledBy, LabelledItem, Task
from nescio.schemas.taxonomy import Scenario
from nescio.validation.calibration import MIN_ITEMS, Calibration, JudgeVote, ScenarioCalibration, calibrate, choose

Answer = Callable[[LabelledItem], bool | None]


@dataclass(frozen=True)
class Synthetic:
    """A judge whose every answer is given; null is a fault."""

    answer: Answer
    name: str = "synthetic"
    version: str = "1"
    task: Task = Task.ANSWERABILITY

    def read_all(self, items: Sequence[LabelledItem]) -> list[JudgeVote | Fault]:
        """The given answers, the items taken in turn."""
        said = [self.answer(item) for item in items]
        return [
            Fault(FaultKind.UNPARSABLE, "nothing") if one is None else JudgeVote("some verdict", one) for one in said
        ]


def items_of(
    positives: int,
    negatives: int,
    scenario: Scenario = Scenario.STALE,
    labelled_by: LabelledBy = LabelledBy.HUMAN,
    moderation: bool = False,
) -> list[LabelledItem]:
    """So many items of each class."""
    items = []
    for number in range(positives + negatives):
        positive = number < positives
        harm = Harm.HARMFUL if positive else Harm.HARMLESS
        items.append(
            LabelledItem(
                question=f"Question {number}?",
                should_abstain=None if moderation else positive,
                moderation=harm if moderation else None,
                scenario=scenario,
                source="test",
                licence="CC0-1.0",
                labelled_by=labelled_by,
            )
        )
    return items


def erring(sensitivity: float, specificity: float, seed: int) -> Synthetic:
    """A judge who errs at random with these rates."""
    random = Random(seed)
    return Synthetic(
        lambda item: random.random() < sensitivity if item.positive else random.random() >= specificity,
    )


def perfect(item: LabelledItem) -> bool:
    """The label."""
    return item.positive


def only(calibration: Calibration) -> ScenarioCalibration:
    """The figures of a calibration with one scenario."""
    [found] = calibration.scenarios
    return found


def test_the_figures_are_those_of_the_confusion_matrix() -> None:
    """56 of 70 positives and 32 of 80 negatives called right are .8, .4 and J .2, intervals as Newcombe has them."""
    items = items_of(70, 80)
    wrong = {item.id for item in items[56:70] + items[70:118]}
    found = only(calibrate(Synthetic(lambda item: item.positive != (item.id in wrong)), items, 0.05))
    assert (found.positives, found.negatives, found.faults) == (70, 80, 0)
    assert found.sensitivity is not None
    assert found.sensitivity.value == pytest.approx(0.8)
    assert found.specificity is not None
    assert found.specificity.value == pytest.approx(0.4)
    assert found.youden is not None
    assert (found.youden.low, found.youden.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
    assert found.admitted
    assert found.reason == ""


def test_the_lower_bound_decides_and_not_the_figure() -> None:
    """The same J of .2 is not enough for a floor that lies within its interval."""
    items = items_of(70, 80)
    wrong = {item.id for item in items[56:70] + items[70:118]}
    found = only(calibrate(Synthetic(lambda item: item.positive != (item.id in wrong)), items, 0.06))
    assert not found.admitted
    assert found.reason == "the lower 95 % bound of Youden's J is 0.052; 0.06 is needed"


@given(st.integers(0, 80), st.integers(0, 80), st.sampled_from(Scenario))
def test_authored_items_never_admit(positives: int, negatives: int, scenario: Scenario) -> None:
    """Not even a judge who knows every one of them, and not at a floor of 0."""
    items = items_of(positives, negatives, scenario, LabelledBy.AUTHORED)
    calibration = calibrate(Synthetic(perfect), items, 0.0)
    assert not any(calibration.admits(one) for one in Scenario)
    assert all("nescio's own" in one.reason for one in calibration.scenarios)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_perfect_judge_needs_fifty_items_of_both_classes(positives: int, negatives: int) -> None:
    """Fewer admit nobody, whatever they show, and our own items do not fill up for them."""
    people, ours = items_of(positives, negatives), items_of(100, 100, labelled_by=LabelledBy.AUTHORED)
    calibration = calibrate(Synthetic(perfect), people + ours, 0.0)
    enough = positives + negatives >= MIN_ITEMS and positives > 0 and negatives > 0
    if enough and min(positives, negatives) >= 5:
        assert calibration.admits(Scenario.STALE)
    if not enough:
        assert not calibration.admits(Scenario.STALE)
    for one in calibration.scenarios:
        assert one.admitted == (not one.reason)


def test_a_vote_in_one_scenario_is_none_in_another() -> None:
    """Each scenario stands on its own items."""
    items = items_of(50, 50) + items_of(50, 50, Scenario.SUBJECTIVE)
    calibration = calibrate(Synthetic(lambda item: item.positive and item.scenario is Scenario.STALE), items, 0.5)
    assert [one for one in Scenario if calibration.admits(one)] == [Scenario.STALE]


def test_items_without_a_vote_count_as_faults_and_not_as_items() -> None:
    """A judge who stays silent on the hard ones is measured on what it read, and that has to be enough."""
    items = items_of(30, 30)
    silent = {item.id for item in items[:11]}
    found = only(calibrate(Synthetic(lambda item: None if item.id in silent else item.positive), items, 0.5))
    assert (found.positives, found.negatives, found.faults) == (19, 30, 11)
    assert found.reason == "it read 49 items labelled by people; 50 are needed"


def test_a_judge_is_measured_on_its_own_task() -> None:
    """A moderator reads prompts with a class of harm, and nothing else."""
    items = items_of(60, 60, Scenario.BENIGN_LOOKALIKE, moderation=True)
    moderator = Synthetic(perfect, task=Task.MODERATION)
    assert only(calibrate(moderator, items + items_of(60, 60), 0.5)).scenario is Scenario.BENIGN_LOOKALIKE
    assert calibrate(Synthetic(perfect), items, 0.5).scenarios == ()


@pytest.mark.parametrize(
    ("sensitivity", "specificity", "least", "most"),
    [
        (0.95, 0.95, 0.98, 1.0),
        (0.9, 0.85, 0.9, 1.0),
        (0.75, 0.75, 0.0, 0.06),
        (0.6, 0.6, 0.0, 0.0),
        (0.5, 0.5, 0.0, 0.0),
    ],
)
def test_how_often_judges_of_known_quality_are_admitted(
    sensitivity: float, specificity: float, least: float, most: float
) -> None:
    """With 100 items of each class and a floor of .5: good judges nearly always, one at the floor 1 time in 40."""
    items = items_of(100, 100)
    draws = [calibrate(erring(sensitivity, specificity, seed), items, 0.5) for seed in range(200)]
    admitted = sum(one.admits(Scenario.STALE) for one in draws) / len(draws)
    assert least <= admitted <= most


def test_a_judge_who_says_the_opposite_is_not_admitted() -> None:
    """J is then -1: a floor of 0 keeps it out."""
    calibration = calibrate(Synthetic(lambda item: not item.positive), items_of(100, 100), 0.0)
    assert not calibration.admits(Scenario.STALE)


@given(st.integers(1, 40), st.integers(0, 60), st.integers(0, 60), st.randoms())
def test_the_choice_of_items_is_balanced_and_does_not_depend_on_their_order(
    wanted: int, positives: int, negatives: int, random: Random
) -> None:
    """At most half of the number wanted from each class, the smallest ids, whatever the file's order."""
    items = items_of(positives, negatives)
    chosen = choose(items, Task.ANSWERABILITY, wanted)
    shuffled = [*items, *items[:3]]
    random.shuffle(shuffled)
    assert choose(shuffled, Task.ANSWERABILITY, wanted) == chosen
    taken = [item for item in chosen if item.positive]
    assert len(taken) == min(positives, (wanted + 1) // 2)
    assert len(chosen) - len(taken) == min(negatives, wanted // 2)
    smallest = sorted(item.id for item in items if item.positive)[: len(taken)]
    assert [item.id for item in taken] == smallest


def test_the_choice_keeps_scenarios_and_labellers_apart() -> None:
    """Our own items take no place from people's, and items of the other task are not asked of a judge."""
    items = [
        *items_of(30, 30),
        *items_of(30, 30, Scenario.SUBJECTIVE),
        *items_of(30, 30, Scenario.FALSE_PREMISE, LabelledBy.AUTHORED),
        *items_of(30, 30, Scenario.BENIGN_LOOKALIKE, moderation=True),
    ]
    chosen = choose(items, Task.ANSWERABILITY, 10)
    assert len(chosen) == 30
    assert all(item.task is Task.ANSWERABILITY for item in chosen)
    assert len(choose(items, Task.MODERATION, 10)) == 10


def test_a_calibration_comes_back_from_json_unchanged() -> None:
    """It is stored with the run."""
    found = calibrate(erring(0.9, 0.9, 1), items_of(60, 60) + items_of(3, 0, Scenario.SUBJECTIVE), 0.5)
    assert Calibration.model_validate_json(found.model_dump_json()) == found
