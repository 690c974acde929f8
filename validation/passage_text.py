"""Taking a finished passage apart: which of the seed's sentences gave way to what hides a fact, and what was put in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from nescio.schemas.evidence import CONTEXT, Fact, Hiding
from nescio.schemas.passage import Passage, Restatement, Stated
from nescio.validation.passage_values import distances, stems, told_in, year_of, years_in
from nescio.validation.reading import Rejected

_MOST_HIDDEN = 2
_ENDS = (".", "!", "?", '."', ".”")
_REPORT = re.compile(r"\bThe first (?P<paper>\w+) (?P<one>.+?), while the second (?P<two>.+?)\.\s+(?P<ruling>.+)", re.S)


@dataclass(frozen=True)
class Apart:
    """A finished context: what is hidden in it, and how, and what was put in."""

    text: str
    hidden: tuple[tuple[Fact, Hiding], ...]
    added: Restatement | None
    rest: str
    """The finished text without what was put in."""

    def stands(self, one: Stated) -> bool:
        """Whether one of the places that tell something is as it was."""
        return any(
            not any(hiding.span.start < span.end and span.start < hiding.span.end for _, hiding in self.hidden)
            for span in one.spans
        )


def take_apart(passage: Passage, clean: str, finished: str) -> Apart:
    """How the finished context came of the clean one. Raises Rejected where something else was done to it."""
    if finished == clean:
        return Apart(finished, (), None, finished)
    for added in (None, *(one for one in passage.restatements if one.text.partition(". ")[2] in finished)):
        for rest in [finished] if added is None else _without(finished, added.text):
            for hidden in _hidden(passage):
                if _replaced(clean, [hiding for _, hiding in hidden]) == rest:
                    return Apart(finished, hidden, added, rest)
    raise Rejected("edited elsewhere", "the context is not the seed's with a fact's sentence replaced, or one put in")


def _without(finished: str, text: str) -> Iterator[str]:
    """The text without sentences that follow other ones: in one place, or the first of them in an earlier place."""
    for found in re.finditer(re.escape(f" {text}"), finished):
        before, after = finished[: found.start()], finished[found.end() :]
        if before.endswith(_ENDS) and (not after or after[0].isspace()):
            yield before + after
    first, dot, second = text.partition(". ")
    if dot and text not in finished and second in finished:
        for rest in _without(finished, second):
            yield from _without(rest, f"{first}.")


def _hidden(passage: Passage) -> Iterator[tuple[tuple[Fact, Hiding], ...]]:
    for size in range(_MOST_HIDDEN + 1):
        for facts in combinations(passage.facts, size):
            ways = [[(fact, one) for one in fact.hidings if one.span.part == CONTEXT] for fact in facts]
            yield from product(*ways)


def _replaced(clean: str, hidings: list[Hiding]) -> str:
    made, at = "", 0
    for one in sorted(hidings, key=lambda hiding: hiding.span.start):
        made += clean[at : one.span.start] + one.text
        at = max(at, one.span.end)
    return made + clean[at:]


def told_again(passage: Passage, apart: Apart) -> tuple[str, str]:
    """The id of the fact that the added sentences tell, and how, in words. Raises Rejected where they tell none."""
    added = apart.added
    stated = {one.id: one for one in passage.stated}
    if added is None or added.about not in stated or (added.beside or "") not in stated:
        raise Rejected("unread sentence", "an added sentence names no two facts of the seed")
    about, beside = stated[added.about], stated[added.beside or ""]
    said = added.text[added.span.start : added.span.end]
    report = _REPORT.search(added.text)
    if report is not None:
        return about.id, _ruled(report, about, beside)
    if told_in(added.text, beside.values):
        raise Rejected("value restated", f"the added sentence tells {beside.id!r} too: {added.text!r}")
    if said in about.values:
        return about.id, f"another sentence tells it: {said}"
    return about.id, _counted(passage, apart, added, about)


def _ruled(report: re.Match[str], about: Stated, beside: Stated) -> str:
    """Two sources have two values for both facts, and the one that is said to be right has the gold one."""
    right = set(re.findall(rf"\b(first|second) {report['paper']}\b", report["ruling"]))
    if len(right) != 1 or told_in(report["ruling"], (*about.values, *beside.values)):
        raise Rejected("unread sentence", f"{report['ruling']!r} does not say which of the two is right")
    true, false = (report["one"], report["two"]) if right == {"first"} else (report["two"], report["one"])
    if not told_in(true, about.values) or told_in(false, about.values):
        raise Rejected("wrong ruling", f"the source that is right does not give {about.values[0]!r}")
    if bool(told_in(true, beside.values)) == bool(told_in(false, beside.values)):
        raise Rejected("no dispute", f"the sources do not differ on {beside.values[0]!r}")
    return f"of two sources the {right.pop()} is said to be right: {about.values[0]}"


def _counted(passage: Passage, apart: Apart, added: Restatement, about: Stated) -> str:
    """A year told as the distance from the one that the first sentence names."""
    year, (dated, _, told) = year_of(about.values), added.text.partition(". ")
    anchors, far = years_in(dated), distances(told)
    start, end = (place - len(dated) - 2 for place in (added.span.start, added.span.end))
    tail = re.split(r"[,;.]| and ", told[end:])[0]
    if told[:end].endswith((" later", " earlier")):
        counted = added.text in apart.text and not _named(passage, added, told[:start])
    else:
        counted = bool(stems(tail) & stems(dated))
    if len(anchors) != 1 or len(far) != 1 or years_in(told) or not counted:
        raise Rejected("unread sentence", f"{added.text!r} does not give one year and one distance from it")
    if year is None or min(anchors) + min(far) != year:
        raise Rejected("wrong distance", f"{added.text!r} does not give {about.values[0]!r}")
    return f"{min(anchors)} and {min(far):+d} years give {year}"


def _named(passage: Passage, added: Restatement, text: str) -> bool:
    """Whether a text names what is left open, so that "three years later" might count from that."""
    missing = {fact.node: stems(fact.missing) for fact in passage.facts}
    return bool(stems(text) & (missing.get(added.beside or "", set()) - missing.get(added.about, set())))
