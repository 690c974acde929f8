"""How many requests a server gets at a time: pure decisions on an injected clock.

An adaptive concurrency limit: it halves, searches and probes as congestion control does (Jacobson, "Congestion
Avoidance and Control", 1988), but goes by the share of overload answers and not by single ones, because hosted models
also fail at random.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

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
        self._stride = 1
        """How much more is tried next, doubled as long as it goes well."""

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
        self._stride = 1
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
            stride, self._stride = self._stride, 2 * self._stride
            self._set(min(self.capacity, self.value + stride))
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
