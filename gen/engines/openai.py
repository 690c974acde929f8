"""Any server that speaks OpenAI's chat completions: hosted, vLLM, SGLang, llama.cpp, Ollama.

Faults of the way there and back are sent again; the server gets as many requests at a time as it takes; and an outage
of the server is told from faults of single requests, which wait it out unharmed. See `gate`, `flow` and `breaker`.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from dataclasses import replace
from functools import partial
from itertools import count

from nescio.gen.engines.backoff import backoff, retry_after
from nescio.gen.engines.breaker import Breaker
from nescio.gen.engines.capability_probe import probe_capabilities
from nescio.gen.engines.dialect import Dialect
from nescio.gen.engines.endpoint import CHAT, Endpoint
from nescio.gen.engines.flow import Limit
from nescio.gen.engines.gate import Answer, Failed, Gate
from nescio.gen.engines.http_client import HttpClient
from nescio.gen.engines.http_faults import Answered, completion, fault
from nescio.gen.engines.misuse import misuse
from nescio.gen.engines.pool import pooled
from nescio.schemas.chat import Capabilities, ChatRequest, Fault, FaultKind, Message, RawReply, Sampling
from nescio.schemas.errors import NescioError
from nescio.schemas.hashing import content_hash
from nescio.schemas.recipe import ModelSpec

PATIENCE = 60.0
"""Seconds without any success after which a server is given up."""
PARKED = 8
"""So many times the capacity may have been taken and not ended: most of them wait to be sent again."""
DEAREST = 3
"""Most sendings of a request that times out or brings no JSON: each costs the server a whole reply."""


class OpenAIEngine:
    """A ChatEngine. Making one sends nothing; the key is read from the environment now and shown nowhere."""

    def __init__(self, spec: ModelSpec, *, patience: float = PATIENCE, identity: str | None = None):
        """`patience`: how long an outage may last; `identity`: where the weights behind the server are known.

        Raises EngineMisused for a bad URL, a missing key and options that are nescio's own.
        """
        self._spec, self._patience = spec, patience
        self._identity = identity or _identity(spec)
        self._endpoint = Endpoint.of(spec)
        self._client = HttpClient(self._endpoint, spec.timeout)
        self._dialect = Dialect(spec.model, spec.options)
        self._limit: Limit | None = None
        self._canaries = count(1)
        self._naming = asyncio.Lock()
        self._misused: NescioError | None = None
        self._held = 0

    @property
    def name(self) -> str:
        """Model name and revision."""
        return self._spec.model if self._spec.revision is None else f"{self._spec.model}@{self._spec.revision}"

    @property
    def identity(self) -> str:
        """Hash of model and revision."""
        return self._identity

    @property
    def held(self) -> int:
        """Requests that wait to be sent again."""
        return self._held

    async def capabilities(self) -> Capabilities:
        """What the server can do with the model, tried with a few tiny requests.

        Raises EngineMisused and EngineDown where it cannot be asked at all.
        """
        gate = self._gate(Limit(1))
        try:
            return await probe_capabilities(self.name, partial(self._one, gate))
        finally:
            await gate.close()

    async def stream(
        self, requests: AsyncIterator[ChatRequest], capacity: int
    ) -> AsyncGenerator[tuple[ChatRequest, RawReply | Fault]]:
        """Every request's outcome, as they end; at most `capacity` are with the server at a time.

        Raises EngineMisused and EngineDown after the outcomes that were under way.
        """
        # What was learnt about the server's limit outlives a stream.
        if self._limit is None or self._limit.capacity != capacity:
            self._limit = Limit(capacity)
        gate = self._gate(self._limit)
        try:
            async with aclosing(pooled(requests, PARKED * capacity, partial(self._one, gate), gate)) as outcomes:
                async for outcome in outcomes:
                    yield outcome
        finally:
            await gate.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    def _gate(self, limit: Limit) -> Gate:
        self._misused = None
        return Gate(limit, Breaker(self._patience), self._canary, self._endpoint.shown)

    async def _one(self, gate: Gate, request: ChatRequest) -> RawReply | Fault:
        """Send a request until it is answered, or until its faults are its own and too many."""
        failures: list[Failed] = []
        try:
            while True:
                sending = await gate.enter()
                try:
                    answer = await self._send(request)
                finally:
                    gate.leave()
                outcome, wait = answer
                failed = gate.record(sending, answer)
                if isinstance(outcome, RawReply):
                    return outcome
                if failed is None:
                    return replace(outcome, attempts=len(failures) + 1)
                failures.append(failed)
                bound = self._bound(outcome.kind)
                with self._holding():
                    if gate.exhausted(failures, bound):
                        await gate.vouch(failed)
                        if gate.exhausted(failures, bound):
                            return replace(outcome, attempts=len(failures))
                    # What the server asks for, and a little more that keeps requests apart.
                    await gate.pause(
                        backoff(request.key, len(failures)) if wait is None else wait + backoff(request.key, 1)
                    )
        except NescioError as error:
            gate.fail(error)
            raise

    @contextmanager
    def _holding(self) -> Iterator[None]:
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def _bound(self, kind: FaultKind) -> int:
        dear = kind in (FaultKind.TIMEOUT, FaultKind.NOT_JSON)
        return min(self._spec.attempts, DEAREST) if dear else self._spec.attempts

    async def _send(self, request: ChatRequest) -> Answer:
        """One sending, and further ones only where the server wants another form of body."""
        while True:
            form = self._dialect.form(request)
            answer = await self._client.post(CHAT, self._dialect.body(request, form))
            if isinstance(answer, Fault):
                return answer, None
            if 200 <= answer.status < 300:
                wrong = completion(answer)
                if wrong is None:
                    return RawReply("openai", self._endpoint.safe(answer.text), form.constrained), None
                return replace(wrong, message=self._endpoint.scrubbed(wrong.message)), None
            if self._dialect.adapt(answer, request, form):
                continue
            await self._check_naming(answer)
            found = fault(answer)
            return replace(found, message=self._endpoint.scrubbed(found.message)), retry_after(answer.retry_after)

    async def _check_naming(self, answer: Answered) -> None:
        """Raise where the answer says that no request can succeed."""
        if answer.status < 400 or answer.status >= 500:
            return
        async with self._naming:  # many requests find out at once; one asks for what there is
            if self._misused is None:
                self._misused = await misuse(answer, self._spec, self._endpoint, self._client)
            if self._misused is not None:
                raise self._misused

    async def _canary(self) -> Answer:
        """A tiny request that tells whether the server is there."""
        asked = Message("user", f"Say OK. ({next(self._canaries)})")
        return await self._send(ChatRequest((asked,), Sampling(max_tokens=1)))


def _identity(spec: ModelSpec) -> str:
    """Hash of model and revision, and of the further fields of the body: they change what a model says."""
    fields = json.dumps(spec.options, sort_keys=True) if spec.options else None
    return content_hash(spec.model, spec.revision, *([fields] if fields else []))
