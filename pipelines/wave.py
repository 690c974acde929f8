"""The questions of one call and where each stands: what the journal answers, what has to be asked, what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from nescio.pipelines.attempts import Attempts, Result
from nescio.pipelines.reply_store import Booked, ReplyStore
from nescio.schemas.chat import ChatRequest, Fault, RawReply

Outcomes = Sequence[tuple[ChatRequest, RawReply | Fault]]


@dataclass(frozen=True)
class Settled:
    """What came of recording some outcomes."""

    booked: list[Booked]
    following: list[ChatRequest]
    """Requests that are to be sent next, each once."""


class Wave(Generic[Result]):
    """The questions of one call. Used by one thread at a time. `left` counts those that wait for an outcome."""

    def __init__(self, stage: str, attempts: list[Attempts[Result]], store: ReplyStore, retry_failed: bool):
        """`retry_failed` asks once more what was given up or failed in an earlier run."""
        self.left = 0
        self.total = len(attempts)
        self._stage, self._attempts, self._store, self._retry = stage, attempts, store, retry_failed
        self._waiting: dict[str, list[Attempts[Result]]] = {}

    def begin(self) -> list[ChatRequest]:
        """Walk through what the journal has, and return the requests that it lacks, each once."""
        return self._walk(self._attempts, renew=self._retry)

    def settle(self, outcomes: Outcomes) -> Settled:
        """Make outcomes durable; only then are they used."""
        recorded = self._store.put(self._stage, {request.key: outcome for request, outcome in outcomes})
        moved = []
        for key, reply in recorded.read.items():
            waiting = self._waiting.pop(key, [])
            self.left -= len(waiting)
            for one in waiting:
                one.take(reply)
            moved += waiting
        return Settled(recorded.booked, self._walk(moved, renew=False))

    def _walk(self, attempts: Sequence[Attempts[Result]], *, renew: bool) -> list[ChatRequest]:
        """Move attempts on as far as the journal goes; what is to be sent, without what is under way already."""
        needed: list[ChatRequest] = []
        moving = [one for one in attempts if one.wanted is not None]
        while moving:
            known = self._store.get(list({one.wanted.key for one in moving if one.wanted is not None}))
            further = []
            for one in moving:
                request = one.wanted
                if request is None:
                    continue
                outcome = known.get(request.key)
                again = renew and not one.renewed and (one.beyond is not None or isinstance(outcome, Fault))
                if outcome is not None and not (again and isinstance(outcome, Fault)):
                    one.go_beyond()
                    one.take(outcome)
                    further.append(one)
                elif one.beyond is None or again:
                    one.renewed = one.renewed or again
                    one.go_beyond()
                    needed += self._await(one, request)
            moving = [one for one in further if one.wanted is not None]
        return needed

    def _await(self, one: Attempts[Result], request: ChatRequest) -> list[ChatRequest]:
        """Wait for a request's outcome; the request itself unless another question waits for it already."""
        waiting = self._waiting.setdefault(request.key, [])
        waiting.append(one)
        self.left += 1
        return [request] if len(waiting) == 1 else []
