"""Two sources that differ on two facts of a passage, and a ruling on one of them.

The frames are the same for all facts of a passage, so that none gives away which of the two is settled
(docs/design/018).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from random import Random

from nescio.gen.passages.draw import Slots, another, filled, names, sentence
from nescio.gen.passages.model import PassageFact, Sheet
from nescio.gen.passages.told import tells
from nescio.schemas.evidence import Span
from nescio.schemas.passage import Restatement

RULING = "ruling"
"""How the id of such a sentence begins."""
_PAPERS = (
    ("Two letters have been kept.", "letter"),
    ("Two old leaflets can be seen in a glass case.", "leaflet"),
    ("Two reports exist.", "report"),
    ("Visitors are shown two articles.", "article"),
    ("There are two lists, made at different times.", "list"),
    ("Two notebooks were found in a cupboard.", "notebook"),
)
_REPORT = "{opening} The first {paper} {one} and {two}, while the second {three} and {four}."
_RULING = (
    "A later study found that the {nth} {paper} is right as to {handle}, and it left {other} open.",
    "As to {handle} the {nth} {paper} has since been shown to be right; as to {other} nobody has found out more.",
    "It is now agreed that the {nth} {paper} is right as to {handle}, but nobody has looked into {other}.",
    "Nobody has looked into {other} since, but as to {handle} the {nth} {paper} has been proved right.",
    "An expert who left aside {other} could show that the {nth} {paper} is right as to {handle}.",
    "When it comes to {handle}, the {nth} {paper} has been proved right; nobody has looked into {other}.",
    "While nobody has looked into {other}, it is now known that the {nth} {paper} is right as to {handle}.",
)
_VERBS = ("says ", "dates ", "gives ", "names ", "puts ", "counts ", "records ", "reports ", "lists ")


@dataclass(frozen=True)
class Source:
    """The frames that all sentences of one passage are made in."""

    papers: tuple[str, str]
    ruling: str
    nth: str

    @classmethod
    def drawn(cls, text: str, random: Random) -> "Source":
        """Frames for a passage: the source is one that it does not speak of."""
        low = text.lower()
        papers = [one for one in _PAPERS if one[1] not in low]
        return cls(
            random.choice(papers or _PAPERS),
            random.choice(_RULING),
            random.choice(("first", "second")),
        )


def rulings(sheet: Sheet, slots: Slots, text: str, random: Random) -> Iterator[Restatement]:
    """All rulings of a drawn passage; those that would tell what they should not are left out."""
    frames = Source.drawn(text, random)
    values = {name: _values(fact, slots) for name, fact in sheet.facts.items()}
    wrong = _wrong(sheet, slots, values, random)
    for one, other in permutations(sheet.facts, 2):
        if one in wrong and other in wrong and (ruled := _ruled(sheet, slots, frames, one, other, wrong)):
            yield Restatement(id=f"{RULING}:{one}:{other}", about=one, beside=other, text=ruled[0], span=ruled[1])


def _values(fact: PassageFact, slots: Slots) -> tuple[str, ...]:
    return tuple(filled(one, slots) for one in (fact.value, *fact.also))


def _placed(text: str, start: int, part: str, values: tuple[str, ...]) -> tuple[str, Span] | None:
    """The text and the place of a value in a part of it."""
    for value in sorted(values, key=len):
        found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", part)
        if found:
            return text, Span(start=start + found.start(), end=start + found.end())
    return None


def _wrong(
    sheet: Sheet, slots: Slots, values: Mapping[str, tuple[str, ...]], random: Random
) -> dict[str, dict[str, str]]:
    """For each fact the slots with another value of it, where `again` is then another sentence."""
    found = dict[str, dict[str, str]]()
    taken = set(slots.values())
    for name, fact in sheet.facts.items():
        holes = [hole for hole in names(fact.value) if hole in names(fact.again)]
        value = another(sheet.slots[holes[0]], holes[0], taken, random) if len(holes) == 1 else None
        if value is not None:
            taken.add(value)
            found[name] = {**slots, holes[0]: value}
    return {name: one for name, one in found.items() if not tells(filled(sheet.facts[name].again, one), values[name])}


def _ruled(
    sheet: Sheet, slots: Slots, frames: Source, one: str, other: str, wrong: Mapping[str, Slots]
) -> tuple[str, Span] | None:
    """Two sources that differ on both facts, in the order of the sheet, and a ruling on one of them."""
    opening, paper = frames.papers
    order = [name for name in sheet.facts if name in (one, other)]
    true = [filled(sheet.facts[name].again, slots) for name in order]
    false = [filled(sheet.facts[name].again, wrong[name]) for name in order]
    pairs = [_paired(*true), _paired(*false)] if frames.nth == "first" else [_paired(*false), _paired(*true)]
    said = dict(zip(("one", "two", "three", "four"), (part for pair in pairs for part in pair), strict=True))
    report = _REPORT.format(opening=opening, paper=paper, **said)
    handles = {"handle": filled(sheet.facts[one].handle, slots), "other": filled(sheet.facts[other].handle, slots)}
    text = f"{report} {sentence(frames.ruling.format(nth=frames.nth, paper=paper, **handles), {})}"
    part = _paired(*true)[order.index(one)]
    return _placed(text, text.index(part), part, _values(sheet.facts[one], slots))


def _paired(first: str, second: str) -> tuple[str, str]:
    """Two verb phrases, the second without what both begin with: "dates the fire to 1872" and "the move to 1901"."""
    verb = next((one for one in _VERBS if first.startswith(one) and second.startswith(one)), "")
    return first, second[len(verb) :]
