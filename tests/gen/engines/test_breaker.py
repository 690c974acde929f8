"""The breaker, on a clock that the tests turn."""

from nescio.gen.engines.breaker import Breaker
from nescio.schemas.chat import Fault, FaultKind
from tests.gen.engines.turned_clock import Clock

DEAD = Fault(FaultKind.CONNECTION, "refused")
BUSY = Fault(FaultKind.RATE_LIMITED, "slow down", 429)


def test_a_row_of_failures_opens_and_a_success_closes() -> None:
    """Eight in a row open it; a success before that starts the row anew."""
    breaker = Breaker(60, Clock())
    for _ in range(7):
        breaker.failure(DEAD)
    breaker.success()
    for _ in range(7):
        breaker.failure(DEAD)
    assert not breaker.is_open
    breaker.failure(DEAD)
    assert breaker.is_open
    breaker.success()
    assert not breaker.is_open


def test_only_an_outage_that_a_probe_confirms_is_given_up_and_only_after_patience() -> None:
    """Failures of requests alone never end a run; a confirmed outage does, with what was seen."""
    clock = Clock()
    breaker = Breaker(60, clock)
    breaker.success()
    for _ in range(20):
        breaker.failure(DEAD)
    clock.now += 100
    assert not breaker.given_up
    breaker.confirm(Fault(FaultKind.TIMEOUT, "nothing came"))
    assert breaker.given_up
    assert breaker.report() == "connection 20, timeout 1; the last: nothing came"
    breaker.success()
    assert not breaker.given_up


def test_patience_begins_with_the_outage() -> None:
    """A failure long ago does not shorten the patience with a later outage."""
    clock = Clock()
    breaker = Breaker(60, clock)
    breaker.failure(DEAD)
    clock.now += 3600
    breaker.suspect()
    breaker.confirm(DEAD)
    assert not breaker.given_up
    clock.now += 60
    assert breaker.given_up


def test_a_server_that_only_says_slow_down_gets_ten_times_the_patience() -> None:
    """It is alive."""
    clock = Clock()
    breaker = Breaker(60, clock)
    breaker.suspect()
    breaker.confirm(BUSY)
    clock.now += 599
    assert not breaker.given_up
    clock.now += 1
    assert breaker.given_up


def test_what_fell_into_an_outage_is_excused() -> None:
    """From the last success before to the first one after; what failed before and after is not."""
    clock = Clock()
    breaker = Breaker(60, clock)
    breaker.success()
    clock.now = 1010
    breaker.suspect()
    assert not breaker.excused(1005)
    breaker.confirm(DEAD)
    assert breaker.excused(1005)
    clock.now = 1020
    breaker.success()
    assert breaker.excused(1005)
    assert not breaker.excused(999)
    assert not breaker.excused(1021)


def test_a_success_vouches_for_what_was_sent_before_it() -> None:
    """And not for what is sent later."""
    clock = Clock()
    breaker = Breaker(60, clock)
    assert not breaker.vouched(0)
    breaker.success()
    assert breaker.vouched(999)
    assert not breaker.vouched(1001)
