"""Prompts for rewards and for AbstentionBench carry what is needed to score a reply, under the names that are read."""

import json
from pathlib import Path

import pytest
from datasets import Dataset, load_dataset

from nescio.pipelines.export import export
from nescio.pipelines.read_rows import read_rows
from nescio.schemas.errors import UsageError
from nescio.schemas.taxonomy import Behaviour


def load(kind: str, path: Path) -> Dataset:
    """The file as `datasets` reads it."""
    rows = load_dataset(kind, data_files=str(path), split="train")
    assert isinstance(rows, Dataset)
    return rows


def test_prompts_carry_the_columns_of_the_rewards(finished: Path, tmp_path: Path) -> None:
    """In this order and with the values of the dataset; a system message goes before the prompt."""
    export(str(finished), out=tmp_path / "grpo.parquet", format="grpo", system="Say so if you cannot know.")
    rows = load("parquet", tmp_path / "grpo.parquet")
    named = "id star should_abstain behaviour answers choices missing_fact false_premise correction"
    assert rows.column_names == ["prompt", *named.split(), "clarifying_question", "kind", "role", "question", "numeric"]
    assert set(rows["numeric"]) == {True}
    wanted = {row.id: row for row in read_rows(str(finished), "train")}
    assert len(rows) == len(wanted)
    for row in rows:
        own = wanted[row["id"]]
        assert row["prompt"] == [
            {"role": "system", "content": "Say so if you cannot know."},
            {"role": "user", "content": own.prompt},
        ]
        assert (row["answers"], row["missing_fact"], row["role"]) == (list(own.answers), own.missing_fact, own.role)
    assert {row["behaviour"] for row in rows} <= set(Behaviour)


def test_own_rows_without_behaviour_get_one(tmp_path: Path) -> None:
    """What their label says."""
    rows = [
        {"prompt": "Two bags of 3. How many?", "should_abstain": False, "answers": ["6"]},
        {"prompt": "Two bags. How many?", "should_abstain": True, "answers": []},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    export(str(tmp_path / "rows.jsonl"), out=tmp_path / "grpo.jsonl", format="grpo")
    found = load("json", tmp_path / "grpo.jsonl")
    assert {row["behaviour"]: row["should_abstain"] for row in found} == {"answer": False, "abstain": True}


@pytest.mark.parametrize(("format", "file"), [("lm-eval", "stars.yaml"), ("inspect", "task.py")])
def test_a_task_is_a_folder_of_the_test_split(finished: Path, tmp_path: Path, format: str, file: str) -> None:
    """Named as the folder is; split and share can be chosen, and nothing is written over."""
    found = export(str(finished), out=tmp_path / "stars", format=format)
    assert (found.split, found.rows) == ("test", len(read_rows(str(finished), "test")))
    assert sorted(found.files) == sorted(str(one) for one in (tmp_path / "stars").iterdir())
    assert (tmp_path / "stars" / file).is_file()
    half = export(str(finished), out=tmp_path / "half", format=format, split=None, abstain_share=0.5)
    assert abs(half.abstain - half.rows / 2) <= 1
    with pytest.raises(UsageError, match="there already"):
        export(str(finished), out=tmp_path / "stars", format=format)
    with pytest.raises(UsageError, match="a task cannot be called 'my task'"):
        export(str(finished), out=tmp_path / "my task", format=format)
    assert not (tmp_path / "my task").exists()


def test_abstention_bench_reads_its_columns(finished: Path, tmp_path: Path) -> None:
    """The test split: reference answers are null exactly where one should abstain, and the metadata is JSON."""
    found = export(str(finished), out=tmp_path / "bench.jsonl", format="abstention-bench")
    rows = load("json", tmp_path / "bench.jsonl")
    assert found.split == "test"
    assert rows.column_names == ["question", "reference_answers", "should_abstain", "metadata_json"]
    wanted = {row.id: row for row in read_rows(str(finished), "test")}
    for row in rows:
        about = json.loads(row["metadata_json"])
        own = wanted[about["nescio_id"]]
        assert row["question"] == own.prompt
        assert (row["reference_answers"] is None) == row["should_abstain"] == own.should_abstain
        assert about["nescio_scenario"] == own.scenario
