"""One pydantic object out of a reply: the schema that is asked for, the reading of what came, and the second try.

The schema stands in the prompt *and* goes to the engine, so that a request is the same whether or not the engine can be
made to keep to it; which of the two happened is told by the reply.
"""

import json
import re
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ValidationError

from nescio.schemas.asking import Object
from nescio.schemas.chat import Message

LONGEST = 200_000
"""Characters of a reply that is read at all."""
MOST_STARTS = 50
"""Opening braces in prose from which an object is tried: reading stays linear on hostile text."""
_FENCE = re.compile(r"```(?:json)?[ \t]*\n(.*?)```", re.DOTALL | re.IGNORECASE)
MOST_SHOWN = 2_000
"""Characters of a bad reply that a repair shows to the model again."""
DEEPEST = 50
"""Levels of brackets that are read; Python's own decoder gives up at about a thousand by an error of its own."""


@dataclass(frozen=True)
class Unreadable:
    """Why a reply is no instance of the schema, in words that the model can act on."""

    reason: str


@cache
def schema_text(wanted: type[BaseModel]) -> str:
    """The JSON Schema of a class as canonical text: it is part of a request's key.

    Titles and descriptions are left out: a docstring that is edited must not ask everything anew.
    """
    return json.dumps(_bare(wanted.model_json_schema()), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _bare(schema: object) -> object:
    """A schema without its titles and descriptions; a property may still be called so."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made: dict[str, object] = {}
    for name, one in schema.items():
        if name in ("properties", "$defs") and isinstance(one, dict):
            made[name] = {key: _bare(value) for key, value in one.items()}
        elif name not in ("title", "description"):
            made[name] = one if name in ("const", "enum", "default", "examples") else _bare(one)
    return made


def with_schema(messages: tuple[Message, ...], schema: str) -> tuple[Message, ...]:
    """The conversation with the schema asked for at the end of its last turn."""
    last = messages[-1]
    asked = (
        f"{last.content}\n\nReply with one JSON object that follows this JSON Schema, and with nothing else:\n{schema}"
    )
    return (*messages[:-1], Message(last.role, asked))


def read_object(text: str, wanted: type[Object]) -> Object | Unreadable:
    """The object that a reply holds: the whole reply, the one fenced block in it, or the one object in its prose.

    Nothing is mended. Keys that stand twice, NaN, unknown keys, values of another type and a second object beside the
    first make the reply unreadable: what could be read in two ways is not read.
    """
    if len(text) > LONGEST:
        return Unreadable(f"it has {len(text):,} characters, at most {LONGEST:,} are read")
    found = _candidate(text.strip())
    if isinstance(found, Unreadable):
        return found
    try:
        return wanted.model_validate_json(found, strict=True)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, one['loc'])) or 'object'}: {one['msg']}" for one in error.errors()[:5])
        return Unreadable(faults)


def repair(messages: tuple[Message, ...], said: str, fault: Unreadable) -> tuple[Message, ...]:
    """The conversation that shows the model what was wrong and asks once more."""
    shown = said if len(said) <= MOST_SHOWN else said[:MOST_SHOWN] + " ..."
    asked = f"That is not the JSON object that was asked for ({fault.reason}). Reply with the JSON object alone."
    return (*messages, Message("assistant", shown or "(nothing)"), Message("user", asked))


def _candidate(text: str) -> str | Unreadable:
    """The one JSON object in a text, as text."""
    if text.startswith("{") and isinstance(_decode(text), str):
        return text
    fenced = [block.strip() for block in _FENCE.findall(text)]
    if len(fenced) == 1:
        return _decode(fenced[0])
    return _only_object(text)


def _only_object(text: str) -> str | Unreadable:
    """The single object that stands somewhere in prose."""
    found: list[str] = []
    fault = Unreadable("there is no JSON object in it")
    at, starts = text.find("{"), 0
    while at >= 0 and starts < MOST_STARTS:
        starts += 1
        end = _closing(text, at)
        one = _decode(text[at:end]) if end is not None else Unreadable("the JSON object is not closed")
        if isinstance(one, str):
            found.append(one)
        elif not found:
            fault = one
        at = text.find("{", end if end is not None and isinstance(one, str) else at + 1)
        if len(found) > 1:
            return Unreadable("there is more than one JSON object in it")
    return found[0] if found else fault


def _closing(text: str, at: int) -> int | None:
    """Where the object that opens at `at` ends, by counting brackets outside of strings."""
    depth, quoted, escaped = 0, False, False
    for place in range(at, len(text)):
        letter = text[place]
        if quoted:
            quoted, escaped = escaped or letter != '"', letter == "\\" and not escaped
        elif letter == '"':
            quoted = True
        elif letter in "{[":
            depth += 1
            if depth > DEEPEST:
                return None
        elif letter in "}]":
            depth -= 1
            if depth == 0:
                return place + 1
    return None


def _decode(text: str) -> str | Unreadable:
    """The text itself if it is one strict JSON object."""
    try:
        value = json.loads(text, object_pairs_hook=_no_repeats, parse_constant=_no_constants)
    except ValueError as error:
        return Unreadable(f"it is no valid JSON: {error}")
    except RecursionError:
        return Unreadable("its brackets are nested too deeply")
    return text if isinstance(value, dict) else Unreadable("it is JSON, but no object")


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice")
    return made


def _no_constants(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")
