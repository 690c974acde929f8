"""What comes of a question about the world: an answer, or the reason why it has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nescio.gen.registry.index import Index
from nescio.schemas.registry import TODAY, Asking, Triple


class Ending(StrEnum):
    """How a question ends."""

    ANSWER = "answer"
    FALSE = "false"
    """Something that it takes for granted is not so."""
    FUTURE = "future"
    """It asks how something went that has not taken place."""
    OVER = "over"
    """It takes something to lie ahead that has taken place."""
    UNKNOWN = "unknown"
    """Nobody knows."""
    CHANGING = "changing"
    """The answer goes on changing, and the question is about today."""
    NOT_YET = "not yet"
    """On the day in question there was none yet."""
    SILENT = "silent"
    """The registry does not say; nothing can be made of it."""


@dataclass(frozen=True)
class Outcome:
    """How a question ends, and the entry that says so.

    Of a false presupposition the entry is the true one; of what is future, past or changing it is the latest, or none.
    """

    ending: Ending
    entry: Triple | None = None
    presupposed: Triple | None = None
    """What the question rightly takes for granted."""


SILENT = Outcome(Ending.SILENT)


def outcome(index: Index, asking: Asking, filled: Mapping[str, str], reference: date) -> Outcome:
    """What comes of a question whose slots are filled with entities, on the day `reference`."""
    presupposed = None
    for one in asking.presupposes:
        entries = index.triples(filled[one.subject], one.relation)
        presupposed = next((entry for entry in entries if entry.value == filled[one.value]), None)
        if presupposed is None:
            true = [entry for entry in entries if entry.value is not None]
            return Outcome(Ending.FALSE, true[0]) if len(true) == len(entries) == 1 else SILENT
    if asking.relation is None:
        return Outcome(Ending.ANSWER, presupposed=presupposed)
    found = _asked(index, asking, filled, reference)
    return Outcome(found.ending, found.entry, presupposed)


def _asked(index: Index, asking: Asking, filled: Mapping[str, str], reference: date) -> Outcome:
    relation = index.relations[asking.relation or ""]
    subject = filled[asking.subject]
    entries = index.triples(subject, relation.name)
    if asking.tense is not None:
        day = index.day(relation.subject, subject)
        if day is None:
            return SILENT
        if asking.tense == "past" and day > reference:
            return Outcome(Ending.FUTURE, next(iter(entries), None))
        if asking.tense == "coming" and day <= reference:
            return Outcome(Ending.OVER, entries[0]) if entries else SILENT
    if "date" in filled:
        return _on_the_day(entries, filled["date"], reference, changing=relation.changing)
    if len(entries) != 1:
        return SILENT
    return Outcome(Ending.UNKNOWN if entries[0].value is None else Ending.ANSWER, entries[0])


def _on_the_day(entries: Sequence[Triple], day: str, reference: date, *, changing: bool) -> Outcome:
    at = reference if day == TODAY else date.fromisoformat(day)
    held = [one for one in entries if (one.since or date.min) <= at < (one.until or date.max)]
    if len(held) > 1 or not entries:
        return SILENT
    if changing and day == TODAY:
        return Outcome(Ending.CHANGING, held[0]) if held else SILENT
    if held:
        return Outcome(Ending.ANSWER if held[0].value is not None else Ending.UNKNOWN, held[0])
    first = min(entries, key=lambda one: one.since or date.min)
    return Outcome(Ending.NOT_YET, first) if first.since is not None and at < first.since else SILENT
