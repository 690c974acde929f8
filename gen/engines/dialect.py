"""A chat request as the body of an OpenAI-compatible server, in the dialect that this server turned out to take."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from nescio.gen.engines.http_faults import Answered, refuses_constraint, wants_other_limit
from nescio.gen.engines.models import without_surrogates
from nescio.schemas.chat import ChatRequest
from nescio.schemas.errors import EngineMisused

MAX_TOKENS, MAX_COMPLETION_TOKENS = "max_tokens", "max_completion_tokens"
OWN_FIELDS = frozenset(
    "model messages temperature top_p max_tokens max_completion_tokens stop seed response_format logprobs top_logprobs "
    "stream n".split()
)


@dataclass(frozen=True, slots=True)
class Form:
    """How one request is written: the name of its token limit, and whether its schema goes with it."""

    limit: str
    constrained: bool


class Dialect:
    """Writes bodies, and learns from a server's refusals which forms it does not take."""

    def __init__(self, model: str, options: Mapping[str, str | int | float | bool]):
        """`options` are further fields of every body. Raises EngineMisused where they are nescio's own."""
        if taken := sorted(OWN_FIELDS & options.keys()):
            raise EngineMisused(
                f"The options of the model {model!r} set {', '.join(taken)}, which nescio sets itself. "
                "How replies are drawn is said by `sampling`; other fields of the server's body may stand in `options`."
            )
        self._model, self._options = model, dict(options)
        self._limit = MAX_TOKENS
        self._refused: set[str] = set()

    def form(self, request: ChatRequest) -> Form:
        """How the request is to be written now."""
        return Form(self._limit, request.schema is not None and request.schema not in self._refused)

    def body(self, request: ChatRequest, form: Form) -> bytes:
        """The request as JSON in ASCII."""
        sampling = request.sampling
        body: dict[str, object] = {
            **self._options,
            "model": self._model,
            "messages": [{"role": one.role, "content": without_surrogates(one.content)} for one in request.messages],
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            form.limit: sampling.max_tokens,
            "seed": sampling.seed,
        }
        if sampling.stop:
            body["stop"] = sampling.stop
        if sampling.logprobs:
            body["logprobs"] = True
            body["top_logprobs"] = sampling.logprobs
        if form.constrained and request.schema is not None:
            schema = {"name": "reply", "strict": True, "schema": _parsed(request.schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return json.dumps(body, separators=(",", ":")).encode()

    def adapt(self, answer: Answered, request: ChatRequest, form: Form) -> bool:
        """Whether the answer refuses the form that was sent, so that the request is to be sent in another one.

        A schema is remembered by itself: some servers take one and not another.
        """
        if form.limit == MAX_TOKENS and wants_other_limit(answer):
            self._limit = MAX_COMPLETION_TOKENS
            return True
        if form.constrained and request.schema is not None and refuses_constraint(answer):
            self._refused.add(request.schema)
            return True
        return False


@lru_cache(maxsize=256)
def _parsed(schema: str) -> object:
    return json.loads(schema)
