"""Statements that no longer state: one of their numbers becomes a loose word or a bound, and the rest stays."""

import re
from collections.abc import Iterator
from fractions import Fraction
from random import Random

from nescio.schemas.evidence import Node, Operation, Statement

_NOUN = re.compile(
    r" (?:of (?:them|the|every)\b|(?:(?!fewer|less|before|after|from|times|percent)[a-z]{3,} ){0,2}"
    r"(?!(?:this|was|has|its|does|goes|less|gets|times|percentage)\b)[a-z]{2,}(?:s|men|women|people|children)\b"
    r"(?! (?:than|as)\b))"
)
"""What has to follow a number for a loose word to take its place: "6 rolls", "3 broad boards", "4 of them"."""
_NOT_AFTER = re.compile(
    r"(?:\b(?:each|every|exactly|only|just|about|the|those|these|another|usual|first|last|next|by|a|than|nearly)"
    r"|\ban? [a-z]+"
    r"|(?<![\w.])[\d.,$]+ (?:to|or|and))\s*$",
    re.I,
)
_MEASURE = re.compile(
    r"%| (?:(?:square|cubic) )?(?:percent|(?:kilo|milli|centi)?(?:grams|met(?:re|er)s|lit(?:re|er)s)|minutes|seconds"
    r"|hours|days|weeks|months|years|inches|feet|miles|pounds|gigabytes)\b"
)
_COMPARED = re.compile(r" (?:[a-z]+ ){0,2}(?:more|less|fewer|[a-z]+er) ")
_MORE = re.compile(r" (?:[a-z]+ ){1,4}(?:more|less|fewer)\b")
"""Beside this "many" is clumsy: "many copies a minute more"."""
_EVERY = re.compile(r" of (?:every|the)\b")
_SMALL = 10
_FEW = ("several", "a few")
_MANY = ("quite a few", "many")
_PLAIN = frozenset({Operation.ADD, Operation.SUBTRACT, Operation.MULTIPLY})


def can_loosen(statement: Statement) -> bool:
    """Whether some number of the statement can be left open without a slip of grammar."""
    return bool(_ways(statement, Random(0)))


def loosened(statement: Statement, random: Random) -> str:
    """The statement's sentence with one number left open, in a drawn way."""
    ways = _ways(statement, random)
    return random.choice(ways[random.choice(sorted(ways))])


def _ways(statement: Statement, random: Random) -> dict[str, list[str]]:
    """The ways there are, by kind."""
    found = {"bound": list(_with_bound(statement, random)), "words": list(_with_words(statement, random))}
    return {kind: texts for kind, texts in found.items() if texts}


def _leaves(statement: Statement) -> Iterator[tuple[Node, str, str, str]]:
    """The numbers that may be replaced, each with the text before it, its own and the text after it."""
    for node in statement.nodes:
        if node.operation is None and len(node.spans) == 1 and Fraction(node.value).denominator == 1:
            start, end = node.spans[0].start, node.spans[0].end
            before, said, after = statement.text[:start], statement.text[start:end], statement.text[end:]
            if said.lstrip("$").isdecimal() and not _NOT_AFTER.search(before.removesuffix("$")):
                yield node, before, said, after


def _with_words(statement: Statement, random: Random) -> Iterator[str]:
    """ "7 minutes for the base" becomes "several minutes for the base", "$7 more" becomes "a few dollars more".

    Many of what is measured are not spoken of so: nobody says that a parcel weighs "many grams".
    """
    for node, before, said, after in _leaves(statement):
        few = int(node.value) < _SMALL
        sayable = _NOUN.match(after) and not _EVERY.match(after) and (few or not _MEASURE.match(after))
        if said.startswith("$") or before.endswith("$"):
            if few:
                yield _loose(before.removesuffix("$"), "a few dollars", after)
        elif sayable and int(node.value) > 1:
            many = _MANY[:1] if _MORE.match(after) else _MANY
            yield _loose(before, random.choice(_FEW if few else many), after)


def _with_bound(statement: Statement, random: Random) -> Iterator[str]:
    """ "38 minutes for the rest" becomes "at least 35 minutes for the rest", where other steps change the result."""
    plain = {node.operation for node in statement.nodes if node.operation is not None} <= _PLAIN
    divisors = {name for node in statement.nodes if node.operation not in _PLAIN for name in node.arguments[1:]}
    for node, before, said, after in _leaves(statement):
        value = int(node.value)
        step = 5 if value < 100 else 50 if value < 1000 else 100
        low, high = (value - 1) // step * step, (value // step + 1) * step
        dollars = "$" if said.startswith("$") or before.endswith("$") else ""
        measured = bool(_MEASURE.match(after) or dollars)
        counted = _NOUN.match(after) and value >= 2 * _SMALL and not _COMPARED.match(after)
        if low > 1 and node.id not in divisors and (measured or counted):
            bounds = [("over" if measured else "more than", low), ("under" if measured else "fewer than", high)]
            bounds = bounds if plain else bounds[:1]
            if _COMPARED.match(after) or {"than", "over"} & set(statement.text.lower().split()):
                bounds = [("at least", low)]
            word, bound = random.choice(bounds)
            yield _loose(before.removesuffix("$"), f"{word} {dollars}{bound}", after)


def _loose(before: str, word: str, after: str) -> str:
    text = f"{before}{word}{after}"
    return text[:1].upper() + text[1:]
