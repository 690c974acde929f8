"""Exports are what trainers read, keep stars together, and say what they left out."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from datasets import load_dataset

from nescio.pipelines.export import export
from nescio.pipelines.export_chat import Abstention
from nescio.pipelines.read_rows import read_rows
from nescio.schemas.errors import UnknownName, UsageError
from nescio.validation.answer_match import same_answer
from nescio.validation.responses import ABSTENTIONS, classify


def load(path: Path) -> list[dict[str, Any]]:
    """The rows as `datasets` reads them."""
    kind = {".jsonl": "json", ".parquet": "parquet"}[path.suffix]
    rows: list[dict[str, Any]] = load_dataset(kind, data_files=str(path), split="train").to_list()
    return rows


@pytest.mark.parametrize("name", ["sft.jsonl", "sft.parquet"])
def test_datasets_loads_conversations(finished: Path, tmp_path: Path, name: str) -> None:
    """Each row's prompt is the user's turn and its target the assistant's; nothing is left out."""
    found = export(str(finished), out=tmp_path / name, split="train")
    wanted = {row.id: row for row in read_rows(str(finished), "train")}
    rows = load(tmp_path / name)
    assert found.rows == len(rows) == len(wanted)
    assert not found.left_out
    for row in rows:
        own = wanted[row["id"]]
        assert row["messages"] == [
            {"role": "user", "content": own.prompt},
            {"role": "assistant", "content": own.target},
        ]


def test_the_rows_of_a_star_stand_together(finished: Path, tmp_path: Path) -> None:
    """So that a trainer that does not shuffle still sees the contrast."""
    export(str(finished), out=tmp_path / "sft.jsonl", split=None)
    stars = [row["star"] for row in load(tmp_path / "sft.jsonl")]
    changes = sum(one != two for one, two in pairwise(stars))
    assert changes == len(set(stars)) - 1


@pytest.mark.parametrize("form", list(Abstention))
def test_every_form_reads_back_as_what_it_teaches(finished: Path, tmp_path: Path, form: Abstention) -> None:
    """The classifier finds the abstention, and the answer in all others."""
    export(str(finished), out=tmp_path / "sft.jsonl", split=None, abstention=form.value)
    answers = {row.id: row.answers for row in read_rows(str(finished))}
    for row in load(tmp_path / "sft.jsonl"):
        said = classify(row["messages"][-1]["content"], numeric=True)
        if row["should_abstain"]:
            assert said.kind in ABSTENTIONS, row
        else:
            assert said.value is not None
            assert same_answer(said.value, answers[row["id"]]), row


@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.4, 0.5, 1.0])
def test_a_share_is_reached_by_leaving_rows_out(finished: Path, tmp_path: Path, share: float) -> None:
    """As near as whole rows or stars allow, clean rows going first, and every row left out is counted."""
    found = export(str(finished), out=tmp_path / "sft.jsonl", split=None, abstain_share=share)
    rows = read_rows(str(finished))
    assert found.rows + sum(found.left_out.values()) == len(rows)
    assert abs(found.abstain - share * found.rows) <= 2
    if share > 0.25:
        assert "perturbed" not in found.left_out
        if "twin" in found.left_out:
            assert found.left_out["clean"] == sum(row.role.value == "clean" for row in rows)
    elif share < 0.25:
        assert set(found.left_out) <= {"perturbed"}


def test_the_same_call_writes_the_same_bytes(finished: Path, tmp_path: Path) -> None:
    """Which rows are left out is decided by their hashes."""
    for name in ("one", "two"):
        export(str(finished), out=tmp_path / f"{name}.jsonl", split=None, abstain_share=0.35, system="Be honest.")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert {row["messages"][0]["content"] for row in load(tmp_path / "one.jsonl")} == {"Be honest."}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"format": "dpo"}, "dpo needs replies to reject"),
        ({"format": "sft", "authored": True}, "are for dpo and kto, not for sft"),
        ({"format": "grpo", "abstention": "boxed"}, "grpo has none"),
        ({"format": "inspect", "system": "Be brief."}, "give it to inspect itself"),
        ({"format": "sfd"}, "Did you mean 'sft'"),
        ({"abstention": "boxes"}, "Did you mean 'boxed'"),
        ({"abstain_share": 1.5}, "between 0 and 1"),
        ({"out": "rows.csv"}, r"\.jsonl or \.parquet"),
    ],
)
def test_what_cannot_be_done_is_said(finished: Path, tmp_path: Path, options: dict[str, Any], message: str) -> None:
    """Before anything is written."""
    with pytest.raises((UsageError, UnknownName), match=message):
        export(str(finished), **{"out": tmp_path / "sft.jsonl"} | options)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("share", [None, 0.5])
def test_preferences_keep_the_share_too(finished: Path, tmp_path: Path, share: float | None) -> None:
    """One selection for every format."""
    rows = {}
    for format in ("sft", "dpo", "grpo"):
        path = tmp_path / f"{format}.jsonl"
        export(str(finished), out=path, format=format, abstain_share=share, authored=format == "dpo", split=None)
        rows[format] = [row["id"] for row in load(path)]
    assert rows["sft"] == rows["dpo"] == rows["grpo"]


@pytest.mark.parametrize("format", ["sft", "dpo", "kto", "grpo", "abstention-bench"])
def test_both_kinds_of_file_hold_the_same_rows(finished: Path, tmp_path: Path, format: str) -> None:
    """As `datasets` reads them."""
    for suffix in ("jsonl", "parquet"):
        export(str(finished), out=tmp_path / f"a.{suffix}", format=format, authored=format in ("dpo", "kto"))
    assert load(tmp_path / "a.jsonl") == load(tmp_path / "a.parquet")


def test_nothing_is_written_over(finished: Path, tmp_path: Path) -> None:
    """A file that is there stays."""
    (tmp_path / "sft.jsonl").write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        export(str(finished), out=tmp_path / "sft.jsonl")
    assert (tmp_path / "sft.jsonl").read_text() == "mine"


def test_rows_without_a_target_are_named(tmp_path: Path) -> None:
    """They cannot be learnt from, and are not dropped in silence."""
    rows = [{"prompt": "2 + 2?", "should_abstain": False, "answers": ["4"], "target": text} for text in ("", "4")]
    rows[1]["prompt"] = "2 + 3?"
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with pytest.raises(UsageError, match="1 of 2 rows"):
        export(str(tmp_path / "rows.jsonl"), out=tmp_path / "sft.jsonl")
