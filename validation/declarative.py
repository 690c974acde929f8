"""A question and its answer as one statement, which a text entails or not.

The rules are those of Demszky et al. (arXiv 1809.02922) that need no parse; any other question is told with its answer.
"""

import re

_HELPERS = "did|does|do|is|are|was|were|has|have|had|can|could|will|would|shall|should|may|might|must|am|be|been"
_LEAD = re.compile(r"^(?:according to (?:the|this) (?:passage|text|paragraph),?|in (?:the|this) passage,?)\s+", re.I)
_SUBJECT = re.compile(
    rf"^(?:who|what|which(?: \w+)?|what \w+|how many(?: \w+)?)\s+(?!(?:{_HELPERS})\b)(?P<rest>[a-z]\w*(?:ed|s)\b.*)$",
    re.I,
)
_COPULA = re.compile(r"^(?:who|what)\s+(?P<verb>is|was|are|were)\s+(?P<rest>(?:the|an?)\s.*|\w+(?:['’]s)\s.*)$", re.I)
_DONE = re.compile(r"\b(?:\w+(?:ed|ing)|called|known|made|held|built|found|born|used)$", re.I)


def statement(question: str, answer: str) -> str:
    """ "Who founded the club?" and "Orla" give "Orla founded the club."."""
    asked = _LEAD.sub("", question.strip())
    bare = asked.rstrip("?").strip()
    said = answer.strip().rstrip(".")
    subject = _SUBJECT.match(bare)
    if subject and bare.lower().startswith("who"):
        return f"{_capital(said)} {subject['rest']}."
    copula = _COPULA.match(bare)
    if copula and not _DONE.search(bare):
        return f"{_capital(copula['rest'])} {copula['verb']} {said}."
    return f'The answer to the question "{_capital(bare)}?" is: {said}.'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
