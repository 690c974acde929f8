"""Asking an engine in tests: one event loop for all that is asked of it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from typing import Any, TypeVar

from nescio.gen.engines.replies import read_reply
from nescio.schemas.chat import ChatRequest, Fault, Message, RawReply, Reply, Sampling
from nescio.schemas.protocols import ChatEngine

Got = TypeVar("Got")


def asked(text: str, schema: str | None = None, replica: int = 0, **sampling: Any) -> ChatRequest:
    """A request of one user message; `sampling` as in Sampling, with 12 tokens at most."""
    return ChatRequest((Message("user", text),), Sampling(**{"max_tokens": 12, **sampling}), schema, replica)


class Talk:
    """An engine within one event loop."""

    def __init__(self, engine: ChatEngine):
        """The loop stays open until `close`."""
        self.engine = engine
        self._loop = asyncio.new_event_loop()

    def run(self, doing: Coroutine[Any, Any, Got]) -> Got:
        """What `doing` gives, run in the loop."""
        return self._loop.run_until_complete(doing)

    def outcomes(self, requests: Iterable[ChatRequest], capacity: int = 8) -> dict[str, RawReply | Fault]:
        """The outcomes by the keys of their requests."""

        async def collect() -> dict[str, RawReply | Fault]:
            found = {}
            async for request, outcome in self.engine.stream(each(requests), capacity):
                assert request.key not in found
                found[request.key] = outcome
            return found

        return self.run(collect())

    def replies(self, requests: Iterable[ChatRequest], capacity: int = 8) -> list[Reply]:
        """The replies in the order of the requests, of which none may fail."""
        wanted = list(requests)
        found = self.outcomes(wanted, capacity)
        return [read(found[request.key]) for request in wanted]

    def close(self) -> None:
        """Close the engine and the loop."""
        self.run(self.engine.close())
        self._loop.close()


def read(outcome: RawReply | Fault) -> Reply:
    """The reply of an outcome that must be one."""
    assert isinstance(outcome, RawReply), outcome
    reply = read_reply(outcome)
    assert isinstance(reply, Reply), reply
    return reply


async def each(requests: Iterable[ChatRequest]) -> AsyncIterator[ChatRequest]:
    """The requests as an asynchronous iterator."""
    for request in requests:
        yield request
