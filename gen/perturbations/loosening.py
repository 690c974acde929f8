"""Statements that no longer state: one of their numbers becomes a loose word or a range, and the rest stays."""

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
_SHARE = re.compile(r"%| percent\b")
_NOT_AFTER = re.compile(
    r"(?:\b(?:each|every|exactly|only|just|about|the|those|these|another|usual|first|last|next|by|a|than|nearly)"
    r"|(?<![\w.])[\d.,$]+ (?:to|or|and))\s*$",
    re.I,
)
_SMALL = 10
_FEW = ("several", "a few")
_MANY = ("quite a few", "a good many")
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
    found = {"range": list(_with_range(statement, random)), "words": list(_with_words(statement, random))}
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
    """ "7 minutes for the base" becomes "several minutes for the base", "$7 more" becomes "a few dollars more"."""
    for node, before, said, after in _leaves(statement):
        dollars = said.startswith("$") or before.endswith("$")
        few = int(node.value) < _SMALL
        if dollars:
            word = ("a few" if few else "quite a few") + " dollars"
            yield _loose(before.removesuffix("$"), word, after)
        elif _NOUN.match(after) and int(node.value) > 1:
            yield _loose(before, random.choice(_FEW if few else _MANY), after)


def _with_range(statement: Statement, random: Random) -> Iterator[str]:
    """ "35 minutes for the rest" becomes "31 to 38 minutes for the rest", where every step of it changes the result."""
    if not {node.operation for node in statement.nodes if node.operation is not None} <= _PLAIN:
        return
    for node, before, said, after in _leaves(statement):
        value = int(node.value)
        low = value - random.randint(1, max(1, value // 6))
        high = value + random.randint(1, max(1, value // 6))
        dollars = "$" if said.startswith("$") or before.endswith("$") else ""
        counted = _NOUN.match(after) or _SHARE.match(after) or dollars
        if low > 1 and counted:
            yield _loose(before.removesuffix("$"), f"{dollars}{low} to {dollars}{high}", after)


def _loose(before: str, word: str, after: str) -> str:
    text = f"{before}{word}{after}"
    return text[:1].upper() + text[1:]
