"""Rows of any dataset are read, and what does not fit is said in the dataset's own words."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines.read_rows import ASKED, DataRow, choose, read_rows
from nescio.schemas.errors import UsageError
from nescio.schemas.taxonomy import Role

OWN = [
    {"prompt": "Two bags of 3. How many?", "should_abstain": False, "answers": ["6"]},
    {"prompt": "Two bags. How many?", "should_abstain": True, "answers": []},
]


def write(folder: Path, rows: list[dict[str, object]]) -> str:
    """The rows as JSON Lines."""
    path = folder / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    return str(path)


def test_a_run_is_read_whole_or_by_split(finished: Path) -> None:
    """The splits together are all its rows, and stars come with their columns."""
    rows = read_rows(str(finished))
    parts = [read_rows(str(finished), split) for split in ("train", "validation", "test")]
    assert sorted(row.id for part in parts for row in part) == sorted(row.id for row in rows)
    assert {row.role for row in rows} == set(Role)
    assert all(row.target and row.cross_id and row.domain == "math" for row in rows)
    assert {(row.complexity, row.grade) for row in rows} == {("templated", "proved")}
    assert all(row.question and row.question in row.prompt and row.behaviour for row in rows)


def test_three_columns_are_enough(tmp_path: Path) -> None:
    """Ids come from the prompt and roles from the label; a file is read whatever the split is called."""
    rows = read_rows(write(tmp_path, OWN), "test")
    assert [row.role for row in rows] == [Role.CLEAN, Role.PERTURBED]
    assert len({row.id for row in rows}) == 2
    assert rows[0].star == rows[0].id
    assert rows[0].complexity == rows[0].grade == rows[0].question == ""


def test_a_row_that_is_only_asked_needs_no_answers(tmp_path: Path) -> None:
    """It is not graded; one to abstain from is, and has none."""
    bare = [{name: value for name, value in row.items() if name != "answers"} for row in OWN]
    rows = read_rows(write(tmp_path, bare), "test", ASKED)
    assert [row.graded for row in rows] == [False, True]
    with pytest.raises(UsageError, match="no column answers"):
        read_rows(str(tmp_path / "rows.jsonl"), "test")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"text": "Two bags?", "answers": ["6"]}], "no column prompt, should_abstain; it has text, answers"),
        ([OWN[0], OWN[0]], "rows 0 and 1 of .* have the same id"),
        ([{**OWN[0], "answers": []}], "row 0 of .*: .*answers exactly if"),
        ([{**OWN[0], "prompt": " "}], "row 0 of .*: prompt: .*empty"),
        ([OWN[0], {**OWN[1], "role": "mirror"}], "row 1 of .*: role: "),
    ],
)
def test_what_does_not_fit_is_said(rows: list[dict[str, object]], message: str, tmp_path: Path) -> None:
    """The column or the row is named."""
    with pytest.raises(UsageError, match=message):
        read_rows(write(tmp_path, rows))


def test_what_is_not_there_is_said(finished: Path, tmp_path: Path) -> None:
    """A file, a folder, a split."""
    for dataset in (str(tmp_path / "rows.parquet"), str(tmp_path / "nothing")):
        with pytest.raises(UsageError):
            read_rows(dataset)
    with pytest.raises(UsageError, match="no split 'dev'; it has train, validation, test"):
        read_rows(str(finished), "dev")


STARS = st.lists(st.integers(min_value=1, max_value=9), max_size=12)


@given(STARS, st.integers(min_value=1, max_value=60))
def test_a_limit_takes_whole_stars_whatever_their_order(sizes: list[int], limit: int) -> None:
    """At most `limit` rows, or one star; the choice does not depend on where the rows stand, and their order stays."""
    rows = [
        DataRow(id=f"{star}-{row}", prompt="?", should_abstain=True, role=Role.PERTURBED, cross_id=f"star {star}")
        for star, size in enumerate(sizes)
        for row in range(size)
    ]
    chosen = choose(rows, limit)
    stars = {row.star for row in chosen}
    assert [row for row in rows if row.star in stars] == chosen
    assert len(chosen) <= limit or len(stars) == 1
    assert {row.id for row in choose(rows[::-1], limit)} == {row.id for row in chosen}
    assert choose(rows, None) == rows


@pytest.mark.parametrize("name", ["answers", "choices"])
def test_a_text_where_a_list_is_wanted_is_shown(name: str, tmp_path: Path) -> None:
    """As every column of a CSV is one."""
    with pytest.raises(UsageError, match=rf"row 0 of .*{name} is the text '6'; a list of texts is wanted"):
        read_rows(write(tmp_path, [{**OWN[0], name: "6"}]))
