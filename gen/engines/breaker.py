"""Whether a server is there at all: a circuit breaker (Nygard, "Release It!", 2007) on an injected clock.

It tells a server that is gone from requests that it cannot serve.
"""

from collections import Counter
from time import monotonic

from nescio.gen.engines.flow import Clock
from nescio.schemas.chat import Fault, FaultKind

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
