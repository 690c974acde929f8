"""Whether the numbers that stand in a text give a hidden value away, outside the derivation that is on record."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from nescio.schemas.evidence import Derivation, Fact
from nescio.validation.evaluate import Values, determine
from nescio.validation.numbers import read_numbers, sentence_of, sentence_starts
from nescio.validation.reading import Reading, Rejected, Stray, ancestors

_MIDDLE = re.compile(r"\b(?:middle|halfway|midway|midpoint|average|mean|median|centre|center)\b", re.I)
_LARGE = 20
"""From here on, a new number that equals the total a fact goes into is taken for that total and not for chance."""
_COMPARES = re.compile(
    r"\b(?:than|as many|as much|as few|times|twice|double|half|thrice|treble|triple|less|fewer|more|extra|further|additional"
    r"|altogether|in all|in total|together|all|plus|minus|sum|difference|product|quotient|divided|multiplied|square[ds]?"
    r"|root|same|equal|equals|every|each|per|between|split|shared|left|remaining|rest|short|except|but|only)\b|[+*/×÷=−-]",
    re.I,
)


def check_hidden(evidence: Derivation, fact: Fact, context: str, question: str, values: Values, read: Reading) -> None:
    """Raises Rejected unless the fact is not stated, not computable, and no other number of the text gives it.

    `values` are the nodes that follow from what the text may state.
    """
    if fact.node in values:
        raise Rejected("fact not hidden", f"{fact.missing} still follows from the text")
    nodes = {node.id: Fraction(node.value) for node in evidence.nodes}
    secret = nodes[fact.node]
    lost = {nodes[name] for name in ancestors(evidence, fact.node) - set(values)}
    telling = lost | {value for value in _telling(evidence, fact, values, nodes) if value >= _LARGE}
    exact = [stray for stray in read.strays if stray.mention.exact]
    for stray in exact:
        if not stray.mention.readings.isdisjoint(telling if stray.new else lost):
            raise Rejected("value restated", f"{stray.said!r} still gives {fact.missing}")
    for stray in read.strays:
        _not_in_the_middle(fact, context, stray, secret)
    new = [stray for stray in exact if stray.new]
    if new:
        _not_derivable(fact, context, question, new, secret)


def _telling(evidence: Derivation, fact: Fact, values: Values, nodes: Values) -> Iterator[Fraction]:
    """The values of the open nodes from which the fact could be computed backwards, such as the total it goes into."""
    for name, value in nodes.items():
        if name not in values and fact.node in determine(evidence, values | {name: value}):
            yield value


def _not_in_the_middle(fact: Fact, context: str, stray: Stray, secret: Fraction) -> None:
    """No range in a sentence that speaks of its middle has the secret there."""
    starts = [*sentence_starts(context), len(context)]
    number = sentence_of(starts[:-1], stray.mention.start)
    middles = {(low + high) / 2 for low, high in stray.mention.bounds if low is not None and high is not None}
    if stray.new and secret in middles and _MIDDLE.search(context[starts[number] : starts[number + 1]]):
        raise Rejected("value derivable", f"the middle of {stray.said!r} gives {fact.missing}")


def _not_derivable(fact: Fact, context: str, question: str, new: Sequence[Stray], secret: Fraction) -> None:
    """No number that the edit brought in gives the secret with another one, nor do several that it brought in."""
    starts = sentence_starts(context)
    arrived = {stray.mention for stray in new}
    import os
    mode = os.environ.get("FAR", "")
    for other in read_numbers(context):
        for stray in new:
            one = stray.mention
            near = other in arrived or sentence_of(starts, one.start) == sentence_of(starts, other.start)
            n = sentence_of(starts, one.start)
            sent = context[starts[n]: (starts + [len(context)])[n + 1]]
            if mode == "any": near = True
            if mode == "cmp" and _COMPARES.search(sent): near = True
            if mode == "big" and max(one.readings) > secret: near = True
            if mode == "big20" and max(one.readings) >= 20 and max(one.readings) > secret: near = True
            if mode == "bigcmp" and max(one.readings) > secret and _COMPARES.search(sent): near = True
            if mode == "qbig" and any(secret * b in one.readings and secret*b>=20 for b in other.readings if b > 1): near = True
            q = any(secret * b in one.readings and secret*b>=20 for b in other.readings if b > 1)
            import re
            rel = re.match(r"\s*(?:\w+ ){0,2}(?:more|fewer|less|extra|greater|larger|above|below|over|under|short of|times)\b|\s*(?:as (?:many|much|few|long|high|far|often)|of the|the|of)\b(?= \w+ (?:as|of|than))|\s*(?:as (?:many|much|few|long|high|far|often))\b", context[one.end:one.end+60])
            tot = re.search(r"\b(?:in all|altogether|in total|together|total|totals|totalled|sum|combined|difference|product|quotient)\b", sent)
            if mode == "rel": near = near or q or bool(rel)
            if mode == "tot": near = near or q or bool(tot)
            if mode == "reltot": near = near or q or bool(rel) or bool(tot)
            if mode == "relthan": near = near or q or bool(tot) or bool(rel) and " than " in context[one.end:one.end+60]
            if other.exact and other != one and near and secret in _results(one.readings, other.readings):
                said = f"{stray.said!r} and {context[other.start : other.end]!r}"
                raise Rejected("value derivable", f"{said} together give {fact.missing}")


def _results(one: Iterable[Fraction], other: Iterable[Fraction]) -> set[Fraction]:
    """What one operation makes of two numbers, for all their readings."""
    found: set[Fraction] = set()
    for a in one:
        for b in other:
            found |= {a + b, a - b, b - a, a * b} | ({a / b} if b else set()) | ({b / a} if a else set())
    return found
