"""Mixtures keep stars whole, reach their share, and want a safety set beside look-alikes."""

import json
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from datasets import load_dataset
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines.mixing import _chosen, mix
from nescio.pipelines.read_rows import DataRow, read_rows
from nescio.pipelines.reviewing import decide
from nescio.pipelines.run import run
from nescio.schemas.errors import UsageError

PROOF_ONLY = ("verify.fluency=false", "curate.dedup=false", "curate.surface=false")


def _base(path: Path, count: int = 900) -> Path:
    rows = [{"prompt": f"What is {n} plus one?", "completion": f"It is {n + 1}."} for n in range(count)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def _load(path: Path) -> list[dict[str, Any]]:
    kind = {".jsonl": "json", ".parquet": "parquet"}[path.suffix]
    rows: list[dict[str, Any]] = load_dataset(kind, data_files=str(path), split="train").to_list()
    return rows


@pytest.fixture(scope="module")
def lookalikes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small run of the look-alike recipe."""
    out = tmp_path_factory.mktemp("lookalike") / "run"
    run("lookalike", out=out, limit=60, overrides=PROOF_ONLY)
    return out


@pytest.mark.parametrize("name", ["mix.jsonl", "mix.parquet"])
def test_a_tenth_of_the_mixture_is_of_nescio_in_whole_stars(finished: Path, tmp_path: Path, name: str) -> None:
    """Every row of the base goes in; the share is reached up to less than a star and never passed."""
    base = _base(tmp_path / "base.jsonl", 300)
    found = mix(str(base), [str(finished)], out=tmp_path / name)
    rows = _load(tmp_path / name)
    assert len(rows) == found.rows == sum(found.by_origin.values())
    assert found.by_origin["base"] == 300
    assert 0.06 < found.by_origin["nescio"] / found.rows <= 0.10
    stars = {row.id: row.star for row in read_rows(str(finished), "train")}
    mine = [row for row in rows if row["origin"] == "nescio"]
    for star in {row["star"] for row in mine}:
        assert {row["id"] for row in mine if row["star"] == star} == {
            name for name, one in stars.items() if one == star
        }


def test_the_rows_of_a_star_stand_together_in_an_order_of_the_seed(finished: Path, tmp_path: Path) -> None:
    """A star is one run of rows; the same seed gives the same bytes, another one another order."""
    base = str(_base(tmp_path / "base.jsonl"))
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        mix(base, [str(finished)], out=tmp_path / f"{name}.jsonl", seed=seed)
    a, b, c = ((tmp_path / f"{name}.jsonl").read_bytes() for name in "abc")
    assert a == b != c
    stars = [row["star"] for row in _load(tmp_path / "a.jsonl")]
    assert sum(one != two for one, two in pairwise(stars)) == len(set(stars)) - 1


def test_lookalikes_go_in_only_beside_a_safety_set_or_by_word(lookalikes: Path, tmp_path: Path) -> None:
    """The message says which flag; with a set, all of its rows go in."""
    base, safety = _base(tmp_path / "base.jsonl"), _base(tmp_path / "safety.jsonl", 50)
    with pytest.raises(UsageError, match=r"--safety FILE.*--without-safety"):
        mix(str(base), [str(lookalikes)], out=tmp_path / "mix.jsonl", split=None)
    found = mix(str(base), [str(lookalikes)], out=tmp_path / "mix.jsonl", split=None, safety=str(safety))
    assert found.by_origin["safety"] == 50
    assert found.refusal_prone > 0
    assert mix(str(base), [str(lookalikes)], out=tmp_path / "bare.jsonl", split=None, without_safety=True).rows > 900


def test_a_base_of_messages_is_taken_as_it_is(finished: Path, tmp_path: Path) -> None:
    """Turns of any number and role."""
    turns = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hi!"},
    ]
    (tmp_path / "base.jsonl").write_text((json.dumps({"messages": turns}) + "\n") * 200, "utf-8")
    mix(str(tmp_path / "base.jsonl"), [str(finished)], out=tmp_path / "mix.jsonl")
    assert [row["messages"] for row in _load(tmp_path / "mix.jsonl") if row["origin"] == "base"] == [turns] * 200


def test_what_cannot_be_mixed_is_told_of(finished: Path, tmp_path: Path) -> None:
    """A base without conversations, one too small for a star, a share that is none, a file that is there."""
    base = _base(tmp_path / "base.jsonl", 3)
    for odd in ('{"text": "x"}', '{"messages": ["Hi", "Hi!"]}', '{"messages": []}'):
        (tmp_path / "odd.jsonl").write_text(f"{odd}\n", "utf-8")
        with pytest.raises(UsageError, match="no `messages`"):
            mix(str(tmp_path / "odd.jsonl"), [str(finished)], out=tmp_path / "mix.jsonl")
    with pytest.raises(UsageError, match="no room for one star"):
        mix(str(base), [str(finished)], out=tmp_path / "mix.jsonl")
    with pytest.raises(UsageError, match="between 0 and 1"):
        mix(str(base), [str(finished)], out=tmp_path / "mix.jsonl", share=1.0)
    with pytest.raises(UsageError, match="is the base itself"):
        mix(str(base), [str(finished)], out=tmp_path / "mix.jsonl", safety=str(base))
    with pytest.raises(UsageError, match="is there already"):
        mix(str(base), [str(finished)], out=base)


def test_a_row_goes_in_once(finished: Path, tmp_path: Path) -> None:
    """A dataset that is named twice, by its run and by itself, is told of."""
    base = _base(tmp_path / "base.jsonl", 300)
    with pytest.raises(UsageError, match="stand in a dataset before it"):
        mix(str(base), [str(finished), str(finished / "dataset")], out=tmp_path / "mix.jsonl")


@pytest.mark.parametrize("place", [".", "dataset"])
def test_what_a_person_withheld_since_the_run_is_not_mixed_in(lookalikes: Path, tmp_path: Path, place: str) -> None:
    """Until the run has heeded it the dataset is refused, named by its run or by itself."""
    run_folder = tmp_path / "run"
    shutil.copytree(lookalikes, run_folder)
    base = _base(tmp_path / "base.jsonl", 300)
    mix(str(base), [str(run_folder / place)], out=tmp_path / "before.jsonl", without_safety=True)
    row = read_rows(str(run_folder), "train")[0]
    decide(run_folder, [], [row.id], "A", "reads like a threat")
    with pytest.raises(UsageError, match="withheld after the run"):
        mix(str(base), [str(run_folder / place)], out=tmp_path / "after.jsonl", without_safety=True)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=30), st.integers(0, 60), st.integers(0, 3))
def test_chosen_stars_are_whole_and_fit(sizes: list[int], room: int, seed: int) -> None:
    """Whatever their sizes; and no star that is left out would still fit."""
    rows = [
        DataRow(
            id=f"{star}-{n}",
            prompt=f"{star} {n}",
            should_abstain=False,
            answers=("1",),
            cross_id=str(star),
            role="clean",
        )
        for star, size in enumerate(sizes)
        for n in range(size)
    ]
    chosen = _chosen(rows, room, seed)
    taken = sum(map(len, chosen))
    assert taken <= room
    assert all(len(star) == sizes[int(star[0].star)] for star in chosen)
    left = set(range(len(sizes))) - {int(star[0].star) for star in chosen}
    assert all(sizes[star] > room - taken for star in left)
