"""Reading the records of a table, whatever it is stored as."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.sources.files import FORMATS, Record, parse_line, read_table
from nescio.schemas.errors import SeedFileError
from nescio.schemas.protocols import Skipped

ROWS = [{"question": "How many, then?", "answer": "3"}, {"question": "“Wie viele?”", "answer": "1,250"}]


def written(folder: Path, suffix: str, name: str = "train") -> Path:
    """A file of the rows."""
    path = folder / f"{name}{suffix}"
    if suffix == ".jsonl":
        path.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    elif suffix == ".json":
        path.write_text(json.dumps(ROWS), "utf-8")
    elif suffix == ".csv":
        path.write_text('question,answer\n"How many, then?",3\n“Wie viele?”,"1,250"\n', "utf-8")
    else:
        import pyarrow as pa
        from pyarrow.parquet import write_table

        write_table(pa.Table.from_pylist(ROWS), path)
    return path


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_gives_the_same_records(tmp_path: Path, suffix: str) -> None:
    """The form of a file says nothing about its records; its name tells the split."""
    table = read_table(str(written(tmp_path, suffix)))
    assert [one.fields for one in table.records if isinstance(one, Record)] == ROWS
    assert (table.split, table.revision) == ("train", None)


@pytest.mark.parametrize(
    ("name", "given", "split"),
    [
        ("test_socratic", None, "test"),
        ("dev-v2", None, "validation"),
        ("retrained", None, None),
        ("train", "extra", "extra"),
    ],
)
def test_the_split_is_the_one_given_else_the_one_in_the_name(
    tmp_path: Path, name: str, given: str | None, split: str | None
) -> None:
    """A file is read whole; what split it is follows from the recipe, then from its name."""
    assert read_table(str(written(tmp_path, ".jsonl", name)), given).split == split


def test_of_a_folder_one_split_is_read(tmp_path: Path) -> None:
    """As with a Hub dataset: `train` unless another is given, and a wrong name is told with those there are."""
    written(tmp_path, ".jsonl", "train")
    (tmp_path / "test.jsonl").write_text(json.dumps(ROWS[0]), "utf-8")
    assert len(read_table(str(tmp_path)).records) == 2
    chosen = read_table(str(tmp_path), "test")
    assert (len(chosen.records), chosen.split) == (1, "test")
    with pytest.raises(SeedFileError, match="has the splits train, test"):
        read_table(str(tmp_path), "dev")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.jsonl", None, "cannot read"),
        ("none.parquet", None, "cannot read"),
        ("bad.json", b"{", "is not JSON"),
        ("one.json", b"{}", "an array of objects was expected"),
        ("bad.csv", b"a,b\n\xff,2\n", "no CSV in UTF-8"),
        ("bad.parquet", b"no", "no Parquet file"),
        ("empty.jsonl", b"\n", "is empty"),
        ("text.txt", b"x", "none of .jsonl"),
    ],
)
def test_a_file_that_is_no_table_is_one_clear_error(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    """What is wrong with the file as a whole is said of the file."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SeedFileError, match=message):
        read_table(str(tmp_path / name))


@given(line=st.binary(max_size=200))
def test_odd_lines_never_raise(line: bytes) -> None:
    """Any bytes give a record or the reason why not."""
    assert isinstance(parse_line(line, "x:1"), Record | Skipped)


def test_a_row_with_too_few_or_too_many_cells_is_skipped(tmp_path: Path) -> None:
    """One bad row of a CSV costs one record."""
    path = tmp_path / "x.csv"
    path.write_text("question,answer\na,1\nb\nc,1,2\n", "utf-8")
    assert [isinstance(one, Record) for one in read_table(str(path)).records] == [True, False, False]


@pytest.mark.parametrize(
    ("value", "text"),
    [("a", "a"), (3, "3"), (17.0, "17"), (2.5, "2.5"), (1234567.0, "1234567"), (None, None), (True, None), ([1], None)],
)
def test_a_column_is_read_as_text(value: object, text: str | None) -> None:
    """Numbers are written as people write them; what is no text is none."""
    assert Record("x:1", {"it": value}).text("it") == text
