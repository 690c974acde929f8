"""The commands: what they print, for people and for programs, and the exit codes that scripts rely on."""

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.pipelines.recipe_file import packaged_recipes
from nescio.pipelines.tables import read_parquet
from nescio.schemas.seed import Seed

Command = Callable[..., Result]
Shell = Callable[..., "subprocess.CompletedProcess[str]"]
HOSTILE = "\x1b]52;c;cm0=\x07\x1b[2J [/foo] \u202egnp.exe `````` | <script>alert(1)</script>\n---\n"


@pytest.fixture
def small(quick: tuple[str, ...]) -> list[str]:
    """Options of a run that takes a second."""
    return [word for one in (*quick, "seeds=[{source: templates, limit: 8}]") for word in ("--set", one)]


def test_help_imports_nothing_heavy() -> None:
    """`nescio --help` loads none of the libraries that take their time."""
    program = (
        "import sys; sys.argv = ['nescio', '--help']\n"
        "from nescio.__main__ import main\n"
        "try: main()\n"
        "except SystemExit as stop: print('exit', stop.code)\n"
        "heavy = {'numpy', 'torch', 'datasets', 'transformers', 'pydantic', 'pyarrow', 'sklearn', 'yaml'}\n"
        "print('loaded', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("exit 0\nloaded []\n")
    for name in ("run", "preview", "recipes", "sources", "perturbations", "init", "status", "explain", "audit"):
        assert f"  {name} " in done.stdout


def test_a_run_and_its_exit_codes(shell: Shell, tmp_path: Path, small: list[str]) -> None:
    """A run prints funnel, path and a line of Python that loads the dataset, exits 0, and is then looked at."""
    out = tmp_path / "it's a run"
    done = shell("run", "math", "--out", out, *small)
    assert done.returncode == 0
    assert "candidates" in done.stdout
    assert f"dataset: {out}/dataset" in done.stdout
    line = next(one for one in done.stdout.splitlines() if one.startswith("load it: python "))
    loaded = subprocess.run(
        line.replace("load it: python", f'"{sys.executable}"'), shell=True, capture_output=True, text=True, check=True
    )
    assert "should_abstain" in loaded.stdout
    stages = [one.split(":")[0] for one in done.stderr.splitlines()]
    assert stages[-2:] == ["seeds", "stars"]
    assert all("public sets" in one for one in stages[:-2])
    again = shell("run", "math", "--out", out, *small, "--json")
    assert again.returncode == 0
    assert json.loads(again.stdout)["funnel"]["accepted"] > 0
    other = shell("run", "math", "--out", out, *small, "--set", "seed=3")
    assert other.returncode == 2
    assert "its seed number is 0, this one is 3" in other.stderr
    assert "Traceback" not in done.stderr + again.stderr + other.stderr


def test_a_run_with_failures_exits_1(command: Command, tmp_path: Path, small: list[str]) -> None:
    """A shortfall, or a run that accepts nothing, exits 1 and says so."""
    lacking = command("run", "math", "--out", tmp_path / "a", *small, "--set", "curate.rows=100")
    assert lacking.exit_code == 1
    assert "shortfall: " in lacking.stdout
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{\n[]\n")
    nothing = command("run", "math", "--out", tmp_path / "b", "--seeds", bad, *small[:-2])
    assert nothing.exit_code == 1
    assert "nothing was accepted, so there is no dataset" in nothing.stdout
    assert "skipped seed bad.jsonl:1: not JSON" in nothing.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "mth", "--out", "x"], "There is no recipe called 'mth'. Did you mean 'math'?"),
        (["run", "math", "--out", "x", "--set", "perturb=[premis_removal]"], "Did you mean 'premise_removal' or"),
        (["run", "math", "--out", "x", "--seeds", "templtes"], "Did you mean 'templates'?"),
        (["run", "math", "--out", "x", "--set", "curat.dedup=false"], "Did you mean 'curate'?"),
        (["run", "math", "--out", "x", "--set", "nonsense"], "--set takes key=value"),
        (["run", "math", "--out", "x", "--seeds", "none.jsonl"], "cannot read none.jsonl"),
        (["run", "math", "--out", "x", "--limit", "0"], "--limit"),
        (["run", "math"], "--out"),
        (["run", "math", "--out", "x", "--set", "verify.fluency.model=packaged:smolm2"], "'packaged:smollm2'"),
        (["preview", "math", "--seeds", "jsonl"], "write jsonl:PATH"),
        (["init", "meth"], "Did you mean 'math'?"),
        (["status", "x"], "holds no run"),
        (["explain", "x", "abc"], "holds no finished run"),
        (["audit", "none.csv"], "there is no file none.csv"),
        (["audt"], "audt"),
    ],
)
def test_a_wrong_request_exits_2(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    """What cannot be carried out as written exits 2 with a message that helps, and leaves nothing behind."""
    monkeypatch.chdir(tmp_path)
    done = command(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_every_listing_is_json_too(command: Command, finished: Path) -> None:
    """Each command that tells something prints the same as JSON, and nothing else."""
    row = read_parquet(finished / "rejected.parquet")[0]
    wanted = {
        "recipes": lambda data: [one["name"] for one in data] == list(packaged_recipes()),
        "sources": lambda data: [one["name"] for one in data] == [one.name for one in SOURCES],
        "perturbations": lambda data: (
            [one["name"] for one in data["perturbations"]] == [one.name for one in PERTURBATIONS]
        ),
        "preview math -n 1": lambda data: len(data[0]["verdicts"]) == len(data[0]["star"]["rows"]) > 2,
        f"status {finished}": lambda data: data["summary"]["name"] == "math",
        f"explain {finished} {row['id']}": lambda data: data["became"] == "rejected",
        f"audit {finished} --split test": lambda data: {"rows", "auc", "probes", "by_group"} <= data.keys(),
    }
    for words, holds in wanted.items():
        done = command(*words.split(), "--json")
        assert done.exit_code == 0, words
        assert holds(json.loads(done.stdout)), words
        shown = command(*words.split())
        assert shown.exit_code == 0, words
        assert shown.stdout.strip(), words


def test_a_copied_recipe_runs(command: Command, tmp_path: Path) -> None:
    """`init` writes the packaged recipe to a file that can be previewed, and never over another file."""
    file = tmp_path / "mine.yaml"
    assert command("init", "math", file).exit_code == 0
    assert command("preview", file, "-n", 1).exit_code == 0
    again = command("init", "math", file)
    assert (again.exit_code, "is there already" in again.stderr) == (2, True)
    away = command("init", "math", tmp_path / "no folder" / "mine.yaml")
    assert (away.exit_code, "Check the path" in away.stderr) == (1, True)


def test_status_before_and_after(command: Command, tmp_path: Path, small: list[str]) -> None:
    """An unfinished run says that the same command goes on; a finished one shows its funnel."""
    out = tmp_path / "run"
    assert command("run", "math", "--out", out, *small).exit_code == 0
    assert "accepted" in command("status", out).stdout
    (out / "run.json").unlink()
    assert "not finished; run the same command again" in command("status", out).stdout


def test_hostile_text_is_shown_harmlessly(
    command: Command, tmp_path: Path, seeds: tuple[Seed, ...], quick: tuple[str, ...], seed_file: Callable[..., Path]
) -> None:
    """Escapes, bidirectional controls, markup and tags in a seed's context act in no command and on no card."""
    path = seed_file(
        [one.model_copy(update={"context": one.context + HOSTILE}) for one in seeds[:4]], "odd \x1b[2J.jsonl"
    )
    out = tmp_path / "run"
    done = command("run", "math", "--out", out, "--seeds", path, *(word for one in quick for word in ("--set", one)))
    row = next(row for file in (out / "dataset").rglob("*.parquet") for row in read_parquet(file))
    assert HOSTILE in row["context"]
    shown = [
        done,
        command("preview", "math", "--seeds", path),
        command("explain", out, row["id"]),
        command("status", out),
    ]
    for one in shown:
        assert one.exit_code == 0
        assert not [mark for mark in one.output if unicodedata.category(mark) in {"Cc", "Cf"} and mark != "\n"]
    assert all("[/foo]" in one.stdout for one in shown[1:3])
    card = (out / "dataset" / "README.md").read_text()
    assert not [mark for mark in card if unicodedata.category(mark) in {"Cc", "Cf"} and mark != "\n"]
    assert "```````text" in card


def test_an_id_is_given_by_its_beginning(command: Command, finished: Path) -> None:
    """`explain` takes the beginning of an id, refuses one that fits many, and shows lines of a text as one value."""
    row = read_parquet(finished / "rejected.parquet")[0]
    assert f"id: {row['id']}" in command("explain", finished, row["id"][:10]).stdout
    many = command("explain", finished, row["id"][:1])
    assert (many.exit_code, "give more of it" in many.stderr) == (2, True)


def test_a_gate_of_the_audit_exits_1(command: Command, tmp_path: Path) -> None:
    """A dataset whose words give the label away misses the gate that was asked for, and says which."""
    path = tmp_path / "rows.csv"
    path.write_text(
        "q,y\n" + "\n".join(f"{'some' if n % 2 else 'nine'} apples on table {n},{n % 2}" for n in range(60))
    )
    done = command("audit", path, "--text", "q", "--label", "y", "--max-auc", "0.6")
    assert done.exit_code == 1
    assert "gate missed: all: The surface AUC is" in done.stdout
    assert command("audit", path, "--text", "q", "--label", "y").exit_code == 0


@pytest.mark.parametrize("place", ["a file", "a file/below", "x" * 300])
def test_a_place_that_cannot_be_written_is_named(
    command: Command, tmp_path: Path, small: list[str], place: str
) -> None:
    """An output path through a file, or one that no disk takes, is a message and no traceback."""
    (tmp_path / "a file").touch()
    done = command("run", "math", "--out", tmp_path / place, *small)
    assert done.exit_code in (1, 2)
    assert done.stderr.count("nescio: ") == 1


def test_a_reader_that_stops_is_no_error() -> None:
    """`nescio perturbations | head -1` ends quietly."""
    pipe = subprocess.Popen(
        [sys.executable, "-m", "nescio", "perturbations", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ,
    )
    assert pipe.stdout is not None
    assert pipe.stderr is not None
    pipe.stdout.close()
    assert pipe.stderr.read() == b""
    assert pipe.wait() == 0
    pipe.stderr.close()
