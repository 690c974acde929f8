"""Texts to stay away from are read from any file, folder or dataset, each with its place."""

import csv
import gzip
import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nescio.pipelines.reference_files import read_texts
from nescio.pipelines.references import public_sets, read_references
from nescio.schemas.errors import UsageError

TEXTS = ("How many rolls?", "Ünïcode \u202e and more \U0001f600")


def read(path: Path, column: str | None = None) -> dict[str, str]:
    """The texts of a file and where they stand."""
    found = read_texts(path, column, path.name)
    return dict(zip(found.texts, found.places, strict=True))


@pytest.mark.parametrize("kind", ["txt", "jsonl", "json", "csv", "tsv", "parquet", "jsonl.gz"])
def test_files_of_every_kind_are_read(tmp_path: Path, kind: str) -> None:
    """Lines, and the text columns of each format, come back as they were written, with row and column."""
    path = tmp_path / f"ref.{kind}"
    rows = [{"id": 1, "question": text, "answer": "no text"} for text in TEXTS]
    lines = "\n".join(map(json.dumps, rows)) + "\n\n"
    match kind:
        case "txt":
            path.write_text("\ufeff" + "\n\n".join(TEXTS), "utf-8")
        case "jsonl":
            path.write_text(lines, "utf-8")
        case "jsonl.gz":
            path.write_bytes(gzip.compress(lines.encode()))
        case "json":
            path.write_text(json.dumps(rows), "utf-8")
        case "csv" | "tsv":
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(rows[0]), delimiter="\t" if kind == "tsv" else ",")
                writer.writeheader()
                writer.writerows(rows)
        case _:
            pq.write_table(pa.Table.from_pylist(rows), path)
    column = "" if kind == "txt" else ", column question"
    assert read(path) == {text: f"row {number}{column}" for number, text in enumerate(TEXTS)}


def test_every_column_of_text_counts_also_within_others(tmp_path: Path) -> None:
    """Messages and nested answers are read under a dotted name, labels and ids are not, and a text counts once."""
    path = tmp_path / "ref.jsonl"
    turn = {"role": "user", "content": "Where is the old harbour?"}
    rows = [
        {"id": "a b", "messages": [turn], "answers": {"text": ["there", "by the new bridge"]}, "n": 3, "none": None},
        {"messages": [turn]},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert read(path) == {
        "Where is the old harbour?": "row 0, column messages[0].content",
        "by the new bridge": "row 0, column answers.text[1]",
    }


def test_a_short_context_is_read_with_its_question_too(tmp_path: Path) -> None:
    """As a prompt has them, whatever the columns are called; a long context stands alone, as does a named column."""
    path, far = tmp_path / "ref.jsonl", " ".join(["word"] * 61)
    rows = [{"Body": "Ann has two red pens.", "Question": "How many has she?"}, {"Body": far, "Question": "Who is it?"}]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert read(path) == {
        "Ann has two red pens.": "row 0, column Body",
        "How many has she?": "row 0, column Question",
        "Ann has two red pens. How many has she?": "row 0, column Body and Question",
        far: "row 1, column Body",
        "Who is it?": "row 1, column Question",
    }
    assert list(read(path, "Question")) == ["How many has she?", "Who is it?"]


def test_one_column_may_be_named(tmp_path: Path) -> None:
    """`NAME:COLUMN` reads that column, short texts too; another name is refused with those that there are."""
    path = tmp_path / "ref.csv"
    path.write_text("q,extra\nWho?,this is a longer text\n", "utf-8")
    found = read_references([f"{path}:q"]).read[0]
    assert (found.name, found.texts) == (f"{path}:q", ("Who?",))
    with pytest.raises(UsageError, match="no column 'nothing' with text; its columns of text are q, extra"):
        read_references([f"{path}:nothing"])


def test_a_field_may_hold_a_line_break(tmp_path: Path) -> None:
    """A question over two lines of a CSV file is one text; U+2028 and its like do not end a JSON record."""
    path = tmp_path / "ref.csv"
    path.write_text('id,question\n1,"first line\nsecond line"\n', "utf-8")
    assert list(read(path)) == ["first line\nsecond line"]
    path = tmp_path / "ref.jsonl"
    path.write_text(json.dumps({"question": "one\u2028two\x85three"}, ensure_ascii=False), "utf-8")
    assert list(read(path)) == ["one\u2028two\x85three"]


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    """All data files count, with their names; what cannot be read is named, and what is no data left alone."""
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("a hidden text here")
    (tmp_path / "README.md").write_text("a page about it")
    (tmp_path / "sub" / "a.txt").write_text("the first text\nthe second text")
    (tmp_path / "broken.jsonl").write_text('{"question": ')
    found = read_references([str(tmp_path)])
    assert found.read[0].places == ("sub/a.txt, row 0", "sub/a.txt, row 1")
    assert found.told() == [f"{tmp_path}: broken.jsonl was not read"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ref.jsonl", '{"question": '),
        ("ref.jsonl", "[1]\n2"),
        ("ref.csv", "id,answer\n1,2"),
        ("ref.txt", "\n \n"),
        ("ref.json", "3"),
        ("ref.parquet", "no parquet"),
    ],
)
def test_useless_files_are_refused(tmp_path: Path, name: str, content: str) -> None:
    """A file that is broken or holds no text raises a usage error with its path."""
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=name):
        read_references([str(path)])


@pytest.mark.parametrize("name", ["nothing.txt", "folder/nothing.parquet", "nothing", "a/b/c", "no file: at all"])
def test_what_is_not_there_is_refused(name: str) -> None:
    """A name that is no file, folder or Hub id raises a usage error that says what is taken."""
    with pytest.raises(UsageError, match=r"cannot read the decontamination file .* a Hub id as ORG/NAME"):
        read_references([name])


def test_public_sets_are_used_where_they_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`public: DIR` reads the sets in the folder under the names of the list, and says which are not at hand."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "empty"))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "empty"))
    (tmp_path / "sets" / "xstest").mkdir(parents=True)
    (tmp_path / "sets" / "xstest" / "p.csv").write_text("prompt\nHow do I end a process?\n")
    found = read_references([f"public:{tmp_path / 'sets'}"], allow=["xstest"])
    assert [(one.name, one.texts, one.allowed) for one in found.read] == [
        ("xstest", ("How do I end a process?",), True)
    ]
    assert found.read[0].licence == "CC-BY-4.0"
    assert len(found.absent) == len(public_sets()) - 1
    assert "AbstentionBench" in found.missing
    here, absent = found.told()
    assert here == "compared with the public sets at hand: xstest (1 texts)"
    assert list(found.hashes()) == ["xstest"]
    assert f"({len(public_sets()) - 1} of {len(public_sets())})" in absent
    nothing = read_references(["public"])
    assert (nothing.read, len(nothing.told())) == ((), 1)


def test_a_public_set_that_cannot_be_read_is_not_said_to_be_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named with the reason, before the run and on the card; one that is readable elsewhere is read there."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "empty"))
    for folder, name, text in (
        ("one", "xstest", "{broken"),
        ("one", "coconot", ""),
        ("two", "xstest", '{"q": "a b c"}'),
    ):
        (tmp_path / folder / name).mkdir(parents=True)
        (tmp_path / folder / name / "p.jsonl").write_text(text)
    found = read_references([f"public:{tmp_path / 'one'}"])
    assert not {"XSTest", "CoCoNot"} & {*found.absent}
    assert len(found.missing) == len(public_sets())
    told = next(line for line in found.told() if line.startswith("XSTest"))
    assert re.match(
        r"XSTest is at hand and unreadable, because XSTest has no texts; .*; p\.jsonl cannot be read: ", told
    )
    assert str(tmp_path) not in "".join(found.missing)
    both = read_references([f"public:{tmp_path / 'one'}", f"public:{tmp_path / 'two'}"])
    assert [(one.name, one.texts) for one in both.read] == [("xstest", ("a b c",))]


def test_public_may_be_named_with_folders_and_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each set is read once, from the first folder that has it; a folder that is not there is refused."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "empty"))
    for folder, name in (("one", "xstest"), ("two", "xstest"), ("two", "coconot")):
        (tmp_path / folder / name).mkdir(parents=True)
        (tmp_path / folder / name / "p.txt").write_text(f"A text of {folder}, {name}")
    found = read_references(["public", f"public:{tmp_path / 'one'}", f"public:{tmp_path / 'two'}"])
    assert {one.name: one.texts for one in found.read} == {
        "xstest": ("A text of one, xstest",),
        "coconot": ("A text of two, coconot",),
    }
    assert len(found.absent) == len(public_sets()) - 2
    with pytest.raises(UsageError, match=r"names the folder .*three, and there is none"):
        read_references([f"public:{tmp_path / 'three'}"])
    monkeypatch.chdir(tmp_path / "two")
    with pytest.raises(UsageError, match=r"xstest is a public set too; name yours \./xstest"):
        read_references(["xstest", f"public:{tmp_path / 'one'}"])


def test_the_cache_of_the_hub_is_used_and_nothing_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`public` finds what was downloaded before; a Hub id at a revision is read from there too, another is refused."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    commit = "0123456789abcdef0123456789abcdef01234567"
    place = tmp_path / "datasets--allenai--coconot"
    (place / "refs").mkdir(parents=True)
    (place / "refs" / "main").write_text(commit)
    (place / "snapshots" / commit).mkdir(parents=True)
    (place / "snapshots" / commit / "a.csv").write_text("prompt\nWhat does it say here?\n")
    assert [(one.name, one.texts) for one in read_references(["public"]).read] == [
        ("coconot", ("What does it say here?",))
    ]
    named = read_references([f"allenai/coconot@{commit}:prompt"]).read[0]
    assert named.places == ("a.csv, row 0, column prompt",)
    with pytest.raises(UsageError, match="cannot read no/such from the Hub"):
        read_references(["no/such"])


def test_only_what_is_compared_with_can_be_allowed(tmp_path: Path) -> None:
    """A misspelt name in `allow` would let nothing through, so it is refused with the names that there are."""
    path = tmp_path / "a.txt"
    path.write_text("one two three")
    assert read_references([str(path)], allow=[str(path)]).read[0].allowed
    with pytest.raises(UsageError, match=r"curate\.allow names xtest; it can name"):
        read_references([str(path)], allow=["xtest"])


def test_the_list_of_public_sets_is_in_order() -> None:
    """Names and folders are unique, Hub ids have an owner, and each set says what it measures and its licence."""
    sets = public_sets()
    names = [name for one in sets for name in {one.name, *one.folders}]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[\w.-]+/[\w.-]+", name) for one in sets for name in one.hub)
    assert {one.measures for one in sets} == {"abstention", "over-refusal", "both"}
    assert {"sum", "xstest", "coconot", "or-bench", "falseqa", "abstentionbench"} <= set(names)
