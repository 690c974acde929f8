"""Whether the parts of a row agree with one another, with its claim and with its seed, before any label is proved."""

import re
from fractions import Fraction

from nescio.schemas.evidence import Fact
from nescio.schemas.example import Candidate, Claim
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.validation.evaluate import Values
from nescio.validation.numbers import read_numbers
from nescio.validation.reading import Rejected

_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30}|/[0-9]{0,29}[1-9][0-9]{0,29})?")


def gold_number(gold: str) -> Fraction:
    """The value of a gold answer, an exact number in digits; raises ValueError for anything else."""
    if not _NUMBER.fullmatch(gold):
        raise ValueError(f"{gold!r} is no number in digits")
    return Fraction(gold)


def hidden_fact(seed: Seed, claim: Claim) -> Fact | None:
    """The fact that a row claims to hide. Raises Rejected for a claim that names no fact or no question of the seed."""
    if not 0 <= claim.question < len(seed.questions):
        raise Rejected("unknown question", f"the claim names question {claim.question} of {len(seed.questions)}")
    if claim.hidden is None:
        return None
    fact = next((fact for fact in seed.derivation.facts if fact.id == claim.hidden), None)
    if fact is None:
        raise Rejected("unknown fact", f"{claim.hidden!r} is no fact of the seed")
    return fact


def check_parts(seed: Seed, row: Candidate, claim: Claim, fact: Fact | None, values: Values) -> None:
    """Raises Rejected where the row's own columns contradict one another, its claim or its seed.

    `values` are the nodes that follow from the text.
    """
    if (row.role is Role.CLEAN) != (fact is None):
        raise Rejected("role differs from claim", f"a {row.role.value} row claims to hide {claim.hidden!r}")
    check_made(seed, row, claim)
    if row.should_abstain and fact is not None:
        _names(row, fact)
    _target(row, seed.questions[claim.question].answer, set(values.values()))


def check_made(seed: Seed, row: Candidate, claim: Claim) -> None:
    """Raises Rejected where the row's texts are not the seed's with its edits, or its label is not its role's."""
    question = seed.questions[claim.question]
    if row.question != question.text:
        raise Rejected("question changed", f"asks {row.question!r}, the seed asks {question.text!r}")
    if row.prompt.replace(row.context, "", 1).replace(row.question, "", 1).strip():
        raise Rejected("prompt differs from its parts", "it is not the context and the question and nothing else")
    if row.should_abstain != (row.role is Role.PERTURBED):
        raise Rejected("role differs from label", f"a {row.role.value} row, should_abstain is {row.should_abstain}")
    if not _edits_make(row, seed.context):
        raise Rejected("edits differ from text", "the edits do not turn the clean context into the row's")


def check_answered(row: Candidate) -> None:
    """Raises Rejected where the reference response of an answerable row does not end in the answer."""
    found = read_numbers(row.target)
    if not found or gold_number(row.answers[0]) not in found[-1].readings:
        raise Rejected("target misses the answer", f"the response does not end in {row.answers[0]}")


def _edits_make(row: Candidate, clean: str) -> bool:
    """Whether the edits, in order, describe the whole difference."""
    if not row.edits:
        return row.context == clean
    made, at, shift = "", 0, 0
    for edit in row.edits:
        before, after = edit.span_before, edit.span_after
        fits = clean[before.start : before.end] == edit.before and row.context[after.start : after.end] == edit.after
        if not fits or before.start < at or after.start != before.start + shift:
            return False
        made += clean[at : before.start] + edit.after
        at, shift = before.end, shift + len(edit.after) - len(edit.before)
    return made + clean[at:] == row.context


def _names(row: Candidate, fact: Fact) -> None:
    """An abstaining row names the fact that is hidden, and asks for it."""
    if (row.missing_fact, row.clarifying_question) != (fact.missing, fact.clarifying_question):
        raise Rejected(
            "names another fact", f"it says that {row.missing_fact!r} is missing, hidden is {fact.missing!r}"
        )


def _target(row: Candidate, gold: str, follows: set[Fraction]) -> None:
    """The reference response of an answerable row ends in the answer; that of another row does not give it away."""
    if not row.should_abstain:
        check_answered(row)
        return
    found = read_numbers(row.target)
    said = [one.readings for one in found]
    answer = gold_number(gold)
    shown = {value for one in read_numbers(row.prompt) for value in one.readings} | follows
    ends = bool(found) and found[-1].end >= len(row.target.rstrip(" .!")) and answer in said[-1]
    if ends or (answer not in shown and any(answer in readings for readings in said)):
        raise Rejected("target gives the answer", f"the response says {gold}, which the text does not")
