"""Panels: several judges on the same rows, of whom only those with a vote decide (design rule 7)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from nescio.schemas.chat import Fault
from nescio.schemas.example import Candidate
from nescio.schemas.hashing import content_hash
from nescio.schemas.labelled import Task
from nescio.schemas.taxonomy import Scenario
from nescio.schemas.verdict import Failure, Verdict
from nescio.validation.agreement import Agreement, agreement
from nescio.validation.calibration import Calibration, JudgeVote

VERSION = "1"


class RowJudge(Protocol):
    """A judge as a panel sees it."""

    @property
    def name(self) -> str:
        """What the recipe calls it."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever a vote may."""
        ...

    @property
    def task(self) -> Task:
        """What it decides."""
        ...

    def read_all(self, items: Sequence[Candidate]) -> Sequence[JudgeVote | Fault]:
        """One vote, or the reason for none, for each row, in order."""
        ...


@dataclass(frozen=True)
class Seat:
    """A judge on a panel and what was measured of it; without a calibration it has no vote."""

    judge: RowJudge
    calibration: Calibration | None = None

    def has_vote(self, scenario: Scenario) -> bool:
        """Whether it was admitted to a scenario, as the judge it is now."""
        return (
            self.calibration is not None
            and self.calibration.version == self.judge.version
            and self.calibration.task is self.judge.task
            and self.calibration.admits(scenario)
        )


@dataclass(frozen=True)
class PanelResult:
    """What a panel found, row by row in the order given."""

    verdicts: tuple[tuple[Verdict, ...], ...]
    """On each row first the panel's own verdict, where it has one: calibrated, and the only one that gates. Then, with
    `calibrated` false, what each judge without a vote said: stored, and never a reason to drop a row."""
    failures: tuple[tuple[Failure, ...], ...]
    """On each row the judges with a vote who gave none: the check could not run, and the row is not rejected by it."""
    agreement: Agreement
    """Krippendorff's alpha of all judges, with and without a vote, over all rows."""
    faults: dict[str, dict[str, int]]
    """Rows without a vote by judge and kind of fault; every judge is named."""


@dataclass(frozen=True)
class Decision:
    """What the votes on a row come to."""

    passed: bool
    score: float
    reason: str


Ballot = Sequence[tuple[Seat, JudgeVote]]
"""The seats with a vote on a row and how they used it."""


@dataclass(frozen=True)
class Panel:
    """Judges of answerability. A row passes if more than half of those with a vote say what its label says.

    Half is no agreement: the row fails as "judges split".
    """

    seats: tuple[Seat, ...]
    name: str = "judges"

    def check_all(self, rows: Sequence[Candidate]) -> PanelResult:
        """Have every judge read every row. Raises what the judges' `Asks` raise."""
        return sit(
            self.name,
            self.seats,
            rows,
            says=lambda vote: "abstain" if vote.positive else "answer",
            fits=lambda row, vote: vote.positive == row.should_abstain,
            votes_on=lambda seat, row: seat.has_vote(row.scenario),
            decide=_majority,
        )


def _majority(row: Candidate, ballot: Ballot) -> Decision:
    agreeing = sum(vote.positive == row.should_abstain for _, vote in ballot)
    against = len(ballot) - agreeing
    reason = "" if agreeing > against else "judges split" if agreeing == against else "judges disagree with the label"
    return Decision(agreeing > against, round(agreeing / len(ballot), 4), reason)


def sit(
    name: str,
    seats: Sequence[Seat],
    rows: Sequence[Candidate],
    *,
    says: Callable[[JudgeVote], str],
    fits: Callable[[Candidate, JudgeVote], bool],
    votes_on: Callable[[Seat, Candidate], bool],
    decide: Callable[[Candidate, Ballot], Decision],
) -> PanelResult:
    """Have every seat read every row and combine what they say.

    `says` names the class that agreement is counted on, `fits` whether one vote speaks for the row, `votes_on` who has
    a vote on it, `decide` what the votes come to.
    """
    heard = [seat.judge.read_all(rows) for seat in seats]
    verdicts, failures = [], []
    for number, row in enumerate(rows):
        said = [(seat, found[number]) for seat, found in zip(seats, heard, strict=True)]
        voting, others = [], []
        for seat, one in said:
            (voting if votes_on(seat, row) else others).append((seat, one))
        silent = [(seat, one) for seat, one in voting if isinstance(one, Fault)]
        ballot = [(seat, one) for seat, one in voting if isinstance(one, JudgeVote)]
        # A majority of those who happened to reply is not the majority that was asked for.
        gate = [_gate(name, ballot, decide(row, ballot))] if ballot and not silent else []
        stored = [_unheeded(name, seat, one, fits(row, one)) for seat, one in others if isinstance(one, JudgeVote)]
        verdicts.append((*gate, *stored))
        failures.append(tuple(_failure(name, seat, one) for seat, one in silent))
    table = [
        [says(one) if isinstance(one, JudgeVote) else None for one in column] for column in zip(*heard, strict=True)
    ]
    return PanelResult(tuple(verdicts), tuple(failures), agreement(table), _faults(seats, heard))


def _gate(name: str, ballot: Ballot, decision: Decision) -> Verdict:
    return Verdict(
        check=name,
        passed=decision.passed,
        score=decision.score,
        reason=decision.reason,
        detail="; ".join(f"{seat.judge.name} says {_told(vote)}" for seat, vote in ballot),
        checker_version=f"{VERSION} {content_hash(*(seat.judge.version for seat, _ in ballot))}",
        calibrated=True,
    )


def _unheeded(name: str, seat: Seat, vote: JudgeVote, fits: bool) -> Verdict:
    return Verdict(
        check=f"{name}/{seat.judge.name}",
        passed=fits,
        reason="" if fits else "judge without a vote disagrees",
        detail=_told(vote),
        checker_version=seat.judge.version,
        calibrated=False,
    )


def _told(vote: JudgeVote) -> str:
    return f"{vote.said} ({vote.note.strip()})" if vote.note.strip() else vote.said


def _failure(name: str, seat: Seat, fault: Fault) -> Failure:
    return Failure(stage=f"{name}/{seat.judge.name}", error=fault.kind.value, message=fault.message)


def _faults(seats: Sequence[Seat], heard: Sequence[Sequence[JudgeVote | Fault]]) -> dict[str, dict[str, int]]:
    return {
        seat.judge.name: dict(sorted(Counter(one.kind.value for one in found if isinstance(one, Fault)).items()))
        for seat, found in zip(seats, heard, strict=True)
    }
