"""Many requests under way over an asynchronous iterator: how an engine that answers them one by one streams."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Protocol

from nescio.schemas.chat import ChatRequest, Fault, RawReply

Outcome = tuple[ChatRequest, RawReply | Fault]
Ask = Callable[[ChatRequest], Awaitable[RawReply | Fault]]


class Door(Protocol):
    """Says when another request may be taken."""

    def is_open(self) -> bool:
        """Whether one may be taken now."""
        ...

    async def opened(self) -> None:
        """Return once it may be open."""
        ...

    def free(self) -> None:
        """Told that a worker has ended a request and takes no other: let in whoever waits."""
        ...


class AlwaysOpen:
    """The door of an engine that takes as many as there are workers."""

    def is_open(self) -> bool:
        """Yes."""
        return True

    async def opened(self) -> None:
        """At once."""

    def free(self) -> None:
        """Nobody waits."""


async def pooled(
    requests: AsyncIterator[ChatRequest], capacity: int, one: Ask, door: Door | None = None
) -> AsyncGenerator[Outcome]:
    """The outcomes of `one` on every request as they end, at most `capacity` of them begun and not ended.

    A request is taken only while `door` is open. An error of `one`, `door` or `requests` ends the taking and is raised
    after the outcomes of what was under way. Where the consumer stops early, what is under way is cancelled.
    """
    pool = _Pool(requests, capacity, one, door or AlwaysOpen())
    try:
        pool.hire()
        while not pool.is_over:
            pool.news.clear()
            await pool.news.wait()
            while pool.ready:
                yield pool.ready.popleft()
    finally:
        await pool.dismiss()
    if pool.errors:
        raise pool.errors[0]


class _Pool:
    """Workers that take a request, ask for its outcome and take the next.

    A worker goes from one request to the next without giving way to another task, which is what makes it fast. One more
    than are needed waits at the door; it is hired by whoever takes a request while nobody waits.
    """

    def __init__(self, requests: AsyncIterator[ChatRequest], capacity: int, one: Ask, door: Door):
        self.ready: deque[Outcome] = deque()
        self.errors: list[BaseException] = []
        self.news = asyncio.Event()
        self._requests, self._capacity, self._one, self._door = requests, capacity, one, door
        self._workers: set[asyncio.Task[None]] = set()
        self._taker: asyncio.Task[None] | None = None
        """Who waits for the next request."""
        self._waiter: asyncio.Task[None] | None = None
        """Who waits at the door."""
        self._ended = False

    @property
    def is_over(self) -> bool:
        """Whether nothing is under way and nothing follows."""
        idle = self._waiter is not None
        return not self.ready and (self._ended or bool(self.errors)) and len(self._workers) == idle

    def hire(self) -> None:
        """Start a worker."""
        worker = asyncio.create_task(self._work())
        self._workers.add(worker)
        worker.add_done_callback(self._left)

    async def dismiss(self) -> None:
        """Cancel whoever is left."""
        workers = list(self._workers)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self) -> None:
        me = asyncio.current_task()
        while not (self._ended or self.errors):
            if self._taker is not None:
                break
            if not self._door.is_open():
                if self._waiter is not None:
                    break
                self._waiter = me
                try:
                    await self._door.opened()
                finally:
                    self._waiter = None
                continue
            self._taker = me
            try:
                request = await anext(self._requests)
            except StopAsyncIteration:
                self._ended = True
                break
            finally:
                self._taker = None
            if self._waiter is None and len(self._workers) < self._capacity:
                self.hire()
            self.ready.append((request, await self._one(request)))
            self.news.set()
            if len(self.ready) > self._capacity:
                await asyncio.sleep(0)  # engines that never wait would leave the consumer no turn
        self._door.free()

    def _left(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        error = asyncio.CancelledError() if worker.cancelled() else worker.exception()
        if error is not None:
            self.errors.append(error)
            if self._taker is not None:  # it may wait for the outcome that will not come
                self._taker.cancel()
        elif not self._workers and not self._ended and not self.errors:
            self.hire()
        self.news.set()
