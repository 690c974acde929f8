"""What every schema shares: frozen models, strict keys, and text that any file format can hold."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

MAX_TEXT = 200_000
"""Longest text a schema accepts, in characters. A longer one is refused with its length."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def repair(text: object) -> object:
    """Replace what UTF-8 files cannot carry, NUL and lone surrogates, by U+FFFD, and bring the rest to NFC.

    Bidirectional controls and other odd but storable characters stay: they are data here, and are made visible
    where text is shown on a terminal.
    """
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    if not isinstance(text, str):
        return text
    return unicodedata.normalize("NFC", _UNSTORABLE.sub("\ufffd", text))


def _bounded(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise ValueError(f"text of {len(text):,} characters, at most {MAX_TEXT:,} are accepted; shorten it or split it")
    return text


Text = Annotated[str, BeforeValidator(repair), AfterValidator(_bounded)]
"""A string that JSON Lines and Arrow store and return unchanged."""


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty")
    return text


Filled = Annotated[Text, AfterValidator(_not_blank)]
"""A Text with something in it."""


class Frozen(BaseModel):
    """An immutable value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def faults(error: ValidationError) -> list[str]:
    """What is wrong with data that did not validate, one sentence for each key."""
    return [f"{'.'.join(map(str, one['loc'])) or 'as a whole'}: {one['msg']}" for one in error.errors()]
