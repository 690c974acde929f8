"""How long to wait before a request is sent again."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random

FIRST, FACTOR, LONGEST = 0.1, 3.0, 20.0
"""Seconds before the second sending, what each further wait is multiplied by, and the longest wait."""
LONGEST_RETRY_AFTER = 120.0
"""Seconds: a server that asks for more is asked again after these."""


def backoff(key: str, failures: int) -> float:
    """Seconds to wait after so many failures of a request: exponential, shortened by up to half by its key.

    The jitter keeps requests that failed together from coming back together, and is the same in every run.
    """
    longest = min(LONGEST, FIRST * FACTOR ** min(failures - 1, 20))
    return longest * (0.5 + 0.5 * Random(f"{key} {failures}").random())


def retry_after(header: str | None, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3: a number or a date), null where it says nothing.

    A date is counted from `now`. What lies in the past is 0; more than LONGEST_RETRY_AFTER is that.
    """
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            when = parsedate_to_datetime(header)
        except ValueError:
            return None
        aware = when if when.tzinfo else when.replace(tzinfo=UTC)
        seconds = (aware - (now or datetime.now(UTC))).total_seconds()
    if seconds != seconds:  # not a number
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)
