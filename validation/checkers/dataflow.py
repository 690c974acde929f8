"""The checker `dataflow`: proves the labels of a star from the seed's derivation and the finished texts.

The idea is MiP's definition (arXiv 2504.06514): without the premise the text must not entail an answer. Here the text is
re-read number by number, the numbers that stand are put into the arithmetic DAG, and what follows from them is
computed, forwards and backwards. A label holds if exactly what is claimed to be open is open.
"""

from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import CONTEXT, Derivation, Fact, Span
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.alignment import Alignment, align
from nescio.validation.evaluate import Values, contradictions, determine
from nescio.validation.numbers import Mention, read_numbers, sentence_of, sentence_starts

VERSION = "1"


class Rejected(Exception):
    """Why a row's label does not hold: a class of reasons and the particulars."""

    def __init__(self, reason: str, detail: str):
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Stray:
    """A number that is no leaf of the evidence. A new one was not in the clean text."""

    mention: Mention
    said: str
    new: bool


@dataclass(frozen=True)
class Reading:
    """What a finished text says: the values of the leaves that stand in it, and the numbers that are no leaf."""

    known: Values
    strays: tuple[Stray, ...]


@dataclass(frozen=True)
class Dataflow:
    """Checks stars whose seeds carry a Derivation."""

    name: str = "dataflow"
    version: str = VERSION

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed rejects every row."""
        try:
            _check_seed(star.seed)
        except Rejected as fault:
            return [self._verdict(fault) for _ in star.rows]
        return [self._check_row(star.seed, row, claim) for row, claim in zip(star.rows, star.claims, strict=True)]

    def _check_row(self, seed: Seed, row: Candidate, claim: Claim) -> Verdict:
        try:
            shown = _prove(seed, row, claim)
        except Rejected as fault:
            return self._verdict(fault)
        return Verdict(check=self.name, passed=True, detail=shown, checker_version=self.version)

    def _verdict(self, fault: Rejected) -> Verdict:
        return Verdict(
            check=self.name, passed=False, reason=fault.reason, detail=fault.detail, checker_version=self.version
        )


def _check_seed(seed: Seed) -> None:
    """The evidence agrees with itself, with the clean text and with the gold answers."""
    broken = contradictions(seed.evidence)
    if broken:
        raise Rejected("evidence contradicts itself", broken[0])
    for part, question in enumerate(seed.questions):
        read = _read(seed.evidence, seed.context, seed.context, question.text, part)
        _answered(question.target, determine(seed.evidence, read.known), question.answer)


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    question = seed.questions[claim.question]
    if row.question != question.text:
        raise Rejected("question changed", f"asks {row.question!r}, the seed asks {question.text!r}")
    if row.context not in row.prompt or row.question not in row.prompt:
        raise Rejected(
            "prompt differs from its parts", "the prompt does not hold the context and the question as they are"
        )
    read = _read(seed.evidence, seed.context, row.context, row.question, claim.question)
    values = determine(seed.evidence, read.known)
    gone = ""
    if claim.hidden is not None:
        fact = next((fact for fact in seed.evidence.facts if fact.id == claim.hidden), None)
        if fact is None:
            raise Rejected("unknown fact", f"{claim.hidden!r} is no fact of the seed")
        _hidden(seed.evidence, fact, row, values, read)
        gone = f"{fact.missing} is stated nowhere and follows from nothing stated; "
    elif row.context != seed.context:
        raise Rejected("clean row edited", "its context is not the seed's")
    if row.role is not Role.PERTURBED:
        return gone + _answered(question.target, values, *(row.answers or ("",)))
    return gone + _open(seed, claim, values, read)


def _read(evidence: Derivation, clean: str, finished: str, question: str, part: int) -> Reading:
    """Find every leaf in the finished text and read it there; the question counts as unchanged."""
    before, texts = {CONTEXT: clean, part: question}, {CONTEXT: finished, part: question}
    stated = {name: read_numbers(text) for name, text in before.items()}
    mentions = {name: read_numbers(text) for name, text in texts.items()}
    alignments = {name: align(before[name], texts[name]) for name in texts}
    known: Values = {}
    used: set[tuple[int, int]] = set()
    for node in evidence.nodes:
        for span in node.spans:
            if span.part not in texts:
                continue
            original = _at(stated[span.part], (span.start, span.end))
            if original is None or not _reads(before[span.part], span, original, Fraction(node.value)):
                said = "no number" if original is None else repr(before[span.part][original.start : original.end])
                raise Rejected("leaf misread", f"{said} is read where the evidence has {node.id!r} = {node.value}")
            mention = _at(mentions[span.part], alignments[span.part].locate(span.start, span.end))
            if mention is not None and _same(original, mention):
                known[node.id] = Fraction(node.value)
                used.add((span.part, mention.start))
    strays = (
        Stray(one, texts[name][one.start : one.end], not alignments[name].kept(one.start, one.end))
        for name, found in mentions.items()
        for one in found
        if (name, one.start) not in used
    )
    return Reading(known, tuple(strays))


def _reads(text: str, span: Span, mention: Mention, value: Fraction) -> bool:
    """Whether a leaf's value is what stands there: the whole number read, or the part of it in the span ("4" of "4 hundred")."""
    return value in mention.readings or any(value in one.readings for one in read_numbers(text[span.start : span.end]))


def _same(original: Mention, mention: Mention) -> bool:
    """Whether a number says in the finished text what it said in the clean one: "6" no longer does in "at least 6"."""
    return (original.readings, original.exact, original.low, original.high) == (
        mention.readings,
        mention.exact,
        mention.low,
        mention.high,
    )


def _at(mentions: list[Mention], place: tuple[int, int] | None) -> Mention | None:
    """The mention that overlaps a place."""
    return next((one for one in mentions if place and one.start < place[1] and place[0] < one.end), None)


def _answered(target: str, values: Values, gold: str) -> str:
    if target not in values:
        raise Rejected("not answerable", f"{target!r} does not follow from what the text states")
    try:
        wanted = Fraction(gold)
    except (ValueError, ZeroDivisionError) as error:
        raise Rejected(
            "wrong gold", f"the gold answer {gold!r} is no number, the evidence gives {values[target]}"
        ) from error
    if values[target] != wanted:
        raise Rejected("wrong gold", f"the evidence gives {values[target]}, the gold answer is {gold}")
    return f"the answer {gold} follows from what the text states"


def _hidden(evidence: Derivation, fact: Fact, row: Candidate, values: Values, read: Reading) -> None:
    """The fact is not stated, not computable, and no stray number restates it."""
    if fact.node in values:
        raise Rejected("fact not hidden", f"{fact.missing} still follows from the text")
    node = next(node for node in evidence.nodes if node.id == fact.node)
    secret = Fraction(node.value)
    cover = [Fraction(other.value) for other in evidence.nodes if _only_feeds(evidence, other.id, fact.node, read)]
    exact = [stray for stray in read.strays if stray.mention.exact]
    for stray in exact:
        if secret in stray.mention.readings or not stray.mention.readings.isdisjoint(cover):
            raise Rejected("value restated", f"{stray.said!r} still gives {fact.missing}")
    new = [stray for stray in exact if stray.new]
    if new:
        _not_derivable(fact, row.context, new, secret)


def _not_derivable(fact: Fact, context: str, new: list[Stray], secret: Fraction) -> None:
    """No number that the edit brought in gives the secret with another one: of its sentence, or brought in too."""
    starts = sentence_starts(context)
    arrived = {stray.mention for stray in new}
    for other in read_numbers(context):
        for stray in new:
            one = stray.mention
            near = other in arrived or sentence_of(starts, one.start) == sentence_of(starts, other.start)
            if other.exact and other != one and near and _combine(one, other, secret):
                said = f"{stray.said!r} and {context[other.start : other.end]!r}"
                raise Rejected("value derivable", f"{said} together give {fact.missing}")


def _only_feeds(evidence: Derivation, name: str, fact: str, read: Reading) -> bool:
    """Whether a node is a lost leaf from which the fact was computed: its value must not stand anywhere either."""
    parent = next(node for node in evidence.nodes if node.id == fact)
    return name in parent.arguments and name not in read.known and not name.startswith("=")


def _combine(one: Mention, other: Mention, secret: Fraction) -> bool:
    """Whether two stated numbers give the secret by one operation."""
    for a in one.readings:
        for b in other.readings:
            results = {a + b, a - b, b - a, a * b} | ({a / b} if b else set()) | ({b / a} if a else set())
            if secret in results:
                return True
    return False


def _open(seed: Seed, claim: Claim, values: Values, read: Reading) -> str:
    """The question has no single answer, and the hidden fact is all it lacks."""
    question = seed.questions[claim.question]
    if question.target in values:
        raise Rejected("still answerable", f"the text gives {values[question.target]} without the hidden fact")
    fact = next(fact for fact in seed.evidence.facts if fact.id == claim.hidden)
    truth = Fraction(next(node.value for node in seed.evidence.nodes if node.id == fact.node))
    completed = determine(seed.evidence, values | {fact.node: truth})
    _answered(question.target, completed, question.answer)
    low, high = _bounds(read, truth)
    step = Fraction(1, 20) if truth < 1 else Fraction(1)
    samples = [truth + step * k for k in (-1, 1, -2, 2, 3, 5, 8)]
    for sample in samples:
        if sample > 0 and (low is None or sample >= low) and (high is None or sample <= high):
            answer = determine(seed.evidence, values | {fact.node: sample}).get(question.target)
            if answer is not None and answer != Fraction(question.answer):
                return f"with {truth} for it the answer is {question.answer}, with {sample} it is {answer}"
    raise Rejected(
        "answer does not depend on it", f"no other value of {fact.missing} that the text allows changes the answer"
    )


def _bounds(read: Reading, truth: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """The tightest bounds that new numbers put around the true value."""
    around = [stray.mention for stray in read.strays if stray.new and not stray.mention.exact]
    lows = [one.low for one in around if one.low is not None and one.low <= truth]
    highs = [one.high for one in around if one.high is not None and one.high >= truth]
    return max(lows, default=None), min(highs, default=None)
