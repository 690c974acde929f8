"""A pool of workers over an asynchronous iterator: how an engine that answers requests one by one streams."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from nescio.schemas.chat import ChatRequest, Fault, RawReply

Outcome = tuple[ChatRequest, RawReply | Fault]


async def pooled(
    requests: AsyncIterator[ChatRequest],
    capacity: int,
    one: Callable[[ChatRequest], Awaitable[RawReply | Fault]],
) -> AsyncIterator[Outcome]:
    """The outcomes of `one` on every request as they end, at most `capacity` under way.

    An error of `one` or of `requests` is raised after the outcomes of what was under way. Where the consumer stops
    early, what is under way is cancelled.
    """
    done: asyncio.Queue[Outcome | None] = asyncio.Queue()
    errors: list[Exception] = []
    feeding = asyncio.Lock()
    ended = False
    waiting: asyncio.Task[None] | None = None

    async def work() -> None:
        nonlocal ended, waiting
        try:
            while True:
                async with feeding:
                    if ended or errors:
                        return
                    waiting = asyncio.current_task()
                    try:
                        request = await anext(requests)
                    except StopAsyncIteration:
                        ended = True
                        return
                    finally:
                        waiting = None
                done.put_nowait((request, await one(request)))
        except Exception as error:  # noqa: BLE001  raised again below, once the others have ended
            errors.append(error)
            if waiting is not None:  # the feeder may wait for the outcome that will not come
                waiting.cancel()
        finally:
            done.put_nowait(None)

    workers = [asyncio.create_task(work()) for _ in range(capacity)]
    try:
        left = capacity
        while left:
            outcome = await done.get()
            if outcome is None:
                left -= 1
            else:
                yield outcome
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    if errors:
        raise errors[0]
