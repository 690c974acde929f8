"""The engine for OpenAI-compatible servers against a real one that misbehaves as told."""

import asyncio
import gzip
import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from nescio.gen.engines.openai import OpenAIEngine
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Message, RawReply, Sampling
from nescio.schemas.errors import EngineDown, EngineMisused, NescioError
from nescio.schemas.recipe import ModelSpec
from tests.gen.engines.streaming import Talk, asked, each, read
from tests.stub_server import Say, Seen, StubServer, completion, echo, error

CANARY = "sk-canary-4b1d-do-not-print"
SCHEMA = '{"properties":{"word":{"type":"string"}},"required":["word"],"type":"object"}'


@pytest.fixture(autouse=True)
def no_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between sendings are a hundredth of what they are, so that tests are quick."""
    monkeypatch.setattr("nescio.gen.engines.backoff.FIRST", 0.001)
    monkeypatch.setattr("nescio.gen.engines.gate.PROBE_WAIT", 0.005)
    monkeypatch.setattr("nescio.gen.engines.gate.LONGEST_PROBE_WAIT", 0.02)


@pytest.fixture
def server() -> Iterator[StubServer]:
    """A server that answers every chat with its question."""
    with StubServer() as one:
        yield one


def talk_to(url: str, patience: float = 30.0, **spec: Any) -> Talk:
    """The engine for a server at `url`."""
    return Talk(
        OpenAIEngine(ModelSpec(**{"engine": "openai", "model": "stub", "base_url": url, **spec}), patience=patience)
    )


@pytest.fixture
def talk(server: StubServer) -> Iterator[Talk]:
    """The engine for that server."""
    one = talk_to(server.url)
    yield one
    one.close()


def only(talk: Talk, request: ChatRequest) -> RawReply | Fault:
    """The outcome of the one request."""
    return talk.outcomes([request])[request.key]


def fault(talk: Talk) -> Fault:
    """The fault that one request comes to, while others beside it are served."""
    found = only(talk, asked("bad"))
    assert isinstance(found, Fault), found
    return found


def bad(say: Say) -> Callable[[Seen], Say]:
    """`say` for the question "bad", the usual answer for others."""
    return lambda seen: say if seen.text == "bad" else echo(seen)


def test_every_request_gets_its_own_reply_once(server: StubServer, talk: Talk) -> None:
    """Three hundred questions at sixteen a time: each has the answer to itself, and was sent once."""
    requests = [asked(f"question {number}") for number in range(300)]
    replies = talk.replies(requests, capacity=16)
    assert [one.text for one in replies] == [f"said: question {number}" for number in range(300)]
    assert len(server.seen) == 300
    assert server.peak <= 16


def test_the_body_says_all_that_the_request_says(server: StubServer) -> None:
    """Model, messages, sampling, schema, log-probabilities and the recipe's further fields arrive as they are meant."""
    sampling = Sampling(temperature=0.5, top_p=0.9, max_tokens=7, stop=("END",), seed=3, logprobs=2)
    request = ChatRequest((Message("system", "be kind"), Message("user", "hé \ud800!")), sampling, SCHEMA)
    talk = talk_to(server.url, options={"min_p": 0.1})
    reply = read(only(talk, request))
    talk.close()
    assert reply.constrained
    assert server.seen[0].body == {
        "model": "stub",
        "messages": [{"role": "system", "content": "be kind"}, {"role": "user", "content": "hé \ufffd!"}],
        "temperature": 0.5,
        "top_p": 0.9,
        "max_tokens": 7,
        "stop": ["END"],
        "seed": 3,
        "logprobs": True,
        "top_logprobs": 2,
        "min_p": 0.1,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "reply", "strict": True, "schema": json.loads(SCHEMA)},
        },
    }


@pytest.mark.parametrize(
    ("say", "kind", "sendings"),
    [
        (error(429, "slow down"), FaultKind.RATE_LIMITED, 5),
        (error(500, "oops"), FaultKind.SERVER_ERROR, 5),
        (Say("<h1>Bad Gateway</h1>", 502), FaultKind.SERVER_ERROR, 5),
        (Say(reset=True), FaultKind.CONNECTION, 5),
        (Say("<html>log in</html>"), FaultKind.NOT_JSON, 3),
        (Say(""), FaultKind.NOT_JSON, 3),
        (Say(status=204), FaultKind.NOT_JSON, 3),
        (Say("[" * 100_000), FaultKind.NOT_JSON, 3),
        (Say('{"choices": [' + "9" * 5000), FaultKind.NOT_JSON, 3),
        (Say('{"object": "list"}'), FaultKind.NOT_JSON, 3),
        (Say('{"choices": null}'), FaultKind.NOT_JSON, 3),
        (Say('"choices"'), FaultKind.NOT_JSON, 3),
        (Say('{"error": {"code": 502, "message": "upstream"}}'), FaultKind.SERVER_ERROR, 5),
        (error(400, "temperature must be below 2"), FaultKind.REJECTED, 1),
        (error(403, "your input was flagged by moderation"), FaultKind.REJECTED, 1),
        (error(400, "This model's maximum context length is 2048 tokens."), FaultKind.TOO_LONG, 1),
        (error(413, "too big"), FaultKind.TOO_LONG, 1),
    ],
)
def test_each_fault_is_told_apart_and_sent_so_often(
    server: StubServer, talk: Talk, say: Say, kind: FaultKind, sendings: int
) -> None:
    """A bad answer, given every time, becomes a fault of its kind after its number of sendings; others are served."""
    server.behave = bad(say)
    requests = [asked("bad"), *(asked(f"good {number}") for number in range(40))]
    outcomes = talk.outcomes(requests)
    found = outcomes.pop(requests[0].key)
    assert isinstance(found, Fault)
    assert (found.kind, found.attempts) == (kind, sendings)
    assert sum(seen.text == "bad" for seen in server.seen) == sendings
    assert all(isinstance(one, RawReply) for one in outcomes.values())


def test_a_fault_that_passes_is_not_seen(server: StubServer, talk: Talk) -> None:
    """Requests that fail in five ways at first are all answered in the end."""
    ways = [error(429, "slow"), error(503, "busy"), Say(reset=True), Say("<html>"), error(500, "oops")]
    server.behave = lambda seen: (
        ways[int(seen.text.split()[1]) % 5] if seen.text.startswith("question") and seen.attempt < 3 else echo(seen)
    )
    assert len(talk.replies([asked(f"question {number}") for number in range(60)])) == 60


def test_a_slow_reply_is_a_timeout(server: StubServer) -> None:
    """What takes longer than the recipe's timeout is sent three times and then a fault."""
    server.behave = bad(Say(completion("late"), delay=1))
    talk = talk_to(server.url, timeout=0.1)
    found = fault(talk)
    talk.close()
    assert (found.kind, found.attempts) == (FaultKind.TIMEOUT, 3)
    assert "0.1 s" in found.message


@pytest.mark.parametrize("announced", [True, False])
def test_a_huge_reply_is_not_read(server: StubServer, talk: Talk, announced: bool) -> None:
    """Of a reply of 64 MB, announced or not, little more than the cap is taken; the engine goes on."""
    huge = Say(b" " * 2**26) if announced else Say(endless=2**26)
    server.behave = bad(huge)
    found = fault(talk)
    assert (found.kind, found.attempts) == (FaultKind.TOO_LARGE, 1)
    assert "32 MiB" in found.message
    assert server.bytes_sent < 48 * 2**20
    assert talk.replies([asked("next")])[0].text == "said: next"


def test_a_small_body_that_unpacks_to_a_huge_one_is_not_unpacked(server: StubServer, talk: Talk) -> None:
    """Compression, which is not asked for, does not get past the cap."""
    packed = gzip.compress(b" " * 2**27)
    server.behave = bad(Say(packed, headers={"Content-Encoding": "gzip"}))
    assert fault(talk).kind is FaultKind.TOO_LARGE
    assert server.seen[0].headers["Accept-Encoding"] == "identity"


def test_a_redirect_is_not_followed(server: StubServer, talk: Talk) -> None:
    """Nothing is sent to where a redirect points; the fault names that host, without its password."""
    server.behave = bad(Say(status=307, headers={"Location": "https://me:secret@elsewhere.example:99/v1"}))
    found = fault(talk)
    assert found.kind is FaultKind.REJECTED
    assert "elsewhere.example:99" in found.message
    assert "secret" not in found.message


def test_bytes_that_are_no_text_are_replaced(server: StubServer, talk: Talk) -> None:
    """Invalid UTF-8 in a reply becomes U+FFFD."""
    server.behave = bad(Say(completion("x @@ y").encode().replace(b"@@", b"\xff\xfe")))
    assert read(only(talk, asked("bad"))).text == "x \ufffd\ufffd y"


@pytest.mark.parametrize("dated", [True, False])
def test_retry_after_is_waited_for(
    server: StubServer, talk: Talk, dated: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait that a 429 asks for, in seconds or as a date, comes before the next sending."""
    waits: list[float] = []

    async def noted(gate: object, seconds: float) -> None:
        del gate
        waits.append(seconds)

    monkeypatch.setattr("nescio.gen.engines.gate.Gate.pause", noted)
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True) if dated else "28"
    server.behave = lambda seen: error(429, "slow", headers={"Retry-After": when}) if seen.attempt == 1 else echo(seen)
    assert isinstance(only(talk, asked("bad")), RawReply)
    assert len(waits) == 1
    assert 25 < waits[0] < 31


def test_a_schema_that_the_server_refuses_is_left_out(server: StubServer, talk: Talk) -> None:
    """The request goes again without its schema, once for all requests, and the reply says so."""

    def behave(seen: Seen) -> Say:
        if "response_format" in seen.body:
            return error(400, "response_format json_schema is not supported")
        return echo(seen)

    server.behave = behave
    first, second = read(only(talk, asked("a", SCHEMA))), read(only(talk, asked("b", SCHEMA)))
    assert not first.constrained
    assert not second.constrained
    assert ["response_format" in seen.body for seen in server.seen] == [True, False, False]


def test_the_other_name_of_the_token_limit_is_learnt(server: StubServer, talk: Talk) -> None:
    """A server that wants max_completion_tokens gets it from then on."""

    def behave(seen: Seen) -> Say:
        if "max_tokens" in seen.body:
            said = "Unsupported parameter: 'max_tokens' is not supported here. Use 'max_completion_tokens' instead."
            return error(400, said, code="unsupported_parameter")
        return echo(seen)

    server.behave = behave
    talk.replies([asked("a"), asked("b"), asked("c")], capacity=1)
    assert [seen.body.get("max_completion_tokens") for seen in server.seen] == [None, 12, 12, 12]


@pytest.mark.parametrize(
    ("base_url", "says"),
    [
        (None, "no base_url"),
        ("127.0.0.1:8000/v1", "no http or https URL"),
        ("ftp://host/v1", "no http or https URL"),
        ("http://:99999999/v1", "no http or https URL"),
        ("http://host:99999999/v1", "no http or https URL"),
        ("http://host/v1/chat/completions", "Leave that out"),
    ],
)
def test_a_url_that_is_none_is_refused_at_once(base_url: str | None, says: str) -> None:
    """Before anything is sent, with what was found and an example of what is wanted."""
    with pytest.raises(EngineMisused, match=says):
        OpenAIEngine(ModelSpec(engine="openai", model="stub", base_url=base_url))


def test_a_password_in_the_url_is_refused_and_not_repeated() -> None:
    """Recipes are published, so a secret in one is an error, whose message does not tell it."""
    with pytest.raises(EngineMisused, match="key_env") as caught:
        OpenAIEngine(ModelSpec(engine="openai", model="stub", base_url=f"http://me:{CANARY}@host/v1?key={CANARY}"))
    assert CANARY not in str(caught.value)
    assert "me:" not in str(caught.value)


def test_options_do_not_overrule_the_request() -> None:
    """A field that nescio sets is not set beside it by options."""
    with pytest.raises(EngineMisused, match="temperature"):
        OpenAIEngine(ModelSpec(engine="openai", model="m", base_url="http://h/v1", options={"temperature": 1.0}))


def test_a_host_that_does_not_exist_is_said_at_once() -> None:
    """No patience for a name that leads nowhere."""
    talk = talk_to("http://no-such-host.invalid/v1")
    with pytest.raises(EngineMisused, match=r"no-such-host\.invalid.* cannot be found"):
        only(talk, asked("a"))
    talk.close()


def test_a_wrong_path_names_the_url_and_the_models(server: StubServer) -> None:
    """A 404 for the path itself tells what URL was asked and what to check."""
    talk = talk_to(server.url.removesuffix("/v1"))
    with pytest.raises(EngineMisused, match=r"/chat/completions answered 404.*Check base_url.*/v1"):
        only(talk, asked("a"))
    talk.close()


def test_a_wrong_model_gets_the_nearest_and_the_list(server: StubServer) -> None:
    """The error of an unknown model says which models the server has; the many requests ask for that list once."""
    server.models = ("qwen3-8b", "llama-3.3-70b")
    server.behave = lambda seen: error(404, f"The model `{seen.body['model']}` does not exist.", code="model_not_found")
    talk = talk_to(server.url, model="qwen3-8")
    with pytest.raises(EngineMisused, match=r"Did you mean 'qwen3-8b'.*llama-3\.3-70b, qwen3-8b"):
        talk.outcomes([asked(f"question {number}") for number in range(20)])
    talk.close()


def test_an_echoed_prompt_does_not_make_the_model_unknown(server: StubServer, talk: Talk) -> None:
    """A 400 that quotes a seed text about models that do not exist is a matter of this request alone."""
    server.behave = bad(error(400, "bad content: 'the model railway does not exist'"))
    assert fault(talk).kind is FaultKind.REJECTED


def test_an_empty_account_ends_the_run(server: StubServer, talk: Talk) -> None:
    """A 429 for want of credit is not waited out."""
    server.behave = bad(error(429, "You exceeded your current quota", code="insufficient_quota"))
    with pytest.raises(EngineDown, match="account has nothing left"):
        only(talk, asked("bad"))


@pytest.mark.parametrize(("value", "says"), [(None, "is not set"), ("  ", "is empty"), ("sk-ä", "no key has")])
def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch, value: str | None, says: str) -> None:
    """The variable is named; what it holds is not."""
    monkeypatch.delenv("NESCIO_TEST_KEY", raising=False)
    if value is not None:
        monkeypatch.setenv("NESCIO_TEST_KEY", value)
    with pytest.raises(EngineMisused, match=f"NESCIO_TEST_KEY.*{says}") as caught:
        talk_to("http://127.0.0.1:1/v1", key_env="NESCIO_TEST_KEY")
    assert "ä" not in str(caught.value)


def test_the_key_is_sent_and_never_shown(server: StubServer, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    """A server that repeats the key in all it says: no message, repr, log or reply holds it."""
    caplog.set_level("DEBUG")
    monkeypatch.setenv("NESCIO_TEST_KEY", CANARY + "\n")
    talk = talk_to(server.url, key_env="NESCIO_TEST_KEY", patience=0.05)
    shown = [repr(talk.engine), repr(vars(talk.engine))]
    answers = {
        "reply": Say(completion(f"your key is {CANARY}")),
        "rejected": error(400, f"bad {CANARY}"),
        "html": Say(f"<html>{CANARY}"),
        "redirect": Say(status=302, headers={"Location": f"http://{CANARY}@h/"}),
        "locked": error(401, f"Incorrect API key provided: {CANARY}"),
    }
    for name, say in answers.items():
        server.behave = lambda seen, say=say: say if not seen.is_canary else echo(seen)  # type: ignore[misc]
        try:
            shown.append(repr(only(talk, asked(name))))
        except NescioError as raised:
            shown += [str(raised), repr(raised.__cause__), repr(raised.__context__)]
    server.stop()
    with pytest.raises(EngineDown) as caught:
        only(talk, asked("gone"))
    shown += [str(caught.value), caplog.text]
    talk.close()
    assert server.seen[0].headers["Authorization"] == f"Bearer {CANARY}"
    assert any("NESCIO_TEST_KEY" in one for one in shown)
    assert not [one for one in shown if CANARY in one]


def test_a_server_that_was_never_there_is_given_up() -> None:
    """Nothing listens: after its patience the engine says what it saw, how often, and doubts the URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    talk = talk_to(f"http://127.0.0.1:{port}/v1", patience=0.1)
    with pytest.raises(EngineDown, match=rf"127\.0\.0\.1:{port}.*connection \d+.*is base_url right"):
        talk.outcomes([asked(f"question {number}") for number in range(20)])
    talk.close()


def test_a_server_that_dies_loses_no_outcome(server: StubServer) -> None:
    """What was answered before comes out, then the outage is raised, and no request was burnt as failed."""
    talk = talk_to(server.url, patience=0.2)
    outcomes: list[RawReply | Fault] = []

    async def use() -> None:
        async for _, outcome in talk.engine.stream(each(asked(f"question {n}") for n in range(5000)), 8):
            outcomes.append(outcome)
            if len(outcomes) == 100:
                await asyncio.to_thread(server.stop)

    with pytest.raises(EngineDown, match=r"given up.*connection \d+.*It answered before"):
        talk.run(use())
    talk.close()
    assert 100 <= len(outcomes) < 5000
    assert all(isinstance(one, RawReply) for one in outcomes)


def test_a_short_restart_is_survived(server: StubServer, talk: Talk) -> None:
    """A server that is away for a while costs no request: all wait and are answered when it is back."""
    outcomes: list[RawReply | Fault] = []

    async def use() -> None:
        async for _, outcome in talk.engine.stream(each(asked(f"question {n}") for n in range(300)), 8):
            outcomes.append(outcome)
            if len(outcomes) == 100:
                await asyncio.to_thread(server.stop)
                asyncio.get_running_loop().call_later(
                    0.3, lambda: asyncio.ensure_future(asyncio.to_thread(server.start))
                )

    talk.run(use())
    assert len(outcomes) == 300
    assert all(isinstance(one, RawReply) for one in outcomes)


def test_the_last_requests_failing_is_no_outage(server: StubServer) -> None:
    """What a server cannot do, even all at the end, is listed as faults: the server itself is found to be there."""
    server.behave = lambda seen: error(500, "poison") if seen.text.startswith("bad") else echo(seen)
    talk = talk_to(server.url, patience=5, attempts=3)
    requests = [asked(f"good {n}") for n in range(20)] + [asked(f"bad {n}") for n in range(30)]
    outcomes = talk.outcomes(requests, capacity=4)
    talk.close()
    faults = [one for one in outcomes.values() if isinstance(one, Fault)]
    assert len(outcomes) == 50
    assert len(faults) == 30
    assert {(one.kind, one.attempts) for one in faults} == {(FaultKind.SERVER_ERROR, 3)}


@pytest.mark.parametrize("refusing", [{}, {"Retry-After": "0.05"}])
def test_a_quota_is_found_without_a_storm(refusing: dict[str, str]) -> None:
    """A server that takes four at a time: everything is answered, and few are refused on the way."""
    with StubServer(lambda seen: Say(echo(seen).body, delay=0.005), quota=4) as server:
        server.refusing = refusing
        talk = talk_to(server.url)
        replies = talk.replies([asked(f"question {n}") for n in range(600)], capacity=32)
        talk.close()
        assert len(replies) == 600
        assert server.refused < 200


def test_what_is_given_up_leaves_nothing_running(server: StubServer, talk: Talk) -> None:
    """A consumer that stops in mid-stream, or is cancelled, leaves no task behind."""
    server.behave = lambda seen: Say(echo(seen).body, delay=0.01)

    async def stop_early() -> set[asyncio.Task[Any]]:
        stream = talk.engine.stream(each(asked(f"question {n}") for n in range(100)), 8)
        async for _ in stream:
            break
        await stream.aclose()  # type: ignore[attr-defined]
        return asyncio.all_tasks() - {asyncio.current_task()}  # type: ignore[arg-type]

    async def cancel() -> set[asyncio.Task[Any]]:
        async def use() -> None:
            async for _ in talk.engine.stream(each(asked(f"other {n}") for n in range(100)), 8):
                pass

        task = asyncio.create_task(use())
        while len(server.seen) < 30:
            await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0)
        return asyncio.all_tasks() - {asyncio.current_task()}  # type: ignore[arg-type]

    assert not talk.run(stop_early())
    assert not talk.run(cancel())


def test_a_feeder_may_wait_for_outcomes(server: StubServer, talk: Talk) -> None:
    """Requests that follow from outcomes are taken while others are being sent again."""
    server.behave = lambda seen: error(500, "oops") if seen.attempt == 1 else echo(seen)
    told: asyncio.Queue[str] = asyncio.Queue()

    async def chain() -> AsyncIterator[ChatRequest]:
        yield asked("0")
        for number in range(1, 10):
            assert await told.get() == f"said: {number - 1}"
            yield asked(str(number))

    async def use() -> int:
        count = 0
        async for _, outcome in talk.engine.stream(chain(), 1):
            told.put_nowait(read(outcome).text)
            count += 1
        return count

    assert talk.run(use()) == 10


def test_capabilities_are_tried(server: StubServer, talk: Talk) -> None:
    """A server that constrains, measures and takes a system message is seen to; one that ignores all that as well."""

    def able(seen: Seen) -> Say:
        if "response_format" in seen.body:
            return Say(completion('{"word": "sunflower"}'))
        body = json.loads(completion("hello"))
        if seen.body.get("logprobs"):
            body["choices"][0]["logprobs"] = {"content": [{"token": "hello", "logprob": -0.1, "top_logprobs": []}]}
        return Say(json.dumps(body))

    server.behave = able
    found = talk.run(talk.engine.capabilities())
    assert (found.json_schema, found.logprobs, found.system_role, found.thinking) == (True, True, True, False)
    assert max(seen.body["max_tokens"] for seen in server.seen) <= 48
    server.behave = lambda seen: (
        error(400, "System role not supported") if seen.body["messages"][0]["role"] == "system" else echo(seen)
    )
    found = talk.run(talk.engine.capabilities())
    assert (found.json_schema, found.logprobs, found.system_role, found.thinking) == (False, False, False, False)


def test_thinking_and_a_missing_chat_template_are_noticed(server: StubServer, talk: Talk) -> None:
    """A model that thinks first gets room for it; one without a chat template is told apart."""
    server.behave = lambda _: Say(completion("<think>hm</think>hi"))
    assert talk.run(talk.engine.capabilities()).thinking
    server.behave = lambda _: error(400, "you must provide a chat template if the tokenizer does not define one")
    assert not talk.run(talk.engine.capabilities()).chat_template


def test_identity_is_of_model_and_revision_only() -> None:
    """Where a model runs and how often it is asked changes no key; its revision does."""
    base = ModelSpec(engine="openai", model="m", base_url="http://a/v1")
    moved = base.model_copy(update={"base_url": "http://b/v1", "attempts": 2, "concurrency": 3})
    newer = base.model_copy(update={"revision": "r2"})
    assert OpenAIEngine(base).identity == OpenAIEngine(moved).identity != OpenAIEngine(newer).identity
    assert OpenAIEngine(newer).name == "m@r2"
