"""Which numbers of a text belong to a thing: "8 red apples", "5 pounds of apples", "$2 for each apple"."""

from collections.abc import Sequence
from dataclasses import dataclass

from nescio.gen.things.find import Token, tokens_of
from nescio.gen.things.words import ADJECTIVES, NUMBERS, PRONOUNS_AHEAD
from nescio.schemas.evidence import CONTEXT, Derivation, Node, Span, Thing

_OF = frozenset({"of", "the", "his", "her", "their", "these", "those", "its", "my", "our"})
_PER = frozenset({"per", "each", "every", "a", "an", "for", "one", "apiece"})
_LINKING = frozenset({"cost", "costs", "is", "are", "was", "were", "for", "at", "only", "just", "weighs", "weigh"})
_HOLDING = frozenset(
    {"has", "had", "holds", "held", "contains", "contained", "with", "of", "costs", "cost", "weighs", "weighed", "fits"}
)
_MORE = frozenset({"more", "fewer", "less", "to", "of", "from", "at", "in", "on", "away", "and", "but", "left", "each"})
_PRICES = frozenset({"cost", "costs", "price", "spend", "spent", "pay", "paid", "weigh", "earn", "selling"})
_REACH = 5
_PRICE_REACH = 4


@dataclass(frozen=True)
class Told:
    """A number and the leaf that it is."""

    node: str
    span: Span


def bound_leaves(context: str, evidence: Derivation, thing: Thing) -> list[Told]:
    """The leaves of the derivation whose number in the context counts, measures or prices the thing."""
    tokens = tokens_of(context)
    places = {span.start for span in thing.spans if span.part == CONTEXT}
    found = []
    for node in evidence.nodes:
        for span in _stated(node):
            at = next((i for i, token in enumerate(tokens) if token.start <= span.start < token.end), None)
            if at is not None and _bound(tokens, at, places):
                found.append(Told(node.id, span))
    return found


def counted(text: str, thing: Thing, part: int) -> bool:
    """Whether a number stands at the thing in one part of the seed: "2 apples", "5 of the apples"."""
    tokens = tokens_of(text)
    places = {span.start for span in thing.spans if span.part == part}
    return any(_number(token) and _ahead(tokens, at, places) for at, token in enumerate(tokens))


def asked_for(question: str, thing: Thing, part: int) -> bool:
    """Whether a question asks for a quantity of the thing: "how many red apples", "does an apple cost"."""
    tokens = tokens_of(question)
    places = [
        at for at, token in enumerate(tokens) if any(s.part == part and s.start == token.start for s in thing.spans)
    ]
    return any(_headed(tokens, at) or _priced(tokens, at) for at in places)


def _headed(tokens: Sequence[Token], at: int) -> bool:
    """Whether "how many" or "number of" governs the noun, perhaps by way of "bags of"."""
    back, measure = at - 1, False
    while back >= 0 and tokens[back].lower not in ("many", "number"):
        word = tokens[back].lower
        if word == "of" and back > 1 and tokens[back - 1].lower != "number" and not measure:
            measure, back = True, back - 1
        elif word not in ADJECTIVES | _OF:
            return False
        back -= 1
    return back >= 0


def _priced(tokens: Sequence[Token], at: int) -> bool:
    words = [token.lower for token in tokens]
    near = set(words[max(0, at - _PRICE_REACH) : at])
    return "much" in words and bool(near & _PRICES or set(words[at + 1 : at + 2]) & _PRICES)


def takes_up(sentence: str) -> bool:
    """Whether a sentence takes up what stood before it: by a pronoun, or by a number that counts nothing named."""
    tokens = tokens_of(sentence)
    if any(token.lower in PRONOUNS_AHEAD for token in tokens):
        return True
    return any(
        _number(token) and not token.text.startswith("$") and (at + 1 == len(tokens) or _leaves_open(tokens[at + 1]))
        for at, token in enumerate(tokens)
    )


def _leaves_open(token: Token) -> bool:
    return not token.word or token.lower in _MORE


def _stated(node: Node) -> list[Span]:
    return [span for span in node.spans if span.part == CONTEXT] if node.operation is None else []


def _number(token: Token) -> bool:
    return token.text[0].isdigit() or token.text[0] == "$" or token.lower in NUMBERS - {"one"}


def _bound(tokens: Sequence[Token], at: int, places: set[int]) -> bool:
    return _ahead(tokens, at, places) or _measured(tokens, at, places) or _behind(tokens, at, places)


def _ahead(tokens: Sequence[Token], at: int, places: set[int]) -> bool:
    """8 apples, 8 of the ripe apples, 8 dozen apples."""
    for token in tokens[at + 1 : at + 1 + _REACH]:
        if token.start in places:
            return True
        if token.lower not in ADJECTIVES | _OF | NUMBERS:
            return False
    return False


def _measured(tokens: Sequence[Token], at: int, places: set[int]) -> bool:
    """5 pounds of apples; $2 per apple, $2 for each apple, 3 minutes an apple."""
    rest = tokens[at + 1 : at + 1 + _REACH]
    words = [token.lower for token in rest]
    for skip in (0, 1):
        if words[skip : skip + 1] and words[skip] in _PER | {"of"}:
            for token in rest[skip + 1 :]:
                if token.start in places:
                    return True
                if token.lower not in _PER | ADJECTIVES | _OF:
                    break
    return False


def _behind(tokens: Sequence[Token], at: int, places: set[int]) -> bool:
    """The apples cost $2, each bag holds 6, a bag of 6; apples, 8 in all."""
    if tokens[at - 1].text == "," and at > 1 and tokens[at - 2].start in places:
        return [token.lower for token in tokens[at + 1 : at + 3]] == ["in", "all"]
    for back in range(1, 4):
        if at - back < 0:
            return False
        token = tokens[at - back]
        if token.start in places:
            return back > 1
        if token.lower not in _LINKING | _HOLDING:
            return False
    return False
