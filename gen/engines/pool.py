"""Many requests under way over an asynchronous iterator: how an engine that answers them one by one streams."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

from nescio.schemas.chat import ChatRequest, Fault, RawReply

Outcome = tuple[ChatRequest, RawReply | Fault]


async def pooled(
    requests: AsyncIterator[ChatRequest],
    capacity: int,
    one: Callable[[ChatRequest], Awaitable[RawReply | Fault]],
    room: Callable[[], Awaitable[None]] | None = None,
) -> AsyncGenerator[Outcome]:
    """The outcomes of `one` on every request as they end, at most `capacity` of them begun and not ended.

    `room` is waited for before each request is taken. An error of `one`, `room` or `requests` ends the taking and is
    raised after the outcomes of what was under way. Where the consumer stops early, what is under way is cancelled.
    """
    ready: deque[Outcome] = deque()
    under_way: set[asyncio.Task[Outcome]] = set()
    errors: list[BaseException] = []
    news, slot = asyncio.Event(), asyncio.Event()
    over = False

    async def ask(request: ChatRequest) -> Outcome:
        return request, await one(request)

    async def feed() -> None:
        while True:
            while len(under_way) >= capacity:
                slot.clear()
                await slot.wait()
            if room is not None:
                await room()
            try:
                request = await anext(requests)
            except StopAsyncIteration:
                return
            task = asyncio.create_task(ask(request))
            under_way.add(task)
            task.add_done_callback(end)

    def end(task: asyncio.Task[Outcome]) -> None:
        under_way.discard(task)
        if not fault(task):
            ready.append(task.result())
        slot.set()
        news.set()

    def fault(task: asyncio.Task[Outcome] | asyncio.Task[None]) -> bool:
        error = asyncio.CancelledError() if task.cancelled() else task.exception()
        if error is not None:
            errors.append(error)
            feeding.cancel()  # it may wait for the outcome that will not come
        return error is not None

    def fed(task: asyncio.Task[None]) -> None:
        nonlocal over
        over = True
        # Cancelled by an error, which is on the list already, or by the consumer, who waits for nothing more.
        if not (task.cancelled() and errors):
            fault(task)
        news.set()

    feeding = asyncio.create_task(feed())
    feeding.add_done_callback(fed)
    try:
        while True:
            while ready:
                yield ready.popleft()
            if over and not under_way:
                break
            news.clear()
            await news.wait()
    finally:
        begun = [feeding, *under_way]
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
    if errors:
        raise errors[0]
