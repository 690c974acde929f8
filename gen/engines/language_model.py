"""Losses of spans of text under a causal language model, with transformers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from nescio.gen.engines.models import ModelNotFound, TextTooLong, quiet_loading, resolve, without_surrogates
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.protocols import Loss, LossRequest

if TYPE_CHECKING:
    import torch

BATCH_TOKENS = 512
"""Tokens of a batch, padding included: the fastest of 64 to 4,096 on two AVX2 cores; its logits take some 100 MB."""


@dataclass(frozen=True)
class _Text:
    """One distinct text, tokenized: `ids` with the beginning-of-sequence token in front where the tokenizer has one."""

    ids: list[int]
    spans: dict[LossRequest, list[int]]
    """For each request the positions in `ids` whose tokens overlap its span; none is 0, which nothing predicts."""

    @property
    def wanted(self) -> list[int]:
        """The positions whose loss is needed, ascending."""
        return sorted({position for positions in self.spans.values() for position in positions})


class TransformersLoss:
    """A LossModel: float32, on CUDA where there is one, one forward pass for each distinct text.

    The first token of a text is predicted from the tokenizer's beginning-of-sequence token; where it has none, that
    token counts in no span. A token that a span cuts through belongs to the span, so two spans that meet inside a token
    both have it.
    """

    def __init__(self, name: str, batch_tokens: int = BATCH_TOKENS):
        """Load the model that `resolve(name)` finds. Raises what `resolve` raises."""
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self._files = resolve(name)
        self._batch_tokens = batch_tokens
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        where = {"gguf_file": self._files.gguf_file} if self._files.gguf_file else {}
        with quiet_loading():
            self._tokenizer = AutoTokenizer.from_pretrained(self._files.path, local_files_only=True, **where)
            model = AutoModelForCausalLM.from_pretrained(
                self._files.path, dtype=torch.float32, local_files_only=True, **where
            )
        if not self._tokenizer.is_fast:
            raise ModelNotFound(f"{name} has no fast tokenizer, so its tokens have no place in the text. Use another.")
        self._model = model.to(self._device).eval()
        self._longest: int | None = getattr(model.config.get_text_config(), "max_position_embeddings", None)

    @property
    def name(self) -> str:
        """Model name and revision."""
        return self._files.title

    @property
    def weights(self) -> str:
        """SHA-256 of the weights."""
        return self._files.weights

    def losses(self, requests: Sequence[LossRequest]) -> list[Loss]:
        """One loss for each request, in order; the same for the same set of requests in any order, duplicates included.

        An empty span has the loss 0 of 0 tokens. Raises BrokenPromise where a span lies outside its text and
        TextTooLong where a text is longer than the model's window.
        """
        distinct = sorted(set(requests), key=lambda one: (one.text, one.start, one.end))
        texts = [self._tokenize(text, list(group)) for text, group in groupby(distinct, key=lambda one: one.text)]
        # By length, so that little is padded; the ids make the order, and with it every batch, canonical.
        asked = sorted((text for text in texts if text.wanted), key=lambda text: (len(text.ids), text.ids))
        found = {request: Loss(0.0, 0) for request in distinct}
        for batch in _batches(asked, self._batch_tokens):
            for text, nats in zip(batch, self._nats(batch), strict=True):
                for request, positions in text.spans.items():
                    found[request] = Loss(sum(nats[position] for position in positions), len(positions))
        return [found[request] for request in requests]

    def _tokenize(self, text: str, requests: list[LossRequest]) -> _Text:
        for one in requests:
            if not 0 <= one.start <= one.end <= len(text):
                raise BrokenPromise(f"Span {one.start} to {one.end} was asked of a text of {len(text)} characters.")
        encoded = self._tokenizer(
            without_surrogates(text), add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        bos = self._tokenizer.bos_token_id
        front = [] if bos is None else [bos]
        ids = [*front, *encoded["input_ids"]]
        if self._longest is not None and len(ids) > self._longest:
            raise TextTooLong(
                f"A text of {len(ids)} tokens does not fit {self.name}, which takes {self._longest}: {text[:60]!r}... "
                "Leave it out or name a model with a longer window."
            )
        placed = list(enumerate(encoded["offset_mapping"], start=len(front)))
        spans = {
            one: [at for at, (start, end) in placed if at > 0 and start < one.end and end > one.start]
            for one in requests
        }
        return _Text(ids, spans)

    def _nats(self, batch: list[_Text]) -> list[dict[int, float]]:
        """For each text the loss of each wanted position."""
        import torch

        length = max(len(text.ids) for text in batch)
        # Padded on the right without a mask: under causal attention no token sees what stands behind it.
        ids = torch.tensor([text.ids + [0] * (length - len(text.ids)) for text in batch], device=self._device)
        predicting = torch.zeros(ids.shape, dtype=torch.bool, device=self._device)
        for row, text in enumerate(batch):
            predicting[row, [position - 1 for position in text.wanted]] = True
        with torch.inference_mode():
            logits = self._logits(ids, predicting)
            targets = ids.roll(-1, dims=1)[predicting]
            chosen = logits.gather(1, targets[:, None])[:, 0]
            # In parts, because logsumexp makes a copy of what it is given.
            total = torch.cat([part.logsumexp(1) for part in torch.split(logits, 64)])
        nats = iter((total - chosen).double().tolist())
        return [{position: next(nats) for position in text.wanted} for text in batch]

    def _logits(self, ids: "torch.Tensor", predicting: "torch.Tensor") -> "torch.Tensor":
        """Logits of shape (true values in `predicting`, vocabulary).

        The output layer takes a quarter of SmolLM2's time and its result is as wide as the vocabulary, so it is shown
        only the positions that are needed: inside the model's own forward pass, as some models scale or cap after it.
        """
        import torch

        def keep(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
            del module
            return (inputs[0][predicting].unsqueeze(0),)

        cut = self._model.get_output_embeddings().register_forward_pre_hook(keep)
        try:
            logits: torch.Tensor = self._model(input_ids=ids, use_cache=False).logits[0]
        finally:
            cut.remove()
        return logits.float()


def _batches(texts: Sequence[_Text], most_tokens: int) -> Iterator[list[_Text]]:
    """Batches of texts sorted by length whose padded size stays within `most_tokens`; a longer text stands alone."""
    batch: list[_Text] = []
    for text in texts:
        if batch and (len(batch) + 1) * len(text.ids) > most_tokens:
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch
