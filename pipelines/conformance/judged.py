"""Asking a checker that may belong to a user: its verdicts, or what went wrong, and never an exception."""

from collections.abc import Sequence
from dataclasses import dataclass

from nescio.pipelines.conformance.report import PropertyResult
from nescio.schemas.example import Star
from nescio.schemas.protocols import StarChecker
from nescio.schemas.verdict import Verdict


@dataclass(frozen=True)
class Judged:
    """A star and what its checker said."""

    star: Star
    verdicts: tuple[Verdict, ...] = ()
    """One for each row; none where the checker broke its promise."""
    fault: str = ""

    @property
    def sound(self) -> bool:
        """Whether every row was accepted."""
        return bool(self.verdicts) and not any(one.rejects for one in self.verdicts)


def judge(checker: StarChecker, star: Star) -> Judged:
    """What a checker says of a star."""
    try:
        verdicts = tuple(checker.check(star))
    except Exception as error:  # noqa: BLE001  whatever a user's part raises is what is looked for
        return Judged(star, fault=f"{type(error).__name__}: {str(error)[:200]}")
    if len(verdicts) != len(star.rows):
        return Judged(star, fault=f"{len(verdicts)} verdicts for {len(star.rows)} rows, one for each is wanted")
    return Judged(star, verdicts)


def verdicts_given(found: Sequence[Judged]) -> PropertyResult:
    """Whether the checker gave a verdict for every row of every star."""
    faults = [f"{one.fault} (seed {one.star.seed.id})" for one in found if one.fault]
    return PropertyResult(
        name="its checker gives a verdict for every row",
        about="One verdict a row, in order; a bad row is rejected and never raised.",
        tried=len(found),
        broken=len(faults),
        counterexample=faults[0] if faults else "",
    )
