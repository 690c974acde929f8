"""vLLM in this process: Kwon et al. 2023, "Efficient Memory Management for Large Language Model Serving with
PagedAttention" (arXiv:2309.06180). Requests enter and leave its running batch one by one.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import fields, replace
from difflib import get_close_matches
from importlib.util import find_spec

from nescio.gen.engines.chat_template import ChatTemplate
from nescio.gen.engines.gguf_folder import hugging_face_folder
from nescio.gen.engines.in_process import files_of, identity_of
from nescio.gen.engines.models import ModelFiles
from nescio.gen.engines.pool import pooled
from nescio.gen.engines.vllm_requests import Running
from nescio.schemas.chat import Capabilities, ChatRequest, Fault, RawReply
from nescio.schemas.errors import EngineMisused, MissingPackage
from nescio.schemas.recipe import ModelSpec

_ENVIRONMENT = {
    # A forked engine would hold the journal's open file and its lock, and could outlive the process that owns them.
    "VLLM_WORKER_MULTIPROC_METHOD": "spawn",
    "VLLM_NO_USAGE_STATS": "1",
    "VLLM_LOGGING_LEVEL": "ERROR",
}
"""What vLLM takes from the environment alone. What stands there already is left as it is."""
_BACKEND = "guidance"
"""Keeps replies to their schema. llguidance turns down what it cannot keep to, where xgrammar 0.2.8 ignores it with a
warning (a lookahead in a pattern). Named at all, because under vLLM's `auto` the backend of the first schema compiles
all that follow, also those that it was found to be unable to keep to."""
_OURS = ("model", "worker_extension_cls")
"""Engine arguments that no option may set."""


class VLLMEngine:
    """A ChatEngine on vLLM, started by its first request: a run whose replies are all in the journal starts none.

    Each reply is drawn with a seed of its own; still the same request may come out otherwise in other company, as
    vLLM's kernels round differently with the shape of the batch. A reply to a schema that the grammar backend cannot
    keep to is written freely and says so (`constrained`). A GGUF file is converted once, into a cache. Linux; tried on
    CPUs, meant for CUDA. A script that runs it needs `if __name__ == "__main__":`, as vLLM's process imports it.
    """

    def __init__(self, spec: ModelSpec):
        """`spec.options` are vLLM's engine arguments by their own names, such as `max_model_len`.

        Raises MissingPackage without vLLM and what `resolve` raises for a model that is not there. An option that vLLM
        does not have is EngineMisused at the start.
        """
        if find_spec("vllm") is None:
            raise MissingPackage("vllm", f"The engine vllm of {spec.model}", "pip install 'nescio[vllm]'")
        self._options = dict(spec.options)
        self._files = files_of(spec)
        self._starting = asyncio.Lock()
        self._running: Running | None = None

    @property
    def name(self) -> str:
        """Model name and revision."""
        return self._files.title

    @property
    def identity(self) -> str:
        """Hash of the weights and the revision."""
        return identity_of(self._files)

    @property
    def held(self) -> int:
        """None: nothing is sent again."""
        return 0

    async def capabilities(self) -> Capabilities:
        """What the model and its template can do; keeping to a schema is tried with a real request."""
        running = await self._started()
        return Capabilities(
            json_schema=await running.keeps_to_a_schema(),
            logprobs=True,
            system_role=running.template.has_system_role(),
            thinking=running.template.thinking,
        )

    async def stream(
        self, requests: AsyncIterator[ChatRequest], capacity: int
    ) -> AsyncIterator[tuple[ChatRequest, RawReply | Fault]]:
        """Every request's outcome, as they end."""
        running = await self._started()
        async with aclosing(pooled(requests, capacity, running.ask)) as outcomes:
            async for outcome in outcomes:
                yield outcome

    async def close(self) -> None:
        """End vLLM's process. Whoever streams after that starts another."""
        async with self._starting:
            running, self._running = self._running, None
        if running is not None:
            running.engine.shutdown()

    async def _started(self) -> Running:
        async with self._starting:
            if self._running is None:
                # In a thread, as it takes half a minute and the event loop serves others too.
                running = await asyncio.to_thread(_start, self._files, self._options)
                await running.engine.collective_rpc("end_with", args=(os.getpid(),))
                self._running = running
            return self._running


def _start(files: ModelFiles, options: Mapping[str, str | int | float | bool]) -> Running:
    """Start vLLM's process, load the model and make its first pass."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    from vllm.config import StructuredOutputsConfig
    from vllm.engine.arg_utils import AsyncEngineArgs
    from vllm.v1.engine.async_llm import AsyncLLM

    _check_options(options, {field.name for field in fields(AsyncEngineArgs)} - {*_OURS})
    folder = hugging_face_folder(files)
    template = ChatTemplate.load(replace(files, path=folder, gguf_file=None))
    arguments = {
        "model": str(folder),
        "worker_extension_cls": "nescio.gen.engines.vllm_worker.EndsWithStarter",
        "disable_log_stats": True,
        "use_tqdm_on_load": False,
        # A small model that may write white space or further properties writes nothing else.
        "structured_outputs_config": StructuredOutputsConfig(
            backend=_BACKEND, disable_any_whitespace=True, disable_additional_properties=True
        ),
        **options,
    }
    try:
        engine = AsyncLLM.from_engine_args(AsyncEngineArgs(**arguments))
    except (ValueError, RuntimeError, OSError) as error:
        raise EngineMisused(
            f"vLLM did not start with {files.title} and the options {dict(options)}: {error}. What it printed above "
            "says more. Where memory is short: a smaller `max_model_len`, or a smaller `gpu_memory_utilization`, which "
            "on CPUs too is the share of all memory that has to be free (vLLM's default is .92)."
        ) from error
    return Running(engine, template, engine.model_config.max_model_len, files.title)


def _check_options(options: Mapping[str, object], known: set[str]) -> None:
    for name in options:
        if name not in known:
            near = get_close_matches(name, known, n=2)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            raise EngineMisused(
                f"The option {name!r} is none that vLLM takes here{hint} Give its engine arguments by their own names."
            )
