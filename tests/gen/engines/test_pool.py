"""Many requests under way over an asynchronous iterator."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from nescio.gen.engines.pool import Outcome, pooled
from nescio.schemas.chat import ChatRequest, RawReply
from nescio.schemas.errors import EngineDown
from tests.gen.engines.streaming import asked, each


def raw(request: ChatRequest) -> RawReply:
    """A reply that tells the question."""
    return RawReply("nescio", request.messages[0].content)


async def collect(outcomes: AsyncIterator[Outcome], found: list[str]) -> None:
    """Put the replies into `found` as they come."""
    async for _, outcome in outcomes:
        assert isinstance(outcome, RawReply)
        found.append(outcome.body)


async def others() -> int:
    """Tasks besides this one, once those that were cancelled are gone."""
    await asyncio.sleep(0)
    return len(asyncio.all_tasks()) - 1


def test_every_request_has_one_outcome_and_no_more_than_capacity_are_begun() -> None:
    """A thousand requests of different lengths, seven at a time."""
    begun = most = 0
    seven = asyncio.Event()

    async def one(request: ChatRequest) -> RawReply:
        nonlocal begun, most
        begun += 1
        most = max(most, begun)
        if begun == 7:
            seven.set()
        await seven.wait()
        for _ in range(int(request.messages[0].content) % 5):
            await asyncio.sleep(0)
        begun -= 1
        return raw(request)

    async def use() -> list[str]:
        requests = each(asked(str(number)) for number in range(1000))
        return [outcome.body async for _, outcome in pooled(requests, 7, one) if isinstance(outcome, RawReply)]

    assert sorted(asyncio.run(use()), key=int) == [str(number) for number in range(1000)]
    assert most == 7


def test_nothing_asked_gives_nothing() -> None:
    """An empty iterator ends at once."""

    async def one(request: ChatRequest) -> RawReply:
        return raw(request)

    async def use() -> list[Outcome]:
        return [outcome async for outcome in pooled(each([]), 4, one)]

    assert asyncio.run(use()) == []


def test_a_feeder_may_wait_for_outcomes_with_one_place() -> None:
    """The next request is made of the last outcome, at capacity one."""

    async def one(request: ChatRequest) -> RawReply:
        return raw(request)

    async def use() -> list[str]:
        told: asyncio.Queue[str] = asyncio.Queue()
        told.put_nowait("start")

        async def chain() -> AsyncIterator[ChatRequest]:
            for number in range(20):
                yield asked(f"{(await told.get())[:5]} {number}")

        found = []
        async for _, outcome in pooled(chain(), 1, one):
            assert isinstance(outcome, RawReply)
            told.put_nowait(outcome.body)
            found.append(outcome.body)
        return found

    assert asyncio.run(use()) == [f"start {number}" for number in range(20)]


def test_an_error_is_raised_after_what_was_under_way() -> None:
    """The fifth request fails for good while four others are under way: their outcomes come first, nothing is begun."""
    begun: list[str] = []

    async def one(request: ChatRequest) -> RawReply:
        begun.append(request.messages[0].content)
        if begun[-1] == "4":
            raise EngineDown("gone")
        await asyncio.sleep(0.02)
        return raw(request)

    async def use() -> list[str]:
        found: list[str] = []
        with pytest.raises(EngineDown, match="gone"):
            await collect(pooled(each(asked(str(n)) for n in range(100)), 5, one), found)
        assert await others() == 0
        return found

    assert sorted(asyncio.run(use())) == ["0", "1", "2", "3"]
    assert len(begun) == 5


def test_an_error_reaches_a_feeder_that_waits_for_ever() -> None:
    """The feeder waits for an outcome that will not come; the stream ends with the error all the same."""

    async def one(request: ChatRequest) -> RawReply:
        del request
        raise EngineDown("gone")

    async def waiting() -> AsyncIterator[ChatRequest]:
        yield asked("a")
        await asyncio.Event().wait()

    async def use() -> None:
        with pytest.raises(EngineDown):
            await collect(pooled(waiting(), 3, one), [])
        assert await others() == 0

    asyncio.run(use())


@pytest.mark.parametrize("before", [0, 3])
def test_an_error_of_the_requests_is_raised(before: int) -> None:
    """The iterator breaks after some requests: their outcomes come, then its error."""

    async def one(request: ChatRequest) -> RawReply:
        await asyncio.sleep(0.01)
        return raw(request)

    async def broken() -> AsyncIterator[ChatRequest]:
        for number in range(before):
            yield asked(str(number))
        raise ValueError("no more")

    async def use() -> int:
        found: list[str] = []
        with pytest.raises(ValueError, match="no more"):
            await collect(pooled(broken(), 8, one), found)
        return len(found)

    assert asyncio.run(use()) == before


def test_a_consumer_that_stops_leaves_nothing_running() -> None:
    """What is under way is cancelled, and so is the feeder."""
    begun = cancelled = 0
    six = asyncio.Event()

    async def one(request: ChatRequest) -> RawReply:
        nonlocal begun, cancelled
        begun += 1
        if begun == 6:
            six.set()
        try:
            if request.messages[0].content == "0":
                await six.wait()
                return raw(request)
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled += 1
            raise
        raise AssertionError

    async def use() -> int:
        async with aclosing(pooled(each(asked(str(n)) for n in range(100)), 6, one)) as outcomes:
            async for _ in outcomes:
                break
        return await others()

    assert asyncio.run(use()) == 0
    assert cancelled == begun - 1 >= 5


def test_room_is_asked_for_before_each_request() -> None:
    """A request is taken only once there is room for it."""
    taken: list[int] = []
    allowed, more = 2, asyncio.Event()

    async def numbers() -> AsyncIterator[ChatRequest]:
        for number in range(10):
            taken.append(number)
            yield asked(str(number))

    async def one(request: ChatRequest) -> RawReply:
        return raw(request)

    class Turnstile:
        """Lets in as many as the semaphore has."""

        def is_open(self) -> bool:
            """Whether one more may come."""
            return len(taken) < allowed

        async def opened(self) -> None:
            """When one more may come."""
            more.clear()
            await more.wait()

        def free(self) -> None:
            """Nothing to do: it counts what was taken."""

    async def use() -> None:
        nonlocal allowed
        outcomes = pooled(numbers(), 50, one, Turnstile())
        await anext(outcomes)
        await anext(outcomes)
        await asyncio.sleep(0.01)
        assert taken == [0, 1]
        allowed = 3
        more.set()
        await anext(outcomes)
        assert taken == [0, 1, 2]
        await outcomes.aclose()

    asyncio.run(use())
