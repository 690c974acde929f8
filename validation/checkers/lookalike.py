"""The checker `lookalike`: proves that what looks unanswerable is answerable, and that what is set beside it is not.

A context is taken apart into the seed's own sentences, in one of which the hidden fact is told no more, and sentences
that were added. Each added sentence must be one that the checker can read: a statement of the evidence, one that says
which facts are known and which are not, one that reports two values for a fact or says which of them holds, or an aside
that has no word and no value in common with the rest. From all of them together the answer must follow, or must not,
by the same arithmetic as in the checker `dataflow`. An added sentence that denies what the text tells, or affirms
what it does not, is refused.
"""

from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import Fact, Span
from nescio.schemas.example import Candidate, Claim, Edit, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.added import additions
from nescio.validation.asides import check_aside, is_aside
from nescio.validation.checkers.dataflow import VERSION as DATAFLOW_VERSION
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.derivable import check_hidden
from nescio.validation.evaluate import Values, determine
from nescio.validation.reading import Rejected, changed_place, read
from nescio.validation.row_parts import check_parts, gold_number, hidden_fact
from nescio.validation.told_beside import read_beside

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
        found = [_reduced(star.seed, row, claim) for row, claim in zip(star.rows, star.claims, strict=True)]
        parts = [part for one in found if not isinstance(one, Rejected) for part in one.parts]
        rows, claims = tuple(row for row, _ in parts), tuple(claim for _, claim in parts)
        # A star has at least one row; Dataflow looks at the seed only where it is asked of rows.
        proved = iter(Dataflow().check(star.model_copy(update={"rows": rows, "claims": claims})) if rows else ())
        return [
            self._refused(one)
            if isinstance(one, Rejected)
            else self._named(_worst([next(proved) for _ in one.parts]), one.shown)
            for one in found
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
    """What dataflow has to prove of a row: the same claim for each of these texts without added sentences."""

    parts: tuple[tuple[Candidate, Claim], ...]
    shown: str = ""


def _worst(verdicts: list[Verdict]) -> Verdict:
    """The first that failed, else the first."""
    return next((one for one in verdicts if not one.passed), verdicts[0])


def _reduced(seed: Seed, row: Candidate, claim: Claim) -> _Reduced | Rejected:
    """What is left of a row once its added sentences are read, or why they cannot stand.

    Where one of them gives the hidden fact, the row is to be answered as the seed is. Where none does, the base has to
    hold the label, and so has each text in which an added sentence with numbers stands where the fact was told.
    """
    try:
        fact = hidden_fact(seed, claim)
        if fact is None:
            return _Reduced(((_without_asides(seed, row, claim), claim),))
        parts = additions(seed, fact, row.context)
        beside = read_beside(seed, fact, parts.sentences)
        _check_gold(seed, row, claim)
        values = _base_values(seed, row, claim, fact, parts.base)
        check_parts(seed, row, claim, fact, values)
        secrets = {Fraction(node.value) for node in seed.derivation.nodes if node.id not in values}
        for sentence in beside.asides:
            check_aside(sentence, secrets)
        if not beside.settled and row.role is Role.PERTURBED:
            _check_dispute(seed, claim, fact, values, beside.disputed)
    except Rejected as fault:
        return fault
    shown = "; ".join(beside.told)
    if beside.settled:
        told = claim.model_copy(update={"hidden": None})
        return _Reduced(((_with_context(row, seed.context, seed.context, Role.CLEAN), told),), shown)
    start, end = parts.beside
    texts = [parts.base, *(parts.base[:start] + one + parts.base[end:] for one in beside.loose)]
    return _Reduced(tuple((_with_context(row, seed.context, text, row.role), claim) for text in texts), shown)


def _check_dispute(seed: Seed, claim: Claim, fact: Fact, values: Values, disputed: tuple[Fraction, ...]) -> None:
    """Raises Rejected unless the disputed values of the fact give the question different answers."""
    target = seed.questions[claim.question].target
    answers = [determine(seed.derivation, values | {fact.node: value}).get(target) for value in disputed]
    if answers and (None in answers or len(set(answers)) < len(answers)):
        raise Rejected("answer does not depend on it", f"with each of {disputed} for it the answer is {answers}")


def _without_asides(seed: Seed, row: Candidate, claim: Claim) -> Candidate:
    """A row in which nothing is hidden, as the clean row that it is without its asides; raises Rejected for others."""
    for sentence in additions(seed, None, row.context).sentences if row.role is not Role.CLEAN else ():
        if not is_aside(seed, sentence):
            raise Rejected("unread sentence", f"{sentence!r} is no aside, and the row hides nothing")
    if row.role is Role.CLEAN:
        return row
    if row.role is not Role.DECOY:
        raise Rejected("role differs from claim", f"a {row.role.value} row claims to hide nothing")
    _check_gold(seed, row, claim)
    plain = row.model_copy(update={"role": Role.CLEAN})
    check_parts(seed, plain, claim, None, {})
    return _with_context(row, seed.context, seed.context, Role.CLEAN)


def _check_gold(seed: Seed, row: Candidate, claim: Claim) -> None:
    """Raises Rejected where a gold answer is no number: then nothing can be compared with it."""
    for gold in (seed.questions[claim.question].answer, *row.answers):
        try:
            gold_number(gold)
        except ValueError as error:
            raise Rejected("wrong gold", str(error)) from error


def _base_values(seed: Seed, row: Candidate, claim: Claim, fact: Fact, base: str) -> Values:
    """What follows from the seed's own sentences; raises Rejected where they still tell the hidden fact."""
    place = changed_place(seed.derivation, fact, seed.context, base)
    found = read(seed.derivation, seed.context, base, (claim.question, row.question), place)
    values = determine(seed.derivation, found.possible)
    check_hidden(seed.derivation, fact, base, seed.questions[claim.question], values, found)
    return values


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
