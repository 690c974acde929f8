"""Splitting a word problem: the context, and the question that ends it."""

import re

_ENDING = re.compile(
    r"(?<!\b[A-Z])(?<!\b[Mm]r)(?<!\b[Mm]rs)(?<!\b[Mm]s)(?<!\b[Dd]r)(?<!\bSt)(?<!\bvs)(?<!\b[ap]\.m)(?<!\bJr)"
    r"[.!?]+[\"'”’)]*\s+(?=[\"'“‘($]?[A-Z0-9$])|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])"
)
_IMPERATIVE = re.compile(
    r"(?:[^,]{0,60}, )?(?:please )?(?:calculate|find|determine|compute|figure out|work out|estimate|what|how|tell)\b",
    re.I,
)
_INNER = re.compile(r", (?:calculate|find|determine|compute|figure out|work out|how|what) ")
_SPACE = re.compile(r"\s+")


def tidy(text: str) -> str:
    """The text with single spaces."""
    return _SPACE.sub(" ", text).strip()


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end; an abbreviation such as "Mr." ends none."""
    starts = [0, *(match.end() for match in _ENDING.finditer(text))]
    ends = [*(match.start() + len(match[0].rstrip()) for match in _ENDING.finditer(text)), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]


def split_question(text: str) -> tuple[str, str] | str:
    """The context and the question of a tidy problem, or in a few words why it has not that form."""
    places = sentences(text)
    if not places:
        return "empty question"
    start, _ = places[-1]
    context, question = text[:start].strip(), text[start:]
    if not (question.rstrip("\"'”’)").endswith("?") or _IMPERATIVE.match(question) or _INNER.search(question)):
        return "question not at the end"
    if "?" in context or "?" in question.rstrip("?\"'”’) "):
        return "several questions"
    if not context:
        return "no context before the question"
    return context, question
