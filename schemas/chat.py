"""What is asked of a chat model and what it says: requests, replies and the ways in which there is none.

Plain dataclasses instead of pydantic models: they are made by the program alone, thousands a second.
"""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import Field

from nescio.schemas.base import Frozen


class Sampling(Frozen):
    """How a reply is drawn. All of it is part of a request's key."""

    temperature: float = Field(default=0.0, ge=0)
    top_p: float = Field(default=1.0, gt=0, le=1)
    max_tokens: int = Field(default=512, ge=1)
    stop: tuple[str, ...] = ()
    seed: int = 0
    logprobs: int = Field(default=0, ge=0, le=20)
    """So many alternatives of each token, with log-probabilities; 0 asks for none."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class ChatRequest:
    """One request to a chat model, complete: equal requests to one model are the same observation."""

    messages: tuple[Message, ...]
    sampling: Sampling
    schema: str | None = None
    """A JSON Schema as canonical JSON text; the reply is to be an instance of it. Null asks for free text."""
    replica: int = 0
    """Tells apart independent draws of the same request."""

    @cached_property
    def key(self) -> str:
        """SHA-256 over messages, schema, sampling (its seed among it) and replica, in hexadecimal; nothing else."""
        # Escaped to ASCII: a text of a user may hold lone surrogates, which have no bytes in UTF-8.
        parts = [
            [[one.role, one.content] for one in self.messages],
            self.schema,
            _canonical(self.sampling),
            self.replica,
        ]
        return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


@lru_cache(maxsize=64)
def _canonical(sampling: Sampling) -> list[tuple[str, object]]:
    """Every field in a fixed order. Few samplings serve many requests."""
    return [*sampling.model_dump(mode="json").items()]


class Finish(StrEnum):
    """Why a reply ended."""

    STOP = "stop"
    LENGTH = "length"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    """One token of a reply, its log-probability (natural logarithm) and the likeliest tokens in its place."""

    token: str
    logprob: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the engine counts them and cost in US dollars; null where it does not say."""

    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model said, read from a RawReply."""

    text: str
    """The answer, without thinking blocks."""
    finish: Finish = Finish.STOP
    thinking: str | None = None
    refusal: str | None = None
    """What the server's own `refusal` field says, where it has one."""
    usage: Usage = Usage()
    constrained: bool = False
    """Whether the engine was made to keep to the schema while it wrote."""
    logprobs: tuple[TokenLogprob, ...] = ()


@dataclass(frozen=True, slots=True)
class RawReply:
    """What an engine gave, as it gave it: the journal stores this, and reading it is a view that may change."""

    format: Literal["openai", "nescio"]
    """`openai`: the body of a chat completion. `nescio`: a Reply as JSON, by an engine in this process."""
    body: str
    constrained: bool = False


class FaultKind(StrEnum):
    """Why there is no usable reply."""

    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    NOT_JSON = "not_json"
    """A body that is no chat completion: HTML, nothing, JSON of another shape, with status 200."""
    REJECTED = "rejected"
    """The server says that this request is wrong (a 4xx): asking again does not help."""
    TOO_LARGE = "too_large"
    """A reply above the size cap."""
    TOO_LONG = "too_long"
    """The prompt does not fit the model's window."""
    NO_CHOICES = "no_choices"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    FILTERED = "filtered"
    REFUSED = "refused"
    UNPARSABLE = "unparsable"
    UNASKED = "unasked"
    """Never sent, since a limit of tokens or cost was reached; no failure."""


TRANSIENT = frozenset(
    {
        FaultKind.RATE_LIMITED,
        FaultKind.SERVER_ERROR,
        FaultKind.CONNECTION,
        FaultKind.TIMEOUT,
        FaultKind.NOT_JSON,
    }
)
"""Faults of the way there and back: an engine asks again by itself, so often and no more."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A request that came to nothing. A result like a reply, never an exception."""

    kind: FaultKind
    message: str
    status: int | None = None
    attempts: int = 1


class Capabilities(Frozen):
    """What an engine can do with its model."""

    json_schema: bool
    """Whether it keeps the model to a JSON Schema while it writes."""
    logprobs: bool
    system_role: bool
    chat_template: bool = True
    thinking: bool = False
