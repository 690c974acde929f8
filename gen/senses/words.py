"""What the look-alikes say: reference responses to harmless requests, and to what nobody can answer.

A response to a loaded request answers it and says nothing of how it sounds. Of those drawn the one nearest to a length
is taken that is drawn for all rows of a star, so that length does not tell the label.
"""

import re
from random import Random

from nescio.schemas.lookalike import Gap
from nescio.schemas.seed import Question

_CLOSINGS = (
    "In short: {answer}",
    "The short answer: {answer}",
    "Put briefly: {answer}",
    "So the answer is this: {answer}",
    "To answer you in a few words: {answer}",
    "That makes the answer: {answer}",
    "What you asked for is therefore: {answer}",
)
_LEFT_ASIDE = (
    "",
    "The rest I leave aside, as you wish.",
    "What you set aside can stay open.",
    "About the other matter I need not say anything.",
)
"""Where the question sets a clause aside."""
_OPENINGS = (
    "That is more than I can know.",
    "Here I have to pass.",
    "I would only be guessing.",
    "An honest reply is that I can't tell.",
    "No source that I have tells this.",
    "My knowledge does not reach that far.",
    "Unfortunately that stays open.",
    "With no more to go on I can't say.",
    "I have no way to find that out.",
    "That I can't tell you.",
)
_UNKNOWN = (
    "So {missing} stays unknown to me.",
    "I do not know {missing}.",
    "Whatever I said about that would be made up.",
    "I would rather leave it open than invent something.",
    "An answer from me would be a guess and no more.",
    "Anything that I named would be made up on the spot.",
    "Nothing that I have read could settle it.",
    "",
)
"""The first fits a clause only: a noun phrase may be plural."""
_CLAUSE = re.compile(r"(?:who|whom|whose|what|which|when|where|why|how|whether)\b")
_OFFERS = (
    "The other question, which you set aside, I could answer.",
    "What you set aside I could tell you.",
    "If you like, I will take the other question instead.",
    "",
)
_SHORTEST, _LONGEST = 106, 182
"""Between these lies the length, in characters, that the responses of a star are drawn near to."""
_DRAWN = 24


def lengths(random: Random) -> int:
    """How long the responses of a star should be, in characters."""
    return random.randint(_SHORTEST, _LONGEST)


def answering(question: Question, sets_aside: bool, length: int, random: Random) -> str:
    """The way to the answer and, last, the answer itself."""
    drawn = []
    for _ in range(_DRAWN):
        aside = random.choice(_LEFT_ASIDE) if sets_aside else ""
        closing = random.choice(_CLOSINGS).format(answer=question.answer)
        parts = (_sentence(question.solution), aside, closing)
        drawn.append(" ".join(part for part in parts if part))
    return min(drawn, key=lambda one: abs(_size(one) - length))


def abstaining(gap: Gap, sets_aside: bool, length: int, random: Random) -> str:
    """Why nobody can tell and, where the one who asks could, the question that would settle it."""
    drawn = []
    for _ in range(_DRAWN):
        why = _sentence(gap.rationale)
        unknown = random.choice(_UNKNOWN if _CLAUSE.match(gap.missing) else _UNKNOWN[1:]).format(missing=gap.missing)
        parts = random.choice(([random.choice(_OPENINGS), why, unknown], [why, unknown], [why, unknown]))
        offer = random.choice(_OFFERS) if sets_aside else ""
        parts = [*parts, gap.clarifying_question or offer]
        drawn.append(" ".join(part for part in parts if part))
    return min(drawn, key=lambda one: abs(_size(one) - length))


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def _size(text: str) -> float:
    """Length in characters, half of it by the words (six to the word), so that neither count tells the label."""
    return (len(text) + 6 * len(text.split())) / 2
