"""Runs with the packaged models: what they measured once they are never asked again."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nescio.pipelines.journal import Journal
from nescio.pipelines.run import run
from nescio.pipelines.tables import read_parquet
from nescio.schemas.seed import Seed

pytestmark = pytest.mark.slow

PROGRAM = """
import json, sys, nescio
overrides = ["curate.surface.max_auc=0.99", "perturb=[premise_removal, hedged_quantity]"]
summary = nescio.run("math", out=sys.argv[1], seeds=sys.argv[2], overrides=overrides)
loaded = sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules))
print(json.dumps([summary.files, dict(summary.funnel.rejected), loaded]))
"""


def observed(folder: Path) -> tuple[dict[str, int], dict[str, bytes]]:
    """How many observations the journal has, and the vectors."""
    with Journal(folder / "journal.sqlite", read_only=True) as journal:
        counts = journal.counts()
    return counts, {path.name: path.read_bytes() for path in (folder / "vectors").iterdir() if path.suffix == ".f32"}


def test_the_second_run_asks_no_model(tmp_path: Path, seeds: tuple[Seed, ...], seed_file: Callable[..., Path]) -> None:
    """A run, a second one in its folder, and one of shuffled seeds elsewhere: the same bytes, the second with no model.

    Standard error stays empty: no progress was asked for, and no library says anything of its own.
    """
    found = []
    for folder, path in (
        ("a", seed_file(seeds[:5])),
        ("a", seed_file(seeds[:5])),
        ("b", seed_file(seeds[4::-1], "b/seeds.jsonl")),
    ):
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
        words = [sys.executable, "-c", PROGRAM, str(tmp_path / f"run-{folder}"), str(path)]
        done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
        assert done.stderr == ""
        found.append((*json.loads(done.stdout), observed(tmp_path / f"run-{folder}")))
    first, second, third = found
    assert first[0] == second[0] == third[0]
    assert first[2] == third[2] == ["sentence_transformers", "torch", "transformers"]
    assert second[2] == []
    assert first[3] == second[3]
    assert first[3][0]["loss"] > 20
    assert first[3][1].keys() == third[3][1].keys()


def test_models_reject_rows_and_one_long_text_fails_alone(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: Callable[..., Path]
) -> None:
    """A near-duplicate of another template is rejected with cosine and text; a text beyond the model's window fails."""
    copy = seeds[0].model_copy(update={"template_id": "another", "context": seeds[0].context + " That is all."})
    long = seeds[1].model_copy(update={"context": seeds[1].context + " And so it went on and on." * 3_000})
    path = seed_file([seeds[0], copy, long, seeds[2]])
    overrides = ["curate.surface=false", "perturb=[premise_removal]", "verify.fluency.max_ratio=50"]
    summary = run("math", out=tmp_path / "run", seeds=str(path), overrides=overrides)
    assert summary.funnel.failed == {"TextTooLong": 8}
    assert summary.funnel.rejected["duplicate"] >= 1
    assert summary.funnel.accepted == 16
    assert summary.funnel.balanced()
    failed = read_parquet(tmp_path / "run" / "failed.parquet")
    assert {(row["seed_id"], row["stage"]) for row in failed} == {(long.id, "fluency")}
    near = [row for row in read_parquet(tmp_path / "run" / "rejected.parquet") if row["reason"] == "duplicate"]
    assert all(row["detail"].startswith("cosine 0.9") or row["detail"].startswith("cosine 1.0") for row in near)
