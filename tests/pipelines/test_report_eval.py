"""The report of an evaluation says where a model fails and in which words, and keeps hostile words as words."""

import json
from pathlib import Path

import pytest

from nescio.gen.engines.fake import FakeEngine
from nescio.pipelines.evaluate import evaluate
from nescio.pipelines.report import eval_report
from nescio.pipelines.tables import read_parquet
from nescio.schemas.recipe import ModelSpec
from tests.pipelines.reported import HOSTILE, inert


@pytest.fixture(scope="module")
def evaluated(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An evaluation of a model that answers every question with 7, and says hostile things."""
    out = tmp_path_factory.mktemp("evaluated") / "eval"
    engine = FakeEngine(lambda _: f"{HOSTILE} The answer is 7.", model=f"fake {HOSTILE}")
    spec = ModelSpec(engine="fake", model="fake")
    evaluate(str(finished), spec, out=out, split="train", limit=24, engine=engine, system=HOSTILE)
    return out


def test_hostile_replies_of_an_evaluation_stay_text(evaluated: Path) -> None:
    """A model's replies, its name and the system message are shown as what they are."""
    text = inert(eval_report(evaluated)).text
    assert text.count("<script>alert(1)</script>") > 10


def test_an_evaluation_is_told_with_its_failures(evaluated: Path, finished: Path) -> None:
    """The direction, headline figures, groups, and rows that it answered and should not have, with their prompts."""
    page = eval_report(evaluated)
    text = inert(page).text
    assert "answers what it should not" in text
    assert "abstention recall" in text
    assert "By perturbation" in text
    assert "under-abstention" in text
    prompts = {row["prompt"] for path in (finished / "dataset").rglob("*.parquet") for row in read_parquet(path)}
    assert sum(prompt in text for prompt in prompts) >= 4
    assert eval_report(evaluated) == page


def test_prompts_of_other_rows_are_not_shown(finished: Path, tmp_path: Path) -> None:
    """Where the dataset is gone or holds other rows than were asked, failures stand without prompts, as is said."""
    data = tmp_path / "rows.jsonl"
    [sheet] = (finished / "dataset").rglob("train*.parquet")
    rows = read_parquet(sheet)[:8]
    data.write_text("\n".join(map(json.dumps, rows)))
    engine = FakeEngine(lambda _: "The answer is 7.")
    spec = ModelSpec(engine="fake", model="fake")
    evaluate(str(data), spec, out=tmp_path / "eval", split=None, engine=engine)
    assert "Some of each kind" in eval_report(tmp_path / "eval")
    data.write_text("\n".join(json.dumps(row | {"id": f"other {row['id']}"}) for row in rows))
    assert "holds other rows by now" in eval_report(tmp_path / "eval")
    data.unlink()
    assert "is no folder or file of this machine" in eval_report(tmp_path / "eval")
