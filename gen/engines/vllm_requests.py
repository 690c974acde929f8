"""Requests to a started vLLM and its outputs as replies."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from nescio.gen.engines.chat_template import ChatTemplate
from nescio.gen.engines.in_process import seed_of
from nescio.gen.engines.replies import write_reply
from nescio.schemas.chat import (
    ChatRequest,
    Fault,
    FaultKind,
    Finish,
    Message,
    RawReply,
    Reply,
    Sampling,
    TokenLogprob,
    Usage,
)
from nescio.schemas.errors import EngineDown

if TYPE_CHECKING:
    from vllm import RequestOutput, SamplingParams
    from vllm.outputs import CompletionOutput
    from vllm.v1.engine.async_llm import AsyncLLM

_PROBE = ChatRequest(
    (Message("user", "Is water wet? Answer yes or no."),),
    Sampling(max_tokens=32),
    schema=json.dumps({"type": "object", "properties": {"wet": {"enum": ["yes", "no"]}}, "required": ["wet"]}),
)


@dataclass
class Running:
    """A started engine with the template and the window of its model."""

    engine: "AsyncLLM"
    template: ChatTemplate
    window: int
    model: str
    _numbers: "count[int]" = field(default_factory=count)
    _not_kept: set[str] = field(default_factory=set)
    """Schemas that the grammar backend turned down."""

    async def ask(self, request: ChatRequest) -> RawReply | Fault:
        """The outcome of one request. Raises EngineDown where vLLM's process is gone."""
        ids = self.template.prompt(request, self.window)
        if isinstance(ids, Fault):
            return ids
        kept = request.schema is not None and request.schema not in self._not_kept
        outcome = await self._generate(request, ids, request.schema if kept else None)
        if not (kept and isinstance(outcome, Fault)):
            return outcome
        # Is it the schema or the request? Without the schema it shows.
        free = await self._generate(request, ids, None)
        if outcome.kind is FaultKind.REJECTED and isinstance(free, RawReply) and request.schema:
            self._not_kept.add(request.schema)
        return free

    async def keeps_to_a_schema(self) -> bool:
        """Whether a request with a schema gets a constrained reply."""
        outcome = await self.ask(_PROBE)
        return isinstance(outcome, RawReply) and outcome.constrained

    async def _generate(self, request: ChatRequest, ids: list[int], schema: str | None) -> RawReply | Fault:
        from vllm import TokensPrompt
        from vllm.exceptions import VLLMClientError
        from vllm.v1.engine.exceptions import EngineDeadError, EngineGenerateError

        number = f"{request.key[:12]}-{next(self._numbers)}"
        try:
            said = self.engine.generate(TokensPrompt(prompt_token_ids=ids), _parameters(request, schema), number)
            outputs = [output async for output in said]
        except VLLMClientError as error:
            return Fault(FaultKind.REJECTED, f"vLLM takes no such request: {error}")
        except (EngineDeadError, EngineGenerateError) as error:
            if isinstance(error, EngineDeadError) or self.engine.errored:
                raise EngineDown(
                    f"vLLM's process with {self.model} ended while it had requests: {error} Every reply before that is "
                    "kept. What it printed above says why; often the memory ran out: lower `concurrency`, or the "
                    "options `max_model_len` or `gpu_memory_utilization`."
                ) from error
            return Fault(FaultKind.SERVER_ERROR, f"vLLM failed on this request: {error.__cause__ or error}")
        if not outputs or outputs[-1].outputs[0].finish_reason not in _FINISH:
            return Fault(FaultKind.SERVER_ERROR, "vLLM gave this request up; what it printed above says why.")
        return write_reply(_reply(outputs[-1], request.sampling.logprobs, schema is not None))


_FINISH = {"stop": Finish.STOP, "length": Finish.LENGTH}


def _parameters(request: ChatRequest, schema: str | None) -> "SamplingParams":
    """Raises VLLMClientError for what vLLM does not take, such as a temperature of 3."""
    from vllm import SamplingParams
    from vllm.sampling_params import RequestOutputKind, StructuredOutputsParams

    sampling = request.sampling
    return SamplingParams(
        temperature=sampling.temperature,
        top_p=sampling.top_p,
        max_tokens=sampling.max_tokens,
        stop=list(sampling.stop),
        seed=seed_of(request) if sampling.temperature > 0 else None,
        logprobs=sampling.logprobs or None,
        structured_outputs=StructuredOutputsParams(json=schema) if schema is not None else None,
        output_kind=RequestOutputKind.FINAL_ONLY,
    )


def _reply(output: "RequestOutput", logprobs: int, constrained: bool) -> Reply:
    said = output.outputs[0]
    return Reply(
        text=said.text,
        finish=_FINISH[said.finish_reason],
        usage=Usage(len(output.prompt_token_ids), len(said.token_ids), None),
        constrained=constrained,
        logprobs=_logprobs(said, logprobs) if logprobs else (),
    )


def _logprobs(said: "CompletionOutput", most: int) -> tuple[TokenLogprob, ...]:
    """Of the model itself, before temperature and grammar: vLLM's default."""
    found = []
    for token, places in zip(said.token_ids, said.logprobs, strict=True):
        likeliest = sorted(places.values(), key=lambda one: one.rank)[:most]
        own = places[token]
        others = tuple((one.decoded_token or "", one.logprob) for one in likeliest)
        found.append(TokenLogprob(own.decoded_token or "", own.logprob, others))
    return tuple(found)
