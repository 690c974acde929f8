"""The reports of a run and of an evaluation say what their folders say, and keep hostile texts as texts."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from nescio.gen.engines.fake import FakeEngine
from nescio.pipelines.cli_report import report
from nescio.pipelines.evaluate import evaluate
from nescio.pipelines.folder import write_json
from nescio.pipelines.ledger import FailedRow, RejectedRow
from nescio.pipelines.observe import ENCODER_VERSION, input_key
from nescio.pipelines.report import eval_report, run_report, write_report
from nescio.pipelines.report_folder import open_run
from nescio.pipelines.report_map import principal
from nescio.pipelines.summary import ModelRecord, RunSummary
from nescio.pipelines.tables import read_parquet, write_parquet
from nescio.pipelines.vectors import VectorStore
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Example
from nescio.schemas.recipe import ModelSpec
from tests.pipelines.test_html import Text, read

HOSTILE = (
    '<script>alert(1)</script>"><img src=x onerror=alert(2)></details></td></table><!-- \u202eevil\u2066 \x1b[31m\x00'
)
PASSIVE = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "nav", "main", "section", "footer", "h1", "h2",
    "h3", "p", "span", "b", "br", "ul", "li", "dl", "dt", "dd", "div", "table", "caption", "thead", "tbody", "tr", "th",
    "td", "details", "summary", "mark", "pre", "figure", "figcaption", "svg", "rect", "line", "circle", "path", "text",
    "desc",
}  # fmt: skip


@pytest.fixture
def copied(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished run, to be changed."""
    shutil.copytree(finished, tmp_path / "run")
    return tmp_path / "run"


@pytest.fixture(scope="module")
def evaluated(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An evaluation of a model that answers every question with 7, and says hostile things."""
    out = tmp_path_factory.mktemp("evaluated") / "eval"
    engine = FakeEngine(lambda _: f"{HOSTILE} The answer is 7.", model=f"fake {HOSTILE}")
    spec = ModelSpec(engine="fake", model="fake")
    evaluate(str(finished), spec, out=out, split="train", limit=24, engine=engine, system=HOSTILE)
    return out


def inert(page: str) -> Text:
    """The page as it is parsed, once it is known to have no tag, attribute or control but its own."""
    found = read(page)
    assert found.tags <= PASSIVE
    names = {name for name, _ in found.attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"src", "srcset", "action", "style"}
    assert all((value or "").startswith("#") for name, value in found.attributes if name == "href")
    assert not [value for _, value in found.attributes if value and ("alert" in value or "evil" in value)]
    assert not set(page) & set("\u202e\u2066\x1b\x00")
    assert "default-src 'none'" in page
    return found


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
    (copied / "run.json").unlink()
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


def poison_rows(path: Path, model: type[Example]) -> None:
    """Make every text of the rows hostile, and the first context very long; names of perturbations too."""
    rows: list[Any] = []
    for number, row in enumerate(read_parquet(path)):
        long = HOSTILE * 1000 if number % 8 == 0 else ""
        for name in ("question", "target", "missing_fact", "rationale", "template_id", "reason", "detail"):
            if row.get(name):
                row[name] = f"{row[name]} {HOSTILE}"
        row["context"] = f"{row['context']} {HOSTILE} {long}"
        row["answers"] = [f"{one} {HOSTILE}" for one in row["answers"]]
        row["choices"] = [HOSTILE] * 3
        row["perturbation"] = HOSTILE if row["perturbation"] == "premise_removal" else row["perturbation"]
        for edit in row["edits"]:
            edit["kind"] = HOSTILE
        for verdict in row["verdicts"]:
            verdict |= {"check": HOSTILE, "detail": HOSTILE, "reason": verdict["reason"] and HOSTILE}
        if "proof" in row:
            row["proof"] |= {"checker": HOSTILE, "evidence": HOSTILE}
        rows.append(model.model_validate(row))
    write_parquet(rows, model, path)


def with_vectors(folder: Path) -> None:
    """Give a run vectors of all its rows but the last, as if it had looked for duplicates."""
    run = open_run(folder)
    model = ModelRecord(role="dedup", name="an encoder", revision=None, weights="0" * 64, licence=None)
    write_json(folder / "recipe.json", run.record.model_copy(update={"models": (model,)}))
    prompts = sorted(prompt for _, prompt, _ in run.sample(10_000))[:-1]
    vectors = np.random.default_rng(0).normal(size=(len(prompts), 8)).astype(np.float32)
    with VectorStore(folder / "vectors", "0" * 64) as store:
        store.put([input_key(ENCODER_VERSION, prompt) for prompt in prompts], vectors)


def test_an_older_summary_is_refused_with_what_to_do(copied: Path) -> None:
    """A run.json of another version is told of, and not half shown."""
    (copied / "run.json").write_text("{}")
    with pytest.raises(UsageError, match="another version"):
        run_report(copied)
    assert RunSummary.model_fields
