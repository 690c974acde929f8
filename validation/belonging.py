"""Which numbers of a clean text belong to a thing: a wide net, since what is caught in it is taken for untold."""

from collections.abc import Iterator, Sequence

from nescio.schemas.evidence import CONTEXT, Derivation
from nescio.validation.lexicon import Word, lexicon, words_of

_REACH = 5
"""How many words from a number the thing that it belongs to may stand."""
_WHOLE = (["of", "them"], ["in", "all"])
"""Behind a number, they make it count a thing named earlier in the sentence, however far: "apples ..., 8 of them"."""
_ENDS = frozenset(".!?")


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
    if at is None:
        return False
    low = at - _REACH
    if [one.lower for one in words[at + 1 : at + 3]] in _WHOLE:
        low = max((i for i in range(at) if words[i].text in _ENDS), default=0)
    return any(one.start in things for one in words[max(0, low) : at + _REACH + 1])
