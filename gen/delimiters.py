"""Keeping text that others wrote apart from what a prompt says: marks that no text contains, and role tokens broken.

The idea is that of delimiting in "spotlighting" (arXiv 2403.14720), with marks that depend on the text, so that who
writes the text cannot write its mark, and the same text always gives the same prompt.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence

MARK_DIGITS = 12

_NOT_HEXADECIMAL = re.compile("[^0-9a-f]")
_ROLE_TOKEN = re.compile(
    r"<(?="
    r"[|｜][^<>\n]{1,64}[|｜]>"  # ChatML, Llama 3 and 4, Phi, GLM, gpt-oss, Qwen, Command; DeepSeek with its wide bars
    r"|/?(?:s|bos|eos|unk|pad|mask|think|thinking|reasoning|tool_call|tool_response|tools|start_of_turn|end_of_turn"
    r"|unused\d{1,4}|extra_id_\d{1,4}|start_of_image|end_of_utterance)>"  # Llama 2, Gemma, Qwen, Nemotron, SmolVLM
    r"|</?SYS>>)"  # Llama 2
    r"|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|IMG|THINK|gMASK|sop)\])"
    r"|(?<=\n\n)(?=(?:Human|Assistant|User|System):)",  # turns in plain text, as older Claude models have them
    re.IGNORECASE,
)


def derive_mark(version: str, texts: Sequence[str], digits: int = MARK_DIGITS) -> str:
    """So many hexadecimal digits of SHA-256 over the texts and what is put around them; they stand in no text.

    Not even in parts: a text's hexadecimal digits alone, wide or raised ones among them, do not hold the mark.
    """
    shown = [_NOT_HEXADECIMAL.sub("", unicodedata.normalize("NFKC", text).casefold()) for text in texts]
    attempt = 0
    while True:
        parts = json.dumps([version, attempt, *texts]).encode()
        mark = hashlib.sha256(parts).hexdigest()[:digits]
        if not any(mark in text for text in shown):
            return mark
        attempt += 1


def enclose(text: str, mark: str) -> str:
    """A text as a block of data; nothing where the text is empty."""
    return f"<data {mark}>\n{text}\n</data {mark}>" if text else ""


def break_role_tokens(text: str) -> str:
    """The text with a space inside each token that would open or end a turn: "<|im_start|>" becomes "< |im_start|>".

    Servers tokenise a conversation as one text, so the whole token must not stand there. A reader loses nothing by the
    space, and judges what the text says as before.
    """
    return _ROLE_TOKEN.sub(lambda found: f"{found[0]} ", text)


def has_role_tokens(text: str) -> bool:
    """Whether `break_role_tokens` would change the text."""
    return _ROLE_TOKEN.search(text) is not None
