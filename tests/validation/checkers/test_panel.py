"""Panels: earned votes decide by majority, all others are heard and change nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.sources.templates import Templates
from nescio.schemas.chat import Fault, FaultKind
from nescio.schemas.example import Candidate
from nescio.schemas.labelled import Harm, LabelledBy, Task
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Scenario
from nescio.schemas.verdict import Verdict
from nescio.validation.calibration import Calibration, JudgeVote, ScenarioCalibration
from nescio.validation.checkers.moderation import MEASURED_ON, ModerationPanel
from nescio.validation.checkers.panel import Panel, Seat
from tests.hiding import HIDING

FAULT = Fault(FaultKind.TRUNCATED, "cut off after 256 tokens")


@pytest.fixture(scope="module")
def rows() -> Sequence[Candidate]:
    """The rows of one star: some should be answered and some not."""
    seed = next(one for one in Templates().read(SeedSpec(source="templates", limit=1), 0) if isinstance(one, Seed))
    return next(HIDING[0].propose(seed, Random(0))).rows


@dataclass(frozen=True)
class Scripted:
    """A judge whose votes are given: whether it agrees with the label, or a fault."""

    name: str
    vote: Callable[[Candidate], JudgeVote | Fault]
    task: Task = Task.ANSWERABILITY
    version: str = "1"

    def read_all(self, items: Sequence[Candidate]) -> list[JudgeVote | Fault]:
        """The given votes."""
        return [self.vote(item) for item in items]


def agreeing(name: str, agrees: bool | None) -> Scripted:
    """A judge that agrees with every label, with none, or is never heard."""

    def vote(row: Candidate) -> JudgeVote | Fault:
        if agrees is None:
            return FAULT
        abstain = row.should_abstain == agrees
        return JudgeVote("unanswerable" if abstain else "answerable", abstain, "as told")

    return Scripted(name, vote)


def seat(judge: Scripted, *scenarios: Scenario, version: str = "1") -> Seat:
    """A seat with a vote in these scenarios."""
    measured = tuple(
        ScenarioCalibration(
            scenario=scenario,
            labelled_by=LabelledBy.HUMAN,
            positives=50,
            negatives=50,
            faults=0,
            sensitivity=None,
            specificity=None,
            youden=None,
            admitted=True,
            reason="",
        )
        for scenario in scenarios
    )
    return Seat(
        judge, Calibration(judge=judge.name, version=version, task=judge.task, min_youden=0, scenarios=measured)
    )


def voters(*agree: bool | None) -> tuple[Seat, ...]:
    """Seats with a vote in every scenario."""
    return tuple(seat(agreeing(f"voter_{number}", one), *Scenario) for number, one in enumerate(agree))


def others(*agree: bool | None) -> tuple[Seat, ...]:
    """Seats that were never measured."""
    return tuple(Seat(agreeing(f"other_{number}", one)) for number, one in enumerate(agree))


def gates(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts that may drop a row."""
    return [one for one in verdicts if one.calibrated is not False]


@given(st.lists(st.booleans(), min_size=1, max_size=5))
def test_more_than_half_of_the_votes_decide(rows: Sequence[Candidate], agree: list[bool]) -> None:
    """Half is no agreement, and is told from a majority against the label."""
    result = Panel(voters(*agree)).check_all(rows)
    for verdicts in result.verdicts:
        [gate] = verdicts
        assert gate.check == "judges"
        assert gate.calibrated
        assert gate.passed == (sum(agree) * 2 > len(agree))
        assert gate.score == pytest.approx(sum(agree) / len(agree), abs=1e-4)
        tied = sum(agree) * 2 == len(agree)
        assert gate.reason == ("" if gate.passed else "judges split" if tied else "judges disagree with the label")
        assert gate.detail.count(" says ") == len(agree)


@given(st.lists(st.booleans(), min_size=1, max_size=3), st.lists(st.sampled_from([True, False, None]), max_size=3))
def test_judges_without_a_vote_decide_nothing(
    rows: Sequence[Candidate], agree: list[bool], unheeded: list[bool | None]
) -> None:
    """Whatever they say or fail to say, the gate and the failures are the same; what they said is stored, marked."""
    alone = Panel(voters(*agree)).check_all(rows)
    beside = Panel((*others(*unheeded), *voters(*agree))).check_all(rows)
    assert [gates(one) for one in beside.verdicts] == [gates(one) for one in alone.verdicts]
    assert beside.failures == alone.failures
    for verdicts in beside.verdicts:
        stored = [one for one in verdicts if one.calibrated is False]
        assert [one.passed for one in stored] == [one for one in unheeded if one is not None]


@given(st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=4))
def test_a_panel_without_votes_never_gates(rows: Sequence[Candidate], agree: list[bool | None]) -> None:
    """No row is dropped, and none fails: their silence is only counted."""
    result = Panel(others(*agree)).check_all(rows)
    assert not any(gates(verdicts) for verdicts in result.verdicts)
    assert not any(result.failures)
    wanted = {f"other_{n}": {"truncated": len(rows)} if one is None else {} for n, one in enumerate(agree)}
    assert result.faults == wanted


@given(st.permutations([True, True, False, None]), st.booleans())
def test_the_order_of_the_seats_changes_no_verdict(
    rows: Sequence[Candidate], order: list[bool | None], drop: bool
) -> None:
    """Nor the agreement, nor the failures."""
    shown = [one for one in order if not drop or one is not None]
    result = Panel(voters(*shown)).check_all(rows)
    again = Panel(voters(*sorted(shown, key=str))).check_all(rows)
    assert result.agreement == again.agreement
    for here, there in zip(result.verdicts, again.verdicts, strict=True):
        assert [(one.passed, one.score, one.reason) for one in here] == [
            (one.passed, one.score, one.reason) for one in there
        ]
    assert [len(one) for one in result.failures] == [len(one) for one in again.failures]


def test_a_vote_that_is_not_given_is_a_failure_and_no_rejection(rows: Sequence[Candidate]) -> None:
    """The row has no verdict of the panel, and a failure that names the judge and the kind of fault."""
    result = Panel(voters(True, None, True)).check_all(rows)
    for verdicts, failures in zip(result.verdicts, result.failures, strict=True):
        assert verdicts == ()
        [failure] = failures
        assert (failure.stage, failure.error, failure.message) == ("judges/voter_1", "truncated", FAULT.message)
    assert result.faults == {"voter_0": {}, "voter_1": {"truncated": len(rows)}, "voter_2": {}}


def test_a_vote_holds_for_the_scenario_and_the_judge_that_were_measured(rows: Sequence[Candidate]) -> None:
    """Neither another scenario's rows nor a judge with another prompt since then."""
    [scenario] = {row.scenario for row in rows}
    elsewhere = [one for one in Scenario if one is not scenario]
    judge = agreeing("judge_a", False)
    assert all(gates(one) for one in Panel((seat(judge, scenario),)).check_all(rows).verdicts)
    assert not any(gates(one) for one in Panel((seat(judge, *elsewhere),)).check_all(rows).verdicts)
    assert not any(gates(one) for one in Panel((seat(judge, scenario, version="0"),)).check_all(rows).verdicts)


def test_agreement_counts_all_judges_and_all_rows(rows: Sequence[Candidate]) -> None:
    """Those with and without a vote alike: two who always agree have alpha 1, one who dissents brings it down."""
    same = Panel((*voters(True), *others(True))).check_all(rows).agreement
    assert same.alpha == pytest.approx(1)
    assert (same.rows, same.verdicts) == (len(rows), 2 * len(rows))
    split = Panel((*voters(True), *others(False))).check_all(rows).agreement
    assert split.alpha is not None
    assert split.alpha < 0
    assert Panel(voters(True)).check_all(rows).agreement.alpha is None


def test_an_empty_panel_and_no_rows_are_no_trouble(rows: Sequence[Candidate]) -> None:
    """Nothing is said of anything."""
    assert Panel(()).check_all(rows).verdicts == ((),) * len(rows)
    assert Panel(voters(True)).check_all([]).verdicts == ()


def moderating(*harms: Harm, scenarios: Sequence[Scenario] = (MEASURED_ON,)) -> ModerationPanel:
    """Moderators with a vote who always say the same."""
    judges = [
        Scripted(
            f"moderator_{n}", lambda _, harm=harm: JudgeVote(harm.value, harm is not Harm.HARMLESS), Task.MODERATION
        )
        for n, harm in enumerate(harms)
    ]
    return ModerationPanel(tuple(seat(one, *scenarios) for one in judges))


@given(st.lists(st.sampled_from(Harm), min_size=1, max_size=4))
def test_only_what_every_moderator_calls_harmless_passes(rows: Sequence[Candidate], harms: list[Harm]) -> None:
    """What all call harmful is harmful, everything between is controversial, on rows of any scenario."""
    for [gate] in moderating(*harms).check_all(rows).verdicts:
        assert gate.check == "moderation"
        assert gate.passed == (set(harms) == {Harm.HARMLESS})
        wanted = "harmful" if set(harms) == {Harm.HARMFUL} else "controversial"
        assert gate.reason == ("" if gate.passed else wanted)


def test_a_moderator_is_admitted_by_prompts_and_not_by_questions(rows: Sequence[Candidate]) -> None:
    """Figures of another scenario give it no vote."""
    panel = moderating(Harm.HARMFUL, scenarios=[one for one in Scenario if one is not MEASURED_ON])
    for [verdict] in panel.check_all(rows).verdicts:
        assert (verdict.passed, verdict.calibrated) == (False, False)
