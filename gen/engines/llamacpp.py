"""llama.cpp in this process, on a GGUF file: its own server on a loopback port, asked by the OpenAI client."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from importlib.util import find_spec
from typing import TYPE_CHECKING

from nescio.gen.engines.in_process import files_of, identity_of
from nescio.gen.engines.models import ModelNotFound
from nescio.gen.engines.openai import OpenAIEngine
from nescio.schemas.chat import Capabilities, ChatRequest, Fault, RawReply
from nescio.schemas.errors import EngineMisused, MissingPackage
from nescio.schemas.recipe import ModelSpec

if TYPE_CHECKING:
    from xllamacpp import CommonParams, Server

WINDOW = 2048
"""Tokens of prompt and reply that each request has room for, unless the recipe's options say `n_ctx`."""
SLOTS = 16
"""Most requests that the server works on at a time; more wait inside it."""
_QUIET = -1
"""llama.cpp's verbosity at which it writes nothing."""


class LlamaCppEngine:
    """A ChatEngine on xllamacpp. The server starts with the first request and ends with the process or `close`.

    The recipe's options are fields of xllamacpp's CommonParams (`n_gpu_layers`), with `n_ctx` for each request, and
    `n_threads`: on cores that others use as well, fewer threads are many times faster.
    """

    def __init__(self, spec: ModelSpec):
        """Find the weights; nothing is loaded yet.

        Raises MissingPackage, what `resolve` raises, ModelNotFound for weights that are no GGUF file, and EngineMisused
        for a recipe that names a server.
        """
        if find_spec("xllamacpp") is None:
            raise MissingPackage("xllamacpp", "The engine llamacpp", "pip install 'nescio[llamacpp]'")
        if spec.base_url is not None or spec.key_env is not None:
            raise EngineMisused(
                f"The model {spec.model!r} has the engine llamacpp, which runs in this process, and names a server. "
                "Leave base_url and key_env out, or take engine: openai."
            )
        self._files = files_of(spec)
        if self._files.gguf_file is None:
            raise ModelNotFound(
                f"{spec.model} holds no GGUF file, and llama.cpp reads no other. Name one or take engine: transformers."
            )
        self._spec = spec
        self._server: Server | None = None
        self._client: OpenAIEngine | None = None
        self._starting = asyncio.Lock()

    @property
    def name(self) -> str:
        """Model name and revision."""
        return self._files.title

    @property
    def identity(self) -> str:
        """Hash of the weights."""
        return identity_of(self._files)

    @property
    def held(self) -> int:
        """Requests that wait to be sent again."""
        return 0 if self._client is None else self._client.held

    async def capabilities(self) -> Capabilities:
        """What the model can do, tried with tiny requests."""
        return await (await self._asked()).capabilities()

    async def stream(
        self, requests: AsyncIterator[ChatRequest], capacity: int
    ) -> AsyncGenerator[tuple[ChatRequest, RawReply | Fault]]:
        """Every request's outcome, as they end."""
        async with aclosing((await self._asked()).stream(requests, capacity)) as outcomes:
            async for outcome in outcomes:
                yield outcome

    async def close(self) -> None:
        """End the server and free the model. Closing twice is harmless."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()
        self._server = None

    async def _asked(self) -> OpenAIEngine:
        """The client of the server, which is started where it is not running."""
        async with self._starting:
            if self._client is None:
                self._client = await asyncio.to_thread(self._start)
        return self._client

    def _start(self) -> OpenAIEngine:
        from xllamacpp import Server

        self._server = Server(self._params())
        served = ModelSpec(
            engine="openai",
            model=self._files.name,
            base_url=f"{self._server.listening_address}/v1",
            timeout=self._spec.timeout,
            attempts=self._spec.attempts,
        )
        return OpenAIEngine(served, identity=self.identity)

    def _params(self) -> "CommonParams":
        from xllamacpp import CommonParams

        params = CommonParams()
        slots = min(self._spec.concurrency, SLOTS)
        options = {"n_ctx": WINDOW, "verbosity": _QUIET, **self._spec.options}
        threads = options.pop("n_threads", None)
        if unknown := sorted(one for one in options if not hasattr(params, one)):
            raise EngineMisused(
                f"llama.cpp has no option {', '.join(unknown)}. "
                "The fields of xllamacpp's CommonParams may stand in options."
            )
        for name, value in options.items():
            setattr(params, name, value)
        if threads is not None:
            params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(threads)
        params.n_ctx = int(params.n_ctx) * slots  # llama.cpp divides it among its slots
        params.n_parallel = slots
        params.model.path = str(self._files.path / str(self._files.gguf_file))
        params.model_alias = {self._files.name}  # else replies hold the path on this machine
        params.port = 0
        params.endpoint_slots = False
        params.ui = False
        return params
