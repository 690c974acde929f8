"""Setting a model's thinking apart from its answer."""

import re

_BLOCK = re.compile(r"\s*<(think|thinking|reasoning)>(.*?)(?:</\1>|\Z)", re.DOTALL)
_CLOSED = re.compile(r"(.*?)</(?:think|thinking|reasoning)>", re.DOTALL)
"""Templates that open the block in the prompt leave only its end in the reply."""


def split_thinking(text: str) -> tuple[str | None, str]:
    """The thinking at the beginning of a reply, null where there is none, and the answer that follows it.

    A block that is never closed is all thinking: the reply was cut off before its answer.
    """
    found = _BLOCK.match(text) or _CLOSED.match(text)
    if found is None:
        return None, text
    return found.groups()[-1].strip(), text[found.end() :].lstrip()
