"""The benchmark that trains on the data: its sets are what they claim, and the whole path runs and resumes."""

import importlib
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow.parquet as pq
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SVAMP = [
    {"ID": f"chal-{number}", "Body": f"Jan has {number} dvds and {number} books.", "Question": "How many in all?"}
    | {"Equation": "", "Answer": 2.0 * number, "Type": "Addition"}
    for number in range(1, 6)
]
TINY = ("--rows", "8", "--test-stars", "1", "--svamp", "2", "--epochs", "2", "--batch", "4", "--save-every", "1")
BRIEF = ("--layers", "1", "--max-steps", "3", "--reply-tokens", "4")


@pytest.fixture
def teach(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The benchmark, with five questions in the place of SVAMP."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    module = importlib.import_module("teach")
    (tmp_path / "SVAMP.json").write_text(json.dumps(SVAMP))
    monkeypatch.setattr(module, "SVAMP", tmp_path / "SVAMP.json")
    return module


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet file."""
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return found


@pytest.mark.slow
def test_the_sets_are_what_they_claim(teach: ModuleType, tmp_path: Path) -> None:
    """As many rows and abstentions in both, no template on both sides, and no cross among the deletions."""
    sizes = teach.Sizes(train_rows=32, test_stars=2, svamp=3, difficulty=2, test_share=0.3, deletion_share=0.25)
    counts = teach.write_data(tmp_path / "data", sizes, teach.SVAMP)
    assert counts["stars-train"] == counts["deletion-train"] == 32
    data = {name: rows(tmp_path / "data" / f"{name}.parquet") for name in counts if name != "svamp-test"}
    for kind in ("stars", "deletion"):
        train, test = data[f"{kind}-train"], data[f"{kind}-test"]
        assert sum(row["should_abstain"] for row in train) == 8
        assert not {row["template_id"] for row in train} & {row["template_id"] for row in test}
        assert max(row["difficulty"] for row in (*train, *test)) <= 2
    assert Counter(row["role"] for row in data["stars-train"]) == dict.fromkeys(
        ("perturbed", "twin", "decoy", "clean"), 8
    )
    deletions = [row for row in data["deletion-train"] if row["perturbation"] == "deletion"]
    assert {row["role"] for row in data["deletion-train"]} == {"perturbed", "clean"}
    assert len(deletions) == 8
    assert all(row["cross_id"] is row["pair_id"] is None for row in data["deletion-train"])
    questions = {row["question"] for row in data["deletion-train"] if row["role"] == "clean"}
    assert {row["question"] for row in deletions} <= questions
    with pytest.raises(SystemExit, match="other sizes"):
        teach.write_data(tmp_path / "data", teach.Sizes(16, 2, 3, 2, 0.3, 0.25), teach.SVAMP)


@pytest.mark.slow
@pytest.mark.usefixtures("teach")
def test_only_the_assistants_words_are_learnt(small: Path) -> None:
    """The labels spell the target and the end of the turn, and nothing before it."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(small, local_files_only=True)
    train = importlib.import_module("teach_train")
    messages = [{"role": "user", "content": "How many?"}, {"role": "assistant", "content": "There are 12."}]
    found = train.conversation(tokenizer, messages)
    learnt = found.ids[found.prompt :]
    assert tokenizer.decode(learnt).strip() == "There are 12.<|im_end|>"
    assert "How many?" in tokenizer.decode(found.ids[: -len(learnt)])


@pytest.mark.slow
def test_the_whole_path_runs_and_resumes_where_it_stopped(
    teach: ModuleType, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A training cut off after its first step ends as one that was not, and a second run does nothing again."""
    line = [*TINY, *BRIEF, "--model", str(small)]
    teach.main([*line, "--out", str(tmp_path / "whole")])
    train = importlib.import_module("teach_train")
    save = train.save

    def save_and_stop(*arguments: Any) -> None:
        save(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(train, "save", save_and_stop)
        with pytest.raises(KeyboardInterrupt):
            teach.main([*line, "--out", str(tmp_path / "cut")])
    teach.main([*line, "--out", str(tmp_path / "cut")])
    whole, cut = (json.loads((tmp_path / name / "teach.json").read_text()) for name in ("whole", "cut"))
    assert set(whole["models"]) == {"base", "stars", "deletion"}
    for name in ("stars", "deletion"):
        assert whole["models"][name]["training"]["losses"] == cut["models"][name]["training"]["losses"]
        assert whole["models"][name]["training"]["steps"] == 3
        assert whole["models"][name]["sets"] == cut["models"][name]["sets"]
    assert set(whole["models"]["base"]["sets"]) == {"stars-test", "deletion-test", "svamp-test"}
    monkeypatch.setattr(train, "one_step", None)
    teach.main([*line, "--out", str(tmp_path / "whole")])
    assert json.loads((tmp_path / "whole" / "teach.json").read_text()) == whole
