"""The report of a run says what its folder says, and keeps hostile texts as texts."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from nescio.pipelines.cli_report import report
from nescio.pipelines.ledger import FailedRow, RejectedRow
from nescio.pipelines.report import run_report, write_report
from nescio.pipelines.report_folder import open_run
from nescio.pipelines.report_map import principal
from nescio.pipelines.tables import read_parquet, write_parquet
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Example
from tests.pipelines.reported import HOSTILE, inert, poison_rows, with_vectors


@pytest.fixture
def copied(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished run, to be changed."""
    shutil.copytree(finished, tmp_path / "run")
    return tmp_path / "run"


def test_the_funnel_adds_up_on_the_page(finished: Path) -> None:
    """The identity is told with its numbers, and every perturbation and reason stands on it."""
    funnel = open_run(finished).summary.funnel
    text = inert(run_report(finished)).text
    told = (
        f"{funnel.candidates} candidates = {funnel.accepted} accepted + {sum(funnel.rejected.values())} rejected + "
        f"{sum(funnel.failed.values())} failed"
    )
    assert told in text
    assert funnel.rejected
    assert all(name in text for name in funnel.by_perturbation)
    assert all(reason.removeprefix("star: ") in text for reason in funnel.rejected)


def test_a_star_is_shown_with_all_its_rows_and_its_holes_marked(finished: Path) -> None:
    """Of each perturbation one star stands there: its questions, targets and proofs, and each hole as a mark."""
    page = run_report(finished)
    text = inert(page).text
    stars = open_run(finished).stars()
    assert set(stars) == {"hedged_quantity", "premise_removal"}
    for split, rows in stars.values():
        assert split == "train"
        assert len(rows) == 8
        assert all(row.question in text and row.target in text and row.proof.evidence in text for row in rows)
        for edit in (one for row in rows for one in row.edits):
            assert f"<mark>{edit.after}</mark>".replace("'", "&#x27;") in page
    assert text.count("abstain (perturbed)") + text.count("clarify (perturbed)") >= 4
    assert text.count("answer (decoy)") == text.count("answer (clean)") == 4


def test_coverage_counts_the_published_rows(finished: Path) -> None:
    """The rows by perturbation and grade add up to those of the splits."""
    run = open_run(finished)
    assert sum(run.grades().values()) == sum(run.summary.splits.values()) == run.summary.funnel.accepted


def test_the_page_is_the_same_bytes_again_and_where_it_is_asked_for(copied: Path, tmp_path: Path) -> None:
    """A report changes nothing in its folder but itself, and comes out equal; `out` names another place."""
    before = {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()}
    first = write_report(copied)
    assert first.file == str(copied / "report.html")
    assert first.kind == "run"
    assert write_report(copied, tmp_path / "other.html").bytes == first.bytes
    assert (tmp_path / "other.html").read_bytes() == (copied / "report.html").read_bytes()
    assert {path: path.read_bytes() for path in before} == before


def test_hostile_rows_of_a_run_stay_text(copied: Path) -> None:
    """Rows, reasons, names and sentences that attack the page are shown as what they are, and long ones are cut."""
    poison_rows(next((copied / "dataset" / "data").rglob("train*.parquet")), Example)
    poison_rows(copied / "rejected.parquet", RejectedRow)
    failed = FailedRow(
        id=None, seed_id=HOSTILE, perturbation=HOSTILE, prompt=None, stage=HOSTILE, error=HOSTILE, message=HOSTILE
    )
    write_parquet([failed] * 5, FailedRow, copied / "failed.parquet")
    summary = json.loads((copied / "run.json").read_text())
    summary["funnel"]["by_perturbation"][HOSTILE] = summary["funnel"]["by_perturbation"].pop("premise_removal")
    summary["funnel"]["failed"] = {HOSTILE: 5}
    changed = {"name": HOSTILE, "gates_missed": [HOSTILE], "shortfall": {HOSTILE: 3}, "absent_references": [HOSTILE]}
    changed |= {"references": {HOSTILE: {"texts": 1, "met": 1}}, "files": {HOSTILE: HOSTILE}}
    (copied / "run.json").write_text(json.dumps(summary | changed))
    page = run_report(copied)
    text = inert(page).text
    assert text.count("<script>alert(1)</script>") > 20
    assert "\\u{202e}evil" in text
    assert "characters left out" in text
    assert len(page) < 500_000


def test_what_may_be_harmful_is_counted_and_not_shown(copied: Path) -> None:
    """Where rejected texts are their owner's alone, the page has their reasons and numbers and not their words."""
    recipe = json.loads((copied / "recipe.json").read_text())
    recipe["recipe"]["verify"]["safety"] = {"always": True}
    (copied / "recipe.json").write_text(json.dumps(recipe))
    assert open_run(copied).withheld
    text = inert(run_report(copied)).text
    rejected = read_parquet(copied / "rejected.parquet")
    assert rejected
    assert not any(row["prompt"] in text or row["detail"] in text for row in rejected)
    assert next(row["reason"] for row in rejected if not row["reason"].startswith("star: ")) in text


def test_the_map_is_drawn_from_the_vectors_of_the_run(copied: Path) -> None:
    """Each published row that has a vector is a dot, on the map and on its perturbation's; without any it says why."""
    assert "There is no map" in run_report(copied)
    with_vectors(copied)
    page = run_report(copied)
    rows = open_run(copied).summary.funnel.accepted
    assert f"{rows - 1} of {rows} published rows" in page
    assert page.count("h0") == 2 * (rows - 1)
    assert run_report(copied) == page


def test_principal_directions_are_those_of_most_variance() -> None:
    """The longest direction lies across, and equal vectors give equal places within the unit square."""
    random = np.random.default_rng(0)
    vectors = (random.normal(size=(200, 6)) * (0.1, 5, 0.2, 2, 0.1, 0.1)).astype(np.float32)
    places, (across, up) = principal(vectors)
    assert across > up > 0
    assert across + up <= 1
    assert places.min() >= 0
    assert places.max() <= 1
    assert abs(np.corrcoef(places[:, 0], vectors[:, 1])[0, 1]) > 0.99
    assert abs(np.corrcoef(places[:, 1], vectors[:, 3])[0, 1]) > 0.99
    assert np.array_equal(places, principal(vectors.copy())[0])
    assert np.isfinite(principal(np.ones((4, 3), dtype=np.float32))[0]).all()


def test_folders_without_a_report_are_refused(tmp_path: Path, copied: Path) -> None:
    """Neither a run nor an evaluation, or a run that has not ended: it says what was found and what is wanted."""
    with pytest.raises(UsageError, match=r"neither recipe.json nor eval.json"):
        write_report(tmp_path)
    for name in ("run.json", "report.html"):
        (copied / name).unlink()
    with pytest.raises(UsageError, match="has not ended"):
        write_report(copied)
    assert not (copied / "report.html").exists()


def test_the_command_writes_the_page_and_says_where(copied: Path, tmp_path: Path) -> None:
    """`nescio report DIR --out FILE --json` prints what was written."""
    app = typer.Typer()
    app.command()(report)
    out = tmp_path / "page.html"
    found = CliRunner().invoke(app, [str(copied), "--out", str(out), "--json"])
    assert found.exit_code == 0
    assert json.loads(found.stdout) == {"kind": "run", "file": str(out), "bytes": out.stat().st_size}


def test_an_older_summary_is_refused_with_what_to_do(copied: Path) -> None:
    """A run.json of another version is told of, and not half shown."""
    (copied / "run.json").write_text("{}")
    with pytest.raises(UsageError, match="another version"):
        run_report(copied)


def test_judges_cost_and_nearness_stand_on_the_page(copied: Path) -> None:
    """What a run with models says of itself: each judge's figures and vote, agreement, spend, contacts."""
    half = {"value": 0.5, "low": 0.4, "high": 0.6}
    scene = {
        "scenario": "false_premise", "labelled_by": "human", "positives": 31, "negatives": 29, "faults": 2,
        "sensitivity": half, "specificity": half, "youden": half, "admitted": False, "reason": f"too weak {HOSTILE}",
    }  # fmt: skip
    rate = {"judge": "judge_a", "scenario": "false_premise", "should_abstain": True, "rows": 7, "observed": half}
    checks = {
        "calibrations": [
            {"judge": HOSTILE, "version": "1", "task": "answerability", "min_youden": 0.5, "scenarios": [scene]}
        ],
        "agreement": {"panel": {"alpha": 0.625, "low": 0.5, "high": 0.75, "rows": 40, "verdicts": 80}},
        "rates": {"panel": [rate | {"corrected": {"value": None, "low": 0, "high": 1}}]},
        "faults": {"judges": {HOSTILE: {"refused": 3}}},
    }
    spend = {"stage": "rewrite", "model": HOSTILE, "replies": 1234, "tokens_in": 56789, "tokens_out": 4321,
             "uncounted": 0, "cost": 0.1234, "outcomes": {HOSTILE: 5}}  # fmt: skip
    contact = {"row": "1", "reference": HOSTILE, "place": "x", "rule": "words", "cosine": None, "allowed": False}
    summary = json.loads((copied / "run.json").read_text()) | {
        "checks": checks, "spend": [spend], "contacts": [contact], "tokens": 61110, "cost": 0.1234,
        "nearness": {"threshold": 0.85, "groups": 12, "largest": 0.25, "linked": 3},
        "writing": {"rewrite": {"seeds": {"rewritten": 11}, "sentences_refused": {HOSTILE: 2}}},
        "extended": {"name": HOSTILE, "stars": 1, "rows": {"train": 8}},
    }  # fmt: skip
    (copied / "run.json").write_text(json.dumps(summary))
    text = inert(run_report(copied)).text
    for said in ("0.5000.400 to 0.600", "31 + 29", "no: too weak", "0.625", "56,789", "0.1234 US dollars", "25.0 %"):
        assert said in text
