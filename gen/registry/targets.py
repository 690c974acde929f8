"""Reference responses about the world (design section 5): what is so, and what follows for the question.

Every response begins with what the registry says, since an opening of its own would tell the label; of the frames
drawn the one nearest in length to the response of the other kind is taken.
"""

from datetime import date
from random import Random

from nescio.gen.registry.index import Index, said, shown, upper_first
from nescio.gen.registry.outcomes import Ending, Outcome
from nescio.schemas.registry import TODAY, Triple
from nescio.schemas.seed import Question

_CLOSINGS = (
    "So the answer is {answer}",
    "The answer is therefore {answer}",
    "This gives the answer: {answer}",
    "That answers the question: {answer}",
    "Hence {answer}",
    "In short: {answer}",
    "So it is {answer}",
    "Which makes the answer {answer}",
)
_REASONS = (
    "That is the reason: {answer}",
    "It is because {answer}",
    "The reason is that {answer}",
    "This is why: {answer}",
)
"""Closings where the question is why."""

_FALSE = (
    "{right}, so the question starts from a mistake: it takes {value} for {true}.",
    "{right}. What the question takes for granted, that {wrong}, is not so.",
    "{right}, not {value}. Asked of {value}, the question has no answer.",
    "{right}. That {wrong} is a mix-up, so nothing true can be said in reply.",
    "{right}; the question has {value} in the place of {true}.",
    "{right}. It is not the case that {wrong}. Did you mean {true}?",
    "{right}. The question puts {value} there, which does not hold. Did you mean {true}?",
    "{right}, so I cannot answer a question that supposes that {wrong}.",
    "{right}. There is nothing to tell about {value} in this connection.",
    "{right}. Is it {true} that you want to know about? For {value} it does not hold.",
)
_FUTURE = (
    "{subject} had not been held by {today}, so how it went cannot be known.",
    "{subject} lay in the future on {today}. Nobody could say yet.",
    "As of {today}, {subject} was still to come, so there is no answer so far.",
    "By {today} nothing of the kind had been decided: {subject} was still ahead.",
    "What came of {subject} was open on {today}; any name would be a guess.",
    "{subject} is later than {today}, the day up to which I can tell. It remains to be seen.",
    "On {today}, {subject} had yet to begin. I can tell that it is planned, not how it ends.",
    "No result of {subject} existed on {today}; a prediction is all that one could give.",
)
_OVER = (
    "{right}, and {subject} is over: it began on {since}. Nobody is still getting ready for it.",
    "{subject} took place before {today}: {right}, and it began on {since}.",
    "{right}. That was on {since}, so nothing of it lies ahead any more.",
    "{right}. {Subject} began on {since} and is history.",
    "{right}, but the question speaks of it as still to come, and it began on {since}.",
    "{since} was the day on which {subject} began: {right}, and nothing of it is ahead of us.",
)
_UNKNOWN = (
    "{reason} So the question has no answer that anybody could give.",
    "{reason} Nobody knows, and a name or a date would be made up.",
    "{reason} That is not known to anyone, so I cannot tell either.",
    "{reason} Until something turns up, the question stays open.",
    "{reason} All that can be said is that it is not known.",
    "{reason} There are guesses, but no knowledge of it.",
)
_CHANGING = (
    "{right} on {today}, which is as far as I can tell. It changes, so please look up who or what it is now.",
    "{right}, going by {today}. Whether that still holds today I cannot know.",
    "{right} when I last knew, on {today}. That may have changed since; a current source will say.",
    "{right}: that was so on {today}. For today's answer one has to look at a source of today.",
    "{right} as of {today}. This changes in time, and I do not know what day it is for you.",
    "{right} on {today}. I cannot see what has happened since, so I had rather not name anyone for today.",
)
_NOT_YET = (
    "{right}, but only on {since}. On {day} there was nobody yet of whom one could say so.",
    "{right}. That happened on {since}, after {day}, so on that day the question had no answer.",
    "{right} on {since}. The question asks about {day}, when it had not happened.",
    "{since} is the day on which this came about: {right}. On {day} it still lay ahead.",
    "{right}, and that was on {since}; {day} is too early for any answer.",
    "{right}. As this was on {since}, the question takes for granted what was not so on {day}.",
)
_FRAMES = {
    Ending.FALSE: _FALSE,
    Ending.FUTURE: _FUTURE,
    Ending.OVER: _OVER,
    Ending.UNKNOWN: _UNKNOWN,
    Ending.CHANGING: _CHANGING,
    Ending.NOT_YET: _NOT_YET,
}
_DRAWN = 4


def answered(question: Question, random: Random, *, why: bool = False) -> str:
    """What the registry says and, last, the answer, or the reason where the question is why."""
    closing = random.choice(_REASONS if why else _CLOSINGS).format(answer=question.answer)
    return f"{question.solution} {closing}"


def refused(ended: Outcome, words: dict[str, str], like: str, random: Random) -> str:
    """Why there is no answer, in a frame that makes it about as long as `like`."""
    frames = random.sample(_FRAMES[ended.ending], _DRAWN)
    texts = (upper_first(frame.format(**words)) for frame in frames)
    return min(texts, key=lambda text: abs(len(text) - len(like)))


def words_of(index: Index, ended: Outcome, filled: dict[str, str], reference: date) -> dict[str, str]:
    """What the frames name: the true entry as a statement, the false one, the days."""
    entry = ended.entry
    words = {"today": shown(reference), "subject": filled["subject"], "value": filled.get("value", "")}
    words["Subject"] = upper_first(words["subject"])
    words["day"] = "" if filled.get("date", TODAY) == TODAY else shown(date.fromisoformat(filled["date"]))
    if entry is not None:
        relation = index.relations[entry.relation]
        true = entry.value or ""
        words |= {"right": said(relation, entry.subject, true) if true else "", "true": true}
        words |= {"wrong": _lower(said(relation, entry.subject, filled.get("value", "")), entry, filled)}
        words |= {"reason": entry.unknown or "", "since": shown(entry.since) if entry.since else ""}
    return words


def _lower(statement: str, entry: Triple, filled: dict[str, str]) -> str:
    """The statement as a clause: without its capital, unless it begins with a name."""
    named = statement.startswith((entry.subject, filled.get("value", "\0")))
    return statement if named else statement[:1].lower() + statement[1:]
