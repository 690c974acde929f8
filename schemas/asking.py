"""How the rest of nescio asks chat models: questions in, one typed result for each, every reply in the journal.

`Asks` is injected: gen and validation never see an engine. What is asked for is free text or one pydantic object.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from nescio.schemas.chat import Fault, Message, Reply, Sampling

Object = TypeVar("Object", bound=BaseModel)


@dataclass(frozen=True)
class Question:
    """A conversation that waits for a reply. What is not said here comes from the model's entry in the recipe."""

    messages: tuple[Message, ...]
    sampling: Sampling | None = None
    replica: int = 0


class Path(StrEnum):
    """How an object came out of a reply."""

    CONSTRAINED = "constrained"
    """The engine kept the model to the schema."""
    PARSED = "parsed"
    """Free text that held the object."""
    REPAIRED = "repaired"
    """The model was shown what was wrong and said it again."""


@dataclass(frozen=True)
class Parsed(Generic[Object]):
    """An object that a model gave, validated."""

    value: Object
    reply: Reply
    path: Path


class Asks(Protocol):
    """One chat model behind the journal: each question's reply is durable before it is returned.

    Both raise EngineMisused, EngineDown or BudgetReached where asking cannot go on; what was said before is kept, and
    the same call goes on from there.
    """

    @property
    def name(self) -> str:
        """The model's name and revision, for cards and verdicts."""
        ...

    @property
    def identity(self) -> str:
        """Hash of model and revision."""
        ...

    def text(self, stage: str, questions: Sequence[Question]) -> list[Reply | Fault]:
        """One reply or the reason for none for each question, in order. `stage` is what tokens are booked under."""
        ...

    def objects(self, stage: str, questions: Sequence[Question], wanted: type[Object]) -> list[Parsed[Object] | Fault]:
        """The same with replies that are instances of `wanted`, whose JSON Schema the engine is held to if it can."""
        ...


class Prompt(Protocol):
    """A prompt template from gen/prompts, rendered once with its data between delimiters."""

    @property
    def name(self) -> str:
        """Its file's name."""
        ...

    @property
    def version(self) -> str:
        """Hash of the template: a changed prompt is another checker."""
        ...

    def render(self, **values: str | Sequence[str]) -> tuple[Message, ...]:
        """The conversation with each value as data. Raises PromptError for a missing or unknown value."""
        ...
