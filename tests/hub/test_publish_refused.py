"""What is not fit to be published is refused before anything is sent, with what was found and what would help."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from huggingface_hub import constants
from typer.testing import CliRunner

from nescio.pipelines import cli_publish
from nescio.pipelines.publish import prepare, publish
from nescio.pipelines.publish_run import allowances, read_run
from nescio.pipelines.publish_stage import stage
from nescio.schemas.errors import UsageError
from tests.hub.folders import change_row, parquet, rehash, summary

REPO = "tester/math"


def staged(folder: Path, **allowed: str) -> str:
    """The card of the staged folder."""
    made = stage(read_run(folder), REPO, allowed, {})
    return (made.folder / "README.md").read_text()


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("gates", {"gates_missed": ["premise_removal: auc .7"]}),
        ("shortfall", {"shortfall": {"hedged_quantity": 3}}),
        ("partial", {"seeds": {"read": 9, "usable": 8, "skipped": {"unasked": 1}}}),
        ("silent_writer", {"writing": {"rewrite": {"seeds": {"no reply": 2}}}}),
    ],
)
def test_a_run_that_fell_short_wants_a_reason(kind: str, changes: dict[str, Any], finished: Path) -> None:
    """Missed gates, missing stars, unasked rows and a silent writer; the reason stands on the card."""
    summary(finished, **changes)
    with pytest.raises(UsageError, match=f"--allow '{kind}:REASON'"):
        staged(finished)
    assert f"- `{kind}`: a first look" in staged(finished, **{kind: "a first look"})


def test_rows_that_failed_want_a_reason(finished: Path) -> None:
    """The error and the way out are told."""
    funnel = json.loads((finished / "run.json").read_text())["funnel"]
    summary(finished, funnel=funnel | {"failed": {"fluency": 3}})
    with pytest.raises(UsageError, match="3 rows failed"):
        staged(finished)


def test_rows_of_a_test_split_want_a_reason(finished: Path) -> None:
    """A published test is spent."""
    change_row(finished, "train", lambda row: {**row, "source": {**row["source"], "split": "test", "dataset": "gsm8k"}})
    with pytest.raises(UsageError, match="test split of gsm8k"):
        staged(finished)
    assert "`test_split`: agreed with its owners" in staged(finished, test_split="agreed with its owners")


@pytest.mark.parametrize(
    ("kind", "text"),
    [("email", "jo@nescio-museum.nl"), ("phone", "+49 30 12345678"), ("hugging_face_token", "hf_" + "Ab1" * 9)],
)
def test_what_must_not_be_published_is_named_by_row_and_never_shown(kind: str, text: str, finished: Path) -> None:
    """File, row, column and kind; with a reason it passes, and the card says how often."""
    row = change_row(finished, "train", lambda row: {**row, "rationale": f"Ask {text} about it."})
    with pytest.raises(UsageError) as refused:
        staged(finished)
    assert f"data/math/train-00000-of-00001.parquet, row {row}, rationale: {kind}: Ask {text[:3]}***" in str(
        refused.value
    )
    assert text not in str(refused.value)
    assert f"- `{kind}`: it is ours" in staged(finished, **{kind: "it is ours"})


def test_the_value_of_a_secret_variable_has_no_excuse(finished: Path) -> None:
    """No reason lets it pass, and its name alone is told."""
    change_row(finished, "test", lambda row: {**row, "rationale": "it is swordfishswordfish"})
    with pytest.raises(UsageError, match=r"environment: it is \*\*\*"):
        stage(read_run(finished), REPO, {}, {"A_KEY": "swordfishswordfish"})
    with pytest.raises(UsageError, match="never published"):
        allowances(["environment:why not"])


def test_seeds_whose_licence_does_not_fit_are_refused(finished: Path) -> None:
    """The card is not simply what somebody wrote on it."""
    change_row(finished, "train", lambda row: {**row, "source": {**row["source"], "licence": "CC-BY-NC-4.0"}})
    with pytest.raises(UsageError, match="cannot combine"):
        staged(finished)


def test_a_card_with_another_licence_is_refused(finished: Path) -> None:
    """What the seeds ask for is derived once more."""
    card = finished / "dataset" / "README.md"
    card.write_text(card.read_text().replace("license: apache-2.0", "license: mit", 1))
    rehash(finished)
    with pytest.raises(UsageError, match="license 'mit'"):
        staged(finished)


@pytest.mark.parametrize("column", ["prompt", "cross_id", "seed_id"])
def test_splits_that_share_anything_are_refused(column: str, finished: Path) -> None:
    """A prompt, a star or a seed in two splits."""
    taken: dict[str, str] = {}
    change_row(finished, "train", lambda row: taken.update(row) or row)
    change_row(finished, "test", lambda row: {**row, column: taken[column]})
    with pytest.raises(UsageError, match=f"the {column} .* stands in test and in train"):
        staged(finished)


def test_withheld_rows_are_refused(finished: Path) -> None:
    """What a person withheld after the run is still in it."""
    star = change_row(finished, "train", lambda row: row)
    review = {"star": "s", "decision": "withhold", "rows": [star], "gates": [], "texts": "t", "by": "me", "why": "no"}
    (finished / "reviews.jsonl").write_text(json.dumps(review) + "\n")
    with pytest.raises(UsageError, match="1 rows are withheld"):
        staged(finished)


def test_a_card_that_loads_other_rows_is_refused(finished: Path) -> None:
    """Its counts are what `datasets` itself holds against the files."""
    card = finished / "dataset" / "README.md"
    card.write_text(card.read_text().replace("path: data/math/test-*.parquet", "path: data/math/t*.parquet"))
    rehash(finished)
    with pytest.raises(UsageError, match="to 2 splits"):
        staged(finished)


def test_files_that_changed_after_the_run_are_refused(finished: Path) -> None:
    """An edited card, a missing file, a file too many, and a link."""
    parts = parquet(finished, "train"), finished / "dataset" / "notes.txt"
    parts[1].write_text("mine")
    with pytest.raises(UsageError, match=r"notes.txt .* not the run's"):
        read_run(finished)
    parts[1].unlink()
    kept = parts[0].rename(finished / "kept")
    with pytest.raises(UsageError, match="are missing"):
        read_run(finished)
    os.symlink(kept, parts[0])
    with pytest.raises(UsageError, match="are links"):
        read_run(finished)
    parts[0].unlink()
    parts[0].write_bytes(b"PAR1")
    with pytest.raises(UsageError, match="changed after the run"):
        read_run(finished)


def test_what_is_no_finished_run_is_refused(finished: Path, tmp_path: Path) -> None:
    """Each with what to do."""
    with pytest.raises(UsageError, match=r"no recipe.json"):
        read_run(tmp_path)
    (finished / "run.json").unlink()
    with pytest.raises(UsageError, match="has not ended"):
        read_run(finished)


@pytest.mark.parametrize(
    ("given", "told"),
    [("phone", "KIND:REASON"), ("phone:", "KIND:REASON"), ("phone: ", "KIND:REASON"), ("fone:x", "knows no 'fone'")],
)
def test_an_allowance_has_a_kind_and_a_reason(given: str, told: str) -> None:
    """There is no way to allow everything."""
    with pytest.raises(UsageError, match=told):
        allowances([given])
    assert allowances(["phone: a shop: open"]) == {"phone": "a shop: open"}


@pytest.mark.parametrize("repo", ["math", "a/b/c", "../b", "a/b.git", "-a/b", "a/b--c", "https://x/y"])
def test_a_name_that_is_no_repository_is_refused(repo: str, finished: Path) -> None:
    """Before the run is even read."""
    with pytest.raises(UsageError, match="name of a repository"):
        publish(finished, repo)


def test_a_dry_run_stages_everything_and_asks_nobody(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token and offline: the folder is there to be looked at, and is what would be sent."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.get_token", lambda: None)
    app = typer.Typer(add_completion=False)
    app.command()(cli_publish.publish)
    done = CliRunner().invoke(app, [str(finished), REPO, "--dry-run", "--json"])
    assert done.exit_code == 0
    made = prepare(finished, REPO)
    assert json.loads(done.stdout) == made.manifest.model_dump(mode="json")
    assert made.files()[:2] == ["README.md", "data/math/test-00000-of-00001.parquet"]
    assert not (finished / "publish.json").exists()
    change_row(finished, "train", lambda row: {**row, "rationale": "Ask jo@nescio-museum.nl"})
    with pytest.raises(UsageError, match="email"):
        prepare(finished, REPO)


def test_staging_twice_gives_the_same_bytes(finished: Path) -> None:
    """Nothing of the moment or the machine goes in."""
    first = stage(read_run(finished), REPO, {}, {}).hashes()
    second = stage(read_run(finished), REPO, {}, {})
    assert second.hashes() == first
    assert yaml.safe_load((second.folder / "recipe.yaml").read_text())["name"] == "math"
    assert str(finished) not in "".join(
        path.read_text() for path in second.folder.rglob("*") if path.suffix in (".md", ".yaml", ".json")
    )


def test_what_stands_beside_the_card_is_its_own_proof(finished: Path) -> None:
    """The manifest has the hashes of the very files beside it, the columns that the card has, and no folder."""
    made = stage(read_run(finished), REPO, {}, {})
    hashes = made.hashes()
    assert made.manifest.files == {name: one for name, one in hashes.items() if name.startswith(("data/", "recipe"))}
    [info] = made.card.header["dataset_info"]
    assert [one["name"] for one in made.manifest.features] == [one["name"] for one in info["features"]]
    assert info["download_size"] == sum(
        (made.folder / name).stat().st_size for name in hashes if name.endswith(".parquet")
    )
    assert sum(made.manifest.rows.values()) == sum(one["num_examples"] for one in info["splits"])
    assert [seed.path for seed in made.manifest.seeds] == ["seeds.jsonl"]


def test_reasons_stand_at_the_head_of_the_card(finished: Path) -> None:
    """Before what is said of the rows."""
    summary(finished, gates_missed=["premise_removal: auc .7"])
    card = staged(finished, gates="a first look")
    assert card.index("## Published in spite of") < card.index("## What a row is")


def test_what_nothing_spoke_against_was_not_published_in_spite_of_anything(finished: Path) -> None:
    """A reason that no check asked for is neither on the card nor in the manifest."""
    assert "in spite of" not in staged(finished, gates="just in case", email="just in case")
    summary(finished, gates_missed=["premise_removal: auc .7"])
    card = staged(finished, gates="a first look", email="just in case")
    assert "- `gates`: a first look" in card
    assert "email" not in card[card.index("in spite of") : card.index("## What a row is")]
