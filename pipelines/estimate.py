"""What a large run will take, told from its first requests, as a range."""

from dataclasses import dataclass, field
from math import sqrt
from statistics import fmean, stdev

from nescio.pipelines.reply_store import Booked

SIZE = 32
"""Requests of a probe. They are recorded like all others: a probe costs nothing extra."""
LARGE = 10 * SIZE
"""Requests from which on a run is probed."""


@dataclass(frozen=True)
class Range:
    """A lower and an upper end; null where nothing is known."""

    low: float
    high: float


@dataclass
class Probe:
    """Collects the first requests of a stage: seconds of each, seconds of all, tokens, cost."""

    booked: list[Booked] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def tokens(self, requests: int) -> Range | None:
        """Tokens of so many further requests, within two standard errors of the mean."""
        told = [
            one.tokens_in + one.tokens_out
            for one in self.booked
            if one.tokens_in is not None and one.tokens_out is not None
        ]
        return _scaled(told, requests)

    def cost(self, requests: int) -> Range | None:
        """US dollars of so many further requests; null where the cost of one is unknown."""
        told = [one.cost for one in self.booked if one.cost is not None]
        return _scaled(told, requests) if len(told) == len(self.booked) else None

    def time(self, requests: int, capacity: int, wall: float) -> Range:
        """Seconds of so many further requests.

        The low end lets `capacity` requests run side by side as fast as those of the probe, the high end lets the
        server do no more in a second than during the probe, which took `wall` seconds.
        """
        alone = requests * fmean(self.seconds) / capacity
        saturated = requests * wall / len(self.seconds)
        return Range(min(alone, saturated), max(alone, saturated))

    def told(self, stage: str, requests: int, capacity: int, wall: float) -> str:
        """The estimate as a line."""
        time, tokens, cost = self.time(requests, capacity, wall), self.tokens(requests), self.cost(requests)
        parts = [f"{_minutes(time.low)} to {_minutes(time.high)}"]
        parts.append(f"{tokens.low:,.0f} to {tokens.high:,.0f} tokens" if tokens else "unknown tokens")
        parts.append(f"{cost.low:.2f} to {cost.high:.2f} US dollars" if cost else "cost unknown")
        return f"{stage}: {requests:,} further requests, about {', '.join(parts)}"


def _scaled(values: list[int] | list[float], times: int) -> Range | None:
    if len(values) < 2:
        return None
    mean, error = fmean(values), 2 * stdev(values) / sqrt(len(values))
    return Range(times * max(0.0, mean - error), times * (mean + error))


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
