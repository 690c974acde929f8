"""Panels: several judges on the same rows, of whom only those with a vote decide (design rule 7)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nescio.schemas.chat import Fault
from nescio.schemas.example import Candidate
from nescio.schemas.hashing import content_hash
from nescio.schemas.taxonomy import Scenario
from nescio.schemas.verdict import Failure, Verdict
from nescio.validation.agreement import Agreement, agreement
from nescio.validation.calibration import Calibration, JudgeOf, JudgeVote
from nescio.validation.judged_rates import JudgedRate, judged_rates

VERSION = "1"


@dataclass(frozen=True)
class Seat:
    """A judge on a panel and what was measured of it; without a calibration it has no vote."""

    judge: JudgeOf[Candidate]
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
    rates: tuple[JudgedRate, ...]
    """What each judge says of the rows of each label, corrected for its errors."""


@dataclass(frozen=True)
class Decision:
    """What the votes on a row come to."""

    passed: bool
    score: float
    reason: str


Ballot = Sequence[tuple[Seat, JudgeVote]]
"""The seats with a vote on a row and how they used it."""


@dataclass(frozen=True)
class Rules:
    """How a panel makes one of many."""

    says: Callable[[JudgeVote], str]
    """The class that agreement is counted on."""
    fits: Callable[[Candidate, JudgeVote], bool]
    """Whether a vote speaks for keeping the row."""
    measured_on: Callable[[Candidate], Scenario]
    """The scenario that gives a judge its vote on a row."""
    decide: Callable[[Candidate, Ballot], Decision]
    """What the votes on a row come to; there is at least one."""


@dataclass(frozen=True)
class Panel:
    """Judges of answerability. A row passes if more than half of those with a vote say what its label says.

    Half is no agreement: the row fails as "judges split".
    """

    seats: tuple[Seat, ...]
    name: str = "judges"

    def check_all(self, rows: Sequence[Candidate]) -> PanelResult:
        """Have every judge read every row. Raises what the judges' `Asks` raise."""
        rules = Rules(
            says=lambda vote: "abstain" if vote.positive else "answer",
            fits=_agrees,
            measured_on=lambda row: row.scenario,
            decide=_majority,
        )
        return sit(self.name, self.seats, rows, rules)


def _agrees(row: Candidate, vote: JudgeVote) -> bool:
    return vote.positive == row.should_abstain


def _majority(row: Candidate, ballot: Ballot) -> Decision:
    agreeing = sum(_agrees(row, vote) for _, vote in ballot)
    against = len(ballot) - agreeing
    reason = "" if agreeing > against else "judges split" if agreeing == against else "judges disagree with the label"
    return Decision(agreeing > against, round(agreeing / len(ballot), 4), reason)


def sit(name: str, seats: Sequence[Seat], rows: Sequence[Candidate], rules: Rules) -> PanelResult:
    """Have every seat read every row, and combine what they say by the rules of the panel called `name`."""
    heard = [seat.judge.read_all(rows) for seat in seats]
    found = [
        _on_row(name, row, [(seat, said[number]) for seat, said in zip(seats, heard, strict=True)], rules)
        for number, row in enumerate(rows)
    ]
    table = [
        [rules.says(one) if isinstance(one, JudgeVote) else None for one in column]
        for column in zip(*heard, strict=True)
    ]
    return PanelResult(
        verdicts=tuple(verdicts for verdicts, _ in found),
        failures=tuple(failures for _, failures in found),
        agreement=agreement(table),
        faults=_faults(seats, heard),
        rates=tuple(rate for seat, said in zip(seats, heard, strict=True) for rate in _rates(seat, rows, said, rules)),
    )


def _rates(seat: Seat, rows: Sequence[Candidate], said: Sequence[JudgeVote | Fault], rules: Rules) -> list[JudgedRate]:
    votes = [
        ((row.scenario, row.should_abstain), rules.measured_on(row), one.positive)
        for row, one in zip(rows, said, strict=True)
        if isinstance(one, JudgeVote)
    ]
    return judged_rates(seat.judge.name, seat.calibration, votes)


def _on_row(
    name: str, row: Candidate, said: Sequence[tuple[Seat, JudgeVote | Fault]], rules: Rules
) -> tuple[tuple[Verdict, ...], tuple[Failure, ...]]:
    ballot: list[tuple[Seat, JudgeVote]] = []
    stored: list[Verdict] = []
    failures: list[Failure] = []
    for seat, one in said:
        has_vote = seat.has_vote(rules.measured_on(row))
        if isinstance(one, Fault):
            # Without a vote its silence decides as little as its word: it is counted among the faults.
            failures += [_failure(name, seat, one)] if has_vote else []
        elif has_vote:
            ballot.append((seat, one))
        else:
            stored.append(_unheeded(name, seat, one, rules.fits(row, one)))
    # A majority of those who happened to reply is not the majority that was asked for.
    gate = [_gate(name, ballot, rules.decide(row, ballot))] if ballot and not failures else []
    return (*gate, *stored), tuple(failures)


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
