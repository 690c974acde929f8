"""Setting a model's thinking apart from its answer."""

import re

_BLOCK = re.compile(r"\s*<(think|thinking|reasoning)>(.*?)(?:</\1>|\Z)", re.DOTALL)
_OPEN = re.compile(r"<(?:think|thinking|reasoning)>")
_CLOSE = re.compile(r"</(?:think|thinking|reasoning)>")


def split_thinking(text: str) -> tuple[str | None, str]:
    """The thinking at the beginning of a reply, null where there is none, and the answer that follows it.

    A block that is never closed is all thinking: the reply was cut off before its answer. Where the chat template opens
    the block in the prompt, the reply holds only its end; an answer that speaks of both tags is left whole.
    """
    if block := _BLOCK.match(text):
        return block[2].strip(), text[block.end() :].lstrip()
    close = _CLOSE.search(text)
    if close is None or _OPEN.search(text, 0, close.start()):
        return None, text
    return text[: close.start()].strip(), text[close.end() :].lstrip()
