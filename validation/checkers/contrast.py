"""The checker `contrast`: a question of fact from a closed list, and one beside it that no fact answers.

Both are filled in anew from the form and the two clauses that the seed names. Which clause is asked and which is set
aside is read from the finished text, and what a clause is (a measure, a taste, a lost detail, a request that no text
fulfils) is looked up in this checker's own list. The gold answer is computed again from the entries.

Taken on trust: that an entry's value is true (its file names a public source), and that the reader of a request can
write text and nothing else.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files

import yaml

from nescio.schemas.base import Frozen
from nescio.schemas.contrast import Contrast, Counterpart
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.proving import prove_rows
from nescio.validation.reading import Rejected

VERSION = "1"
_STRETCHES = re.compile(r"(?<=[.?!;:,])\s+")


class Lists(Frozen):
    """What clauses of either kind begin with, and what sets one aside."""

    facts: tuple[str, ...]
    open: dict[str, tuple[str, ...]]
    details: tuple[str, ...]
    boundless: tuple[str, ...]
    aside: tuple[str, ...]


@dataclass(frozen=True)
class ContrastChecker:
    """Checks a question of fact and its counterpart."""

    name: str = "contrast"
    version: str = VERSION
    method: str = "text made anew from a closed list; the clause that is asked looked up, the answer computed again"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed rejects every row."""
        return prove_rows(self, star, _prove, _sound)


@lru_cache(maxsize=1)
def _lists() -> Lists:
    return Lists.model_validate(
        yaml.safe_load(files("nescio.validation").joinpath("contrasts.yaml").read_text("utf-8"))
    )


def _sound(seed: Seed) -> None:
    """Raises Rejected where the seed's question is not what its list gives."""
    if not isinstance(seed.evidence, Contrast):
        raise Rejected("wrong evidence", f"a {seed.evidence.type}, a contrast was expected")
    contrast = seed.evidence
    if contrast.form.count("{asked}") != 1:
        raise Rejected("form unread", f"{contrast.form!r} has {{asked}} not once")
    _begins(contrast.clause, _lists().facts, "no question of fact")
    gold = _gold(contrast)
    if seed.questions[0].answer != gold:
        raise Rejected("wrong gold", f"the list gives {gold!r}, the gold answer is {seed.questions[0].answer!r}")


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    contrast, question = seed.contrast, seed.questions[0]
    if claim != Claim(question=0):
        raise Rejected("claim differs from text", "the claim says that more was done than to ask a counterpart")
    if row.context or seed.context or row.prompt != row.question:
        raise Rejected("context added", f"the question stands alone; found {row.prompt[:80]!r}")
    if row.should_abstain != (row.role is Role.PERTURBED):
        raise Rejected("role differs from label", f"a {row.role.value} row, should_abstain is {row.should_abstain}")
    if row.role is Role.PERTURBED:
        return _open(contrast, row, question.answer)
    other = _other(contrast, row)
    _reads(contrast, contrast.clause, other.clause, question.text)
    if row.question != question.text:
        raise Rejected("question changed", f"asks {row.question!r}, the seed asks {question.text!r}")
    if row.edits:
        raise Rejected("edits differ from text", "an unchanged question with edits")
    if set(row.answers) - {question.answer, *question.also}:
        raise Rejected("wrong gold", f"{row.answers} is not what the list gives, {question.answer!r}")
    if not row.answers or not row.target.rstrip(" .!").endswith(question.answer):
        raise Rejected("target misses the answer", f"the response does not end in {question.answer}")
    return f"the list gives {question.answer}: {'; '.join(f'{one.name}: {one.value}' for one in contrast.entries)}"


def _open(contrast: Contrast, row: Candidate, answer: str) -> str:
    """Nothing answers the clause that is asked; in words."""
    other = _other(contrast, row)
    listed = _lists()
    _begins(other.clause, listed.open.get(row.perturbation, ()), "answerable counterpart")
    if other.clause.startswith("write ") and not any(one in other.clause for one in listed.boundless):
        raise Rejected("answerable counterpart", f"{other.clause!r} asks for no more than a text")
    if row.perturbation == "unrecorded_detail" and not any(one in other.clause for one in listed.details):
        raise Rejected("answerable counterpart", f"{other.clause!r} asks for no detail that is known to be lost")
    _reads(contrast, other.clause, contrast.clause, row.question)
    if [(edit.span_before.part, edit.after) for edit in row.edits] != [(0, row.question)]:
        raise Rejected("edits differ from text", "one edit that exchanges the question was expected")
    if (row.missing_fact, row.rationale) != (other.missing, other.rationale):
        raise Rejected("names another thing", f"it names {row.missing_fact!r}, lacking is {other.missing!r}")
    if row.clarifying_question != other.clarifying_question:
        raise Rejected("names another thing", f"it asks {row.clarifying_question!r}")
    _settles(contrast, row.target, answer)
    if other.rationale.rstrip(".") not in row.target:
        raise Rejected("target gives no reason", f"the response does not say that {other.rationale!r}")
    return f"{other.clause!r} is asked, which nothing answers: {other.rationale}"


def _settles(contrast: Contrast, target: str, answer: str) -> None:
    """Raises Rejected where a response that should abstain gives an answer."""
    said = re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", target)
    if contrast.picks == "value" and said:
        raise Rejected("target gives the answer", f"the response says {answer!r}")
    if re.search(r"\banswer is\b", target) or target.rstrip(" .!?").endswith(
        tuple(one.name for one in contrast.entries)
    ):
        raise Rejected("target gives the answer", f"the response settles it: {target[-80:]!r}")


def _other(contrast: Contrast, row: Candidate) -> Counterpart:
    found = next((one for one in contrast.counterparts if one.perturbation == row.perturbation), None)
    if found is None:
        raise Rejected("not in the list", f"the seed has no counterpart of {row.perturbation!r}")
    several = [
        one for one in contrast.counterparts if one.perturbation == row.perturbation and one.text == row.question
    ]
    return several[0] if several else found


def _reads(contrast: Contrast, asked: str, aside: str, text: str) -> None:
    """Raises Rejected where a text is not the form filled with these clauses, or asks what it should set aside."""
    names = [one.name for one in contrast.entries]
    slots = {"asked": asked, "aside": aside, "a": names[0], "b": names[-1]}
    made = re.sub(r"\{(asked|aside|a|b)\}", lambda hole: slots[hole[1]], contrast.form)
    if made[:1].upper() + made[1:] != text:
        raise Rejected("not in the list", f"the list gives {made!r}, the row has {text!r}")
    if not all(name.lower() in text.lower() for name in names):
        raise Rejected("not in the list", f"{text!r} does not name {' and '.join(names)}")
    for stretch in _STRETCHES.split(contrast.form):
        lower = stretch.lower()
        setting = any(one in lower for one in _lists().aside)
        if "{asked}" in stretch and "{aside}" in stretch:
            raise Rejected("form unread", f"{stretch!r} asks and sets aside at once")
        if ("{asked}" in stretch and setting) or ("{aside}" in stretch and not setting):
            raise Rejected("asks the other clause", f"{stretch!r} of the form {contrast.form!r}")


def _begins(clause: str, listed: tuple[str, ...], reason: str) -> None:
    if not any(clause == one or clause.startswith(f"{one} ") for one in listed):
        raise Rejected(reason, f"{clause!r} begins with nothing in the list")


def _gold(contrast: Contrast) -> str:
    """What the entries give; raises Rejected where two compared values are no numbers or the same."""
    if contrast.picks == "value":
        return contrast.entries[0].value
    try:
        ranked = sorted(((Fraction(one.value), one.name) for one in contrast.entries), key=lambda one: one[0])
    except ValueError as error:
        raise Rejected("wrong gold", f"an entry's value is no number: {error}") from error
    if len(ranked) != 2 or ranked[0][0] == ranked[1][0]:
        raise Rejected("wrong gold", f"the values of {contrast.entries} do not differ")
    return ranked[0 if contrast.picks == "least" else 1][1]
