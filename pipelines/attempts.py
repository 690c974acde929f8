"""From one question to one result: which request is sent next, and when to give up. Pure: a replay decides the same.

A further try is a request of its own with a key of its own (another seed, more tokens, a repair turn), so the journal
holds every reply that was paid for, and a later run walks the same way through it without asking.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from nescio.gen.engines.structured import Unreadable, read_object, repair, schema_text, with_schema
from nescio.schemas.asking import Object, Parsed, Path, Question
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Finish, Reply, Sampling

Result = TypeVar("Result")

TRIES = {
    FaultKind.TRUNCATED: 2,
    FaultKind.EMPTY: 3,
    FaultKind.NO_CHOICES: 3,
    FaultKind.FILTERED: 2,
    FaultKind.REFUSED: 2,
    FaultKind.UNPARSABLE: 3,
}
"""Replies of each faulty kind after which a question is given up. Faults of the way are the engine's to try again."""
SEED_STEP = 1_000_003
"""Between the seeds of further tries, so that they meet no replica's."""


@dataclass(frozen=True)
class Wrong:
    """A reply that is no result: its kind, what is wrong and, for a repair, the conversation that says so."""

    kind: FaultKind
    message: str


@dataclass
class Attempts(Generic[Result]):
    """One question's way. `current` is the request whose outcome is wanted; `result` is set once it is over."""

    first: ChatRequest
    read: Callable[[Reply], Result | Wrong]
    current: ChatRequest = field(init=False)
    result: Result | Fault | None = None
    seen: Counter[FaultKind] = field(default_factory=Counter)
    beyond: ChatRequest | None = None
    """The request that comes next where the tries are used up: followed if the journal has it, or on --retry-failed."""
    renewed: bool = False
    """Whether --retry-failed had its one more try already."""

    def __post_init__(self) -> None:
        """Begin with the first request."""
        self.current = self.first

    @property
    def wanted(self) -> ChatRequest | None:
        """The request whose outcome would move this on; null once it has succeeded or failed for good."""
        return self.current if self.result is None else self.beyond

    def take(self, outcome: Reply | Fault) -> None:
        """Go on with the outcome of `current`: to a result, or to a next request."""
        self.beyond = None
        if isinstance(outcome, Fault) and outcome.kind not in TRIES:
            self.result = outcome
            return
        found = Wrong(outcome.kind, outcome.message) if isinstance(outcome, Fault) else self.read(outcome)
        if not isinstance(found, Wrong):
            self.result = found
            return
        self.seen[found.kind] += 1
        following = self._next(found, outcome.text if isinstance(outcome, Reply) else "")
        if self.seen[found.kind] < TRIES[found.kind]:
            self.current = following
        else:
            self.result = Fault(found.kind, found.message, attempts=self.seen.total())
            self.beyond = following

    def go_beyond(self) -> None:
        """Take up a question again that was given up."""
        if self.beyond is not None:
            self.current, self.beyond, self.result = self.beyond, None, None

    def _next(self, found: Wrong, said: str) -> ChatRequest:
        tries = self.seen.total()
        sampling = self.first.sampling.model_copy(update={"seed": self.first.sampling.seed + SEED_STEP * tries})
        if found.kind is FaultKind.TRUNCATED:
            sampling = sampling.model_copy(update={"max_tokens": self.current.sampling.max_tokens * 2})
        if found.kind is FaultKind.UNPARSABLE:
            fixed = repair(self.first.messages, said, Unreadable(found.message))
            return replace(self.first, messages=fixed, sampling=sampling)
        return replace(self.first, sampling=sampling)


def text_attempts(question: Question, default: Sampling) -> Attempts[Reply]:
    """The way of a question that wants free text.

    A reply that was cut off, filtered or declined is a result as well, marked as what it is: whoever asks for free text
    wants to see what a model does. Only an empty one is asked for again.
    """
    return Attempts(_request(question, default, None), _read_text)


def object_attempts(question: Question, default: Sampling, wanted: type[Object]) -> Attempts[Parsed[Object]]:
    """The way of a question that wants an object."""
    schema = schema_text(wanted)

    def read(reply: Reply) -> Parsed[Object] | Wrong:
        wrong = _unusable(reply)
        if wrong is not None:
            return wrong
        found = read_object(reply.text, wanted)
        if isinstance(found, Unreadable):
            cut = reply.finish is Finish.LENGTH
            return Wrong(FaultKind.TRUNCATED if cut else FaultKind.UNPARSABLE, found.reason)
        if made.seen[FaultKind.UNPARSABLE]:
            return Parsed(found, reply, Path.REPAIRED)
        return Parsed(found, reply, Path.CONSTRAINED if reply.constrained else Path.PARSED)

    made = Attempts(_request(question, default, schema), read)
    return made


def _request(question: Question, default: Sampling, schema: str | None) -> ChatRequest:
    """The first request. A replica draws with a seed of its own, since engines know nothing of replicas."""
    sampling = question.sampling or default
    if question.replica:
        sampling = sampling.model_copy(update={"seed": sampling.seed + question.replica})
    messages = question.messages if schema is None else with_schema(question.messages, schema)
    return ChatRequest(messages, sampling, schema, question.replica)


def _read_text(reply: Reply) -> Reply | Wrong:
    said_nothing = not reply.text.strip() and reply.finish is Finish.STOP and reply.refusal is None
    return Wrong(FaultKind.EMPTY, "the reply is empty") if said_nothing else reply


def _unusable(reply: Reply) -> Wrong | None:
    """What keeps a reply from being read at all."""
    if reply.finish is Finish.FILTER:
        return Wrong(FaultKind.FILTERED, "the provider's filter cut the reply off")
    if reply.refusal is not None:
        return Wrong(FaultKind.REFUSED, f"the model declined: {reply.refusal[:200]}")
    if not reply.text.strip():
        cut = reply.finish is Finish.LENGTH
        return Wrong(FaultKind.TRUNCATED if cut else FaultKind.EMPTY, "the reply holds no answer")
    return None
