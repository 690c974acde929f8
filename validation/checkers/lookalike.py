"""The checker `lookalike`: proves that what looks unanswerable is answerable, and that what is set beside it is not.

A context is taken apart into the seed's own sentences, in one of which the hidden fact is told no more, and sentences
that were added. Each added sentence must be one that the checker can read: a statement of the evidence, one that says
which facts are known and which are not, one that reports two values for a fact or says which of them holds, or an aside
that has no word and no value in common with the rest. From all of them together the answer must follow, or must not,
by the same arithmetic as in the checker `dataflow`. An added sentence that denies what the text tells, or affirms
what it does not, is refused.
"""

from dataclasses import dataclass

from nescio.schemas.evidence import Fact, Span
from nescio.schemas.example import Candidate, Claim, Edit, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.added import Additions, additions
from nescio.validation.checkers.dataflow import VERSION as DATAFLOW_VERSION
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.derivable import check_hidden
from nescio.validation.evaluate import Values, determine
from nescio.validation.reading import Rejected, changed_place, read
from nescio.validation.row_parts import check_parts, hidden_fact
from nescio.validation.told_beside import Beside, read_beside

VERSION = f"1+dataflow-{DATAFLOW_VERSION}"


@dataclass(frozen=True)
class Lookalike:
    """Checks stars whose contexts have added sentences."""

    name: str = "lookalike"
    version: str = VERSION
    method: str = "arithmetic dataflow over the seed's derivation and over each added sentence, read on its own"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed or of the star as a whole rejects every row.

        Added sentences are read here. What is left is a row that dataflow can prove: one in which the numbers of those
        sentences stand beside the text that hides the fact or, where they give the fact, one that tells it as the seed.
        """
        if len(star.claims) != len(star.rows):
            return [self._named(verdict) for verdict in Dataflow().check(star)]
        read_ones = [_reduced(star.seed, row, claim) for row, claim in zip(star.rows, star.claims, strict=True)]
        reduced = [one for one in read_ones if not isinstance(one, Rejected)]
        if reduced:
            rows, claims = tuple(one.row for one in reduced), tuple(one.claim for one in reduced)
            proved = iter(Dataflow().check(star.model_copy(update={"rows": rows, "claims": claims})))
        return [
            self._refused(one) if isinstance(one, Rejected) else self._named(next(proved), one.shown)
            for one in read_ones
        ]

    def _refused(self, fault: Rejected) -> Verdict:
        return Verdict(
            check=self.name, passed=False, reason=fault.reason, detail=fault.detail, checker_version=self.version
        )

    def _named(self, verdict: Verdict, shown: str = "") -> Verdict:
        detail = "; ".join(part for part in (shown, verdict.detail) if part)
        return verdict.model_copy(update={"check": self.name, "checker_version": self.version, "detail": detail})


@dataclass(frozen=True)
class _Reduced:
    """A row without its added sentences, as dataflow can check it, and what those said."""

    row: Candidate
    claim: Claim
    shown: str = ""


def _reduced(seed: Seed, row: Candidate, claim: Claim) -> _Reduced | Rejected:
    """What is left of a row once its added sentences are read, or why they cannot stand."""
    try:
        fact = hidden_fact(seed, claim)
        if fact is None:
            return _Reduced(row, claim)
        parts = additions(seed, fact, row.context)
        beside = read_beside(seed, fact, parts.sentences)
        values = _base_values(seed, row, claim, fact, parts.base)
        check_parts(seed, row, claim, fact, values)
    except Rejected as fault:
        return fault
    if beside.settled is not None:
        told = claim.model_copy(update={"hidden": None})
        return _Reduced(_with_context(row, seed.context, seed.context, Role.CLEAN), told, "; ".join(beside.told))
    return _Reduced(_with_context(row, seed.context, _together(parts, beside), row.role), claim, "; ".join(beside.told))


def _base_values(seed: Seed, row: Candidate, claim: Claim, fact: Fact, base: str) -> Values:
    """What follows from the seed's own sentences; raises Rejected where they still tell the hidden fact."""
    place = changed_place(seed.evidence, fact, seed.context, base)
    found = read(seed.evidence, seed.context, base, (claim.question, row.question), place)
    values = determine(seed.evidence, found.possible)
    check_hidden(seed.evidence, fact, base, seed.questions[claim.question], values, found)
    return values


def _together(parts: Additions, beside: Beside) -> str:
    """The base with the numbered sentences beside the text that hides the fact, where dataflow looks for its value."""
    end = parts.beside[1]
    return parts.base[:end] + "".join(f" {sentence}" for sentence in beside.numbered) + parts.base[end:]


def _with_context(row: Candidate, clean: str, context: str, role: Role) -> Candidate:
    """The row with another context, and with one edit that says how that differs from the clean one."""
    head = next(
        (k for k, (a, b) in enumerate(zip(clean, context, strict=False)) if a != b), min(map(len, (clean, context)))
    )
    most = min(len(clean), len(context)) - head
    tail = next((k for k in range(most) if clean[-1 - k] != context[-1 - k]), most)
    before, after = Span(start=head, end=len(clean) - tail), Span(start=head, end=len(context) - tail)
    edit = Edit(
        kind="read",
        before=clean[before.start : before.end],
        after=context[after.start : after.end],
        span_before=before,
        span_after=after,
    )
    edits = (edit,) if clean != context else ()
    prompt = f"{context} {row.question}"
    return row.model_copy(update={"context": context, "prompt": prompt, "role": role, "edits": edits})
