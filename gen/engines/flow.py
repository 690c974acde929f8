"""How many requests a server gets at a time, and whether it is there at all: pure decisions on an injected clock.

`Limit` is an adaptive concurrency limit: it halves, searches and probes as congestion control does (Jacobson 1988), but
goes by the share of overload answers and not by single ones, because hosted models also fail at random. `Breaker` is a
circuit breaker (Nygard, "Release It!", 2007) that tells a server that is gone from requests that it cannot serve.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from nescio.schemas.chat import Fault, FaultKind

Clock = Callable[[], float]
"""Seconds from any beginning, never going back."""

OVERLOAD_SHARE, CALM_SHARE = 0.25, 0.0625
"""Shares of overload answers in a window: from the first on fewer are sent, up to the second more may be."""
SMALLEST_WINDOW = 32
"""Outcomes in a window, or as many as the limit: a tenth of random overload answers hardly looks like a quarter."""
LONG_SHARE, LONG_WINDOW = 0.15, 256
"""What lies between the shares is decided by a longer look, from which a smaller share is certain."""
PLAIN_SHARE = 0.9
"""From this share on no window need be full."""
MOST_NOISE = 0.5
"""Largest share of overload answers that may be the server's own, whatever it is sent."""
FIRST_HOLD, LONGEST_HOLD = 0.5, 16.0
"""Seconds that a limit which was found is kept before one more is tried: doubled each time that it was too many."""


@dataclass(slots=True)
class _Tally:
    """Outcomes, and how many of them were overload answers."""

    ended: int = 0
    overloaded: int = 0

    @property
    def share(self) -> float:
        return self.overloaded / self.ended if self.ended else 0.0

    def add(self, overloaded: bool) -> None:
        self.ended += 1
        self.overloaded += overloaded

    def clear(self) -> None:
        self.ended = self.overloaded = 0


class Limit:
    """The most requests that may be under way, between 1 and `capacity`, where it starts.

    Time is divided into epochs, each with one limit. Only outcomes of requests that were sent in the present epoch
    decide, so what an earlier, higher limit brought about is not held against the present one.

    A fall that does not lower the share of overload answers shows that they do not come of our sending: that share is
    noise from then on, and only what exceeds it counts.
    """

    def __init__(self, capacity: int, clock: Clock = monotonic):
        """Start at `capacity`."""
        self.capacity = self.value = capacity
        self.epoch = 0
        self._clock = clock
        self._condemned: set[int] = set()
        self._window, self._long = _Tally(), _Tally()
        self._noise = 0.0
        """Share of overload answers that sending less does not change."""
        self._fell: tuple[int, float] | None = None
        """The limit before the last fall, and the share of overload answers there."""
        self._good = 0
        """A limit that held; 0 where none is known."""
        self._bad: int | None = None
        """A limit that was too much."""
        self._hold = FIRST_HOLD
        self._settled: float | None = None
        """When search ended with `_bad` one above `_good`."""
        self._probing = False

    def condemned(self, epoch: int) -> bool:
        """Whether too many were sent in that epoch, so that its overload answers say nothing of the requests."""
        return epoch in self._condemned

    def record(self, epoch: int, overloaded: bool) -> bool:
        """Count an outcome; true where the limit was halved, which means that the server wants less than is known."""
        if epoch != self.epoch:
            return False
        self._window.add(overloaded)
        self._long.add(overloaded)
        size = max(SMALLEST_WINDOW, self.value)
        full = self._window.ended >= size
        plain = self._window.overloaded >= OVERLOAD_SHARE * size and self._window.share >= PLAIN_SHARE
        if plain or (full and self._window.share >= self._bar(OVERLOAD_SHARE)):
            return self._fall(self._window.share)
        if long := self._long.ended >= max(LONG_WINDOW, self.value):
            if self._long.share >= self._bar(LONG_SHARE):
                return self._fall(self._long.share)
            self._long.clear()
        quiet = self._window.overloaded == 0 and self._window.ended >= max(4, self.value)
        if long or quiet or (full and self._window.share <= self._bar(CALM_SHARE)):
            self._rise()
        elif full:
            self._window.clear()
        return False

    def _bar(self, share: float) -> float:
        return self._noise + share * (1 - self._noise)

    def _fall(self, share: float) -> bool:
        """Send less; where sending less has just not helped, what is seen is noise, and the former limit is taken."""
        if self._fell is not None and share <= MOST_NOISE:
            before, share_before = self._fell
            # What a server that takes a fixed number would refuse of this limit, by what it refused of the former.
            expected = max(0.0, 1 - (1 - share_before) * before / self.value)
            if share_before - expected > 0.1 and share > (share_before + expected) / 2:
                self._noise, self._bad = share, None
                self._set(before)
                return False
        self._condemned.add(self.epoch)
        if self._probing:
            self._hold = min(2 * self._hold, LONGEST_HOLD)
        fell = self.value, share
        halved = not 0 < self._good < self.value
        self._bad = self.value if self.value > 1 else None
        if halved:
            self._good = 0
        self._set(max(1, self.value // 2) if halved else self._good)
        self._fell = fell
        return halved

    def _rise(self) -> None:
        if self._probing:
            self._hold, self._probing = FIRST_HOLD, False
        self._noise = min(self._noise, self._window.share)
        self._good = self.value
        self._window.clear()
        if self.value == self.capacity:
            self._bad = None
        elif self._bad is None:
            self._set(min(self.capacity, 2 * self.value))
        elif self._bad - self.value > 1:
            self._set((self.value + self._bad) // 2)
        elif self._settled is None:
            self._settled = self._clock()
        elif self._clock() - self._settled >= self._hold:
            self._set(self._bad, probing=True)
            self._bad = None

    def _set(self, value: int, probing: bool = False) -> None:
        """Begin another epoch."""
        self.epoch += 1
        self.value = value
        self._window.clear()
        self._long.clear()
        self._fell = None
        self._settled = None
        self._probing = probing


SUSPICIOUS = 8
"""So many transient faults in a row, with no success between, and the server itself is asked whether it is there."""
RATE_LIMITED_PATIENCE = 10
"""A server that only says 429 is alive: it is given up after so many times the patience."""


class Breaker:
    """Closed while requests succeed. Open, nothing is sent but probes: until one succeeds or patience ends.

    A failure alone does not say whether the request or the server is at fault. Only a probe, or another request, that
    succeeds or fails beside it does: `vouched` and `excused` tell what is known.
    """

    def __init__(self, patience: float, clock: Clock = monotonic):
        """`patience`: seconds of an outage after which the server is given up."""
        self.patience = patience
        self.is_open = False
        self._clock = clock
        self._row = 0
        self._alive: float | None = None
        self._opened = 0.0
        self._outages: list[tuple[float, float]] = []
        """Beginning (the last success before) and end of those that were confirmed by a probe."""
        self._outage: float | None = None
        self._seen: Counter[FaultKind] = Counter()
        self._last: Fault | None = None

    @property
    def ever_alive(self) -> bool:
        """Whether anything has ever succeeded."""
        return self._alive is not None

    def success(self) -> None:
        """Something was answered: close."""
        now = self._clock()
        if self._outage is not None:
            self._outages.append((self._outage, now))
            self._outage = None
        self._alive = now
        self.is_open = False
        self._row = 0
        if self._seen:
            self._seen.clear()

    def failure(self, fault: Fault, row: int = SUSPICIOUS) -> None:
        """A request came to a transient fault; `row` of them without a success between open the breaker."""
        self._note(fault)
        self._row += 1
        if self._row >= row:
            self.suspect()

    def suspect(self) -> None:
        """Open, so that a probe is sent."""
        if not self.is_open:
            self.is_open, self._opened = True, self._clock()

    def confirm(self, fault: Fault) -> None:
        """A probe failed too: the server is at fault, since its last success."""
        self._note(fault)
        if self._outage is None:
            self._outage = 0.0 if self._alive is None else self._alive

    @property
    def given_up(self) -> bool:
        """Whether an outage has lasted longer than patience."""
        if self._outage is None or self._last is None:
            return False
        times = RATE_LIMITED_PATIENCE if self._last.kind is FaultKind.RATE_LIMITED else 1
        return self._clock() - self._opened >= times * self.patience

    def vouched(self, sent: float) -> bool:
        """Whether the server answered something after that moment."""
        return self._alive is not None and self._alive >= sent

    def excused(self, failed: float) -> bool:
        """Whether what failed at that moment fell into an outage."""
        begun = self._outage is not None and failed >= self._outage
        return begun or any(start <= failed <= end for start, end in self._outages)

    def report(self) -> str:
        """What was seen since the last success, and the last of it."""
        counts = ", ".join(f"{kind.value} {count}" for kind, count in self._seen.most_common())
        return f"{counts or 'nothing'}; the last: {self._last.message if self._last else 'nothing'}"

    def _note(self, fault: Fault) -> None:
        self._seen[fault.kind] += 1
        self._last = fault
