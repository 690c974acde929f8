"""A conversation as the token ids that a model was trained on, written so that no text can open a turn.

A tokenizer reads `<|im_start|>` as a control token wherever it stands. In the text of a message it would end the turn
and begin another in the name of the system or the assistant. Here only the template's own control tokens become ids;
those that a message holds are read as ordinary text, letter for letter. (transformers has the same idea as
`sanitize_control_tokens`, in versions that the current vLLM does not take yet.) What cannot be guarded: a template that
marks turns with ordinary words, as `[INST]` of the first Mistral models.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from nescio.gen.engines.models import ModelFiles, without_surrogates
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Message
from nescio.schemas.errors import EngineMisused

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

_BREAK = "\ufdd0"
"""A noncharacter of Unicode, for internal use: where it stands, the text is cut before it is tokenized."""


class ChatTemplate:
    """The chat template of a model and its tokenizer.

    `tokenizer` is a fast one with a chat template. Raises EngineMisused where it has none.
    """

    def __init__(self, tokenizer: "PreTrainedTokenizerBase", model: str):
        """`model` names the model in messages."""
        try:
            source = tokenizer.get_chat_template()
        except ValueError as error:
            raise EngineMisused(
                f"{model} has no chat template, so it is no chat model: wanted one in its tokenizer_config.json or "
                "chat_template.jinja. Name the instruction-tuned model instead."
            ) from error
        self.tokenizer = tokenizer
        self._model = model
        control = {
            number: token.content
            for number, token in tokenizer.added_tokens_decoder.items()
            # Gemma's templates have line breaks, which are added tokens too, and no control tokens.
            if token.special or (token.content in source and not token.content.isspace())
        }
        self._control = frozenset(control)
        # Ahead only, so that overlapping tokens are all found.
        self._starts = re.compile("(?=" + "|".join(re.escape(text) for text in control.values()) + ")")
        self.thinking = "<think>" in source
        """Whether the template knows thinking blocks."""

    @classmethod
    def load(cls, files: ModelFiles) -> "ChatTemplate":
        """The template of a model on this machine. Raises EngineMisused where there is none or it cannot be read."""
        from transformers import AutoTokenizer

        where = {"gguf_file": files.gguf_file} if files.gguf_file else {}
        try:
            tokenizer = AutoTokenizer.from_pretrained(files.path, local_files_only=True, **where)
        except (OSError, ValueError, ImportError) as error:
            raise EngineMisused(f"{files.title} has no tokenizer that can be read ({error}). Name another.") from error
        return cls(tokenizer, files.title)

    def prompt(self, request: ChatRequest, window: int) -> list[int] | Fault:
        """The prompt of a request, or why there is none: REJECTED by the template, or TOO_LONG.

        It is too long where it leaves no room for one token of a reply in a window of `window` tokens.
        """
        from jinja2 import TemplateError

        try:
            ids = self.ids(request.messages)
        except TemplateError as error:
            return Fault(FaultKind.REJECTED, f"The chat template of {self._model} takes no such conversation: {error}")
        if len(ids) >= window:
            told = f"The prompt has {len(ids)} tokens; {self._model} takes {window}, the reply among them."
            return Fault(FaultKind.TOO_LONG, told)
        return ids

    def ids(self, messages: Sequence[Message]) -> list[int]:
        """The conversation up to where the assistant is to speak. Raises jinja2.TemplateError as the template does."""
        text = self.tokenizer.apply_chat_template(
            [{"role": one.role, "content": self._defused(one.content)} for one in messages],
            tokenize=False,
            add_generation_prompt=True,
        )
        return [number for piece in str(text).split(_BREAK) for number in self._encode(piece)]

    def has_system_role(self) -> bool:
        """Whether the template takes a system message and shows it to the model."""
        from jinja2 import TemplateError

        user = Message("user", "Hello.")
        try:
            one, other = (self.ids((Message("system", said), user)) for said in ("Be brief.", "Be polite."))
        except TemplateError:
            return False
        return one != other

    def _defused(self, content: str) -> str:
        """The content with a break inside each control token, after which it is ordinary text to the tokenizer."""
        text = without_surrogates(content).replace(_BREAK, "\ufffd")
        if self._is_plain(text):
            return text
        cuts = [0, *(found.start() + 1 for found in self._starts.finditer(text)), len(text)]
        pieces = [text[start:end] for start, end in pairwise(cuts)]
        if not all(map(self._is_plain, pieces)):
            pieces = list(text)  # a normalizer made a control token of other letters: each letter alone makes none
        return _BREAK.join(pieces)

    def _is_plain(self, text: str) -> bool:
        return self._control.isdisjoint(self._encode(text))

    def _encode(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
        return ids
