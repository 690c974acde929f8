"""Asking a server again after errors that may pass, and telling of those that do not."""

from collections.abc import Callable
from json import JSONDecodeError
from time import sleep
from typing import TypeVar

from nescio.schemas.errors import NescioError, UsageError

ATTEMPTS = 5
PAUSE = 1.0
"""Seconds before the first repetition; each later one waits twice as long."""
_LONGEST = 60.0
_FINAL = (400, 401, 403, 404, 413, 422)
_AGAIN = "Run the same command again: it looks at what is there, and repeats nothing"
_Result = TypeVar("_Result")


class HubError(NescioError):
    """The Hub did not do what it was asked to do; what stands there is whole, and the same command goes on."""


def patiently(what: str, act: Callable[[], _Result], pause: float = PAUSE) -> _Result:
    """Do it, and again after errors that may pass, with longer and longer pauses from `pause` seconds on.

    `act` has to look at what is there first: after an error it may have been done. Raises UsageError where the token
    lacks a right, and HubError where the server refuses otherwise or fails again and again.
    """
    from huggingface_hub.errors import HfHubHTTPError, HTTPError  # type: ignore[attr-defined]  # of httpx, or httpx2

    for attempt in range(1, ATTEMPTS + 1):
        wait = pause * 2 ** (attempt - 1)
        try:
            return act()
        except HfHubHTTPError as error:
            status = error.response.status_code
            if status in _FINAL or attempt == ATTEMPTS:
                raise _refused(what, status, error) from error
            asked = error.response.headers.get("Retry-After", "")
            wait = max(wait, min(float(asked), _LONGEST)) if asked.isdecimal() else wait
        except (HTTPError, RuntimeError, OSError, JSONDecodeError) as error:
            if attempt == ATTEMPTS:
                raise HubError(f"{what} failed {ATTEMPTS} times: {_first_line(error)}. {_AGAIN}") from error
        except ValueError as error:
            raise UsageError(f"{what} is refused by the Hub or its client: {_first_line(error)}") from error
        sleep(wait)
    raise AssertionError("the last attempt returns or raises")


def _refused(what: str, status: int, error: Exception) -> NescioError:
    told = f"the Hub answers {status} to {what}: {_first_line(error)}"
    if status in (401, 403):
        return UsageError(f"{told}. The token (HF_TOKEN, or `hf auth login`) needs the right to write there")
    return HubError(f"{told}. {_AGAIN}")


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
