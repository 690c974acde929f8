"""Which numbers of a clean text belong to a thing: a wide net, since what is caught in it is taken for untold."""

from collections.abc import Iterator, Sequence

from nescio.schemas.evidence import CONTEXT, Derivation
from nescio.validation.lexicon import Word, lexicon, words_of

_REACH = 5
"""How many words from a number the thing that it belongs to may stand."""


def belonging(evidence: Derivation, context: str, name: str) -> Iterator[str]:
    """The leaves whose number in the context stands near a thing (its noun in the singular), on either side."""
    words = words_of(context)
    things = {word.start for word in words if (noun := lexicon().noun(word.text)) and noun.name == name}
    for node in evidence.nodes:
        for span in node.spans if node.operation is None else ():
            if span.part == CONTEXT and _near(words, span.start, things):
                yield node.id


def _near(words: Sequence[Word], start: int, things: set[int]) -> bool:
    at = next((i for i, one in enumerate(words) if one.start <= start < one.end), None)
    return at is not None and any(one.start in things for one in words[max(0, at - _REACH) : at + _REACH + 1])
