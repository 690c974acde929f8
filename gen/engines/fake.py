"""A chat engine without a model, for tests of one's own: replies are a pure function of the request."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from math import ceil, floor
from random import Random
from typing import Any

from nescio.gen.engines.pool import pooled
from nescio.gen.engines.replies import write_reply
from nescio.schemas.chat import Capabilities, ChatRequest, Fault, RawReply, Reply, Usage
from nescio.schemas.hashing import content_hash

_WORDS = "the a small large river house table number answer seven blue green opens closes carries holds".split()
_DEEPEST = 12
"""Levels of a schema that are followed; what lies below is null."""

Answers = Callable[[ChatRequest], str | Reply | RawReply | Fault]


class FakeEngine:
    """A ChatEngine whose replies `answers` makes; by default a short text or the schema's smallest instance.

    `delay` is the time in seconds that each request takes; requests are under way at the same time as with a server.
    """

    def __init__(self, answers: Answers | None = None, *, model: str = "fake", delay: float = 0.0):
        """`model` names it: two fakes of one name are one model to a journal."""
        self._answers = answers or invent
        self._model = model
        self._delay = delay
        self.asked: list[ChatRequest] = []
        """Every request it got, in order."""

    @property
    def name(self) -> str:
        """Model name."""
        return self._model

    @property
    def identity(self) -> str:
        """Hash of the name."""
        return content_hash("fake", self._model)

    @property
    def held(self) -> int:
        """None: nothing is sent again."""
        return 0

    async def capabilities(self) -> Capabilities:
        """It keeps to a schema and has no logprobs."""
        return Capabilities(json_schema=True, logprobs=False, system_role=True)

    def stream(
        self, requests: AsyncIterator[ChatRequest], capacity: int
    ) -> AsyncIterator[tuple[ChatRequest, RawReply | Fault]]:
        """Every request's outcome, as they end."""
        return pooled(requests, capacity, self._one)

    async def close(self) -> None:
        """Nothing to free."""

    async def _one(self, request: ChatRequest) -> RawReply | Fault:
        self.asked.append(request)
        await asyncio.sleep(self._delay)
        made = self._answers(request)
        if isinstance(made, str):
            made = Reply(made, usage=_usage(request, made), constrained=request.schema is not None)
        return write_reply(made) if isinstance(made, Reply) else made


def invent(request: ChatRequest) -> str:
    """A text of a few words, or an instance of the request's schema, drawn from the request's key."""
    random = Random(request.key)
    if request.schema is None:
        return " ".join(random.choices(_WORDS, k=random.randint(3, 12)))
    schema = json.loads(request.schema)
    return json.dumps(_instance(schema, schema, random, 0))


def _instance(schema: dict[str, Any], root: dict[str, Any], random: Random, depth: int) -> object:
    """An instance of what pydantic writes as JSON Schema."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[-1]]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return random.choice(schema["enum"])
    if depth > _DEEPEST:
        return None
    if options := schema.get("anyOf"):
        return _instance(random.choice(options), root, random, depth + 1)
    kind = schema.get("type")
    if kind == "object":
        return {name: _instance(one, root, random, depth + 1) for name, one in schema.get("properties", {}).items()}
    if kind == "array":
        items, few = schema.get("items", {}), max(schema.get("minItems", 0), min(1, schema.get("maxItems", 1)))
        heads = [_instance(one, root, random, depth + 1) for one in schema.get("prefixItems", ())]
        return heads or [_instance(items, root, random, depth + 1) for _ in range(few)]
    if kind in ("integer", "number"):
        return _number(schema, random)
    if kind == "string":
        return _string(schema, random)
    return random.random() < 0.5 if kind == "boolean" else None


def _number(schema: dict[str, Any], random: Random) -> int | float:
    """A whole number within the bounds where there is one, else the middle between them."""
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    most = schema.get("maximum", below)
    least = schema.get("minimum", above)
    if least is None:
        least = 0 if most is None else min(0, most - 9)
    if most is None:
        most = least + 9
    low, high = ceil(least), floor(most)
    low, high = low + (low == above), high - (high == below)
    return random.randint(low, high) if low <= high else (least + most) / 2


def _string(schema: dict[str, Any], random: Random) -> str:
    text = f"{random.choice(_WORDS)} {random.choice(_WORDS)}"
    while len(text) < schema.get("minLength", 0):
        text += f" {random.choice(_WORDS)}"
    return text[: schema.get("maxLength")]


def _usage(request: ChatRequest, text: str) -> Usage:
    """Words, counted as tokens."""
    return Usage(sum(len(one.content.split()) for one in request.messages), len(text.split()), None)
