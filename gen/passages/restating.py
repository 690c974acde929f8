"""Sentences that tell a fact of a passage once more: told outright, counted from another year, or ruled on.

Each tells one fact and names another one of which it tells nothing, in one frame for all facts of a passage, so that
neither a name nor a frame gives away which of the two is told (docs/design/016).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from random import Random

from nescio.gen.passages.draw import Slots, another, filled, names, sentence
from nescio.gen.passages.model import PassageFact, Sheet
from nescio.gen.passages.told import tells
from nescio.gen.templates import numerals
from nescio.schemas.evidence import Span
from nescio.schemas.passage import Restatement

AGAIN, OFFSET, RULING = "again", "offset", "ruling"
"""What a sentence does; its id begins with it."""
_LATEST = 2021
_MOST_YEARS, _FAR, _NEAR = 60, 20, 3
"""Years: the longest distance; how far outside both years the other one lies at most; how far from each at least."""
_SOURCES = (
    "a leaflet", "a letter to a newspaper", "a notice by the entrance", "one guidebook", "a short article",
    "the local newspaper", "a visitor's notebook", "a radio programme", "a printed speech", "a handwritten note",
    "the card beside a photograph", "a student's essay", "a page in an old album", "a report kept in a drawer",
    "a short film", "an entry in a diary", "a children's book", "the calendar of a bank", "a display in the library",
    "an unsigned article", "a retired teacher's talk", "a pamphlet sold at the market",
)  # fmt: skip
_AGAIN = (
    "{Source} {again} and says nothing of {other}.",
    "{Source} {again}, but it does not mention {other}.",
    "{Source} {again} without a word on {other}.",
    "{Source} says nothing of {other}, but it {again}.",
    "{Source} {again}; {other} it passes over.",
    "Silent on {other}, {source} {again}.",
    "{Source} leaves out {other}, but {again}.",
    "Without mentioning {other}, {source} {again}.",
)
_OFFSET = (
    "{Source} places {handle} {offset} {anchor} and has {count} sentences on {other}, without a date.",
    "{Source} has {count} sentences on {other}, without a date, and places {handle} {offset} {anchor}.",
    "According to {source}, {handle} came {offset} {anchor}; its {count} sentences on {other} give no date.",
    "{Source} spends {count} sentences on {other} without a date, but says that {handle} came {offset} {anchor}.",
    "{Source} puts {handle} {offset} {anchor}, and not one of its {count} sentences on {other} has a date.",
    "In its {count} sentences on {other}, {source} gives no date, but it puts {handle} {offset} {anchor}.",
)
_COUNTS = ("three", "four", "five", "six", "seven", "eight")
_ANCHORS = (
    ("The chronicles mention a hard winter in {year}.", "the hard winter"),
    ("An almanac records an eclipse of the sun in {year}.", "the eclipse"),
    ("In {year} a great storm passed over the whole region.", "the great storm"),
    ("A long drought is recorded for {year}.", "the long drought"),
    ("In {year} a comet could be seen with the naked eye.", "the comet"),
    ("The summer of {year} brought a plague of grasshoppers.", "the plague of grasshoppers"),
    ("In {year} an earthquake was felt in this part of the country.", "the earthquake"),
)
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
_YEAR = re.compile(r"1\d\d\d|20\d\d")


@dataclass(frozen=True)
class Source:
    """The frames that all sentences of one passage are made in."""

    source: str
    again: str
    offset: str
    anchor: tuple[str, str]
    papers: tuple[str, str]
    ruling: str
    nth: str
    draw: int

    @classmethod
    def drawn(cls, text: str, random: Random) -> "Source":
        """Frames for a passage: the source is one that it does not speak of."""
        low = text.lower()
        sources = [one for one in _SOURCES if not set(one.split()[1:]) & set(re.findall(r"[a-z']+", low))]
        anchors = [one for one in _ANCHORS if one[1].split()[-1] not in low]
        papers = [one for one in _PAPERS if one[1] not in low]
        return cls(
            random.choice(sources or _SOURCES),
            random.choice(_AGAIN),
            random.choice(_OFFSET),
            random.choice(anchors or _ANCHORS),
            random.choice(papers or _PAPERS),
            random.choice(_RULING),
            random.choice(("first", "second")),
            random.randrange(1000),
        )

    def words(self) -> dict[str, str]:
        """The source, at the beginning of a sentence and within one."""
        return {"source": self.source, "Source": self.source[:1].upper() + self.source[1:]}


def restatements(sheet: Sheet, slots: Slots, text: str, random: Random) -> Iterator[Restatement]:
    """All sentences of a drawn passage; those that would tell what they should not are left out."""
    frames = Source.drawn(text, random)
    values = {name: _values(fact, slots) for name, fact in sheet.facts.items()}
    wrong = _wrong(sheet, slots, values, random)
    for one, other in permutations(sheet.facts, 2):
        if said := _again(sheet, slots, frames, one, other):
            yield from _kept(AGAIN, one, other, said, values)
        if told := _offset(sheet, slots, frames, one, other):
            yield from _kept(OFFSET, one, other, told, values)
        if one in wrong and other in wrong and (ruled := _ruled(sheet, slots, frames, one, other, wrong)):
            yield Restatement(id=f"{RULING}:{one}:{other}", about=one, beside=other, text=ruled[0], span=ruled[1])


def _values(fact: PassageFact, slots: Slots) -> tuple[str, ...]:
    return tuple(filled(one, slots) for one in (fact.value, *fact.also))


def _kept(
    kind: str, one: str, other: str, said: tuple[str, Span], values: Mapping[str, tuple[str, ...]]
) -> Iterator[Restatement]:
    """The sentence, unless it tells the other fact too."""
    text, span = said
    if not tells(text, values[other]):
        yield Restatement(id=f"{kind}:{one}:{other}", about=one, beside=other, text=text, span=span)


def _again(sheet: Sheet, slots: Slots, frames: Source, one: str, other: str) -> tuple[str, Span] | None:
    fact = sheet.facts[one]
    again, handle = filled(fact.again, slots), filled(sheet.facts[other].handle, slots)
    text = frames.again.format(again=again, other=handle, **frames.words())
    return _placed(text, text.index(again), again, _values(fact, slots))


def _placed(text: str, start: int, part: str, values: tuple[str, ...]) -> tuple[str, Span] | None:
    """The text and the place of a value in a part of it."""
    for value in sorted(values, key=len):
        found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", part)
        if found:
            return text, Span(start=start + found.start(), end=start + found.end())
    return None


def _offset(sheet: Sheet, slots: Slots, frames: Source, one: str, other: str) -> tuple[str, Span] | None:
    """Two sentences: one dates something else, one tells how far a fact's year lies from that; None for other facts.

    The year is the same whichever of the two facts is told.
    """
    years = [filled(sheet.facts[name].value, slots) for name in (one, other)]
    if not all(_YEAR.fullmatch(year) for year in years):
        return None
    low, high = sorted(map(int, years))
    taken = {*slots.values(), *(filled(fact.value, slots) for fact in sheet.facts.values())}
    free = [
        year for year in range(low - _FAR, min(high + _FAR, _LATEST)) if min(abs(year - low), abs(year - high)) >= _NEAR
    ]
    free = [year for year in free if str(year) not in taken and max(abs(year - low), abs(year - high)) <= _MOST_YEARS]
    if not free or low == high:
        return None
    dated, anchor = frames.anchor
    year = free[frames.draw % len(free)]
    distance = int(years[0]) - year
    said = f"{numerals.words(Fraction(abs(distance)))} years {'after' if distance > 0 else 'before'}"
    handle, beside = (filled(sheet.facts[name].handle, slots) for name in (one, other))
    told = frames.offset.format(
        count=_COUNTS[frames.draw % len(_COUNTS)],
        handle=handle,
        other=beside,
        anchor=anchor,
        offset=said,
        **frames.words(),
    )
    text = f"{dated.format(year=year)} {told}"
    start = text.index(said)
    return text, Span(start=start, end=start + len(said))


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
