"""The door to a server: who may send now, who waits, and when to give up. `flow` and `breaker` decide."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from time import monotonic

from nescio.gen.engines.breaker import SUSPICIOUS, Breaker
from nescio.gen.engines.flow import Clock, Limit
from nescio.schemas.chat import TRANSIENT, Fault, FaultKind, RawReply
from nescio.schemas.errors import EngineDown, NescioError

OVERLOAD_STATUS = frozenset({429, 503, 504, 529})
"""Statuses that say "too much", as far as a status can."""
PROBE_WAIT = 0.25
"""Seconds between the first two probes of a server that may be gone; they become rarer up to LONGEST_PROBE_WAIT."""
LONGEST_PROBE_WAIT = 5.0

TRIALS = 8
"""Requests that go out after a probe that failed: a server may refuse what is strange to it and serve what is meant."""
OWN_FAILURES = 2
"""A request is also exhausted by so many times its bound of failures, those of overload among them."""

Answer = tuple[RawReply | Fault, float | None]
"""An outcome, and the seconds that the server's Retry-After asks for."""
Probe = Callable[[], Awaitable[Answer]]
"""Sends a tiny request, each time another one."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of one request: when it went out and under which limit."""

    epoch: int
    at: float


@dataclass(frozen=True, slots=True)
class Failed:
    """One sending that failed, and when that was known."""

    sending: Sending
    at: float
    overloaded: bool


class Gate:
    """Lets requests pass while the limit has room and the breaker is closed. One for each stream."""

    def __init__(self, limit: Limit, breaker: Breaker, probe: Probe, where: str, clock: Clock = monotonic):
        """`probe` asks the server whether it is there; `where` names it in messages."""
        self._limit, self._breaker, self._probe, self._where, self._clock = limit, breaker, probe, where, clock
        self._under_way = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._feeding: deque[asyncio.Future[None]] = deque()
        self._pauses = self._trials = 0
        self._prober: asyncio.Task[None] | None = None
        self._error: NescioError | None = None
        self._failing = asyncio.Event()

    def is_open(self) -> bool:
        """Whether another request could be sent at once. Requests that wait already go first."""
        return not self._closed() and not self._waiting

    async def opened(self) -> None:
        """Return once that may be so."""
        self.free()
        await self._wait(self._feeding)

    async def enter(self) -> Sending:
        """Return when this request may be sent. Raises what `fail` was given."""
        while self._closed() and not self._take_trial():
            await self._wait(self._waiting)
        self._under_way += 1
        self.free()
        return Sending(self._limit.epoch, self._clock())

    def leave(self) -> None:
        """A request that had entered is no longer under way. Its worker mostly sends the next one in its place."""
        self._under_way -= 1

    def record(self, sending: Sending, answer: Answer) -> Failed | None:
        """Learn from what came of a sending; what comes back is a transient fault's entry in its request's list."""
        outcome, wait = answer
        fault = outcome if isinstance(outcome, Fault) else None
        overloaded = fault is not None and (fault.kind is FaultKind.TIMEOUT or fault.status in OVERLOAD_STATUS)
        if self._limit.record(sending.epoch, overloaded) and wait:
            self._pause_all(wait)
        if fault is None or fault.kind not in TRANSIENT:
            was_open = self._breaker.is_open
            self._breaker.success()
            if was_open:
                self.free()
            return None
        self._breaker.failure(fault, row=max(SUSPICIOUS, self._limit.value))
        self._look()
        return Failed(sending, self._clock(), overloaded)

    def exhausted(self, failures: list[Failed], bound: int) -> bool:
        """Whether a request has failed `bound` times by itself: not by an outage, and not because we sent too much."""
        present = [one for one in failures if not self._breaker.excused(one.at)]
        own = sum(not (one.overloaded and self._limit.condemned(one.sending.epoch)) for one in present)
        return own >= bound or len(present) >= OWN_FAILURES * bound

    async def vouch(self, last: Failed) -> None:
        """Return once it is known whether the server served anything since that failure's request was sent."""
        if not self._breaker.vouched(last.sending.at):
            self._breaker.suspect()
            self._look()
        self.free()
        while self._breaker.is_open:
            self._raise()
            await self._wait(self._waiting)

    async def pause(self, seconds: float) -> None:
        """Sleep, but no longer than until the gate fails, whose error is raised."""
        self.free()
        try:
            async with asyncio.timeout(seconds):
                await self._failing.wait()
        except TimeoutError:
            return
        self._raise()

    def fail(self, error: NescioError) -> None:
        """Let nobody pass any more: everyone who waits gets the error. The first one counts."""
        self._error = self._error or error
        self._failing.set()
        self.free()

    async def close(self) -> None:
        """End the probing."""
        if self._prober is not None:
            self._prober.cancel()
            await asyncio.gather(self._prober, return_exceptions=True)

    def _closed(self) -> bool:
        self._raise()
        full = self._under_way >= self._limit.value
        return full or self._breaker.is_open or self._pauses > 0

    def _take_trial(self) -> bool:
        if not (self._breaker.is_open and self._trials):
            return False
        self._trials -= 1
        return True

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    async def _wait(self, queue: deque[asyncio.Future[None]]) -> None:
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn in queue:
                queue.remove(turn)
            else:
                self.free()  # the turn was given to one who cannot take it
            raise

    def free(self) -> None:
        """Wake as many as there is room for; when the gate has failed, all."""
        room = self._limit.value - self._under_way
        if self._error is not None:
            room = len(self._waiting) + len(self._feeding)
        for queue in (self._waiting, self._feeding):
            while room > 0 and queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    room -= 1

    def _pause_all(self, seconds: float) -> None:
        self._pauses += 1
        asyncio.get_running_loop().call_later(seconds, self._resume)

    def _resume(self) -> None:
        self._pauses -= 1
        self.free()

    def _look(self) -> None:
        """Start probing where the breaker is open."""
        if self._breaker.is_open and (self._prober is None or self._prober.done()):
            self._prober = asyncio.create_task(self._probe_until_clear())

    async def _probe_until_clear(self) -> None:
        try:
            for number in count(1):
                outcome, wait = await self._probe()
                if not _answered(outcome):
                    # A server that fails at a share of what it gets is not gone: twice in a row is no chance.
                    outcome, wait = await self._probe()
                if not self._breaker.is_open:
                    break
                if isinstance(outcome, RawReply) or _answered(outcome):
                    self._breaker.success()
                    break
                self._breaker.confirm(outcome)
                if self._breaker.given_up:
                    raise self._gone()
                self._trials = TRIALS
                self.free()
                await asyncio.sleep(wait or min(LONGEST_PROBE_WAIT, PROBE_WAIT * 2 ** min(number, 10)))
        except NescioError as error:
            self.fail(error)
        self.free()

    def _gone(self) -> EngineDown:
        history = "It answered before." if self._breaker.ever_alive else "It has never answered: is base_url right?"
        return EngineDown(
            f"{self._where} was given up after {self._breaker.patience:g} s without a success. "
            f"Seen since the last one: {self._breaker.report()}. {history} "
            "Replies so far are recorded: start the server and run the same command again."
        )


def _answered(outcome: RawReply | Fault) -> bool:
    """Whether a probe shows that the server is there, if only to say no."""
    return isinstance(outcome, RawReply) or outcome.kind not in TRANSIENT
