"""The stream between an engine and the journal: requests go out as there is room and money, outcomes are recorded.

Two tasks share it. One takes outcomes from the engine as they end; the other records what has gathered, in a thread,
and says what is to be asked next. What arrives while a commit is under way shares the next one.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from time import monotonic

from nescio.pipelines.attempts import Result
from nescio.pipelines.estimate import LARGE, SIZE, Probe
from nescio.pipelines.event_loop import EventLoop
from nescio.pipelines.observe import OnProgress
from nescio.pipelines.reply_store import Booked
from nescio.pipelines.spend import Spend
from nescio.pipelines.wave import Wave
from nescio.schemas.chat import ChatRequest, Fault, RawReply
from nescio.schemas.errors import NescioError
from nescio.schemas.protocols import ChatEngine

GATHER = 0.002
"""Seconds in which more outcomes may join a commit: handing one over costs as much as recording a dozen."""
GLANCE = 0.05
"""Seconds after which it is looked again whether there is room: an engine does not tell when it holds requests back."""


@dataclass(frozen=True)
class Desk:
    """What the models of one run share."""

    loop: EventLoop
    spend: Spend
    retry_failed: bool = False
    partial: bool = False
    """Whether a limit that is reached leaves questions unasked instead of ending the run."""
    note: Callable[[str], None] | None = None


class Pump:
    """Asks for the requests of one wave and all that follow from them."""

    def __init__(
        self,
        stage: str,
        wave: Wave[Result],
        ready: list[ChatRequest],
        engine: ChatEngine,
        capacity: int,
        desk: Desk,
        progress: OnProgress | None,
    ):
        """`ready` are the first requests; `capacity` is the most that may be under way."""
        self._stage, self._wave, self._engine, self._capacity, self._desk = stage, wave, engine, capacity, desk
        self._progress = progress
        self._ready = deque(ready)
        self._sent = self._under_way = 0
        self._stopping = self._ended = False
        self._error: NescioError | None = None
        self._arrived: list[tuple[ChatRequest, RawReply | Fault]] = []
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._probe = Probe() if len(ready) >= LARGE else None
        self._since: dict[str, float] = {}
        self._began = monotonic()

    def drain(self) -> None:
        """Send nothing more; what is under way is waited for and recorded."""
        self._stopping = True
        self._room.set()

    async def run(self) -> None:
        """Until everything is asked or nothing more may be. Raises what the engine or the journal raised."""
        recording = asyncio.create_task(self._record())
        recording.add_done_callback(lambda _: self.drain())  # whatever ends it, nothing more may be sent
        try:
            async with aclosing(self._engine.stream(self._requests(), self._capacity)) as outcomes:  # type: ignore[type-var]
                async for outcome in outcomes:
                    self._arrived.append(outcome)
                    self._news.set()
        finally:
            self._ended = True
            self._news.set()
            await recording
        if self._error is not None:
            raise self._error

    async def _requests(self) -> AsyncIterator[ChatRequest]:
        """What the engine takes from, whenever it has room."""
        while not self._stopping:
            if self._ready and self._may_send():
                self._under_way += 1
                self._sent += 1
                request = self._ready.popleft()
                if self._probe is not None:
                    self._since[request.key] = monotonic()
                yield request
            elif self._under_way == 0:
                return  # nothing can follow: all is asked, or nothing more is affordable
            else:
                self._room.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(GLANCE):
                        await self._room.wait()

    def _may_send(self) -> bool:
        # Where a limit is set, the rest waits for what the first requests tell.
        probing = self._probe is not None and self._sent >= SIZE and self._desk.spend.limited
        # What is answered and not yet recorded counts as under way: a kill would have it asked again.
        full = self._under_way - self._engine.held >= self._capacity
        return not (probing or full) and self._desk.spend.affords(self._under_way)

    async def _record(self) -> None:
        while not (self._ended and not self._arrived):
            await self._news.wait()
            self._news.clear()
            while self._arrived:
                await asyncio.sleep(GATHER)
                batch, self._arrived = self._arrived, []
                try:
                    settled = await asyncio.to_thread(self._wave.settle, batch)
                    self._desk.spend.book(self._engine.identity, settled.booked)
                    self._ready.extend(settled.following)
                    self._under_way -= len(batch)
                    self._measure(batch, settled.booked)
                    self._desk.spend.check()
                except NescioError as error:
                    # The journal failed, or a limit cannot be kept: what is under way ends, nothing more is sent.
                    self._error = self._error or error
                    self.drain()
                self._room.set()
                if self._progress:
                    self._progress(self._wave.total - self._wave.left, self._wave.total)

    def _measure(self, batch: list[tuple[ChatRequest, RawReply | Fault]], booked: list[Booked]) -> None:
        """Gather the probe, and once it is whole tell what the rest will take."""
        if self._probe is None:
            return
        now = monotonic()
        self._probe.booked += booked
        self._probe.seconds += [now - self._since.pop(request.key) for request, _ in batch]
        if len(self._probe.seconds) < SIZE:
            return
        probe, self._probe = self._probe, None
        left = len(self._ready) + self._under_way
        if left and self._desk.note:
            self._desk.note(probe.told(self._stage, left, self._capacity, now - self._began))
        if not self._desk.partial:
            self._desk.spend.foresee(probe.tokens(left), probe.cost(left))
