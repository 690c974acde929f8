"""Questions about the results of steps: those that a solution states before its lines, and those made of its sentences.

They are asked of the problem's context alone. So most are left out: what the context does not give, what needs words
that it does not have, what might as well ask for the final answer, for another step's result or for a stated number.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nescio.gen.traces.derive import Derived
from nescio.gen.traces.meaning import holds, lasting, one_meaning, unlike_the_final
from nescio.gen.traces.mentions import read_mentions
from nescio.gen.traces.sentences import Told, told
from nescio.gen.traces.wording import content, people, specific
from nescio.schemas.evidence import CONTEXT

_PERIOD = re.compile(r"\b(?:per|each|every|dai?ly|weekly|monthly|annual|days?|weeks?|months?|years?|hours?)\b", re.I)
_STATES = re.compile(r"\b(?:left|remaining|remain|still|now)\b", re.I)
_SOCRATIC = re.compile(r"(?:How (?:many|much|old|long|far|tall|high)|What (?:is|was|will be|are|were)) .{8,120}\?$")
_LOOSE = re.compile(r"\b(?:it|they|them|their|this|that|these|those|he|she|his|her|him|you|we|I|my|your|x)\b", re.I)


@dataclass(frozen=True)
class Asked:
    """A question and the node it asks for."""

    text: str
    target: str


def asked_by_lines(derived: Derived, questions: Sequence[str | None]) -> list[Asked]:
    """The questions that stand before the lines of a solution, of those that may be asked on their own."""
    last = {step.number: name for step, name in zip(derived.trace.steps, derived.targets, strict=True)}
    found = [
        Asked(question, last[number])
        for number, question in enumerate(questions)
        if question and number in last
        if _SOCRATIC.match(question) and not _LOOSE.search(question) and not _STATES.search(question)
        if _answerable(derived, question, last[number])
        if unlike_the_final(derived, question) and holds(derived, question)
    ]
    return _single(found)


def asked_by_steps(derived: Derived) -> list[Asked]:
    """The questions that sentences of a solution answer."""
    found = [
        Asked(one.question, target)
        for target, one in sentences_of(derived)
        if _answerable(derived, one.question, target)
        if unlike_the_final(derived, one.question, one.adjunct) and _narrow(derived, one, target)
    ]
    return _single(found)


def sentences_of(derived: Derived) -> Iterator[tuple[str, Told]]:
    """Each result before the final one that a sentence of the solution tells in words of the problem, with it."""
    whole = f"{derived.context} {derived.question}"
    persons, known = people(whole), content(whole)
    seen = {derived.targets[-1]}
    for target, step in zip(derived.targets[:-1], derived.trace.steps[:-1], strict=True):
        one = told(step, persons)
        if one is None or target in seen or step.value < 2 or (step.value * 100).denominator > 1:
            continue
        if specific(content(one.question)) <= known and lasting(derived, one) and one_meaning(derived, one.question):
            seen.add(target)
            yield target, one


def _answerable(derived: Derived, question: str, target: str) -> bool:
    """Whether the context alone answers it, in words that it has, with a number that it does not state."""
    basis, value = derived.graph.basis[target], derived.graph.value(target)
    inside = {one.name for one in derived.stated if one.part == CONTEXT}
    return (
        target != derived.targets[-1]
        and basis.certain == basis.possible
        and bool(basis.certain)
        and basis.possible <= inside
        and value > 0
        and (value * 100).denominator == 1
        and all(one.mention.value != value for one in derived.stated)
        and not read_mentions(question)
        and specific(content(question)) <= content(f"{derived.context} {derived.question}")
        and one_meaning(derived, question)
    )


def _narrow(derived: Derived, one: Told, target: str) -> bool:
    """Whether nothing else in the problem could be meant: another period, another step, another stage of a story."""
    narrowed = bool(specific(content(one.adjunct)))
    if _STATES.search(one.question):
        return False
    if narrowed:
        return True
    periods = _PERIOD.search(derived.context) and not _PERIOD.search(one.question)
    if periods or not one.noun:
        return False
    noun = one.noun.split(" of ")[0].split()[-1]
    steps = zip(derived.targets, derived.trace.steps, strict=True)
    return not any(name != target and noun in step.line[step.end :][:30] for name, step in steps)


def _single(found: Sequence[Asked]) -> list[Asked]:
    """Of the questions, those whose words no other one has, one for each result."""
    words = Counter(specific(content(one.text)) for one in found)
    kept: dict[str, Asked] = {}
    for one in found:
        if words[specific(content(one.text))] == 1:
            kept.setdefault(one.target, one)
    return list(kept.values())
