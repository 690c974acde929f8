"""Whether the numbers that stand in a text give a hidden value away, outside the derivation that is on record."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import islice, permutations, product

from nescio.schemas.evidence import Derivation, Fact
from nescio.schemas.seed import Question
from nescio.validation.evaluate import Values, determine
from nescio.validation.number_words import DIGITS
from nescio.validation.numbers import Mention, read_numbers, sentence_of, sentence_starts
from nescio.validation.reading import Reading, Rejected, Stray, ancestors

_MIDDLE = re.compile(r"\b(?:middle|halfway|midway|midpoint|average|mean|median)\b", re.I)
_LARGE = 20
"""From here on, a new number that equals the total a fact goes into is taken for that total and not for chance."""
_TOTAL = re.compile(
    r"\b(?:in all(?=\s*(?:[.,;!?]|$))|altogether|in total|together|totals?|totalled|sum|combined|difference|product"
    r"|quotient)\b",
    re.I,
)
_THAN = re.compile(
    r"\s*(?:(?:\w+ ){0,2}(?:more|fewer|less|extra|greater|larger|smaller|longer|shorter)\b[^.!?]{0,40}? than "
    r"|(?:\w+ )?(?:times )?as (?:many|much|few|little|long|high|far|often|heavy|large)\b[^.!?]{0,40}? as )"
    r"(?P<what>[^.,;!?]*)",
    re.I,
)
"""What a number is set against: "2 fewer than the counters", "twice as many as the counters"."""
_SUMMED = re.compile(r"\b(?:and|plus|minus|less|more)\b", re.I)
_NOUN = re.compile(r"[^\W\d_]{4,}")
_NEAR = 40
_ARTICLE = re.compile(r"an?\b", re.I)
_IDLE = re.compile(r"(?:one$|an?\b)", re.I)
"""What the clean text says in passing: "the next one", "rolls a day"."""


def check_hidden(
    evidence: Derivation, fact: Fact, context: str, question: Question, values: Values, read: Reading
) -> None:
    """Raises Rejected unless the fact is not stated, not computable, and no other number of the text gives it.

    `values` are the nodes that follow from what the text may state.
    """
    if fact.node in values:
        raise Rejected("fact not hidden", f"{fact.missing} still follows from the text")
    nodes = {node.id: Fraction(node.value) for node in evidence.nodes}
    secret = nodes[fact.node]
    lost = {nodes[name] for name in ancestors(evidence, fact.node) - set(values)}
    telling = lost | {value for value in _telling(evidence, fact, question.target, values, nodes) if value >= _LARGE}
    exact = [stray for stray in read.strays if stray.mention.exact]
    for stray in exact:
        if not stray.mention.readings.isdisjoint(telling if stray.new else lost):
            raise Rejected("value restated", f"{stray.said!r} still gives {fact.missing}")
    for stray in read.strays:
        _not_in_the_middle(fact, context, stray, secret)
    _not_derivable(fact, (context, question.text), read, secret)
    new = [stray for stray in exact if stray.new]
    _not_digit_by_digit(fact, context, new, secret)
    _not_from_several(fact, new, secret)


def _telling(evidence: Derivation, fact: Fact, target: str, values: Values, nodes: Values) -> Iterator[Fraction]:
    """The values of the open nodes from which the fact could be computed backwards, and of the question's target."""
    for name, value in nodes.items():
        if name not in values and (name == target or fact.node in determine(evidence, values | {name: value})):
            yield value


def _not_in_the_middle(fact: Fact, context: str, stray: Stray, secret: Fraction) -> None:
    """No range in a sentence that speaks of its middle has the secret there."""
    middles = {(low + high) / 2 for low, high in stray.mention.bounds if low is not None and high is not None}
    if stray.new and secret in middles and _MIDDLE.search(context[slice(*_sentence(context, stray.mention.start))]):
        raise Rejected("value derivable", f"the middle of {stray.said!r} gives {fact.missing}")


def _not_derivable(fact: Fact, texts: tuple[str, str], read: Reading, secret: Fraction) -> None:
    """No number that the edit brought in gives the secret with another one.

    Which others count depends on what the new number looks like: those of its sentence and all new ones always; every
    number of context and question if it is compared with something, is a total, or is the product of secret and other.
    """
    context, question = texts
    new = [stray for stray in read.strays if stray.new and stray.mention.exact]
    arrived = {stray.mention for stray in new}
    idle = {stray.mention for stray in read.strays if _in_passing(context, stray)}
    stated = [(context, one) for one in read_numbers(context) if one.exact]
    stated += [(question, one) for one in read_numbers(question) if one.exact]
    for stray in new:
        mine = _operands(context, stray.mention)
        start, end = _sentence(context, stray.mention.start)
        said = context[stray.mention.end : stray.mention.end + 80]
        total = bool(_TOTAL.search(context[start:end]))
        against = _THAN.match(said)
        nouns = set(_NOUN.findall(against["what"])) if against else set()
        for text, other in stated:
            told = text is context
            about = text[max(0, other.start - _NEAR) : other.end + _NEAR]
            linked = total or not nouns.isdisjoint(_NOUN.findall(about))
            if told and (other == stray.mention or (not linked and not idle.isdisjoint({other, stray.mention}))):
                continue
            theirs = _operands(text, other)
            near = linked or (told and (other in arrived or start <= other.start < end))
            whole = any(secret * value in mine for value in theirs if value > 1 and secret * value >= _LARGE)
            if whole or (near and secret in _results(mine, theirs)):
                both = f"{stray.said!r} and {text[other.start : other.end]!r}"
                raise Rejected("value derivable", f"{both} together give {fact.missing}")


def _not_digit_by_digit(fact: Fact, context: str, new: list[Stray], secret: Fraction) -> None:
    """No digits that follow one another, such as "two three" for 23, spell the secret."""
    digits, end = "", -1
    for stray in new:
        figure = str(DIGITS.get(stray.said.lower(), stray.said))
        follows = end >= 0 and context[end : stray.mention.start].strip(" -") == ""
        digits = (digits if follows else "") + (figure if len(figure) == 1 else " ")
        end = stray.mention.end
        if len(digits) > 1 and digits.isdecimal() and secret == int(digits):
            raise Rejected("value restated", f"{' '.join(digits)} read as one number gives {fact.missing}")


def _not_from_several(fact: Fact, new: list[Stray], secret: Fraction) -> None:
    """No three numbers that the edit brought in give the secret by two operations, and neither does the sum of all."""
    operands = [frozenset(sorted(stray.mention.readings)[:4]) for stray in new[:6]]
    for one, two, three in permutations(operands, 3):
        if secret in _results(_results(one, two), three):
            raise Rejected("value derivable", f"{', '.join(repr(stray.said) for stray in new)} give {fact.missing}")
    if len(new) > 3 and secret in {sum(choice) for choice in islice(product(*operands), 1000)}:
        raise Rejected("value derivable", f"the sum of the {len(new)} new numbers gives {fact.missing}")


def _in_passing(context: str, stray: Stray) -> bool:
    """Whether a number only says of what something is a rate, or counts nothing: "rolls a day", "the next one"."""
    if not stray.new:
        return bool(_IDLE.match(stray.said))
    around = context[max(0, stray.mention.start - 8) : stray.mention.start], context[stray.mention.end :][:8]
    summed = _SUMMED.search(around[0]) or _SUMMED.search(around[1])
    return len(stray.mention.readings) > 1 and bool(_ARTICLE.match(stray.said)) and not summed


def _sentence(context: str, position: int) -> tuple[int, int]:
    """Where the sentence that holds a position begins and ends."""
    starts = sentence_starts(context)
    number = sentence_of(starts, position)
    return starts[number], [*starts, len(context)][number + 1]


def _operands(text: str, mention: Mention) -> frozenset[Fraction]:
    """What a mention may contribute to a sum: its readings, but "a" counts for one of its unit only in other units."""
    if len(mention.readings) > 1 and _ARTICLE.match(text, mention.start, mention.end):
        return mention.readings - {Fraction(1)}
    return mention.readings


def _results(one: Iterable[Fraction], other: Iterable[Fraction]) -> set[Fraction]:
    """What one operation makes of two numbers, for all their readings."""
    found: set[Fraction] = set()
    for a in one:
        for b in other:
            found |= {a + b, a - b, b - a, a * b} | ({a / b} if b else set()) | ({b / a} if a else set())
    return found
