"""The ledger: what became of every candidate (design rule 5)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nescio.schemas.base import Frozen, Text
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.example import Candidate, Star
from nescio.schemas.protocols import StarChecker
from nescio.schemas.verdict import Failure, Verdict


@dataclass
class Entry:
    """A star on its way through the checks, with the verdicts on each of its rows."""

    star: Star
    verdicts: list[list[Verdict]] = field(default_factory=list)
    proof: str = ""
    """The method of the checker that proves; its verdict is the first of each row. Empty until it has run."""

    def __post_init__(self) -> None:
        """Make a place for the verdicts on each row."""
        self.verdicts = self.verdicts or [[] for _ in self.star.rows]

    def prove(self, checker: StarChecker) -> None:
        """Run the checker that proves, before any other."""
        self.add(checker.check(self.star))
        self.proof = checker.method

    def add(self, verdicts: Sequence[Verdict]) -> None:
        """Note one more verdict on each row."""
        self.add_all([(one,) for one in verdicts])

    def add_all(self, verdicts: Sequence[Sequence[Verdict]]) -> None:
        """Note any number of verdicts on each row."""
        for known, new in zip(self.verdicts, verdicts, strict=True):
            known.extend(new)


class RejectedRow(Candidate):
    """A candidate that did not pass, and why."""

    reason: str
    detail: Text
    verdicts: tuple[Verdict, ...] = ()


class FailedRow(Frozen):
    """A candidate on which a step could not run. Where no row came to be, `id` is null and the seed is named."""

    id: str | None
    seed_id: str
    perturbation: str
    prompt: Text | None
    stage: str
    error: str
    message: Text


class Counts(Frozen):
    """The funnel of one perturbation, or of all. candidates = accepted + all rejected + all failed."""

    candidates: int
    accepted: int
    rejected: dict[str, int]
    failed: dict[str, int]

    def balanced(self) -> bool:
        """Whether every candidate is accounted for."""
        return self.candidates == self.accepted + sum(self.rejected.values()) + sum(self.failed.values())


@dataclass
class Ledger:
    """Every candidate's fate. A star enters by `open` and leaves by `reject`, `fail` or `accept`, once."""

    candidates: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    rejected: list[RejectedRow] = field(default_factory=list)
    failed: list[FailedRow] = field(default_factory=list)

    def open(self, star: Star) -> Entry:
        """A new star: its rows are candidates from now on."""
        self.candidates[star.perturbation] += len(star.rows)
        return Entry(star)

    def accept(self, entry: Entry) -> None:
        """The star is published."""
        self.accepted[entry.star.perturbation] += len(entry.star.rows)

    def reject(self, entry: Entry, causes: Mapping[str, tuple[str, str]]) -> None:
        """Drop a star. `causes` has (reason, detail) for the rows at fault, by id; the innocent rows name the first."""
        first = next(iter(causes.values()))
        for row, verdicts in zip(entry.star.rows, entry.verdicts, strict=True):
            reason, detail = causes.get(row.id, (f"star: {first[0]}", first[1]))
            self.rejected.append(RejectedRow(**_fields(row), reason=reason, detail=detail, verdicts=tuple(verdicts)))

    def reject_all(self, entry: Entry, reason: str, detail: str) -> None:
        """Drop a star for a cause that is no single row's."""
        self.reject(entry, {row.id: (reason, detail) for row in entry.star.rows})

    def fail(self, entry: Entry, failure: Failure) -> None:
        """A step could not run on a star."""
        for row in entry.star.rows:
            self.failed.append(_failed(row.id, row.seed_id, row.perturbation, row.prompt, failure))

    def fail_seed(self, seed_id: str, perturbation: str, failure: Failure) -> None:
        """A perturbation could not run on a seed: one candidate that never came to be."""
        self.candidates[perturbation] += 1
        self.failed.append(_failed(None, seed_id, perturbation, None, failure))

    def funnel(self) -> tuple[Counts, dict[str, Counts]]:
        """The counts of all, and of each perturbation. Raises BrokenPromise where a candidate is unaccounted for."""
        by_name = {name: self._counts(name) for name in sorted(self.candidates)}
        total = Counts(
            candidates=sum(one.candidates for one in by_name.values()),
            accepted=sum(one.accepted for one in by_name.values()),
            rejected=_sum(one.rejected for one in by_name.values()),
            failed=_sum(one.failed for one in by_name.values()),
        )
        for name, counts in {**by_name, "all": total}.items():
            if not counts.balanced():
                raise BrokenPromise(f"the funnel of {name} does not add up: {counts}; please report this")
        return total, by_name

    def _counts(self, name: str) -> Counts:
        return Counts(
            candidates=self.candidates[name],
            accepted=self.accepted[name],
            rejected=_tally(row.reason for row in self.rejected if row.perturbation == name),
            failed=_tally(row.error for row in self.failed if row.perturbation == name),
        )


def causes_of(entry: Entry) -> dict[str, tuple[str, str]]:
    """The rows of a star that some verdict fails, with `check: reason` and the particulars."""
    faults: dict[str, tuple[str, str]] = {}
    for row, verdicts in zip(entry.star.rows, entry.verdicts, strict=True):
        bad = next((one for one in verdicts if one.rejects), None)
        if bad is not None:
            faults[row.id] = (f"{bad.check}: {bad.reason}", bad.detail)
    return faults


def passing(entries: Sequence[Entry], ledger: Ledger) -> list[Entry]:
    """The entries without a failing verdict; the others are rejected whole."""
    kept = []
    for entry in entries:
        causes = causes_of(entry)
        if causes:
            ledger.reject(entry, causes)
        else:
            kept.append(entry)
    return kept


def _failed(id: str | None, seed_id: str, perturbation: str, prompt: str | None, failure: Failure) -> FailedRow:
    return FailedRow(
        id=id, seed_id=seed_id, perturbation=perturbation, prompt=prompt,
        stage=failure.stage, error=failure.error, message=failure.message,
    )  # fmt: skip


def _fields(row: Candidate) -> dict[str, object]:
    return {name: getattr(row, name) for name in Candidate.model_fields}


def _tally(items: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(items).items()))


def _sum(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: defaultdict[str, int] = defaultdict(int)
    for part in parts:
        for reason, count in part.items():
            total[reason] += count
    return dict(sorted(total.items()))
