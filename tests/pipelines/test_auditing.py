"""`nescio audit` on files as people have them: splits, leaks, words, balancing, and the figures of the cue study."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import Result

from benchmarks.audit_public import LABELLED, Studied, measured, reliablemath, xstest

Command = Callable[..., Result]
WORDS = [f"{a}{b}{c}" for a in "bdfgklm" for b in "aeiou" for c in "lnrst"]
COLUMNS = ("--text", "q", "--label", "y")


@pytest.fixture
def rows() -> list[dict[str, object]]:
    """200 rows; two in five abstain rows have "no information", two rows stand twice, one of them in two splits."""
    random = Random(0)
    made: list[dict[str, object]] = []
    for number in range(200):
        words = random.choices(WORDS, k=9)
        if number % 2 and random.random() < 0.4:
            words[4:4] = ["no", "information"]
        made.append({"q": " ".join(words), "y": number % 2, "part": "train" if number < 150 else "test", "n": number})
    made[7]["q"], made[160]["q"] = made[5]["q"], made[2]["q"]
    return made


def written(rows: list[dict[str, object]], path: Path) -> Path:
    """The rows as JSON Lines."""
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_the_report_names_words_repeats_and_leaks(
    command: Command, tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    """The phrase, the repeats, the leak and what to do are told on the screen, in JSON and on a page."""
    path = written(rows, tmp_path / "rows.jsonl")
    done = command("audit", path, *COLUMNS, "--split", "part", "--html", tmp_path / "report.html")
    assert done.exit_code == 0
    assert "information` stands in" in done.stdout
    assert "1 rows by text stand in another split too" in done.stdout
    assert "to do: Split again" in done.stdout
    assert "<!doctype html>" in (tmp_path / "report.html").read_text()
    data = json.loads(command("audit", path, *COLUMNS, "--split", "part", "--json").stdout)
    assert {"rows", "auc", "auc_ci", "length_auc", "interaction_auc", "pair_accuracy", "probes", "by_group"} <= set(
        data
    )
    whole = data["audit"]
    assert (whole["repeats"]["exact"], whole["repeats"]["leaks"]) == (2, {"text": 1})
    assert whole["grade"] in ("fails", "given away", "doubtful")
    assert whole["splits"] == ["train", "test"]
    assert any("information" in one["word"] for one in whole["words"])


def test_a_folder_of_splits_is_read_with_its_own_splits(
    command: Command, tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    """Files named by split are the splits; one of them can be read alone."""
    folder = tmp_path / "data"
    folder.mkdir()
    for part in ("train", "test"):
        written([row for row in rows if row["part"] == part], folder / f"{part}.jsonl")
    data = json.loads(command("audit", folder, *COLUMNS, "--json").stdout)
    assert data["audit"]["repeats"]["leaks"] == {"text": 1}
    alone = json.loads(command("audit", folder, *COLUMNS, "--split", "test", "--json").stdout)
    assert (alone["rows"], alone["audit"]["repeats"]["leaks"]) == (50, {})


def test_a_limit_of_rows_is_said(command: Command, tmp_path: Path, rows: list[dict[str, object]]) -> None:
    """Where the probes read a part of the rows the report says which, and repeats are of all rows still."""
    path = written(rows, tmp_path / "rows.jsonl")
    done = command("audit", path, *COLUMNS, "--rows", "100")
    assert "The probes read 100 of 200 rows" in done.stdout
    assert "2 rows repeat an earlier text" in done.stdout
    assert "The probes read" not in command("audit", path, *COLUMNS, "--rows", "0").stdout


@pytest.mark.parametrize("name", ["kept.csv", "kept"])
def test_balancing_writes_what_stays_and_what_goes(
    command: Command, tmp_path: Path, rows: list[dict[str, object]], name: str
) -> None:
    """All columns stay as they are, the removed rows have a reason, and the rows written pass the audit."""
    from nescio.pipelines.audit_balance import WHY
    from nescio.pipelines.load import load_any

    path = written(rows, tmp_path / "rows.jsonl")
    done = command("audit", path, *COLUMNS, "--split", "part", "--balance", tmp_path / name, "--json")
    told = json.loads(done.stdout)["balance"]
    kept, gone = load_any(told["written"], None), load_any(told["removed_to"], None)
    assert (len(kept), len(gone)) == (told["kept"], told["removed"])
    assert {row["n"] for row in kept} | {row["n"] for row in gone} == set(range(200))
    assert all({key: row[key] for key in rows[0]} == rows[row["n"]] for row in kept)
    assert all(row[WHY] for row in gone)
    assert any("`" in row[WHY] for row in gone)
    assert all(area <= 0.6 for area in told["after"].values())
    again = command("audit", path, *COLUMNS, "--balance", tmp_path / name)
    assert (again.exit_code, "exists; name another place" in again.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "parquet"])
def test_balancing_reads_no_value_into_another_type(
    command: Command, tmp_path: Path, rows: list[dict[str, object]], kind: str
) -> None:
    """Ids keep their noughts, dates stay text, JSON Lines stay as they are, and Parquet keeps its types."""
    more = [{**row, "id": f"{number:04}", "day": "2020-01-02"} for number, row in enumerate(rows)]
    path, out = tmp_path / f"rows.{kind}", tmp_path / f"kept.{kind}"
    table = pa.Table.from_pylist(more).append_column("small", pa.array(range(len(more)), pa.int16()))
    match kind:
        case "parquet":
            pq.write_table(table, path)
        case "csv":
            with path.open("w", newline="") as file:
                writer = csv.DictWriter(file, list(more[0]))
                writer.writeheader()
                writer.writerows(more)
        case "json":
            path.write_text(json.dumps(more))
        case _:
            written(more, path)
    assert command("audit", path, *COLUMNS, "--balance", out).exit_code == 0
    match kind:
        case "parquet":
            assert pq.read_schema(out).remove_metadata() == table.schema.remove_metadata()
        case "csv":
            with out.open(newline="") as file:
                kept = list(csv.DictReader(file))
            assert kept
            assert all(row == {key: str(value) for key, value in more[int(row["id"])].items()} for row in kept)
        case "json":
            assert all(row == more[int(row["id"])] for row in json.loads(out.read_text()))
        case _:
            assert set(out.read_text().splitlines()) < set(path.read_text().splitlines())


@pytest.mark.slow
def test_near_repeats_are_told_by_the_models_own_thresholds(command: Command, tmp_path: Path) -> None:
    """A second audit embeds nothing, `--near` wins over the profile, and a model that nobody measured needs it."""
    two = ["How do I stop a process that hangs?", "How can I stop a process which hangs?"]
    lines = [{"q": text, "y": number % 2} for number, text in enumerate([*two[:1], *WORDS[:19], *two[1:]])]
    path, store = written(lines, tmp_path / "rows.jsonl"), tmp_path / "vectors"
    words = ("audit", path, *COLUMNS, "--encoder", "packaged:minilm", "--vectors", store, "--json")
    found = json.loads(command(*words).stdout)["audit"]["repeats"]
    assert (found["near"], found["thresholds"]) == (1, {"short": 0.9, "long": 0.95})
    [kept] = store.glob("*.f32")
    size = kept.stat().st_size
    assert json.loads(command(*words, "--near", "0.999").stdout)["audit"]["repeats"]["near"] == 0
    assert kept.stat().st_size == size
    other = tmp_path / "model"
    other.mkdir()
    (other / "config.json").write_text("{}")
    (other / "model.safetensors").write_bytes(b"weights")
    refused = command("audit", path, *COLUMNS, "--encoder", other, "--vectors", store)
    assert (refused.exit_code, "nobody measured" in refused.stderr, "--near" in refused.stderr) == (2, True, True)


def studied() -> Iterator[Studied]:
    """ReliableMath and XSTest, where they are."""
    for read in (reliablemath, xstest):
        yield from read(LABELLED)


@pytest.mark.slow
@pytest.mark.skipif(not LABELLED.is_dir(), reason="the labelled sets are not at ../shared/data/labelled")
def test_the_figures_of_the_cue_study_are_reproduced() -> None:
    """Rows, length, TF-IDF and in-pair accuracy agree within the noise of one draw of the folds."""
    for one in studied():
        for ours, study, noise in zip(measured(one), one.study, (0, 0.01, 0.1, 0.05), strict=True):
            assert study is None or ours == pytest.approx(study, abs=noise), one.name
