"""The main job, end to end: what comes out is whole, consistent, and the same every time."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from datasets import load_dataset

import nescio
from nescio.gen.perturbations import PERTURBATIONS
from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.run import run
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.example import Example, row_id
from nescio.schemas.hashing import group_hash
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import ABSTAINING, Role


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the published folder."""
    place = folder / "dataset"
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


@pytest.fixture(scope="session")
def rows(finished: Path) -> dict[str, list[Example]]:
    """The rows of each split as `datasets` loads them."""
    data = load_dataset(str(finished / "dataset"), "math")
    return {name: [Example.model_validate(row) for row in split] for name, split in data.items()}


def stars_of(rows: dict[str, list[Example]]) -> dict[str, list[Example]]:
    """The published rows by star."""
    stars = defaultdict(list)
    for row in (row for split in rows.values() for row in split):
        stars[row.cross_id or ""].append(row)
    return dict(stars)


def test_a_star_is_whole_and_in_one_split(rows: dict[str, list[Example]]) -> None:
    """Each star has two rows of each role in one split, and its id is the hash of its rows'."""
    homes = {(row.cross_id, name) for name, split in rows.items() for row in split}
    stars = stars_of(rows)
    assert len(homes) == len(stars) >= 12
    for name, star in stars.items():
        assert Counter(row.role for row in star) == dict.fromkeys(Role, 2)
        assert name == group_hash(row.id for row in star)
        assert len({(row.seed_id, row.perturbation, row.scenario, row.template_id) for row in star}) == 1


def test_a_pair_is_one_question_with_two_labels(rows: dict[str, list[Example]]) -> None:
    """A perturbed row and its twin share question and pair id; decoys and clean rows have no pair."""
    for star in stars_of(rows).values():
        pairs = defaultdict(list)
        for row in star:
            assert (row.pair_id is None) == (row.role in (Role.DECOY, Role.CLEAN))
            pairs[row.pair_id].append(row)
        pairs.pop(None)
        assert len(pairs) == 2
        for name, pair in pairs.items():
            assert name == group_hash(row.id for row in pair)
            assert {row.role for row in pair} == {Role.PERTURBED, Role.TWIN}
            assert len({row.question for row in pair}) == 1
            assert len({row.context for row in pair}) == 2


def test_only_perturbed_rows_are_to_be_abstained_from(rows: dict[str, list[Example]]) -> None:
    """The label follows the role; a row to answer has a gold answer, and the others say what is missing."""
    for row in (row for split in rows.values() for row in split):
        assert row.should_abstain == (row.role is Role.PERTURBED) == (row.behaviour in ABSTAINING)
        assert bool(row.answers) != row.should_abstain
        assert bool(row.missing_fact and row.clarifying_question) == row.should_abstain
        assert row.target
        assert row.proof.evidence
        assert all(verdict.passed for verdict in row.verdicts)


def test_nothing_stands_twice_or_in_two_splits(rows: dict[str, list[Example]]) -> None:
    """Prompts and ids are unique over all splits, ids follow from the content, and no template is divided."""
    everything = [row for split in rows.values() for row in split]
    assert len({row.prompt for row in everything}) == len({row.id for row in everything}) == len(everything)
    assert all(row.id == row_id(row.seed_id, row.perturbation, row.role, row.prompt) for row in everything)
    homes = {(row.template_id, name) for name, split in rows.items() for row in split}
    assert len(homes) == len({row.template_id for row in everything})
    assert set(rows) == {"train", "validation", "test"}


def test_the_summary_is_true(finished: Path, rows: dict[str, list[Example]]) -> None:
    """run.json counts the rows that are there, and the funnel is that of the rejected and failed files."""
    summary = RunSummary.model_validate_json((finished / "run.json").read_bytes())
    assert summary.splits == {name: len(split) for name, split in rows.items()}
    assert summary.funnel.accepted == sum(summary.splits.values())
    rejected = Counter(row["reason"] for row in read_parquet(finished / "rejected.parquet"))
    assert summary.funnel.rejected == rejected
    assert len(read_parquet(finished / "failed.parquet")) == sum(summary.funnel.failed.values()) == 0
    assert all(counts.balanced() for counts in (summary.funnel, *summary.funnel.by_perturbation.values()))
    assert summary.seeds.skipped == {"not JSON": 1}
    assert summary.seeds.read == 17
    for name, digest in summary.files.items():
        assert hashlib.sha256((finished / name).read_bytes()).hexdigest() == digest
    there = {str(path.relative_to(finished)) for path in (finished / "dataset").rglob("*") if path.is_file()}
    assert there == {name for name in summary.files if name.startswith("dataset/")}


def test_a_wrong_gold_answer_shows_both_values(finished: Path, seeds: tuple[Seed, ...]) -> None:
    """The seed whose stated answer is wrong is rejected whole, with the stated and the computed value."""
    spoilt = [row for row in read_parquet(finished / "rejected.parquet") if "7777" in row["detail"]]
    assert len(spoilt) == 8
    assert len({row["cross_id"] for row in spoilt}) == 1
    assert all(seeds[0].questions[0].answer in row["detail"] for row in spoilt)


def test_the_same_seeds_give_the_same_bytes(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: Callable[..., Path], quick: tuple[str, ...]
) -> None:
    """Twice, in any order of the file, in any folder, and resumed: Parquet and card do not differ in a byte."""
    found = []
    for number in range(3):
        shuffled = list(seeds)
        Random(number).shuffle(shuffled)
        path = seed_file(shuffled, f"{number}/seeds.jsonl")
        run("math", out=tmp_path / str(number) / "run", seeds=str(path), limit=12, overrides=quick)
        found.append(contents(tmp_path / str(number) / "run"))
    assert found[0] == found[1] == found[2]
    assert {"README.md", "data/math/train-00000-of-00001.parquet"} <= found[0].keys()
    run("math", out=tmp_path / "2" / "run", seeds=str(path), limit=12, overrides=quick)
    assert contents(tmp_path / "2" / "run") == found[0]


def test_a_recipe_from_python_is_the_recipe_from_yaml(tmp_path: Path, quick: tuple[str, ...]) -> None:
    """The model of a recipe gives the same dataset as its name with overrides."""
    overrides = [*quick, "seeds=[{source: templates, limit: 6}]", "about='told in [brackets] by <me>'"]
    recipe = load_recipe("math", overrides)
    assert (
        nescio.run(recipe, out=tmp_path / "a").files
        == nescio.run("math", out=str(tmp_path / "b"), overrides=overrides).files
    )


def test_another_seed_number_gives_other_rows(tmp_path: Path, quick: tuple[str, ...]) -> None:
    """The seed number of a recipe changes what is drawn."""
    overrides = [*quick, "seeds=[{source: templates, limit: 6}]"]
    first = run("math", out=tmp_path / "a", overrides=overrides)
    second = run("math", out=tmp_path / "b", overrides=[*overrides, "seed=1"])
    assert first.files != second.files


def test_the_limit_keeps_the_smallest_ids(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: Callable[..., Path], quick: tuple[str, ...]
) -> None:
    """`limit` uses the seeds with the smallest hashes, and says how many were left."""
    summary = run("math", out=tmp_path / "run", seeds=f"jsonl:{seed_file(seeds)}", limit=5, overrides=quick)
    used = {row["seed_id"] for path in (tmp_path / "run").rglob("*.parquet") for row in read_parquet(path)}
    assert used == set(sorted(one.id for one in seeds)[:5])
    assert summary.seeds.skipped == {"beyond the limit": 11}


def test_every_operator_runs_in_one_recipe(tmp_path: Path) -> None:
    """Every perturbation publishes stars, the uncrossed one no more than its share, and all add up."""
    overrides = ["verify.fluency=false", "curate.dedup=false", "curate.surface=false"]
    recipe = load_recipe("math", overrides)
    counts = {"templates": 120, "divisions": 40, "lists": 40}
    seeds = tuple(SeedSpec(source=name, limit=limit) for name, limit in counts.items())
    summary = run(recipe.model_copy(update={"seeds": seeds}), out=tmp_path / "run")
    made = {one.name for one in PERTURBATIONS if one.evidence == "derivation"}
    assert {one.name for one in recipe.perturb} == made
    assert summary.funnel.by_perturbation.keys() == made
    for counts in (summary.funnel, *summary.funnel.by_perturbation.values()):
        assert counts.balanced()
        assert counts.accepted >= max(1, 0.8 * counts.candidates - 12)
    found = [row for path in (tmp_path / "run" / "dataset").rglob("*.parquet") for row in read_parquet(path)]
    figures = {row["perturbation"]: row["figure"] for row in found}
    assert figures["question_deletion"] == "plain"
    assert figures["unrealistic_condition"] == figures["unrelated_object"] == "square"
    assert sum(row["figure"] == "plain" for row in found) <= 0.05 * len(found)
    checkers = {row["proof"]["checker"] for row in found}
    assert checkers >= {"constraints", "entity", "lookalike", "question", "sufficiency"}
