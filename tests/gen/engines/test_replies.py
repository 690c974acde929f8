"""Reading what engines gave."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.engines.replies import read_reply, write_reply
from nescio.schemas.chat import Fault, FaultKind, Finish, RawReply, Reply, TokenLogprob, Usage

WORDS = st.text(alphabet="abc é\n", max_size=20)
TOKENS = st.builds(
    TokenLogprob,
    token=WORDS,
    logprob=st.floats(-50, 0),
    alternatives=st.lists(st.tuples(WORDS, st.floats(-50, 0)), max_size=3).map(tuple),
)
REPLIES = st.builds(
    Reply,
    text=WORDS,
    finish=st.sampled_from(Finish),
    thinking=st.none() | WORDS,
    refusal=st.none() | WORDS,
    usage=st.builds(
        Usage, st.none() | st.integers(0, 9999), st.none() | st.integers(0, 9999), st.none() | st.floats(0, 9)
    ),
    constrained=st.booleans(),
    logprobs=st.lists(TOKENS, max_size=3).map(tuple),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def body(message: Any, **choice: Any) -> RawReply:
    """A chat completion with one choice."""
    return RawReply("openai", json.dumps({"choices": [{"message": message, "finish_reason": "stop", **choice}]}))


@given(REPLIES)
def test_a_reply_that_is_written_is_read_again(reply: Reply) -> None:
    """The journal's form holds all of it."""
    assert read_reply(write_reply(reply)) == reply


def test_thinking_refusal_usage_and_logprobs_of_a_server_are_read() -> None:
    """In the fields where OpenAI, vLLM and OpenRouter put them."""
    told = {
        "choices": [
            {
                "finish_reason": "length",
                "message": {"content": "42", "reasoning_content": "let me see", "refusal": None},
                "logprobs": {
                    "content": [{"token": "42", "logprob": -1, "top_logprobs": [{"token": "41", "logprob": -2.5}]}]
                },
            }
        ],
        "usage": {"prompt_tokens": 5, "completion_tokens": 1, "cost": 0.25},
    }
    assert read_reply(RawReply("openai", json.dumps(told), constrained=True)) == Reply(
        text="42",
        finish=Finish.LENGTH,
        thinking="let me see",
        usage=Usage(5, 1, 0.25),
        constrained=True,
        logprobs=(TokenLogprob("42", -1.0, (("41", -2.5),)),),
    )


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": "hi"}, "hi"),
        ({"content": None}, ""),
        ({}, ""),
        ({"content": [{"type": "thinking", "thinking": []}, {"type": "text", "text": "hi"}]}, "hi"),
        ({"content": "a\ud800b\x00c"}, "a\ufffdb\ufffdc"),
    ],
)
def test_the_text_of_a_message(message: dict[str, Any], text: str) -> None:
    """A string, nothing, or parts; what no file can store is replaced."""
    reply = read_reply(body(message))
    assert isinstance(reply, Reply)
    assert reply.text == text


def test_a_refusal_and_a_filter_are_told() -> None:
    """Both come out as what they are."""
    refused = read_reply(body({"content": None, "refusal": "No."}))
    filtered = read_reply(body({"content": ""}, finish_reason="content_filter"))
    assert isinstance(refused, Reply)
    assert isinstance(filtered, Reply)
    assert (refused.refusal, filtered.finish) == ("No.", Finish.FILTER)


def test_no_choices_is_a_fault_of_its_own() -> None:
    """An empty list of choices."""
    found = read_reply(RawReply("openai", '{"choices": []}'))
    assert isinstance(found, Fault)
    assert found.kind is FaultKind.NO_CHOICES


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        "null",
        "[]",
        "[" * 100_000,
        '{"choices": [' + "9" * 5000 + "]}",
        '{"choices": {"0": 1}}',
        '{"choices": [null]}',
        '{"choices": [{"message": null}]}',
        '{"choices": [{"message": {"content": 5}}]}',
        '{"choices": [{"message": {"content": [7]}}]}',
        '{"choices": [{"message": {"content": "a"}, "logprobs": {"content": [{"token": "a"}]}}]}',
        '{"choices": [{"message": {"content": "a"}, "logprobs": {"content": [{"token": "a", "logprob": 1%s}]}}]}'
        % ("0" * 400),
    ],
)
def test_a_hostile_body_is_a_fault(text: str) -> None:
    """Whatever is wrong with it, it is told and never raised."""
    found = read_reply(RawReply("openai", text))
    assert isinstance(found, Fault)
    assert found.kind is FaultKind.NOT_JSON


@given(st.sampled_from(["message", "logprobs", "finish_reason", "usage", "choices"]), JSON)
def test_no_shape_of_json_breaks_the_reading(place: str, value: object) -> None:
    """Any JSON in any of the places that are read gives a reply or a fault, and numbers that can be stored."""
    told: dict[str, Any] = {"choices": [{"message": {"content": "a"}}], "usage": {}}
    if place in told:
        told[place] = value
    else:
        told["choices"][0][place] = value
    found = read_reply(RawReply("openai", json.dumps(told)))
    assert isinstance(found, Reply | Fault)


@pytest.mark.parametrize("count", [-1, True, 1.5, "7", None, 2**63, 10**400])
def test_a_count_that_is_none_is_unknown(count: object) -> None:
    """Tokens are whole numbers that a model can make; a cost is finite."""
    told = {"choices": [{"message": {"content": "a"}}], "usage": {"prompt_tokens": count, "cost": -1}}
    found = read_reply(RawReply("openai", json.dumps(told)))
    assert isinstance(found, Reply)
    assert found.usage == Usage()
