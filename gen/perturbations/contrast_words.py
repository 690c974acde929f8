"""What the contrasts say: reference responses to questions of fact, and to what no fact answers.

Openings hold the name that the question is about, so that no opening is frequent; of those drawn the one nearest to a
length is taken that is drawn for both rows of a star, so that length does not tell the label.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from nescio.schemas.seed import Question

_CLOSINGS = (
    "So the answer is {answer}",
    "The answer is therefore {answer}",
    "What was asked has this answer: {answer}",
    "That is a matter of record, and it settles the question: {answer}",
    "In short: {answer}",
    "This can be looked up in any work of reference, and the answer is {answer}",
    "Put briefly, it is {answer}",
)
_BETWEEN = (
    "",
    "That is on record.",
    "Nothing more is needed here.",
    "It can be looked up in any work of reference.",
    "This is a matter of fact, and there is no dispute about it.",
)
_LEFT_ASIDE = (
    "The rest I leave aside.",
    "What you set aside can stay open.",
    "The other matter I leave aside, as you wish.",
    "About the other matter I need not say anything, as I understand you.",
)
"""Where the question sets a clause aside."""
_SHORTEST, _LONGEST = 110, 190
"""Between these lies the length, in characters, that the responses of a star are drawn near to."""
_OPENINGS: dict[str, tuple[str, ...]] = {
    "subjective": (
        "{A} and {b} each have their admirers",
        "{A} has its friends, and so has {b}",
        "{A} or {b}, that is for everyone to decide",
        "Between {a} and {b} no fact decides this",
        "For {a} as for {b} a case can be made",
        "With {a} and {b}, people come down on both sides",
        "{A} and {b} are judged differently by different people",
        "{A} against {b}: that is a question of taste",
    ),
    "unrecorded_detail": (
        "{A} is well documented, but not down to such a detail",
        "About {a} much is known, but not this",
        "For {a} no source goes into that",
        "With {a} the sources stop short of this",
        "{A} left many traces, though not of that kind",
        "On {a} one can read a great deal, but not that",
        "{A}: such a detail has not come down to us",
    ),
    "unsupported_request": (
        "{A} is something I can write about, but this I cannot do",
        "With {a} I can help in writing, not in this way",
        "About {a} I can answer in text and in no other way",
        "For {a} that is more than I can do",
        "{A} or anything else, this is beyond me",
        "On {a} I can give facts, but not this",
        "{A}: I am afraid that I cannot do this",
    ),
}
_MIDDLES: dict[str, tuple[str, ...]] = {
    "subjective": (
        "There is no {missing} on which all would agree.",
        "I would rather not pass off a preference as a fact.",
        "No figure can settle it.",
        "Any choice here would only be mine.",
        "",
    ),
    "unrecorded_detail": (
        "I do not know {missing}, and anybody who names something would be guessing.",
        "So {missing} is not known.",
        "Whatever one says of it would be made up.",
        "I would rather say that it is unknown than invent something.",
        "",
    ),
    "unsupported_request": (
        "What is lacking is {missing}.",
        "I would have to pretend.",
        "So I had better not pretend.",
        "I would rather say so than act as if it were done.",
        "",
    ),
}
_ENDS: dict[str, tuple[str, ...]] = {
    "subjective": ("Tell me what matters to you, and I can say how the two compare in that.", ""),
    "unrecorded_detail": ("What is on record I can look at with you.", "That cannot be found out any more.", ""),
    "unsupported_request": ("A question that words can answer I will gladly take.", ""),
}
_DRAWN = 24


@dataclass(frozen=True)
class Told:
    """What a response is about: the names in the question, what is lacking, why, and what to ask in return."""

    names: Sequence[str]
    missing: str
    why: str
    ask: str | None


def lengths(random: Random) -> int:
    """How long the responses of a star should be, in characters."""
    return random.randint(_SHORTEST, _LONGEST)


def answering(question: Question, sets_aside: bool, length: int, random: Random) -> str:
    """What the list says and, last, the answer: the drawn response nearest to that length."""
    between = (*_BETWEEN, *_LEFT_ASIDE) if sets_aside else _BETWEEN
    drawn = []
    for _ in range(_DRAWN):
        closing = random.choice(_CLOSINGS).format(answer=question.answer)
        parts = (question.solution, *random.sample(between, random.choice((1, 2, 2))), closing)
        drawn.append(" ".join(part for part in parts if part))
    return min(drawn, key=lambda one: abs(_size(one) - length))


def abstaining(kind: str, told: Told, answer: str, length: int, random: Random) -> str:
    """Why nobody can tell, and the question in return: the drawn response nearest to that length.

    It does not end in the seed's answer, which is that to another question.
    """
    drawn = [_drawn(kind, told, random) for _ in range(_DRAWN)]
    fitting = [one for one in drawn if not one.rstrip(" .?!").endswith(answer)]
    return min(fitting or drawn, key=lambda one: abs(_size(one) - length))


def _size(text: str) -> float:
    """Length in characters, half of it by the words (six to the word), so that neither count tells the label."""
    return (len(text) + 6 * len(text.split())) / 2


def _drawn(kind: str, told: Told, random: Random) -> str:
    first, last = told.names[0], told.names[-1]
    words = {
        "a": first,
        "b": last,
        "A": first[:1].upper() + first[1:],
        "missing": told.missing.removeprefix("a measure"),
    }
    words["missing"] = f"measure{words['missing']}" if words["missing"] != told.missing else told.missing
    opening = random.choice(_OPENINGS[kind]).format(**words)
    middle = random.choice(_MIDDLES[kind]).format(**words)
    end = told.ask if told.ask is not None and random.random() < 0.85 else random.choice(_ENDS[kind])
    return " ".join(part for part in (f"{opening}.", told.why, middle, end) if part)
