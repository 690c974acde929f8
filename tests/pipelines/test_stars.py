"""Sampling, shuffling and splitting keep stars whole, whatever the data looks like."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from datasets import Dataset, load_dataset
from hypothesis import given
from hypothesis import strategies as st

import nescio
from nescio.pipelines.export import export
from nescio.schemas.errors import UsageError

Names = Sequence[tuple[str | None, str | None]]

NAMED = st.lists(
    st.tuples(st.none() | st.sampled_from("abcdef"), st.none() | st.sampled_from(["p", "q", "r"])),
    min_size=1,
    max_size=40,
)


def data(names: Names) -> Dataset:
    """Rows of these stars and pairs."""
    stars, pairs = zip(*names, strict=True)
    return Dataset.from_dict({"id": [f"row{n}" for n in range(len(names))], "cross_id": stars, "pair_id": pairs})


def star(row: dict[str, str | None]) -> str | None:
    """The name of a row's star."""
    return row["cross_id"] or row["pair_id"] or row["id"]


def ids(rows: Dataset) -> list[str]:
    """The ids in their order."""
    return list(rows["id"])


@given(NAMED, st.integers(0, 40), st.integers(0, 3))
def test_a_sample_is_of_whole_stars_in_their_order(names: Names, n: int, seed: int) -> None:
    """So many as asked for, every row of each, in the order of the data."""
    rows = data(names)
    stars = {star(row) for row in rows}
    n = min(n, len(stars))
    found = nescio.sample_stars(rows, n, seed)
    drawn = {star(row) for row in found}
    assert len(drawn) == n
    assert ids(found) == [row["id"] for row in rows if star(row) in drawn]


@given(NAMED, st.integers(0, 3))
def test_a_shuffle_loses_no_row_and_parts_no_star(names: Names, seed: int) -> None:
    """The rows of a star are one run, in the order in which they stood."""
    rows = data(names)
    found = nescio.shuffle_stars(rows, seed)
    assert sorted(ids(found)) == sorted(ids(rows))
    stars = [star(row) for row in found]
    assert sum(one != two for one, two in pairwise(stars)) == len(set(stars)) - 1
    for name in set(stars):
        assert [row["id"] for row in found if star(row) == name] == [row["id"] for row in rows if star(row) == name]


@given(NAMED, st.floats(0, 1), st.integers(0, 3))
def test_a_split_shares_no_star(names: Names, fraction: float, seed: int) -> None:
    """Both parts together are the data, and the first has the fraction of the stars, rounded."""
    rows = data(names)
    first, rest = nescio.split_stars(rows, fraction, seed)
    mine, others = {star(row) for row in first}, {star(row) for row in rest}
    assert not mine & others
    assert len(mine) == round(fraction * len(mine | others))
    assert sorted(ids(first) + ids(rest)) == sorted(ids(rows))


@given(NAMED, st.integers(0, 3), st.randoms(use_true_random=False))
def test_what_is_drawn_does_not_hang_on_the_order_of_rows(names: Names, seed: int, random: object) -> None:
    """The same stars are drawn from the rows in another order."""
    assert hasattr(random, "shuffle")
    rows = data(names)
    order = list(range(len(rows)))
    random.shuffle(order)
    first, _ = nescio.split_stars(rows, 0.5, seed)
    again, _ = nescio.split_stars(rows.select(order), 0.5, seed)
    assert sorted(ids(first)) == sorted(ids(again))


def test_a_seed_draws_the_same_every_time_and_another_seed_other_stars(finished: Path) -> None:
    """On a real run, whose rows come with all their columns."""
    rows = nescio.load(finished, split="train")
    one, two, three = (nescio.shuffle_stars(rows, seed) for seed in (1, 1, 2))
    assert ids(one) == ids(two) != ids(three)
    assert one.column_names == rows.column_names
    assert len({row["cross_id"] for row in nescio.sample_stars(rows, 3, 1)}) == 3


def test_what_was_filtered_or_shuffled_before_is_taken_as_it_is(finished: Path) -> None:
    """Also where `datasets` keeps rows by their indices only."""
    rows = nescio.load(finished, split="train", roles=["perturbed", "twin"]).shuffle(seed=3)
    found = nescio.shuffle_stars(rows, 1)
    assert sorted(ids(found)) == sorted(ids(rows))
    assert set(found["role"]) == {"perturbed", "twin"}


def test_an_export_is_split_by_its_stars(finished: Path, tmp_path: Path) -> None:
    """Its column `star` says which rows belong together."""
    export(str(finished), out=tmp_path / "sft.jsonl")
    rows = load_dataset("json", data_files=str(tmp_path / "sft.jsonl"), split="train")
    first, rest = nescio.split_stars(rows, 0.25, 1)
    assert len(first) + len(rest) == len(rows)
    assert not set(first["star"]) & set(rest["star"])


def test_data_without_stars_is_refused() -> None:
    """The message says what is there and what is wanted."""
    with pytest.raises(UsageError, match=r"no columns that tell its stars \(star, or cross_id, pair_id, id\)"):
        nescio.shuffle_stars(Dataset.from_dict({"id": ["a"], "prompt": ["b"]}))
    with pytest.raises(UsageError, match="1 of 2 rows have no cross_id"):
        nescio.shuffle_stars(Dataset.from_dict({"cross_id": ["a", None]}))
    with pytest.raises(UsageError, match=r"one split of a dataset is wanted"):
        nescio.shuffle_stars({"train": [1]})  # type: ignore[arg-type]


def test_more_than_there_is_cannot_be_drawn() -> None:
    """Neither stars nor a fraction beyond one."""
    rows = data([("a", None), ("b", None)])
    with pytest.raises(UsageError, match="3 stars are wanted; the data has 2"):
        nescio.sample_stars(rows, 3)
    with pytest.raises(UsageError, match="between 0 and 1 is wanted"):
        nescio.split_stars(rows, 1.5)
