"""Whether a noun clause made from a sentence is good English: what made it may have missed a verb or a phrase."""

import re
from itertools import pairwise

from nescio.gen.omission.verbs import CLAUSAL, FORMS, MODALS

_BROKEN = re.compile(
    r"\b(?:additional|extra|worth|size|a total|another|able|enough)$"
    r"|\bworth of\b|\b(?:each|every|the|a|an) (?:him|her|them|each|every|the)\b"
    r"|\bhow much .*\b(?:buy|buys|bought|sell|sells|sold) in\b"
    r"|\b(\w+) \1\b"
    r""
    r"|\bnumber of \w+$|^to how many .*\bequal$|^how much (?:\w+ )+(?:works|worked)\b"
    r"|\brate of (?!\w+ing)|\bthan the (?:week|day|month|year)$|^by how many\b|^how many \w+ it (?:takes|took)$"
    r"|\b(?:has|have|had|is|are|was|were) \w+(?<!s)s every\b"
    r"|^how much [A-Z]\w+ (?:pays|paid)$|^how much .*\bcosts? (?:is|are|was|were)\b|^how many of .*\b(?:gave|gives)$"
    r"|^how many (?:minutes|hours|days|weeks) .*\b(?:spend|spends|spent)$"
    r"|\bhow many [A-Z]|(?<!is )(?<!are )(?<!was )(?<!were )\bbeing\b"
)
_EACH = re.compile(r"(?<!cost )(?<!costs )(?<!is )(?<!are )\beach$")
_JOINED = frozenset({"and", "to", "who", "that", "which", "he", "she", "they", "it", "is", "are", "was", "were"})


def sound(missing: str) -> bool:
    """Whether nothing tells that the clause is broken: dangling words, a word twice, two finite verbs in a row."""
    if _BROKEN.search(missing) or _EACH.search(missing):
        return False
    words = missing.split()
    if any(len(one) < 3 and one == two for one, two in pairwise(words)):
        return False
    return not _has_two_verbs(words)


def _has_two_verbs(words: list[str]) -> bool:
    """Whether two plain pasts or third persons stand in one clause without anything that joins them."""
    found = [
        n for n, word in enumerate(words) if word in CLAUSAL and word not in MODALS and word not in ("put", "read")
    ]
    for one, two in pairwise(found):
        between = words[one + 1 : two]
        helped = FORMS[words[one]].base in ("have", "be", "get")
        if not helped and _JOINED.isdisjoint(between):
            return True
    return False
