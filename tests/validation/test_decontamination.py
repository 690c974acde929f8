"""Decontamination: shared runs of 13 words, near texts, and reference files of every kind."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.schemas.errors import UsageError
from nescio.validation.decontamination import GRAM, contaminated, grams, read_texts

STORY = "On Monday the old bakery at the corner packed thirty five brown paper bags of fresh rolls for the market"
TEXTS = ["How many rolls?", "Ünïcode \u202e and \U0001f600"]


def test_a_shared_run_of_13_words_is_a_hit() -> None:
    """Case, punctuation and what stands around the run do not matter; twelve words are not enough."""
    words = STORY.split()
    near = f"Later: {' '.join(words[3 : 3 + GRAM]).upper()}!!"
    far = " ".join(words[3 : 3 + GRAM - 1]) + " and so on"
    hits = contaminated([near, far, "another text"], {"ref.txt": [STORY]}).hits
    assert set(hits) == {0}
    assert (hits[0].text, hits[0].reference, hits[0].file) == (near, STORY, "ref.txt")
    assert "shares the words" in hits[0].rule


def test_a_very_short_text_matches_only_as_a_whole() -> None:
    """A reference below 8 words hits the same text and no longer one that holds it."""
    found = contaminated(["how many ROLLS", "how many rolls are there"], {"f": ["How many rolls?"]})
    assert set(found.hits) == {0}


SHORT = "Ken has nine red pens and two blue ones."


@pytest.mark.parametrize(
    ("text", "reference"), [(SHORT, f"Look: {SHORT} So what?"), (f"Look: {SHORT} So what?", SHORT)]
)
def test_a_short_text_is_found_within_another_in_both_directions(text: str, reference: str) -> None:
    """Eight to twelve words that stand whole in the other side are a hit, whichever side is the longer."""
    assert set(contaminated([text], {"f": [reference]}).hits) == {0}
    assert set(contaminated([text.replace("nine", "ten")], {"f": [reference]}).hits) == set()


def test_references_that_the_texts_came_near_are_counted() -> None:
    """Each reference text counts once, however many texts came near it, and files without any count none."""
    references = {"f": [STORY, SHORT, "Something else."], "g": ["Nothing of the kind."]}
    assert contaminated([STORY, STORY.upper(), SHORT], references).met == {"f": 2, "g": 0}


@given(st.text(max_size=200))
def test_every_text_matches_itself(text: str) -> None:
    """Any text with a word in it is a hit against itself, and one without a word against nothing."""
    assert set(contaminated([text], {"f": [text]}).hits) == ({0} if grams(text) else set())


@given(st.lists(st.sampled_from("abcdefgh"), max_size=40))
def test_grams_are_all_runs(words: list[str]) -> None:
    """A text of n words has its n - 12 runs of 13, in any punctuation; a shorter one has itself."""
    runs = {" ".join(words[k : k + GRAM]) for k in range(len(words) - GRAM + 1)}
    assert grams(", ".join(words)) == (runs or ({" ".join(words)} if words else set()))


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """A text as the direction of its length: equal lengths are alike."""
    angles = np.array([len(text) / 10 for text in texts])
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_near_texts_are_hits_where_an_encoder_is_given() -> None:
    """The cosine rule adds what the words miss, names the nearest reference, and never overwrites a shared run."""
    references = {"f": ["aaaaa", "b" * 12], "g": [STORY]}
    found = contaminated(["ccccc", "d" * 13, "e" * 30, STORY], references, encode, threshold=0.999)
    hits = found.hits
    assert set(hits) == {0, 3}
    assert (hits[0].reference, hits[0].file, hits[0].rule) == ("aaaaa", "f", "cosine 1.000")
    assert "shares" in hits[3].rule
    assert found.met == {"f": 1, "g": 1}
    assert set(contaminated(["ccccc"], references).hits) == set()


def test_many_texts_are_compared_in_blocks() -> None:
    """Texts beyond the first block are compared too, each under its own number."""
    texts = ["x" * 20] * 1500 + ["yyyyy"]
    assert set(contaminated(texts, {"f": ["zzzzz"]}, encode, 0.999).hits) == {1500}


def test_nothing_to_compare_is_no_trouble() -> None:
    """No references and no texts have no hits, also with an encoder."""
    assert contaminated([], {"f": ["a"]}, encode).hits == {}
    assert contaminated(["a"], {}, encode).hits == {}


@pytest.mark.parametrize("kind", ["txt", "jsonl", "json", "csv", "parquet"])
def test_reference_files_are_read(tmp_path: Path, kind: str) -> None:
    """Lines, and the text columns of each format, come back as they were written."""
    path = tmp_path / f"ref.{kind}"
    rows = [{"id": 1, "question": text, "answer": "no text"} for text in TEXTS]
    match kind:
        case "txt":
            path.write_text("\ufeff" + "\n\n".join(TEXTS), "utf-8")
        case "jsonl":
            path.write_text("\n".join(map(json.dumps, rows)) + "\n\n", "utf-8")
        case "json":
            path.write_text(json.dumps(rows), "utf-8")
        case "csv":
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        case _:
            pq.write_table(pa.Table.from_pylist(rows), path)
    assert read_texts(path) == TEXTS


def test_a_csv_field_may_hold_a_line_break(tmp_path: Path) -> None:
    """A question over two lines of a CSV file is one text."""
    path = tmp_path / "ref.csv"
    path.write_text('id,question\n1,"first line\nsecond line"\n', "utf-8")
    assert read_texts(path) == ["first line\nsecond line"]


def test_odd_line_separators_do_not_break_a_record(tmp_path: Path) -> None:
    """U+2028 and its like inside a JSON string are text, not the end of a line."""
    path = tmp_path / "ref.jsonl"
    path.write_text(json.dumps({"question": "one\u2028two\x85three"}, ensure_ascii=False), "utf-8")
    assert read_texts(path) == ["one\u2028two\x85three"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ref.jsonl", '{"question": '),
        ("ref.jsonl", "[1]\n2"),
        ("ref.csv", "id,answer\n1,2"),
        ("ref.txt", "\n \n"),
        ("ref.json", "3"),
    ],
)
def test_useless_files_are_refused(tmp_path: Path, name: str, content: str) -> None:
    """A file that is broken or holds no text raises a usage error with its path."""
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=name):
        read_texts(path)


@pytest.mark.parametrize("name", ["nothing.txt", "nothing.parquet", "broken.parquet"])
def test_unreadable_files_are_refused(tmp_path: Path, name: str) -> None:
    """A file that is not there or not what its name says raises a usage error with its path."""
    (tmp_path / "broken.parquet").write_bytes(b"no parquet")
    with pytest.raises(UsageError, match=name):
        read_texts(tmp_path / name)
