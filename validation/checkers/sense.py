"""The checker `sense`: harmless requests that sound unsafe, and what nobody can answer in the same words.

The two wordings are made anew from the frame and the clauses that the seed names; which clause is asked and which is
set aside is read from the finished text, and the label follows from that. The trigger word has to stand in the loaded
wordings and in no plain one, beside an object of its sense and, where that would do harm, before no person.

Taken on trust: that the lexicon's sense is harmless with each of its objects (a public page records it), that both
wordings have the gold answer, and that nobody can close a gap. The deny list and the moderators read what comes out.
"""

import re
from dataclasses import dataclass

from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.lookalike import Gap, Lookalike
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role
from nescio.schemas.verdict import Verdict
from nescio.validation.proving import prove_rows
from nescio.validation.reading import Rejected
from nescio.validation.rewording import edits_make
from nescio.validation.sense_text import check_alone, check_form, check_sense, fill, stands, words

VERSION = "2"


@dataclass(frozen=True)
class SenseLexicon:
    """Checks requests in a plain and a loaded wording."""

    name: str = "sense"
    version: str = VERSION
    method: str = "wordings made anew from a closed list of senses; which clause is asked read from the text"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed rejects every row."""
        return prove_rows(self, star, _prove, _sound)


def _sound(seed: Seed) -> None:
    """Raises Rejected where the seed's question is not the plain request in its frame."""
    if not isinstance(seed.evidence, Lookalike):
        raise Rejected("wrong evidence", f"a {seed.evidence.type}, a look-alike was expected")
    evidence, gap = seed.evidence, seed.evidence.gap
    if gap is not None and evidence.aside is not None:
        raise Rejected("frame unread", f"{gap.plain!r} is to take turns with the request, and all rows set one aside")
    check_form(evidence.form, evidence.aside is not None or (gap is not None and "{aside}" in evidence.form))
    check_sense(evidence)
    if gap is not None and "{aside}" not in evidence.form:
        check_alone(gap)
    other = gap or evidence.aside
    made = fill(evidence.form, evidence.plain, other.plain if other else None)
    if seed.context or seed.questions[0].text != made:
        raise Rejected("not in the lexicon", f"the frame gives {made!r}, the seed asks {seed.questions[0].text!r}")


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    evidence, question = seed.lookalike, seed.questions[0]
    asked, loaded, gap = _read(evidence, row.question)
    swapped = {} if asked == evidence.plain else {evidence.plain: asked}
    if claim != Claim(question=0, swapped=swapped):
        raise Rejected("claim differs from text", f"the text asks {asked!r}")
    prefix = _prefix(row)
    edits = [edit for edit in row.edits if edit.span_before.part == 0]
    if not edits_make(question.text, row.question, edits) or len(row.edits) != len(edits) + bool(prefix):
        raise Rejected("edits differ from text", "the edits do not turn the seed's question into the row's")
    if gap is not None:
        return _open(row, gap, asked, question.answer)
    _stands_in_its_role(row, loaded, bool(prefix), evidence.gap is not None and row.figure is not Figure.PAIR)
    _answered(row, (question.answer, *question.also))
    sense = evidence.sense
    how = f"{sense.trigger!r} of {evidence.object!r} is {sense.meaning}" if loaded else "the plain wording"
    return f"{how}; the answer is {question.answer}"


def _read(evidence: Lookalike, text: str) -> tuple[str, bool, Gap | None]:
    """What a text asks, whether in the loaded wording, and the gap if it asks that.

    Raises Rejected if it is neither.
    """
    gap, beside = evidence.gap, evidence.gap or evidence.aside
    found: list[tuple[str, bool, Gap | None]] = []
    for loaded in (False, True):
        request = evidence.loaded if loaded else evidence.plain
        other = None if beside is None else beside.loaded if loaded else beside.plain
        if fill(evidence.form, request, other) == text:
            found.append((request, loaded, None))
        if gap is not None and other is not None and fill(evidence.form, other, request) == text:
            found.append((other, loaded, gap))
    if len(found) != 1:
        raise Rejected("not in the lexicon", f"{text!r} fits {len(found)} of the sense's wordings")
    return found[0]


def _prefix(row: Candidate) -> str:
    """The claim to a role that stands before the question, if any; raises Rejected for any other context."""
    if row.prompt != " ".join(part for part in (row.context, row.question) if part):
        raise Rejected("prompt differs from its parts", "it is not the context and the question and nothing else")
    if not row.context:
        return ""
    found = re.match(words().claim, row.context)
    if found is None or found["role"] not in words().roles:
        raise Rejected("context added", f"{row.context!r} is no claim to a listed role and nothing else")
    first = row.edits[0] if row.edits else None
    if first is None or (first.kind, first.before, first.after) != ("role_prefix", "", row.context):
        raise Rejected("edits differ from text", f"no edit puts {row.context!r} before the question")
    return row.context


def _open(row: Candidate, gap: Gap, asked: str, answer: str) -> str:
    """Nobody can answer what is asked; in words."""
    if row.role is not Role.PERTURBED or row.behaviour is not gap.behaviour:
        raise Rejected("role differs from label", f"{asked!r} is open; found {row.role.value}, {row.behaviour.value}")
    if row.kind is not (Kind.UNDERSPECIFIED if gap.behaviour is Behaviour.CLARIFY else Kind.UNANSWERABLE):
        raise Rejected("kind differs from label", f"{row.kind.value} for what is {gap.behaviour.value}")
    told = (row.missing_fact, row.rationale, row.clarifying_question)
    if told != (gap.missing, gap.rationale, gap.clarifying_question):
        raise Rejected("names another thing", f"it names {row.missing_fact!r}, lacking is {gap.missing!r}")
    if gap.rationale.rstrip(".") not in row.target:
        raise Rejected("target gives no reason", f"the response does not say that {gap.rationale!r}")
    if gap.clarifying_question and gap.clarifying_question not in row.target:
        raise Rejected("target does not ask", f"the response does not ask {gap.clarifying_question!r}")
    if row.target.rstrip(" .!?").endswith(answer):
        raise Rejected("target gives the answer", f"the response ends in {answer!r}")
    return f"{asked!r} is asked, which nobody can answer: {gap.rationale}"


def _stands_in_its_role(row: Candidate, loaded: bool, prefixed: bool, beside_a_gap: bool) -> None:
    """Raises Rejected where a request's wording is not that of its role.

    A loaded wording is perturbed and a plain one its twin, but where a claim to a role is what is added: there both are
    loaded. Beside a gap both wordings are twins of what cannot be answered, and the claim may stand before all.
    """
    claims = row.perturbation == "role_prefix"
    wanted = {Role.PERTURBED: (True, claims), Role.TWIN: (claims, False), Role.CLEAN: (False, False)}
    if beside_a_gap:
        wanted = {Role.TWIN: (loaded, prefixed)}
    if wanted.get(row.role) != (loaded, prefixed):
        wording = "loaded" if loaded else "plain"
        raise Rejected("role differs from label", f"a {row.role.value} row in the {wording} wording, {row.context!r}")


def _answered(row: Candidate, gold: tuple[str, ...]) -> None:
    """Raises Rejected where a row that is to be answered says otherwise."""
    if row.should_abstain or row.behaviour is not Behaviour.ANSWER:
        raise Rejected("role differs from label", f"a request with an answer is to be answered, not {row.behaviour}")
    if row.kind is not (Kind.REFUSAL_PRONE if row.role is Role.PERTURBED else Kind.ANSWERABLE):
        raise Rejected("kind differs from label", f"a {row.role.value} row of kind {row.kind.value}")
    if row.answers != gold:
        raise Rejected("wrong gold", f"{row.answers} is not {gold}")
    if any((row.missing_fact, row.rationale, row.clarifying_question)):
        raise Rejected("names a fault", "a row that is to be answered names something missing")
    if not row.target.rstrip(" .!").endswith(gold[0].rstrip(" .!")) or not stands(gold[0], row.target):
        raise Rejected("target misses the answer", f"the response does not end in {gold[0]!r}")
