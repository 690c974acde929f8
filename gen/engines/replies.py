"""Reading what engines gave: a pure view of the journal, so that a better reader costs no request."""

import json

from nescio.gen.engines.thinking import split_thinking
from nescio.schemas.base import repair
from nescio.schemas.chat import Fault, FaultKind, Finish, RawReply, Reply, TokenLogprob, Usage


def write_reply(reply: Reply) -> RawReply:
    """A Reply of an engine in this process, as the journal stores it; its text may still hold a thinking block."""
    body = {
        "text": reply.text,
        "finish": reply.finish.value,
        "thinking": reply.thinking,
        "refusal": reply.refusal,
        "usage": [reply.usage.tokens_in, reply.usage.tokens_out, reply.usage.cost],
        "logprobs": [[one.token, one.logprob, list(one.alternatives)] for one in reply.logprobs],
    }
    return RawReply("nescio", json.dumps(body), reply.constrained)


def read_reply(raw: RawReply) -> Reply | Fault:
    """What was said, thinking blocks set apart; a Fault where the body holds no reply."""
    try:
        found = json.loads(raw.body)
        return _own(found, raw.constrained) if raw.format == "nescio" else _openai(found, raw.constrained)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        return Fault(FaultKind.NOT_JSON, f"{type(error).__name__} in {raw.body[:200]!r}")


def _own(found: dict[str, object], constrained: bool) -> Reply:
    thinking, text = split_thinking(_text(found["text"]))
    told = found["thinking"]
    usage, logprobs = found["usage"], found["logprobs"]
    if not (isinstance(usage, list) and isinstance(logprobs, list)):
        raise TypeError("usage and logprobs are to be lists")
    return Reply(
        text=text,
        finish=Finish(_text(found["finish"])),
        thinking=thinking if told is None else _text(told),
        refusal=None if found["refusal"] is None else _text(found["refusal"]),
        usage=Usage(*usage),
        constrained=constrained,
        logprobs=tuple(TokenLogprob(token, value, tuple(map(tuple, others))) for token, value, others in logprobs),
    )


def _text(value: object) -> str:
    """A string that can be stored: JSON may hold lone surrogates and NUL."""
    if not isinstance(value, str):
        raise TypeError(f"a text was wanted, found {type(value).__name__}")
    return str(repair(value))


def _content(value: object) -> str:
    """The text of a message: a string, nothing, or a list of parts, of which those of text count."""
    if isinstance(value, list):
        return "".join(_text(part["text"]) for part in value if part["type"] == "text")
    return _text(value or "")


_FINISH = {"length": Finish.LENGTH, "content_filter": Finish.FILTER}


def _openai(found: dict[str, object], constrained: bool) -> Reply | Fault:
    """The body of a chat completion, as OpenAI, vLLM and llama.cpp write it."""
    choices = found["choices"]
    if not isinstance(choices, list):
        raise TypeError("choices is to be a list")
    if not choices:
        return Fault(FaultKind.NO_CHOICES, "the server gave a chat completion without choices")
    choice = choices[0]
    message = choice["message"]
    thinking, text = split_thinking(_content(message.get("content")))
    told = message.get("reasoning_content") or message.get("reasoning")
    refusal = message.get("refusal")
    return Reply(
        text=text,
        finish=_FINISH.get(str(choice.get("finish_reason")), Finish.STOP),
        thinking=_text(told) if told else thinking,
        refusal=_text(refusal) if refusal else None,
        usage=_usage(found.get("usage")),
        constrained=constrained,
        logprobs=_logprobs(choice.get("logprobs")),
    )


_UNBELIEVABLE = 2**40
"""Tokens of one reply that no model makes: sums of what is below fit every column."""


def _usage(found: object) -> Usage:
    """What the body says of tokens and cost; a number that is none is unknown."""
    told = found if isinstance(found, dict) else {}
    cost = told.get("cost")
    known = isinstance(cost, int | float) and not isinstance(cost, bool) and 0 <= cost < float("inf")
    return Usage(
        tokens_in=_count(told.get("prompt_tokens")),
        tokens_out=_count(told.get("completion_tokens")),
        cost=float(cost) if known and cost is not None else None,
    )


def _count(found: object) -> int | None:
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _UNBELIEVABLE else None


def _logprobs(found: object) -> tuple[TokenLogprob, ...]:
    content = found.get("content") if isinstance(found, dict) else None
    return tuple(
        TokenLogprob(
            _text(one["token"]),
            float(one["logprob"]),
            tuple((_text(other["token"]), float(other["logprob"])) for other in one.get("top_logprobs") or ()),
        )
        for one in content or ()
    )
