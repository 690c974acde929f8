"""A model that says what a test tells it to, asked as the real ones are: prompt, engine, reader of replies."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence

from nescio.gen.engines.fake import FakeEngine
from nescio.gen.engines.replies import read_reply
from nescio.gen.engines.structured import Unreadable, read_object, schema_text, with_schema
from nescio.schemas.asking import Object, Parsed, Path, Question
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, RawReply, Reply, Sampling

Answer = Callable[[list[str]], str | Fault]
"""What is said to the texts of a prompt, in order."""


def blocks(content: str) -> list[str]:
    """The texts that stand between the delimiters of a prompt."""
    found = re.match(r"CODE is ([0-9a-f]{12})\.\n", content)
    assert found, "the prompt does not begin with its mark"
    return re.findall(rf"<data {found[1]}>\n(.*?)\n</data {found[1]}>", content, re.DOTALL)


class Scripted:
    """An Asks without a journal, over the fake engine."""

    name = "scripted"
    identity = "scripted"

    def __init__(self, answer: Answer):
        """`answer` gets the texts of the prompt."""
        self.engine = FakeEngine(lambda request: answer(blocks(request.messages[-1].content)))

    def text(self, stage: str, questions: Sequence[Question]) -> list[Reply | Fault]:
        """One reply for each question."""
        del stage
        return self._said([ChatRequest(one.messages, Sampling()) for one in questions])

    def objects(self, stage: str, questions: Sequence[Question], wanted: type[Object]) -> list[Parsed[Object] | Fault]:
        """One object for each question, or why there is none; nothing is asked twice."""
        del stage
        schema = schema_text(wanted)
        requests = [ChatRequest(with_schema(one.messages, schema), Sampling(), schema) for one in questions]
        results: list[Parsed[Object] | Fault] = []
        for reply in self._said(requests):
            found = reply if isinstance(reply, Fault) else read_object(reply.text, wanted)
            if isinstance(found, Unreadable):
                found = Fault(FaultKind.UNPARSABLE, found.reason)
            results.append(found if isinstance(found, Fault) else Parsed(found, reply, Path.PARSED))
        return results

    def _said(self, requests: list[ChatRequest]) -> list[Reply | Fault]:
        outcomes = asyncio.run(_outcomes(self.engine, requests))
        raw = [outcomes[one.key] for one in requests]
        return [one if isinstance(one, Fault) else read_reply(one) for one in raw]


async def _outcomes(engine: FakeEngine, requests: list[ChatRequest]) -> dict[str, RawReply | Fault]:
    async def given() -> AsyncIterator[ChatRequest]:
        for one in requests:
            yield one

    return {request.key: outcome async for request, outcome in engine.stream(given(), 8)}
