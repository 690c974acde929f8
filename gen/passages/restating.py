"""Sentences that tell a fact of a passage once more: told outright, counted from another year, or ruled on.

Each tells one fact and names another one of which it tells nothing, in one frame for all facts of a passage, so that
neither a name nor a frame gives away which of the two is told (docs/design/018).
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
_MOST_YEARS, _FAR, _NEAR, _NEAREST = 50, 20, 3, 15
"""Years: the longest distance; how far outside both years the other one lies at most; how far from each at least; of
how many that lie nearest to both one is drawn."""
_SOURCES = (
    "a newspaper article", "a short article", "a magazine article", "a local history", "a letter to the editor",
    "a newspaper report", "a leaflet", "a recent book", "a handwritten note", "a radio report",
)  # fmt: skip
_AGAIN = (
    "{Source} {again} and mentions {other}.",
    "{Source} {again} but does not mention {other}.",
    "{Source} {again} and also mentions {other}.",
    "{Source} {again} but leaves out {other}.",
)
"""What is told stands first: with the other order, how near a number stands to the question's words told the label."""
_OFFSET = (
    "No record gives the year of {other}, but {handle} came {offset} {anchor}.",
    "{Handle} came {offset} {anchor}; the year of {other} is not recorded.",
    "The year of {other} is not known, but {handle} came {offset} {anchor}.",
    "{Handle} came {offset} {anchor}, but nobody is sure about the year of {other}.",
    "Nobody seems to know the year of {other}, but {handle} came {offset} {anchor}.",
)
_ANCHORS = (
    ("The railway reached the district in {year}.", "the railway", "rail", 1845, 1910),
    ("Electric light came to the district in {year}.", "electric light", "electric", 1885, 1935),
    ("The district got its first telephone in {year}.", "the first telephone", "telephone", 1885, 1930),
    ("The district hospital was opened in {year}.", "the hospital opened", "hospital", 1860, _LATEST),
    ("The new town hall was completed in {year}.", "the new town hall", "town hall", 1400, 1990),
    ("The bypass was opened in {year}.", "the bypass opened", "bypass", 1955, _LATEST),
    ("The post office was opened in {year}.", "the post office opened", "post", 1840, 1960),
    ("The swimming pool was opened in {year}.", "the swimming pool opened", "pool", 1930, _LATEST),
    ("The old market hall burned down in {year}.", "the fire in the market hall", "market", 1400, 1990),
    ("A great flood struck the district in {year}.", "the great flood", "flood", 1400, _LATEST),
)
"""A sentence that dates something, how that is named then, what a passage with it may not speak of, and the years."""
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
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our)\b")


@dataclass(frozen=True)
class Source:
    """The frames that all sentences of one passage are made in."""

    source: str
    again: str
    offset: str
    anchors: tuple[tuple[str, str, str, int, int], ...]
    papers: tuple[str, str]
    ruling: str
    nth: str
    draw: int

    @classmethod
    def drawn(cls, text: str, random: Random) -> "Source":
        """Frames for a passage: the source is one that it does not speak of."""
        low = text.lower()
        sources = [one for one in _SOURCES if not set(one.split()[1:]) & set(re.findall(r"[a-z']+", low))]
        anchors = [one for one in _ANCHORS if one[2] not in low]
        papers = [one for one in _PAPERS if one[1] not in low]
        return cls(
            random.choice(sources or _SOURCES),
            random.choice(_AGAIN),
            random.choice(_OFFSET),
            tuple(random.sample(anchors, len(anchors))),
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
        alike = _sort(values[one][0]) == _sort(values[other][0])
        if alike and not _FIRST_PERSON.search(text) and (said := _again(sheet, slots, frames, one, other)):
            yield from _kept(AGAIN, one, other, said, values)
        if told := _offset(sheet, slots, frames, one, other):
            yield from _kept(OFFSET, one, other, told, values)
        if one in wrong and other in wrong and (ruled := _ruled(sheet, slots, frames, one, other, wrong)):
            yield Restatement(id=f"{RULING}:{one}:{other}", about=one, beside=other, text=ruled[0], span=ruled[1])


def _values(fact: PassageFact, slots: Slots) -> tuple[str, ...]:
    return tuple(filled(one, slots) for one in (fact.value, *fact.also))


def _sort(value: str) -> str:
    """What a value is: two facts of one kind are told alike, so that the kind of answer gives nothing away."""
    if _YEAR.fullmatch(value):
        return "year"
    if re.match(r"\d", value):
        return "number"
    return "name" if value[:1].isupper() else "words"


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
    free = sorted(free, key=lambda year: (max(abs(year - low), abs(year - high)), year))[:_NEAREST]
    year = free[frames.draw % len(free)]
    fitting = [one for one in frames.anchors if one[3] <= year <= one[4]]
    if not fitting:
        return None
    dated, anchor, *_ = fitting[0]
    distance = int(years[0]) - year
    said = f"{numerals.words(Fraction(abs(distance)))} years {'after' if distance > 0 else 'before'}"
    handle, beside = (filled(sheet.facts[name].handle, slots) for name in (one, other))
    told = frames.offset.format(
        handle=handle,
        Handle=handle[:1].upper() + handle[1:],
        other=beside,
        anchor=anchor,
        offset=said,
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
