"""Hugging Face transformers as a chat engine: slower than a server's engine, but it runs wherever torch does."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING, Any

from nescio.gen.engines.chat_template import ChatTemplate
from nescio.gen.engines.gguf_folder import hugging_face_folder
from nescio.gen.engines.in_process import files_of, identity_of
from nescio.gen.engines.models import ModelFiles, quiet_loading
from nescio.gen.engines.pool import pooled
from nescio.gen.engines.replies import write_reply
from nescio.gen.engines.transformers_batch import Row, generate
from nescio.schemas.chat import Capabilities, ChatRequest, Fault, RawReply
from nescio.schemas.errors import EngineDown, EngineMisused
from nescio.schemas.recipe import ModelSpec

if TYPE_CHECKING:
    from transformers import PreTrainedModel

_BATCH = 32
"""Rows of a batch, where the option `batch_size` says nothing else."""
_GATHERING = 0.005
"""Seconds in which a further request has to arrive for a batch to wait on for more."""


@dataclass(frozen=True)
class _Loaded:
    model: "PreTrainedModel"
    template: ChatTemplate
    window: int


@dataclass(frozen=True)
class _Waiting:
    row: Row
    outcome: "asyncio.Future[RawReply | Fault]"


class TransformersEngine:
    """A ChatEngine on transformers: what waits is sorted by length and generated in batches in a thread of its own.

    Each reply is drawn with a seed of its own, whatever shares its batch, and greedy replies need none. What remains
    is rounding: in another batch the same logits may differ in their last bits, and where two tokens are that close,
    the reply takes another turn. It keeps to no schema: `constrained` is never set. On CUDA where there is one (not
    tried), else in float32 on CPUs, where one torch thread (`OMP_NUM_THREADS=1`) is often faster than two.
    """

    def __init__(self, spec: ModelSpec):
        """`spec.options` are arguments of `from_pretrained` such as `dtype`, and `batch_size`, the rows of a batch.

        Raises what `resolve` raises for a model that is not there, and EngineMisused for a batch size below 1.
        """
        size = spec.options.get("batch_size", _BATCH)
        if not isinstance(size, int) or size < 1:
            raise EngineMisused(f"The option batch_size is {size!r}; a number of rows from 1 was wanted.")
        self._batch_size = size
        self._options = {name: value for name, value in spec.options.items() if name != "batch_size"}
        self._files = files_of(spec)
        self._loading = asyncio.Lock()
        self._loaded: _Loaded | None = None

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
        """What the loaded model and its template can do."""
        loaded = await self._ready()
        return Capabilities(
            json_schema=False,
            logprobs=True,
            system_role=loaded.template.has_system_role(),
            thinking=loaded.template.thinking,
        )

    async def stream(
        self, requests: AsyncIterator[ChatRequest], capacity: int
    ) -> AsyncIterator[tuple[ChatRequest, RawReply | Fault]]:
        """Every request's outcome, batch by batch."""
        loaded = await self._ready()
        waiting: asyncio.Queue[_Waiting] = asyncio.Queue()
        cancelled = Event()
        serving = asyncio.create_task(self._serve(loaded, waiting, cancelled))

        async def ask(request: ChatRequest) -> RawReply | Fault:
            ids = loaded.template.prompt(request, loaded.window)
            if isinstance(ids, Fault):
                return ids
            room = min(request.sampling.max_tokens, loaded.window - len(ids))
            one = _Waiting(Row(request, ids, room), asyncio.get_running_loop().create_future())
            waiting.put_nowait(one)
            ends: list[asyncio.Future[Any]] = [one.outcome, serving]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if not one.outcome.done():
                serving.result()  # raises what ended it
            return one.outcome.result()

        try:
            async with aclosing(pooled(requests, capacity, ask)) as outcomes:
                async for outcome in outcomes:
                    yield outcome
        finally:
            cancelled.set()
            serving.cancel()
            await asyncio.wait({serving})

    async def close(self) -> None:
        """Let go of the model. Whoever streams after that loads it again."""
        async with self._loading:
            self._loaded = None

    async def _ready(self) -> _Loaded:
        async with self._loading:
            if self._loaded is None:
                self._loaded = await asyncio.to_thread(_load, self._files, self._options)
            return self._loaded

    async def _serve(self, loaded: _Loaded, waiting: "asyncio.Queue[_Waiting]", cancelled: Event) -> None:
        """Answer what waits, wave by wave, until cancelled. Raises EngineDown where the model fails."""
        while True:
            wave = await _gather(waiting)
            wave.sort(key=lambda one: (one.row.room, len(one.row.ids)))
            for start in range(0, len(wave), self._batch_size):
                batch = wave[start : start + self._batch_size]
                rows = [one.row for one in batch]
                tokenizer = loaded.template.tokenizer
                try:
                    replies = await asyncio.to_thread(generate, loaded.model, tokenizer, rows, cancelled)
                except RuntimeError as error:  # torch raises it for all that goes wrong, memory that ran out among it
                    raise EngineDown(
                        f"{self.name} failed on a batch of {len(rows)} ({error}). Where memory ran out, set the "
                        "option batch_size lower."
                    ) from error
                for one, reply in zip(batch, replies, strict=True):
                    if not one.outcome.done():
                        one.outcome.set_result(write_reply(reply))


async def _gather(waiting: "asyncio.Queue[_Waiting]") -> list[_Waiting]:
    """All that waits, once something does and no more arrives."""
    found = [await waiting.get()]
    while True:
        await asyncio.sleep(_GATHERING)
        if waiting.empty():
            return found
        while not waiting.empty():
            found.append(waiting.get_nowait())


def _load(files: ModelFiles, options: Mapping[str, str | int | float | bool]) -> _Loaded:
    import torch
    from transformers import AutoModelForCausalLM, GenerationConfig

    folder = hugging_face_folder(files)
    template = ChatTemplate.load(replace(files, path=folder, gguf_file=None))
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    arguments = {"dtype": "auto" if device.type == "cuda" else "float32", **options}
    try:
        with quiet_loading():
            model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True, **arguments)
    except (OSError, ValueError, TypeError, RuntimeError, ImportError) as error:
        raise EngineMisused(f"{files.title} could not be loaded with the options {dict(options)}: {error}") from error
    if "device_map" not in options:
        model = model.to(device)
    ends = model.generation_config.eos_token_id
    if ends is None:
        ends = template.tokenizer.eos_token_id
    ends = [ends] if isinstance(ends, int) else list(ends or ())
    padding = template.tokenizer.pad_token_id
    # A new one: what the model's makers prefer (temperature, penalties) must not mix with what a request says.
    model.generation_config = GenerationConfig(
        eos_token_id=ends, pad_token_id=padding if padding is not None else (ends or [0])[0]
    )
    window = getattr(model.config.get_text_config(), "max_position_embeddings", None)
    return _Loaded(model.eval(), template, window or template.tokenizer.model_max_length)
