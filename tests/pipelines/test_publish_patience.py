"""What may pass is tried again, what may not is told at once, and either way the message says what to do."""

from collections.abc import Iterator

import httpx2
import pytest
from huggingface_hub.errors import HfHubHTTPError

from nescio.pipelines.publish_patience import ATTEMPTS, HubError, patiently
from nescio.schemas.errors import UsageError


def refusal(status: int) -> HfHubHTTPError:
    """An answer of the Hub that is no success."""
    response = httpx2.Response(status, request=httpx2.Request("POST", "http://hub/api"))
    return HfHubHTTPError(f"{status} planted", response=response)


def failing(*errors: Exception) -> "tuple[list[int], Iterator[Exception]]":
    """How often it was tried, and what each try meets."""
    return [], iter(errors)


def attempt(*errors: Exception) -> int:
    """How many tries it takes until it works."""
    tries, left = failing(*errors)

    def act() -> int:
        tries.append(1)
        for error in left:
            raise error
        return len(tries)

    return patiently("the step", act, pause=0.0)


@pytest.mark.parametrize(
    "error", [refusal(500), refusal(429), refusal(412), OSError("cut"), RuntimeError("lfs"), httpx2.ReadError("cut")]
)
def test_what_may_pass_is_tried_again(error: Exception) -> None:
    """Four times more, and then it is told what failed and how to go on."""
    assert attempt(error, error) == 3
    with pytest.raises(HubError, match="Run the same command again"):
        attempt(*[error] * ATTEMPTS)


@pytest.mark.parametrize(("status", "kind"), [(401, UsageError), (403, UsageError), (400, HubError), (404, HubError)])
def test_what_does_not_pass_is_told_at_once(status: int, kind: type[Exception]) -> None:
    """A lacking right is the user's to mend."""
    with pytest.raises(kind, match=f"answers {status} to the step"):
        attempt(refusal(status), AssertionError("tried again"))


def test_what_the_client_refuses_is_told() -> None:
    """As a card whose header the Hub does not take."""
    with pytest.raises(UsageError, match="Invalid metadata"):
        attempt(ValueError("Invalid metadata in README.md"))
