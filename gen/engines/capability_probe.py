"""What a chat model can do behind an engine, tried with real tiny requests."""

import json
from collections.abc import Awaitable, Callable

from nescio.gen.engines.replies import read_reply
from nescio.schemas.chat import TRANSIENT, Capabilities, ChatRequest, Fault, Finish, Message, RawReply, Reply, Sampling
from nescio.schemas.errors import EngineDown, EngineMisused

Ask = Callable[[ChatRequest], Awaitable[RawReply | Fault]]

_FEW, _SOME, _MANY = 16, 48, 1024
"""Tokens for a reply, for an object with the blanks that a model may put into it, and for what follows thinking."""
_WORD = "sunflower"
_INSTANCE = f'{{"word":"{_WORD}"}}'
_SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"word": {"type": "string", "enum": [_WORD]}},
        "required": ["word"],
        "additionalProperties": False,
    },
    separators=(",", ":"),
    sort_keys=True,
)
_HELLO = (Message("user", "Say hello."),)


async def probe_capabilities(name: str, ask: Ask) -> Capabilities:
    """Four requests: plain, with a schema, with log-probabilities, with a system message.

    Raises EngineMisused where even the plain one is refused and EngineDown where it is not answered.
    """
    plain = await _said(ask, ChatRequest(_HELLO, Sampling(max_tokens=_FEW)))
    if isinstance(plain, Fault):
        if "chat template" in plain.message or "chat_template" in plain.message:
            return Capabilities(json_schema=False, logprobs=False, system_role=False, chat_template=False)
        if plain.kind in TRANSIENT:
            raise EngineDown(f"{name} did not answer a plain question: {plain.kind.value}, {plain.message}")
        raise EngineMisused(
            f"{name} refuses a plain question: {plain.kind.value}, {plain.message}. Check its model and its options."
        )
    thinks = plain.thinking is not None or not plain.text
    room = Sampling(max_tokens=_MANY if thinks else _SOME)
    held = await _said(ask, ChatRequest(_HELLO, room, _SCHEMA))
    measured = await _said(ask, ChatRequest(_HELLO, Sampling(max_tokens=_FEW, logprobs=1)))
    instructed = await _said(
        ask, ChatRequest((Message("system", "You greet people."), *_HELLO), Sampling(max_tokens=_FEW))
    )
    return Capabilities(
        json_schema=isinstance(held, Reply) and held.constrained and _is_held(held),
        logprobs=isinstance(measured, Reply) and bool(measured.logprobs),
        system_role=isinstance(instructed, Reply),
        thinking=thinks,
    )


async def _said(ask: Ask, request: ChatRequest) -> Reply | Fault:
    outcome = await ask(request)
    return read_reply(outcome) if isinstance(outcome, RawReply) else outcome


def _is_held(reply: Reply) -> bool:
    """Whether it is the one instance of the schema, of which the conversation says nothing, or most of its key."""
    said = "".join(reply.text.split())
    return said == _INSTANCE or (reply.finish is Finish.LENGTH and len(said) > 4 and _INSTANCE.startswith(said))
