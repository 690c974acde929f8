"""Sentences by the author of a sheet that tell one of two facts in another place and leave the other one open.

They stand in one place whichever of the two is told, and are in one form, so that neither place nor form gives away
which it is (docs/design/018).
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random

from nescio.gen.passages.draw import Slots, filled, options, sentence
from nescio.gen.passages.model import Counted, PassageFact, Retold, Sheet
from nescio.gen.passages.told import tells
from nescio.gen.templates import numerals
from nescio.schemas.evidence import Span
from nescio.schemas.passage import Restatement

AGAIN, OFFSET = "again", "offset"
"""What a sentence does; its id begins with it."""
_WHEN = re.compile(r"^(?:in which (?:year|month)|on which day(?: of the week)?|at what time) ")
_OPENINGS = frozenset("The A An At In On For After There".split())
"""First words of a solution that are no names."""
_NEAREST, _FARTHEST = 2, 99
"""Years: how far something else lies from both facts at least and at most."""


def retellings(sheet: Sheet, slots: Slots, ends: Mapping[int, int], random: Random) -> Iterator[Restatement]:
    """Those of a drawn passage, in a drawn form; `ends` says where each line of the sheet's text ends in it.

    One that would tell the other fact too is left out.
    """
    for number, retold in enumerate(sheet.retold):
        yield from _both(sheet, slots, retold, random.choice(retold.forms), f"{AGAIN}:{number}", ends)
    if sheet.counted is not None:
        form, year = random.choice(sheet.counted.forms), _year(sheet, slots, sheet.counted, random)
        if year is not None:
            yield from _both(sheet, {**slots, "year": str(year)}, sheet.counted, form, OFFSET, ends)


def _both(
    sheet: Sheet, slots: Slots, retold: Retold, form: str, kind: str, ends: Mapping[int, int]
) -> Iterator[Restatement]:
    one, other = retold.names
    for told, untold in ((one, other), (other, one)):
        fact, other_fact = sheet.facts[told], sheet.facts[untold]
        said, hole, dated = filled(fact.value, slots), "value", ""
        if isinstance(retold, Counted):
            hole, dated = ("later" if "{later}" in form else "far"), f"{sentence(retold.dated, slots)} "
            said = _far(int(said) - int(slots["year"]), hole)
        whole = form.replace("{says}", _clause(fact, "{value}")).replace("{did}", _clause(fact, ""))
        whole = whole.replace("{asks}", _WHEN.sub("when ", other_fact.missing))
        words = {**slots, "told": filled(retold.names[told], slots), "open": filled(retold.names[untold], slots)}
        before, after = (filled(part, words) for part in whole.split(f"{{{hole}}}"))
        text, start = before + said + after, len(dated) + len(before)
        text = dated + text[:1].upper() + text[1:]
        if not tells(text, [filled(one, slots) for one in (other_fact.value, *other_fact.also)]):
            yield Restatement(
                id=f"{kind}:{told}:{untold}",
                about=told,
                beside=untold,
                text=text,
                span=Span(start=start, end=start + len(said)),
                at=ends[sheet.line(retold.after)],
            )


def _clause(fact: PassageFact, value: str) -> str:
    """What a fact's solution says, as a clause, with another value in it, or none and not "in" either."""
    said = fact.solution.removesuffix(".").replace(fact.value, value).removesuffix(" in ")
    return said[:1].lower() + said[1:] if said.split()[0] in _OPENINGS else said


def _year(sheet: Sheet, slots: Slots, counted: Counted, random: Random) -> int | None:
    """A year for what is counted from, the same whichever of the two is told; None where none is free."""
    values = [filled(sheet.facts[name].value, slots) for name in counted.names]
    if not all(re.fullmatch(r"\d{4}", value) for value in values):
        return None
    taken = {*slots.values(), *(filled(fact.value, slots) for fact in sheet.facts.values())}
    free = [
        int(year)
        for year in options("year", counted.year)
        if year not in taken and all(_NEAREST <= abs(int(year) - int(value)) <= _FARTHEST for value in values)
    ]
    return random.choice(free) if free else None


def _far(years: int, hole: str) -> str:
    forth, back = ("later", "earlier") if hole == "later" else ("after", "before")
    return f"{numerals.words(Fraction(abs(years)))} years {forth if years > 0 else back}"
