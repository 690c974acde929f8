"""Questions about the results of steps: those that a solution states before its lines, and those made of its sentences.

They are asked of the problem's context alone, and published as if they had one answer beyond dispute. So most are left
out: what the context does not give, what needs words that it does not have, what might as well ask for the final
answer, for another step's result or for a number that the text states.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nescio.gen.traces.derive import Derived
from nescio.gen.traces.mentions import Form, read_mentions
from nescio.gen.traces.sentences import Told, told
from nescio.gen.traces.verbs import is_base
from nescio.gen.traces.wording import content, people, specific, stem
from nescio.schemas.evidence import CONTEXT

_PERIOD = re.compile(r"\b(?:per|each|every|dai?ly|weekly|monthly|annual|days?|weeks?|months?|years?|hours?)\b", re.I)
_CHANGES = re.compile(
    r"\b(?:after|then|now|left|remain(?:s|ing|ed)?|gave|gives?|giving|sold|sells?|lost|loses?|ate|eats?|bought|buys?|"
    r"found|finds?|spent|spends?|add(?:s|ed)?|remov\w+|receiv\w+|donat\w+|us(?:es|ed)|another|later|start\w*|begin\w*|"
    r"join\w*|leaves?|more|takes?|took|puts?|broke\w*|burst|died?|dies|stole\w*|threw|throws?|moves?|moved|came|comes?|"
    r"went|goes|got|gets?|eaten|born|lent|lends?|borrow\w*|trade[sd]?|swap\w*|us(?:e|ed|es))\b",
    re.I,
)
_STATES = re.compile(r"\b(?:left|remaining|remain|still|now)\b", re.I)
_SOCRATIC = re.compile(r"(?:How (?:many|much|old|long|far|tall|high)|What (?:is|was|will be|are|were)) .{8,120}\?$")
_LOOSE = re.compile(r"\b(?:it|they|them|their|this|that|these|those|he|she|his|her|him|you|we|I|my|your|x)\b", re.I)
_PRICES = re.compile(
    r"\b(?:discount\w*|off|coupons?|sale|tax\w*|tips?|fees?|refund\w*|rebate|deal|free|promotion)\b|%", re.I
)
_MONEY = re.compile(r"\b(?:costs?|price|pay|paid|spend|spent|money|charged?|bill|profit|earn\w*)\b", re.I)
_RATED = re.compile(r"(?<!total )\bprice of\b|\bWhat \w+ the number of \w+\?$")
"""What may as well mean one of the things: the price of potatoes, the number of floors."""
_RELATIVE = re.compile(r" (?:\w+ ){0,2}(?:more|fewer|less|times|as)\b")
_TIMES = re.compile(r"\b(?:days?|weeks?|months?|years?|morning|afternoon|evening|night|hours?|time|\w+day)\b", re.I)
_STAGES = re.compile(r"\b(?:left|remain\w*|now|still|then|after|end|back|final\w*|later)\b", re.I)
_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth|last|next)\b", re.I)
_CLAUSE = re.compile(r"[.;!?]\s|, |\band\b|\bwhile\b|\bbut\b")
_TOTALS = re.compile(r"\b(?:and|altogether|total|in all|combined|together)\b", re.I)


@dataclass(frozen=True)
class Asked:
    """A question and the node it asks for."""

    text: str
    target: str


def asked_by_lines(derived: Derived, questions: Sequence[str | None]) -> list[Asked]:
    """The questions that stand before the lines of a solution, of those that may be asked on their own."""
    found = []
    last = {step.number: name for step, name in zip(derived.trace.steps, derived.targets, strict=True)}
    whole = f"{derived.context} {derived.question}"
    for number, question in enumerate(questions):
        target = last.get(number)
        if question and target and _SOCRATIC.match(question) and not _LOOSE.search(question):
            if _may_ask(derived, question, target) and _parted(derived, question, "", whole):
                found.append(Asked(question, target))
    return _single(derived, found)


def asked_by_steps(derived: Derived) -> list[Asked]:
    """The questions that sentences of a solution answer."""
    whole = f"{derived.context} {derived.question}"
    found = []
    for target, one in sentences_of(derived):
        if _may_ask(derived, one.question, target) and _parted(derived, one.question, one.adjunct, whole):
            if _unmistakable(derived, one, target):
                found.append(Asked(one.question, target))
    return _single(derived, found)


def sentences_of(derived: Derived) -> Iterator[tuple[str, Told]]:
    """Each result that a sentence of the solution tells in words of the problem, with that sentence."""
    whole = f"{derived.context} {derived.question}"
    persons = people(whole)
    known = content(whole)
    seen: set[str] = set()
    for target, step in zip(derived.targets[:-1], derived.trace.steps[:-1], strict=True):
        one = told(step, persons)
        if one is None or target in seen or target == derived.targets[-1]:
            continue
        if specific(content(one.question)) <= known and step.value >= 2 and step.value.denominator in (1, 2, 4, 5, 10):
            seen.add(target)
            yield target, one


def _may_ask(derived: Derived, question: str, target: str) -> bool:
    """Whether the context alone answers it, in words that it has, with a number that it does not state."""
    basis = derived.graph.basis[target]
    inside = {one.name for one in derived.stated if one.part == CONTEXT}
    whole = f"{derived.context} {derived.question}"
    value = derived.graph.value(target)
    if not {one.lower() for one in _ORDINAL.findall(question)} <= {one.lower() for one in _ORDINAL.findall(whole)}:
        return False
    if _MONEY.search(question) and _PRICES.search(whole):
        return False
    if _stated_outright(derived, question) or _RATED.search(question):
        return False
    return (
        target != derived.targets[-1]
        and bool(basis.certain)
        and basis.certain == basis.possible
        and basis.possible <= inside
        and not read_mentions(question)
        and specific(content(question)) <= content(whole)
        and all(one.mention.value != value for one in derived.stated)
        and value > 0
        and (value * 100).denominator == 1
    )


def _parted(derived: Derived, question: str, adjunct: str, whole: str) -> bool:
    """Whether it cannot be taken for the final question."""
    del whole
    own, final = specific(content(question)), specific(content(derived.question))
    if own - final:
        return True
    return bool(specific(content(adjunct))) and bool(_TOTALS.search(derived.question)) and bool(final - own)


def _stated_outright(derived: Derived, question: str) -> bool:
    """Whether a clause of the context that tells a number of its own has all that the question names.

    "How many blocks did Ann travel to the shop?" could mean the 7 of "She rode the bus 7 blocks to the shop".
    """
    persons = content(" ".join(people(f"{derived.context} {derived.question}")))
    named = content(question) - persons - {_verb(question)}
    things = specific(named) or named
    if _TOTALS.search(question) and len(things) > 1:
        return False
    for clause in _CLAUSE.split(derived.context):
        plain = any(one.form is Form.PLAIN and not _RELATIVE.match(clause[one.end :]) for one in read_mentions(clause))
        if plain and things <= content(clause):
            return True
    return False


def _verb(question: str) -> str:
    """The stem of the verb that a question ends its subject with: "travel" of "did Ann travel to the shop"."""
    for word in question.split():
        if is_base(word.strip("?")):
            return stem(word.strip("?"))
    return ""


def _unmistakable(derived: Derived, one: Told, target: str) -> bool:
    """Whether nothing else in the problem could be meant: another time, another period, another stage of a story."""
    narrowed = bool(specific(content(one.adjunct)))
    if _STATES.search(one.question):
        return False
    periods = _PERIOD.search(derived.context)
    if periods and not _PERIOD.search(one.question) and not narrowed:
        return False
    state = one.verb in ("have", "be", "own", "need", "hold", "contain") and one.noun
    if state and _TIMES.search(one.adjunct):
        return False
    if state and (_STAGES.search(derived.question) or (not narrowed and _CHANGES.search(derived.context))):
        return False
    if not one.noun and not narrowed:
        return False
    others = [
        step
        for name, step in zip(derived.targets, derived.trace.steps, strict=True)
        if name != target and one.noun and one.noun.split(" of ")[0].split()[-1] in step.line[step.end :][:30]
    ]
    return narrowed or not others


def _single(derived: Derived, found: Sequence[Asked]) -> list[Asked]:
    """Of the questions, those whose words no other one has, one for each result."""
    words = Counter(frozenset(specific(content(one.text))) for one in found)
    kept: dict[str, Asked] = {}
    for one in found:
        if words[frozenset(specific(content(one.text)))] == 1:
            kept.setdefault(one.target, one)
    return list(kept.values())
