"""Curation within a run: what is kept away from, what is held out, what is said of it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nescio.pipelines.progress import Quiet
from nescio.pipelines.run import run
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.errors import RecipeError, UsageError
from nescio.schemas.seed import Seed


class Noting(Quiet):
    """Remembers what it is told."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.notes: list[str] = []

    def note(self, message: str) -> None:
        """One more sentence."""
        self.notes.append(message)


SeedFile = Callable[..., Path]


def published(folder: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of each split."""
    return {path.name.split("-")[0]: read_parquet(path) for path in sorted((folder / "dataset").rglob("*.parquet"))}


def test_what_is_allowed_by_name_stays_and_is_told_of(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Of two references that rows come near, the one that `allow` names drops nothing; places are on record."""
    held, allowed = tmp_path / "held", tmp_path / "mine.csv"
    held.mkdir()
    (held / "a.jsonl").write_text(json.dumps({"n": 1, "q": {"text": seeds[2].context}}))
    allowed.write_text(f'id,body\n1,"{seeds[3].context}"\n2,"{seeds[2].context}"\n')
    overrides = [*quick, f"curate.decontaminate=['{held}', '{allowed}:body']", f"curate.allow=['{allowed}:body']"]
    summary = run("math", out=tmp_path / "run", seeds=str(seed_file(seeds[:6])), overrides=overrides)
    rejected = [row for row in read_parquet(tmp_path / "run" / "rejected.parquet") if "contam" in row["reason"]]
    assert {row["seed_id"] for row in rejected} == {seeds[2].id}
    assert all("with a.jsonl, row 0, column q.text of" in row["detail"] for row in rejected)
    assert {(one.reference, one.place, one.allowed) for one in summary.contacts} == {
        (str(held), "a.jsonl, row 0, column q.text", False),
        (f"{allowed}:body", "row 0, column body", True),
    }
    assert summary.references[f"{allowed}:body"].allowed
    assert seeds[3].id in {row["seed_id"] for rows in published(tmp_path / "run").values() for row in rows}
    card = (tmp_path / "run" / "dataset" / "README.md").read_text()
    assert "mine.csv:body" in card
    assert str(tmp_path) not in card


def test_a_target_that_stands_in_a_reference_is_a_hit(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """The worked solution of a row that somebody published as an answer: its star goes, and the rule says why."""
    run("math", out=tmp_path / "first", seeds=str(seed_file(seeds[:3])), overrides=quick)
    rows = [row for rows in published(tmp_path / "first").values() for row in rows if row["role"] == "clean"]
    row = max(rows, key=lambda one: len(str(one["target"])))
    (tmp_path / "held.jsonl").write_text(json.dumps({"solution": f"{row['target']} Done."}))
    overrides = [*quick, f"curate.decontaminate=['{tmp_path / 'held.jsonl'}']"]
    summary = run("math", out=tmp_path / "run", seeds=str(seed_file(seeds[:3])), overrides=overrides)
    assert {one.rule for one in summary.contacts} == {"words of the target"}
    rejected = [one for one in read_parquet(tmp_path / "run" / "rejected.parquet") if one["reason"] == "contaminated"]
    assert any(one["id"] == row["id"] for one in rejected)
    assert all(one["detail"].startswith("its target shares the words ") for one in rejected)


def test_a_held_out_perturbation_is_in_the_test_split_only(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Its stars with templates of their own all go there; the card says so, and an unknown name is refused."""
    overrides = [*quick, "curate.split={train: 0.5, validation: 0.25, test: 0.25, held_out: [hedged_quantity]}"]
    path = str(seed_file(seeds))
    run("math", out=tmp_path / "run", seeds=path, overrides=overrides)
    homes = {(row["perturbation"], name) for name, rows in published(tmp_path / "run").items() for row in rows}
    assert {name for perturbation, name in homes if perturbation == "hedged_quantity"} == {"test"}
    assert {name for perturbation, name in homes if perturbation == "premise_removal"} >= {"train", "validation"}
    assert "in `test` only: `hedged_quantity`" in (tmp_path / "run" / "dataset" / "README.md").read_text()
    with pytest.raises(RecipeError, match="held_out names 'contradiction'"):
        run("math", out=tmp_path / "x", seeds=path, overrides=[*quick, "curate.split.held_out=[contradiction]"])
    with pytest.raises(RecipeError, match="to the test split, whose share is 0"):
        run("math", out=tmp_path / "x", overrides=[*overrides, "curate.split.test=0", "curate.split.train=0.75"])


def test_stars_of_a_template_that_is_trained_on_are_dropped_where_they_are_held_out(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """A template is never divided: what of a held-out perturbation stands elsewhere is rejected, and told of."""
    paired = [one.model_copy(update={"template_id": f"t{number % 4}"}) for number, one in enumerate(seeds)]
    overrides = [*quick, "curate.split.held_out=[hedged_quantity]"]
    summary = run("math", out=tmp_path / "run", seeds=str(seed_file(paired)), overrides=overrides)
    homes = {(row["perturbation"], name) for name, rows in published(tmp_path / "run").items() for row in rows}
    assert ("hedged_quantity", "train") not in homes
    assert summary.funnel.rejected["held out"] % 8 == 0
    RunSummary.model_validate_json((tmp_path / "run" / "run.json").read_bytes())


def test_seeds_are_drawn_in_rounds_until_there_are_enough(tmp_path: Path, quick: tuple[str, ...]) -> None:
    """The numbers hold for each split, no more seeds are used than it takes, and running again changes nothing."""
    said = Noting()
    overrides = [*quick, "curate.rows=10", "seeds=[{source: templates, limit: 300}]"]
    overrides.append("perturb=[premise_removal, {hedged_quantity: {share: 2}}]")
    summary = run("math", out=tmp_path / "run", overrides=overrides, progress=said)
    rows = published(tmp_path / "run")
    stars = {(name, row["perturbation"], row["cross_id"]) for name, found in rows.items() for row in found}
    counts = {(name, kind): sum(one[:2] == (name, kind) for one in stars) for name, kind, _ in stars}
    assert counts == {
        (name, kind): number
        for kind in ("premise_removal", "hedged_quantity")
        for name, number in (("train", 8), ("validation", 1), ("test", 1))
    }
    assert summary.shortfall == {}
    assert 0 < summary.seeds.usable < 200
    assert summary.seeds.skipped["not needed"] == 300 - summary.seeds.usable
    assert summary.funnel.rejected["surplus"] > 0
    again = run("math", out=tmp_path / "run", overrides=overrides)
    assert again.files == summary.files


def test_too_few_seeds_are_a_shortfall_after_the_last_round(tmp_path: Path, quick: tuple[str, ...]) -> None:
    """Every seed is drawn, round after round, and what is lacking is told and not padded."""
    said = Noting()
    overrides = [*quick, "curate.rows=5", "seeds=[{source: templates, limit: 70}]"]
    overrides.append("perturb=[premise_removal, unrealistic_condition]")
    summary = run("math", out=tmp_path / "run", overrides=overrides, progress=said)
    assert "not needed" not in summary.seeds.skipped
    assert any("the next round takes" in note for note in said.notes)
    assert summary.shortfall == {"unrealistic_condition": 5}
    assert summary.funnel.by_perturbation["premise_removal"].accepted == 40


@pytest.mark.slow
def test_a_diverse_choice_runs_to_the_end(tmp_path: Path, quick: tuple[str, ...]) -> None:
    """From a pool three times as large the numbers come out the same, with other stars than the first."""
    alive = [one for one in quick if "dedup" not in one]
    overrides = [
        *alive,
        "curate.rows=2",
        "seeds=[{source: templates, limit: 24}]",
        "curate.split={train: 1, validation: 0, test: 0}",
    ]
    first = run("math", out=tmp_path / "a", overrides=overrides)
    chosen = run("math", out=tmp_path / "b", overrides=[*overrides, "curate.diverse=true"])
    assert first.splits == chosen.splits == {"train": 32}
    assert first.seeds.usable <= chosen.seeds.usable
    with pytest.raises(RecipeError, match="diverse chooses `rows` stars by their embeddings"):
        run("math", out=tmp_path / "c", overrides=[*quick, "curate.rows=2", "curate.diverse=true"])


@pytest.mark.slow
def test_near_rows_of_two_seeds_stand_in_one_split(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """With an encoder the splits are kept apart by cosine too; a model that nobody measured needs a threshold."""
    alive = [one for one in quick if "dedup" not in one]
    twice = [*seeds[:5], *(_reworded(one) for one in seeds[:5])]
    summary = run("math", out=tmp_path / "run", seeds=str(seed_file(twice)), overrides=alive)
    assert summary.nearness is not None
    assert summary.nearness.threshold == 0.85
    homes: dict[str, set[str]] = {}
    for name, rows in published(tmp_path / "run").items():
        for row in rows:
            homes.setdefault(str(row["context"])[:20], set()).add(name)
    assert all(len(one) == 1 for one in homes.values())
    told = str(seed_file(seeds[:2]))
    other = [*alive, f"curate.dedup={{encoder: {_other(tmp_path)}}}"]
    with pytest.raises(UsageError, match=r"curate\.near"):
        run("math", out=tmp_path / "x", seeds=told, overrides=other)
    with pytest.raises(UsageError, match=r"nobody measured.*curate\.dedup\.threshold"):
        run("math", out=tmp_path / "x", seeds=told, overrides=[*other, "curate.near=0.8"])
    assert not (tmp_path / "x").exists()


def _reworded(seed: Seed) -> Seed:
    """The same story under another template and id."""
    return seed.model_copy(update={"template_id": None, "context": f"{seed.context} It was a mild day."})


def _other(place: Path) -> Path:
    """A model's folder with weights that nobody knows."""
    folder = place / "model"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder
