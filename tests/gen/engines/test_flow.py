"""The limit, on a clock that the tests turn."""

from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.engines.flow import FIRST_HOLD, LONGEST_HOLD, Limit
from tests.gen.engines.turned_clock import Clock


def serve(
    limit: Limit, clock: Clock, overloaded: Callable[[int], bool], rounds: int, seconds: float = 0.02
) -> list[int]:
    """Rounds of as many requests at a time as the limit allows; `overloaded` tells for each place in a round."""
    values = []
    for _ in range(rounds):
        epoch, many = limit.epoch, limit.value
        clock.now += seconds
        for place in range(many):
            limit.record(epoch, overloaded(place))
        values.append(limit.value)
    return values


def mean_limit(limit: Limit, clock: Clock, overloaded: Callable[[int], bool]) -> float:
    """The mean limit over two thousand rounds, after a hundred to find it."""
    serve(limit, clock, overloaded, rounds=100)
    values = serve(limit, clock, overloaded, rounds=2000)
    return sum(values) / len(values)


@pytest.mark.parametrize("capacity", [16, 64, 256])
@pytest.mark.parametrize(("share", "kept"), [(0.05, 0.99), (0.1, 0.9), (0.2, 0.6), (0.3, 0.6)])
def test_random_refusals_leave_the_limit_near_capacity(capacity: int, share: float, kept: float) -> None:
    """Sending less does not help against overload answers at random, so most of the capacity stays in use."""
    random, clock = Random(1), Clock()
    limit = Limit(capacity, clock)
    assert mean_limit(limit, clock, lambda _: random.random() < share) > kept * capacity


@pytest.mark.parametrize("quota", [1, 2, 5, 10, 16, 33, 50])
@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_a_quota_is_found_and_kept(quota: int, noise: float) -> None:
    """A server that serves so many of what it gets at a time is given that many and at most a fifth more."""
    random, clock = Random(2), Clock()
    limit = Limit(64, clock)
    mean = mean_limit(limit, clock, lambda place: place >= quota or random.random() < noise)
    assert 0.95 * quota < mean < 1.2 * quota


def test_a_server_that_refuses_what_it_counts_is_found_too() -> None:
    """Where everything above the quota makes every answer a refusal, the limit settles at the quota."""
    clock = Clock()
    limit = Limit(64, clock)
    values = []
    for _ in range(3000):
        above = limit.value > 16
        values += serve(limit, clock, lambda _, above=above: above, rounds=1)  # type: ignore[misc]
    assert values[-1] in (16, 17)
    assert sum(value == 16 for value in values) > 2700


def test_capacity_is_back_soon_after_an_overload() -> None:
    """Ten seconds of nothing but refusals bring it down to one; two seconds of good answers bring it back."""
    clock = Clock()
    limit = Limit(64, clock)
    serve(limit, clock, lambda _: True, rounds=500)
    assert limit.value == 1
    values = serve(limit, clock, lambda _: False, rounds=100)
    assert values[-1] == 64


def test_failed_probes_become_rarer() -> None:
    """The time between tries above a limit that was found doubles up to its longest."""
    clock = Clock()
    limit = Limit(64, clock)
    tried = []
    for _ in range(20_000):
        if serve(limit, clock, lambda _: limit.value > 16, rounds=1)[0] > 16:
            tried.append(clock.now)
    waits = [later - sooner for sooner, later in pairwise(tried)][6:]
    assert waits == sorted(waits)
    assert waits[0] >= FIRST_HOLD
    assert waits[-1] == pytest.approx(LONGEST_HOLD, abs=0.5)


def test_outcomes_of_an_earlier_limit_do_not_count() -> None:
    """Refusals that the higher limit brought about do not lower the new one again."""
    limit = Limit(64, Clock())
    old = limit.epoch
    for _ in range(64):
        limit.record(old, True)
    assert limit.value == 32
    assert limit.condemned(old)
    assert not limit.condemned(limit.epoch)


@given(st.integers(1, 300), st.lists(st.booleans(), max_size=2000))
def test_the_limit_stays_between_one_and_capacity(capacity: int, outcomes: list[bool]) -> None:
    """Whatever comes."""
    clock = Clock()
    limit = Limit(capacity, clock)
    for overloaded in outcomes:
        clock.now += 0.1
        limit.record(limit.epoch, overloaded)
        assert 1 <= limit.value <= capacity
