"""A clash in words: what a text says twice, how each comes about, and the question that would settle it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.gen.perturbations.clashing import Clash, fact_of, write_like
from nescio.gen.rows import Change
from nescio.gen.targets_conflict import Conflict
from nescio.gen.templates import numerals
from nescio.gen.worked import equations, evaluate
from nescio.schemas.evidence import CONTEXT, Node, Span
from nescio.schemas.seed import Seed


@dataclass(frozen=True)
class Wording:
    """What a row says of a clash; `again_first` tells whether the statement's value is named first."""

    words: Conflict
    premise: str
    rationale: str
    again_first: bool


def wording(seed: Seed, clash: Clash, told: bool, again: bool) -> Wording:
    """The clash in words where the context's number (`told`) or the statement's (`again`) is the other one."""
    evidence, statement = seed.derivation, clash.statement
    left = evaluate(evidence.nodes, {clash.told: clash.other} if told else {}) or {}
    right = evaluate(statement.nodes, {clash.again: clash.again_other} if again else {}) or {}
    value, value_again = left[statement.about], right[statement.nodes[-1].id]
    steps = equations(evidence.nodes, left, statement.about)
    steps_again = equations(statement.nodes, right, statement.nodes[-1].id)
    again_first = bool(steps) and not steps_again
    named = [(_shown(seed, clash, value), steps), (_shown(seed, clash, value_again), steps_again)]
    (first, _), (second, how) = reversed(named) if again_first else named
    explained = _explained(how, second)
    fact = fact_of(evidence, statement)
    asked = f"{fact.clarifying_question.rstrip(' ?')}: {first} or {second}?" if fact else f"Is it {first} or {second}?"
    quoted = reworded(statement.text, _replacements(statement.nodes, clash, again), 0).rstrip(" .!")
    if fact:
        premise = (
            f"The text tells in two places {fact.missing}: {first} in one, {second} in the other; both cannot hold."
        )
    else:
        premise = f"The text says \u201c{quoted}\u201d, but its other numbers give {explained}; both cannot hold."
    rationale = f"One sentence gives {first}, another {explained}; both cannot be true, and the answer changes with it."
    missing = fact.missing if fact else ""
    return Wording(Conflict(first, second, explained, asked, missing, quoted), premise, rationale, again_first)


def told_changes(seed: Seed, clash: Clash, changed: bool) -> list[Change]:
    """What is done to the context's number, at each of its places."""
    node = next(one for one in seed.derivation.nodes if one.id == clash.told)
    spans = node.spans if changed else ()
    old = Fraction(node.value)
    return [
        Change("number", span, write_like(seed.context[span.start : span.end], old, clash.other) or "")
        for span in spans
    ]


def stated_change(clash: Clash, at: int, changed: bool) -> Change:
    """The statement put in after character `at` of the clean context, with its number as it is or the other one."""
    text = reworded(clash.statement.text, _replacements(clash.statement.nodes, clash, changed), 0)
    return Change("statement", Span(part=CONTEXT, start=at, end=at), f" {text}")


def reworded(text: str, replaced: Sequence[tuple[Span, str]], at: int) -> str:
    """A text with other words in some places, from character `at` on."""
    made = ""
    for span, words in sorted(replaced, key=lambda one: one[0].start):
        made += text[at : span.start] + words
        at = span.end
    return made + text[at:]


def _replacements(nodes: Sequence[Node], clash: Clash, again: bool) -> list[tuple[Span, str]]:
    text = clash.statement.text
    return [
        (span, write_like(text[span.start : span.end], Fraction(node.value), clash.again_other) or "")
        for node in nodes
        if again and node.id == clash.again
        for span in node.spans
    ]


def _shown(seed: Seed, clash: Clash, value: Fraction) -> str:
    """A value of the node as the text would write it."""
    node = next(one for one in seed.derivation.nodes if one.id == clash.statement.about)
    places = [seed.context[one.start : one.end] for one in node.spans if one.part == CONTEXT]
    last = clash.statement.nodes[-1]
    places += [clash.statement.text[one.start : one.end] for one in last.spans]
    found = (write_like(one, Fraction(node.value), value) for one in places)
    return next((one for one in found if one is not None), numerals.digits(value))


def _explained(steps: Sequence[str], shown: str) -> str:
    """How a value comes about: "33 + 14 = 47", or the value alone."""
    if not steps:
        return shown
    *before, last = steps
    return " and ".join([*before, f"{last.rpartition('=')[0]}= {shown}" if "=" in last else last])
