"""Adding to a published dataset: its rows stay to the byte, where they are, and new ones follow them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from nescio.pipelines.extending import NOTHING, Earlier, fixed_groups, touched
from nescio.pipelines.run import run
from nescio.pipelines.tables import read_parquet
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Example, Star
from nescio.schemas.seed import Seed

SeedFile = Callable[..., Path]
Rows = dict[str, list[dict[str, object]]]


def published(folder: Path) -> Rows:
    """The rows of each split."""
    return {path.name.split("-")[0]: read_parquet(path) for path in sorted((folder / "dataset").rglob("*.parquet"))}


def check_added(before: Rows, after: Rows) -> None:
    """The earlier rows come first, unchanged, and nothing of a new row stands in another split."""
    for name, rows in before.items():
        assert after[name][: len(rows)] == rows
    assert sum(map(len, after.values())) > sum(map(len, before.values()))
    for key in ("id", "prompt"):
        values = [row[key] for rows in after.values() for row in rows]
        assert len(values) == len(set(values))
    for key in ("template_id", "seed_id", "cross_id"):
        places = {(row[key], name) for name, rows in after.items() for row in rows}
        assert len(places) == len({value for value, _ in places})


def test_a_run_adds_to_an_earlier_one(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Templates that stand already lead their new stars to their split; what stands already is told, not repeated."""
    twins = [one.model_copy(update={"context": f"{one.context} It was a mild day."}) for one in seeds[:4]]
    first = tmp_path / "first"
    run("math", out=first, seeds=str(seed_file(seeds[:8])), overrides=quick)
    second = tmp_path / "second"
    overrides = [*quick, f"curate.extend={first}"]
    made = str(seed_file([*seeds, *twins], "more.jsonl"))
    summary = run("math", out=second, seeds=made, overrides=overrides)
    before, after = published(first), published(second)
    check_added(before, after)
    assert summary.funnel.rejected["published already"] >= 8 * 7
    assert summary.extended is not None
    assert summary.extended.rows == {name: len(rows) for name, rows in before.items()}
    assert sum(summary.splits.values()) == summary.funnel.accepted + sum(summary.extended.rows.values())
    stories = {row["template_id"] for rows in before.values() for row in rows}
    assert any(row["template_id"] in stories for name, rows in after.items() for row in rows[len(before[name]) :])
    card = (second / "dataset" / "README.md").read_text()
    assert "Extends first" in card
    assert str(tmp_path) not in card
    again = run("math", out=tmp_path / "third", seeds=made, overrides=[*quick, f"curate.extend={first / 'dataset'}"])
    assert again.funnel == summary.funnel
    assert published(tmp_path / "third") == after


def test_exact_numbers_count_what_stands(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """Four stars of each perturbation are the earlier ones and as many new ones as that takes.

    Perturbations that the recipe does not name any more stay as they are.
    """
    path = str(seed_file(seeds))
    run("math", out=tmp_path / "first", seeds=path, overrides=[*quick, "curate.rows=2"])
    wanted = [*quick, "curate.rows=4", "curate.split={train: 0.6, validation: 0.2, test: 0.2}"]
    run("math", out=tmp_path / "second", seeds=path, overrides=[*wanted, f"curate.extend={tmp_path / 'first'}"])
    check_added(published(tmp_path / "first"), published(tmp_path / "second"))
    stars = {(row["perturbation"], row["cross_id"]) for rows in published(tmp_path / "second").values() for row in rows}
    assert sorted(name for name, _ in stars) == ["hedged_quantity"] * 4 + ["premise_removal"] * 4
    more = [*wanted, f"curate.extend={tmp_path / 'second'}", "curate.rows=5", "perturb=[hedged_quantity]"]
    run("math", out=tmp_path / "third", seeds=path, overrides=more)
    check_added(published(tmp_path / "second"), published(tmp_path / "third"))
    stars = {(row["perturbation"], row["cross_id"]) for rows in published(tmp_path / "third").values() for row in rows}
    assert sorted(name for name, _ in stars) == ["hedged_quantity"] * 5 + ["premise_removal"] * 4


@pytest.mark.slow
def test_new_stars_are_held_against_published_ones_by_cosine(
    tmp_path: Path, seeds: tuple[Seed, ...], seed_file: SeedFile, quick: tuple[str, ...]
) -> None:
    """With an encoder a reworded copy of a published star goes as a duplicate, and the splits stay apart."""
    alive = [one for one in quick if "dedup" not in one]
    run("math", out=tmp_path / "first", seeds=str(seed_file(seeds[:4])), overrides=alive)
    copies = [one.model_copy(update={"template_id": None, "context": f"{one.context} Right."}) for one in seeds[:4]]
    path = str(seed_file([*copies, *seeds[4:6]], "more.jsonl"))
    summary = run(
        "math", out=tmp_path / "second", seeds=path, overrides=[*alive, f"curate.extend={tmp_path / 'first'}"]
    )
    assert summary.funnel.rejected["duplicate"] >= 1
    rejected = read_parquet(tmp_path / "second" / "rejected.parquet")
    assert any("first" in row["detail"] for row in rejected if row["reason"] == "duplicate")
    check_added(published(tmp_path / "first"), published(tmp_path / "second"))


def test_what_cannot_be_extended_is_refused(tmp_path: Path, finished: Path, quick: tuple[str, ...]) -> None:
    """No such folder, another kind of dataset, rows of another version, and the run's own folder."""
    wanted = [*quick, "seeds=[{source: templates, limit: 4}]"]
    with pytest.raises(UsageError, match="there is no folder"):
        run("math", out=tmp_path / "x", overrides=[*wanted, "curate.extend=no/such/folder"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"has no data/math/\*\.parquet"):
        run("math", out=tmp_path / "x", overrides=[*wanted, f"curate.extend={tmp_path / 'empty'}"])
    with pytest.raises(UsageError, match="which this run writes"):
        run("math", out=finished, overrides=[*wanted, f"curate.extend={finished}"])
    table = pq.read_table(next((finished / "dataset").rglob("test-*.parquet")))
    place = tmp_path / "old" / "data" / "math"
    place.mkdir(parents=True)
    pq.write_table(table.drop_columns(["figure"]), place / "test-00000-of-00001.parquet")
    with pytest.raises(UsageError, match="would not be written again as it is: figure would change"):
        run("math", out=tmp_path / "x", overrides=[*wanted, f"curate.extend={tmp_path / 'old'}"])
    pq.write_table(table.drop_columns(["prompt"]), place / "test-00000-of-00001.parquet")
    with pytest.raises(UsageError, match=r"row 0 of .*prompt: Field required"):
        run("math", out=tmp_path / "x", overrides=[*wanted, f"curate.extend={tmp_path / 'old'}"])
    pq.write_table(table, place / "test-00000-of-00001.parquet")
    pq.write_table(table, place / "dev-00000-of-00001.parquet")
    with pytest.raises(UsageError, match=rf"has the split dev \({len(table)} rows\).* would be lost"):
        run("math", out=tmp_path / "x", overrides=[*wanted, f"curate.extend={tmp_path / 'old'}"])
    assert not (tmp_path / "x").exists()


def test_a_group_follows_the_split_it_touches() -> None:
    """What touches two splits goes; of a group that touches several the majority stays, and the rest follows it."""
    groups = ["a", "a", "b", "b", "b", "b", "c", "d"]
    touches: list[set[str]] = [{"test"}, set(), {"train"}, {"train"}, {"test"}, set(), set(), {"train", "test"}]
    fixed, gone = fixed_groups(groups, touches)
    assert fixed == {"a": "test", "b": "train"}
    assert sorted(gone) == [4, 7]
    assert "rows of test and of train" in gone[4]


def test_near_and_shared_rows_are_both_touched(stars: tuple[Star, ...], finished: Path) -> None:
    """A new star is bound by a template, by a seed and by a cosine, and by nothing where nothing is extended."""
    rows = {name: [Example.model_validate(row) for row in found] for name, found in published(finished).items()}
    earlier = Earlier("first", rows)
    known = {row.template_id: name for name, found in rows.items() for row in found}
    star = next(one for one in stars if one.seed.template_id in known)
    assert touched([star], earlier, None, 1.0) == [{known[star.seed.template_id]}]
    odd = star.model_copy(
        update={
            "rows": tuple(
                row.model_copy(
                    update={"template_id": None, "seed_id": "new", "context": "c", "prompt": f"new {row.id}"}
                )
                for row in star.rows
            )
        }
    )
    assert touched([odd], earlier, None, 1.0) == [set()]
    assert touched([star], NOTHING, None, 1.0) == [set()]

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        near = {rows["test"][0].prompt, odd.rows[1].prompt}
        return np.array([[1, 0] if text in near else [0, 1] if text in earlier.prompts else [-1, 0] for text in texts])

    assert touched([odd], earlier, encode, 0.9) == [{"test"}]
