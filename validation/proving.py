"""What the checkers that prove have in common: one verdict a row, whatever is wrong with it, its seed or its star."""

from collections.abc import Callable

from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.protocols import StarChecker
from nescio.schemas.seed import Seed
from nescio.schemas.verdict import Verdict
from nescio.validation.evaluate import contradictions
from nescio.validation.reading import Rejected

Prove = Callable[[Seed, Candidate, Claim], str]
"""What holds a row's label, in words for a reader; raises Rejected where it does not hold."""


def prove_rows(
    checker: StarChecker, star: Star, prove: Prove, whole: Callable[[Seed], None] = lambda _: None
) -> list[Verdict]:
    """A verdict for each row, in order. A fault of the star, or of the seed as `whole` raises it, rejects every row."""
    try:
        if len(star.claims) != len(star.rows):
            raise Rejected("claims differ from rows", f"{len(star.claims)} claims for {len(star.rows)} rows")
        whole(star.seed)
    except Rejected as fault:
        return [refused(checker, fault) for _ in star.rows]
    return [_proved(checker, star.seed, row, claim, prove) for row, claim in zip(star.rows, star.claims, strict=True)]


def agrees_with_itself(seed: Seed) -> None:
    """Raises Rejected where the seed's evidence is ill-formed or does not add up."""
    broken = contradictions(seed.derivation)
    if broken:
        raise Rejected("evidence contradicts itself", broken[0])


def refused(checker: StarChecker, fault: Rejected) -> Verdict:
    """The verdict on a row whose label does not hold."""
    return Verdict(
        check=checker.name, passed=False, reason=fault.reason, detail=fault.detail, checker_version=checker.version
    )


def _proved(checker: StarChecker, seed: Seed, row: Candidate, claim: Claim, prove: Prove) -> Verdict:
    try:
        shown = prove(seed, row, claim)
    except Rejected as fault:
        return refused(checker, fault)
    return Verdict(check=checker.name, passed=True, detail=shown, checker_version=checker.version)
