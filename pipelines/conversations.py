"""Reading anybody's training set as conversations: `messages`, or a prompt and a completion by their usual names."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from nescio.pipelines.export_chat import Turn
from nescio.pipelines.load import load_any
from nescio.schemas.base import faults
from nescio.schemas.errors import UsageError

_ASKED = ("prompt", "instruction", "question")
_REPLIES = ("completion", "response", "output", "answer")
_SYSTEMS = ("system", "system_prompt")
_BESIDE = ("input", "context")
"""What a request is about, where a column of its own holds it: Alpaca's `input`, Dolly's and SQuAD's `context`."""
_CALLS = ("tool_calls", "function_call")


class _NoConversation(Exception):
    """What a row lacks to be one."""


def conversations(dataset: str) -> Iterator[tuple[Turn, ...]]:
    """The rows of a file, a folder or a Hub id, each ending in a reply. Raises UsageError naming the row that is none.

    A column `input` or `context` goes into the request, and one `system` before it. Calls of tools are refused, since a
    conversation without them would make no sense.
    """
    for number, row in enumerate(load_any(dataset, None)):
        try:
            turns = _turns(row)
        except ValidationError as error:
            raise UsageError(f"row {number} of {dataset}: {'; '.join(faults(error))}") from error
        except _NoConversation as error:
            raise UsageError(f"row {number} of {dataset} {error}") from error
        if turns[-1].role != "assistant" or not turns[-1].content.strip():
            raise UsageError(f"row {number} of {dataset} ends in no reply to learn from; fill it in, or leave it out")
        yield turns


def _turns(row: Mapping[str, object]) -> tuple[Turn, ...]:
    messages = _messages(row.get("messages"))
    if messages:
        return messages
    name = next((one for one in _ASKED if row.get(one)), "")
    asked, said = row.get(name), next((row[one] for one in _REPLIES if row.get(one)), None)
    before = tuple(Turn(role="system", content=text) for one in _SYSTEMS if (text := _filled(row, one)))
    if isinstance(asked, str):
        beside = [text for one in _BESIDE if (text := _filled(row, one))]
        parts = [*beside, asked] if name == "question" else [asked, *beside]
        first = (*before, Turn(role="user", content="\n\n".join(parts)))
    else:
        first = (*before, *_messages(asked)) if _messages(asked) else ()
    last = (Turn(role="assistant", content=said),) if isinstance(said, str) else _messages(said)
    if not first or not last:
        raise _NoConversation(
            f"has no `messages` with role and content, and no prompt ({', '.join(_ASKED)}) with a reply "
            f"({', '.join(_REPLIES)}), each a text or messages; it has {', '.join(row)}"
        )
    return (*first, *last)


def _messages(value: object) -> tuple[Turn, ...]:
    """Messages with role and content; nothing where the value is no list of such."""
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return ()
    if any(one.get(name) for one in value for name in _CALLS):
        raise _NoConversation("calls tools, which a mixture cannot hold; leave such rows out")
    return tuple(Turn.model_validate({key: one.get(key) for key in ("role", "content")}) for one in value)


def _filled(row: Mapping[str, object], name: str) -> str:
    """The text in a column; empty where it has none."""
    value = row.get(name)
    return value if isinstance(value, str) and value.strip() else ""
