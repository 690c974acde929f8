"""Questions that people asked of a paragraph: in what form they can be used, and what is unknown without an answer."""

import re

from nescio.gen.spans.words import plain, words

_WH = (
    r"(?:who|whom|whose|what|which|when|where|how (?:many|much|long|old|far|often|large|big|tall|high|fast|deep|wide))"
)
_START = re.compile(
    rf"(?:{_WH}|(?:in|on|at|by|for|from|to|with|of|during|under|after|before|about|along|according|besides|through|as"
    rf"|around|near|between|since|until|into|over|within|while|prior) [^?]*{_WH})\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:passage|paragraph|article|according to|text above|following|mentioned|listed|besides|other than|except"
    r"|another|else|not|n't|never|example|might|first|last|latest|earliest|newest|oldest|an? \w+ that)\b",
    re.IGNORECASE,
)
_HELPERS = frozenset(
    "did does do is are was were has have had can could will would shall should may might must".split()
)
_DONE = re.compile(
    r"\b(?:\w+(?:ed|en|ing)|made|held|built|found|born|kept|told|sold|won|lost|led|sent|set|put|do)\b", re.I
)
_PRONOUNS = frozenset("he she him his her hers they them their theirs it its this these those".split())
_OPEN = {
    "who": "who the answer is",
    "whom": "who the answer is",
    "when": "which date the answer is",
    "where": "which place the answer is",
}
_LONGEST = 30


def usable(question: str) -> str:
    """Why a question cannot be used, in a few words; empty where it can."""
    text = question.strip()
    if not text.endswith("?") or text.count("?") > 1 or re.search(r"[.!] ", text):
        return "not one question"
    if not _START.match(text):
        return "no question for one thing"
    if len(text.split()) > _LONGEST:
        return "a long question"
    if _POINTS.search(text):
        return "it asks for a choice or an example"
    return "it does not name what it asks about" if _points_back(text) else ""


def _points_back(text: str) -> bool:
    """Whether a pronoun stands before anything that it could mean."""
    for number, word in enumerate(words(text)):
        if plain(word) in _PRONOUNS:
            return True
        if plain(word) == "the" or (number > 0 and word[0].isupper()):
            return False
    return False


def of_the_text(question: str) -> str:
    """The question as one about the passage, so that what a reader knows from elsewhere does not answer it."""
    text = " ".join(question.split())
    return f"According to the passage, {text[0].lower()}{text[1:]}"


def missing(question: str) -> str:
    """A clause for what is unknown without the answer: "who kidnapped her"; "which year the answer is"."""
    text = " ".join(question.strip().rstrip("?").split())
    text = text[0].lower() + text[1:]
    said = words(text.lower())
    helper = next((word for word in said if word in _HELPERS), None)
    if said[0] in ("who", "what", "which", "how") and helper is None and said[1] not in ("long", "far", "often"):
        return text
    if said[0] in ("who", "what") and said[1] in ("is", "was", "are", "were") and not _DONE.search(text):
        return text
    if said[0] in ("in", "on", "at", "by", "for", "from", "to", "with", "of", "during", "under", "after", "before"):
        said = said[1:]
    if said[0] in ("what", "which") and len(said) > 2 and said[2] in _HELPERS and said[1] not in _HELPERS:
        return f"which {said[1]} the answer {'names' if said[1].endswith('s') else 'is'}"
    return _OPEN.get(said[0], "what the answer is")
