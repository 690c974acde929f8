"""How long is waited before a request is sent again."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.engines.backoff import LONGEST, LONGEST_RETRY_AFTER, backoff, retry_after

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


@given(st.text(max_size=20), st.integers(1, 10_000))
def test_waits_grow_within_bounds_and_are_the_same_again(key: str, failures: int) -> None:
    """Between half the exponential wait and all of it, never above the longest, and a function of key and count."""
    wait = backoff(key, failures)
    longest = min(LONGEST, 0.1 * 3.0 ** min(failures - 1, 20))
    assert longest / 2 <= wait <= longest
    assert wait == backoff(key, failures)


def test_requests_that_fail_together_come_back_apart() -> None:
    """A hundred keys have a hundred waits."""
    assert len({backoff(f"key {number}", 1) for number in range(100)}) == 100


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("0", 0.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("99999", LONGEST_RETRY_AFTER),
        ("inf", LONGEST_RETRY_AFTER),
        (format_datetime(NOW + timedelta(seconds=7), usegmt=True), 7.0),
        (format_datetime(NOW - timedelta(seconds=7), usegmt=True), 0.0),
        ("Sun, 22 Nov 2026 12:00:09 -0000", 9.0),
        ("Sun, 99 Nov 2026 12:00:09 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    """Both forms of RFC 9110 are read, bounded; anything else says nothing."""
    assert retry_after(header, NOW) == seconds


@given(st.text(max_size=40))
def test_no_header_breaks_the_reading(header: str) -> None:
    """Whatever a server writes."""
    wait = retry_after(header, NOW)
    assert wait is None or 0 <= wait <= LONGEST_RETRY_AFTER
