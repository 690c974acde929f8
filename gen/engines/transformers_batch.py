"""One batch of requests through a transformers model: each row is drawn, stopped and read on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from nescio.gen.engines.in_process import seed_of
from nescio.schemas.chat import ChatRequest, Finish, Reply, Sampling, TokenLogprob, Usage

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

_COLDEST = 0.01
"""Temperatures above 0 are at least this, as in vLLM: below it the softmax overflows."""


@dataclass(frozen=True)
class Row:
    """A request with its prompt."""

    request: ChatRequest
    ids: list[int]
    room: int
    """Tokens that the reply may have: those asked for, or those that the window leaves."""


def generate(
    model: "PreTrainedModel", tokenizer: "PreTrainedTokenizerBase", rows: Sequence[Row], cancelled: Event
) -> list[Reply]:
    """A reply for each row, in order. Where `cancelled` is set on the way, they are cut off there."""
    import torch
    from transformers import LogitsProcessorList, StoppingCriteriaList

    width = max(len(row.ids) for row in rows)
    padding = model.generation_config.pad_token_id
    ids = torch.tensor([[padding] * (width - len(row.ids)) + row.ids for row in rows], device=model.device)
    mask = torch.tensor([[0] * (width - len(row.ids)) + [1] * len(row.ids) for row in rows], device=model.device)
    choosing = _Choosing([row.request for row in rows], model.device)
    stopping = _Stopping(tokenizer, rows, width, cancelled)
    out = model.generate(
        input_ids=ids,
        attention_mask=mask,
        max_new_tokens=max(row.room for row in rows),
        do_sample=False,  # the processor leaves one token to choose from
        logits_processor=LogitsProcessorList([choosing]),
        stopping_criteria=StoppingCriteriaList([stopping]),
    )
    ends = model.generation_config.eos_token_id
    written = [found[: stopping.ended.get(at)] for at, found in enumerate(out[:, width:].tolist())]
    return [
        _reply(tokenizer, row, tokens, set(ends), noted)
        for row, tokens, noted in zip(rows, written, choosing.noted, strict=True)
    ]


_Noted = tuple[int, float, list[tuple[int, float]]]
"""A token, its log-probability and the likeliest tokens with theirs."""


class _Choosing:
    """A logits processor that chooses each row's next token: the likeliest, or one drawn with the row's own generator.

    A generator moves on by the same amount with each token, so what it gives depends on nothing but the row.
    """

    def __init__(self, requests: Sequence[ChatRequest], device: "torch.device"):
        import torch

        self._sampling = [one.sampling for one in requests]
        self._generators = [torch.Generator(device).manual_seed(seed_of(one)) for one in requests]
        self.noted: list[list[_Noted]] = [[] for _ in requests]

    def __call__(self, input_ids: "torch.Tensor", scores: "torch.Tensor") -> "torch.Tensor":
        import torch

        del input_ids
        chosen = scores.argmax(dim=-1)
        for row, (sampling, generator) in enumerate(zip(self._sampling, self._generators, strict=True)):
            if sampling.temperature > 0:
                chosen[row] = _draw(scores[row], sampling, generator)
            if sampling.logprobs:
                self.noted[row].append(_note(scores[row], int(chosen[row]), sampling.logprobs))
        return torch.full_like(scores, -torch.inf).scatter_(1, chosen[:, None], 0.0)


def _draw(logits: "torch.Tensor", sampling: Sampling, generator: "torch.Generator") -> "torch.Tensor":
    """A token of the nucleus of `top_p` (Holtzman et al. 2020, arXiv:1904.09751), by a race of exponential clocks."""
    import torch

    shares = (logits / max(sampling.temperature, _COLDEST)).softmax(dim=-1)
    if sampling.top_p < 1:
        falling, order = shares.sort(descending=True)
        falling[falling.cumsum(0) - falling >= sampling.top_p] = 0  # never the first
        shares = torch.zeros_like(shares).scatter_(0, order, falling)
    clocks = torch.empty_like(shares).exponential_(generator=generator).clamp_(min=1e-30)
    return (shares / clocks).argmax()


def _note(logits: "torch.Tensor", chosen: int, most: int) -> _Noted:
    values = logits.log_softmax(dim=-1)
    best = values.topk(most)
    return chosen, float(values[chosen]), list(zip(best.indices.tolist(), best.values.tolist(), strict=True))


class _Stopping:
    """A stopping criterion that ends each row at its own length and its own stop strings."""

    def __init__(self, tokenizer: "PreTrainedTokenizerBase", rows: Sequence[Row], width: int, cancelled: Event):
        self._tokenizer = tokenizer
        self._rows = rows
        self._width = width
        self._cancelled = cancelled
        self.ended: dict[int, int] = {}
        """Tokens of the rows that ended here."""

    def __call__(self, input_ids: "torch.Tensor", scores: object, **told: object) -> "torch.Tensor":
        import torch

        del scores, told
        length = input_ids.shape[1] - self._width
        for at, row in enumerate(self._rows):
            if at not in self.ended and (self._cancelled.is_set() or length >= row.room or self._said(at, input_ids)):
                self.ended[at] = length
        return torch.tensor([at in self.ended for at in range(len(self._rows))], device=input_ids.device)

    def _said(self, at: int, input_ids: "torch.Tensor") -> bool:
        stops = self._rows[at].request.sampling.stop
        if not stops:
            return False
        text = str(self._tokenizer.decode(input_ids[at, self._width :], skip_special_tokens=True))
        return any(stop in text for stop in stops)


def _reply(
    tokenizer: "PreTrainedTokenizerBase", row: Row, tokens: list[int], ends: set[int], noted: list[_Noted]
) -> Reply:
    ended = next((at for at, token in enumerate(tokens) if token in ends), None)
    length = len(tokens) if ended is None else ended + 1
    text = str(tokenizer.decode(tokens[:ended], skip_special_tokens=True))
    stops = [at for stop in row.request.sampling.stop if (at := text.find(stop)) >= 0]
    if stops:
        text = text[: min(stops)]

    def shown(token: int) -> str:
        return str(tokenizer.decode([token]))

    return Reply(
        text=text,
        finish=Finish.STOP if stops or ended is not None else Finish.LENGTH,
        usage=Usage(len(row.ids), length, None),
        logprobs=tuple(
            TokenLogprob(shown(token), value, tuple((shown(other), its) for other, its in others))
            for token, value, others in noted[:length]
        ),
    )
