"""Judges: chat models that read a text without its label and name a verdict from a closed list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from pydantic import BaseModel

from nescio.schemas.asking import Asks, Parsed, Prompt, Question
from nescio.schemas.base import Frozen, Text
from nescio.schemas.chat import Fault, Message
from nescio.schemas.labelled import Task
from nescio.validation.calibration import JudgeVote

VERSION = "1"
STAGE = "judges"
"""What the tokens of judges are booked under."""

_Reply = TypeVar("_Reply", bound=BaseModel)


class Shown(Protocol):
    """All that a judge sees of a row or a labelled item."""

    @property
    def context(self) -> str:
        """The text that goes with the question."""
        ...

    @property
    def question(self) -> str:
        """The question."""
        ...


class Answerability(StrEnum):
    """Verdicts on a question."""

    ANSWERABLE = "answerable"
    UNANSWERABLE = "unanswerable"
    """What the answer needs is neither given nor known, or cannot be known."""
    UNDERSPECIFIED = "underspecified"
    """It can be meant in ways that have different answers."""
    FALSE_PREMISE = "false_premise"
    """It takes for granted what is false, impossible or contradicted by the text."""
    STALE = "stale"
    """The answer changes with time, and the text does not settle it."""
    SUBJECTIVE = "subjective"


class AnswerabilityReply(Frozen):
    """What is the matter with a question, if anything, and the verdict on it."""

    # The model reads the schema, this docstring among it. `missing` comes first, so that it is said before the verdict.
    missing: Text
    """What is missing, unclear or false; empty where nothing is."""
    verdict: Answerability


@dataclass(frozen=True)
class Judge:
    """Says of a context and a question whether it should be answered as it stands."""

    asks: Asks
    prompt: Prompt
    """Takes `context` and `question`."""
    name: str
    task: Task = Task.ANSWERABILITY

    @property
    def version(self) -> str:
        """Reader, prompt and model."""
        return version_of(VERSION, self.prompt, self.asks)

    def read_all(self, items: Sequence[Shown]) -> list[JudgeVote | Fault]:
        """One vote, or the reason for none, for each item, in order. Raises what `Asks.objects` does."""
        conversations = [self.prompt.render(context=item.context, question=item.question) for item in items]
        return votes(self.asks, STAGE, conversations, AnswerabilityReply, _vote)


def votes(
    asks: Asks,
    stage: str,
    conversations: Sequence[tuple[Message, ...]],
    wanted: type[_Reply],
    vote: Callable[[_Reply], JudgeVote],
) -> list[JudgeVote | Fault]:
    """Ask, and read nothing of a reply but the object that it had to be."""
    found = asks.objects(stage, [Question(messages) for messages in conversations], wanted)
    return [vote(one.value) if isinstance(one, Parsed) else one for one in found]


def version_of(reader: str, prompt: Prompt, asks: Asks) -> str:
    """The version of a judge: another reader, prompt or model is another judge."""
    return f"{reader} {prompt.name}@{prompt.version[:12]} {asks.name}"


def _vote(reply: AnswerabilityReply) -> JudgeVote:
    return JudgeVote(reply.verdict.value, reply.verdict is not Answerability.ANSWERABLE, reply.missing)
