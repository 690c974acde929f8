"""Where a server is and how it is let in."""

import pytest

from nescio.gen.engines.endpoint import Endpoint
from nescio.schemas.recipe import ModelSpec

KEY = "sk-canary-4b1d-do-not-print"


def endpoint(base_url: str, **environment: str) -> Endpoint:
    """The endpoint at a URL, with a key where the environment has one."""
    spec = ModelSpec(engine="openai", model="m", base_url=base_url, key_env="KEY" if environment else None)
    return Endpoint.of(spec, environment)


@pytest.mark.parametrize(
    ("base_url", "url"),
    [
        ("http://h:8000/v1", "http://h:8000/v1/chat/completions"),
        ("http://h:8000/v1/", "http://h:8000/v1/chat/completions"),
        (" https://h ", "https://h/chat/completions"),
        ("https://h/a%20b?api-version=3", "https://h/a%20b/chat/completions?api-version=3"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1/chat/completions"),
    ],
)
def test_a_resource_stands_below_the_base(base_url: str, url: str) -> None:
    """A slash at the end changes nothing and a query stays."""
    assert str(endpoint(base_url).url("/chat/completions")) == url


def test_what_is_shown_holds_no_query_and_no_key() -> None:
    """A query may hold a key; the representation holds neither."""
    one = endpoint(f"https://h:9/v1?key={KEY}", KEY=KEY)
    assert one.shown == "https://h:9/v1"
    assert KEY not in repr(one)
    assert one.headers["Authorization"] == f"Bearer {KEY}"


def test_messages_and_replies_are_scrubbed() -> None:
    """The key and what stands before a host go; a key that is a plain word stays in replies, where it may be meant."""
    one, dummy = endpoint("https://h/v1", KEY=KEY), endpoint("https://h/v1", KEY="EMPTY")
    assert one.scrubbed(f"key {KEY} at http://me:pw@proxy:1/x") == "key *** at http://***@proxy:1/x"
    assert one.safe(f"key {KEY}") == "key ***"
    assert dummy.safe("The box is EMPTY.") == "The box is EMPTY."
    assert dummy.scrubbed("key EMPTY") == "key ***"


@pytest.mark.parametrize(
    ("base_url", "proxy"),
    [
        ("http://far.example/v1", "http://proxy.example:3128"),
        ("http://near.example/v1", None),
        ("http://127.0.0.1:8000/v1", None),
        ("http://localhost:8000/v1", None),
        ("http://[::1]:8000/v1", None),
    ],
)
def test_a_proxy_of_the_environment_is_never_used_for_this_machine(
    monkeypatch: pytest.MonkeyPatch, base_url: str, proxy: str | None
) -> None:
    """Nor for hosts that the environment excepts."""
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "near.example")
    assert endpoint(base_url).proxy == proxy
