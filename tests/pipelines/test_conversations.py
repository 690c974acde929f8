"""A training set of anybody's is read whole, or refused by the row that cannot be."""

import json
from pathlib import Path

import pytest

from nescio.pipelines.conversations import conversations
from nescio.schemas.errors import UsageError

USER, SAID = {"role": "user", "content": "Name a tree."}, {"role": "assistant", "content": "An oak."}


def _file(path: Path, *rows: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"messages": [USER, SAID]}, ["Name a tree.", "An oak."]),
        ({"prompt": "Name a tree.", "completion": "An oak."}, ["Name a tree.", "An oak."]),
        ({"prompt": [USER], "completion": [SAID]}, ["Name a tree.", "An oak."]),
        ({"instruction": "Shorten this.", "input": "A long text.", "output": "A text."},
         ["Shorten this.\n\nA long text.", "A text."]),
        ({"instruction": "Name a tree.", "input": "", "output": "An oak."}, ["Name a tree.", "An oak."]),
        ({"instruction": "Who built it?", "context": "Ida built it.", "response": "Ida."},
         ["Who built it?\n\nIda built it.", "Ida."]),
        ({"question": "Who built it?", "context": "Ida built it.", "answer": "Ida."},
         ["Ida built it.\n\nWho built it?", "Ida."]),
        ({"system_prompt": "Be brief.", "question": "Name a tree.", "response": "An oak."},
         ["Be brief.", "Name a tree.", "An oak."]),
    ],
)  # fmt: skip
def test_nothing_that_a_row_asks_is_left_out(row: dict[str, object], told: list[str], tmp_path: Path) -> None:
    """Alpaca's input, Dolly's and SQuAD's context and a system prompt are part of what is asked."""
    [turns] = conversations(_file(tmp_path / "base.jsonl", row))
    assert [turn.content for turn in turns] == told
    assert turns[-1].role == "assistant"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"messages": [USER]}, "row 1 of .* ends in no reply"),
        ({"messages": [USER, {"role": "assistant", "content": " "}]}, "ends in no reply"),
        ({"messages": [USER, {**SAID, "tool_calls": [{"name": "f"}]}, SAID]}, "calls tools"),
        ({"messages": [{"role": "user"}, SAID]}, "content"),
        ({"prompt": "Name a tree."}, "no prompt .* with a reply"),
    ],
)
def test_a_row_that_is_no_conversation_is_named(row: dict[str, object], told: str, tmp_path: Path) -> None:
    """By its number, counted from 0."""
    whole = {"messages": [USER, SAID]} if "messages" in row else {"prompt": "Name a tree.", "completion": "An oak."}
    with pytest.raises(UsageError, match=told):
        list(conversations(_file(tmp_path / "base.jsonl", whole, row)))
