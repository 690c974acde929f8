"""`nescio dedup`: what it writes, what it reads by itself, and how it ends."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from datasets import load_dataset

from nescio.pipelines.calibrating_pairs import calibrate_pairs
from nescio.pipelines.cli_base import DONE, USAGE
from nescio.pipelines.deduping import Settings, dedup
from nescio.pipelines.deduping_columns import Columns
from nescio.pipelines.deduping_models import pieces
from nescio.pipelines.tables import read_parquet
from nescio.schemas.errors import UsageError
from nescio.validation.duplication_records import Rules
from tests.pipelines.conftest import Command

EQUAL = Settings(encoder="none")
TEXTS = (
    "How many eggs does the farmer have left after the market?",
    "how many eggs does the farmer have left after the market",
    "How many eggs has the farmer got left after the market?",
    "Which river runs through Vienna?",
    "Which river flows through Vienna?",
    "Why is the sky blue?",
    "Why is the sky not blue?",
    "Tom has 3 apples and buys 4 more. How many has he?",
    "Tom has 3 apples and buys 5 more. How many has he?",
)


def lines(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """A file of JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def beside(out: Path, what: str) -> list[dict[str, Any]]:
    """A table that stands beside what was written."""
    return read_parquet(out.with_name(out.name.removesuffix(out.suffix) + f".{what}.parquet"))


@pytest.mark.slow
def test_a_file_loses_its_paraphrases_and_the_second_run_embeds_nothing(tmp_path: Path, command: Command) -> None:
    """By the real MiniLM: equal, normalised and near texts go, other numbers and denials stay; then from the store."""
    data = lines(tmp_path / "in.jsonl", ({"question": text, "note": {"n": [n]}} for n, text in enumerate(TEXTS)))
    line = ("dedup", data, "--vectors", tmp_path / "vectors")
    first = command(*line, "--out", tmp_path / "one.jsonl", "--json")
    assert first.exit_code == DONE, first.output
    told = json.loads(first.stdout)
    assert told["removed"] == {"normalised": 1, "near": 2}
    assert (told["rows"], told["kept"], told["largest_cluster"], told["embedded"]) == (9, 6, 3, 8)
    kept = [json.loads(line) for line in (tmp_path / "one.jsonl").read_text("utf-8").splitlines()]
    assert kept == [{"question": TEXTS[n], "note": {"n": [n]}} for n in (0, 3, 5, 6, 7, 8)]
    near = [row for row in beside(tmp_path / "one.jsonl", "removals") if row["rule"] == "near"]
    assert [(row["row"], row["kept_row"]) for row in near] == [(2, 0), (4, 3)]
    assert all(row["text"] == TEXTS[row["row"]] and row["kept_text"] == TEXTS[row["kept_row"]] for row in near)
    assert all(0.9 <= row["cosine"] <= 1 for row in near)
    again = command(*line, "--out", tmp_path / "two.jsonl")
    assert again.exit_code == DONE, again.output
    assert "0 pieces of text were embedded now" in again.stdout
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    same = [(tmp_path / f"{name}.removals.parquet").read_bytes() for name in ("one", "two")]
    assert same[0] == same[1]


@pytest.mark.slow
def test_a_smaller_size_lowers_the_threshold_and_an_unreachable_one_is_refused(tmp_path: Path) -> None:
    """At most so many rows stay, and which threshold that took is told; the veto may keep it from being reached."""
    data = lines(tmp_path / "in.jsonl", ({"question": text} for text in TEXTS))
    free = Settings(to_size=5, rules=Rules(veto=False), vectors=tmp_path / "vectors")
    found = dedup(str(data), tmp_path / "small.jsonl", Columns(), free)
    assert found.kept <= 5
    assert found.thresholds is not None
    with pytest.raises(UsageError, match=r"--to-size 1 is out of reach: \d rows stay"):
        dedup(str(data), tmp_path / "no.jsonl", Columns(), Settings(to_size=1, vectors=tmp_path / "vectors"))
    assert not (tmp_path / "no.jsonl").exists()


@pytest.mark.slow
def test_a_prefilter_spares_the_model_and_tells_its_loss(tmp_path: Path, command: Command) -> None:
    """Character n-grams as they are packaged; what was left out, sampled and found is printed."""
    data = lines(tmp_path / "in.jsonl", ({"question": text} for text in TEXTS))
    line = ("dedup", data, "--out", tmp_path / "out.jsonl", "--prefilter", "char-ngrams", "--vectors", tmp_path / "v")
    shown = command(*line)
    assert shown.exit_code == DONE, shown.output
    assert "prefilter: " in shown.stdout
    assert "drawn at random and embedded" in shown.stdout


@pytest.mark.slow
def test_calibration_prints_both_ways_with_intervals(tmp_path: Path, command: Command) -> None:
    """Precision and recall by threshold, with and without the veto, which spares the changed number."""
    pairs = [(0, 2, 1), (3, 4, 1), (5, 6, 0), (7, 8, 0), (0, 5, 0)]
    rows = ({"text_a": TEXTS[a], "text_b": TEXTS[b], "duplicate": same} for a, b, same in pairs)
    path = lines(tmp_path / "pairs.jsonl", rows)
    shown = command("dedup", "--calibrate", path, "--vectors", tmp_path / "vectors")
    assert shown.exit_code == DONE, shown.output
    assert "best F1 at" in shown.stdout
    told = json.loads(command("dedup", "--calibrate", path, "--vectors", tmp_path / "vectors", "--json").stdout)
    at = {one["threshold"]: one for one in told["plain"]}[0.9]
    veto = {one["threshold"]: one for one in told["vetoed"]}[0.9]
    assert veto["precision"]["value"] == 1.0 > at["precision"]["value"]
    assert veto["recall"]["value"] == at["recall"]["value"] == 1.0
    assert veto["recall"]["low"] < 0.5


def test_twins_named_by_a_column_are_never_merged(tmp_path: Path) -> None:
    """Pairs of a false premise and its correction, however like, with ids given; the same without ids loses some."""
    things = ("a bicycle", "a kettle", "a violin", "a lighthouse")
    rows = []
    for n, thing in enumerate(things):
        rows.append({"question": f"Why does {thing} sleep?", "answerable": 0, "pair": f"p{n}"})
        rows.append({"question": f"WHY does {thing} sleep", "answerable": 0, "pair": f"p{n}"})
    data = lines(tmp_path / "in.jsonl", rows)
    found = dedup(str(data), tmp_path / "a.jsonl", Columns(), EQUAL)
    assert (found.kept, found.removed, found.columns["pair"]) == (8, {}, "pair")
    assert dedup(str(data), tmp_path / "b.jsonl", Columns(pair=""), EQUAL).kept == 4


def test_conflicting_labels_are_listed_and_kept(tmp_path: Path) -> None:
    """The same text with two labels stays twice and is listed once."""
    rows = [{"text": "Is it so?", "label": "yes"}, {"text": "is it so", "label": "no"}, {"text": "Else", "label": "no"}]
    out = tmp_path / "out.parquet"
    found = dedup(str(lines(tmp_path / "in.jsonl", rows)), out, Columns(), EQUAL)
    assert (found.kept, found.conflicting) == (3, 1)
    [listed] = beside(out, "conflicts")
    assert (listed["kind"], listed["row"], listed["other_row"], listed["label"], listed["other_label"]) == (
        "conflict",
        0,
        1,
        "yes",
        "no",
    )
    assert read_parquet(out) == rows


def test_a_dataset_of_nescio_is_known_by_its_columns(finished: Path, tmp_path: Path) -> None:
    """Stars go whole or not at all, and the folder that is written loads split by split with every column."""
    out = tmp_path / "out"
    found = dedup(str(finished), out, Columns(), EQUAL)
    assert found.columns == {
        "text": "prompt",
        "label": "should_abstain",
        "star": "cross_id",
        "pair": "pair_id",
        "seed": "seed_id",
        "template": "template_id",
    }
    before, after = load_dataset(str(finished / "dataset")), load_dataset(str(out))
    assert set(after) <= set(before)
    assert sum(found.kept_by_split.values()) == found.kept == sum(map(len, after.values()))
    for name, rows in after.items():
        assert rows.features == before[name].features
        stars = set(rows["cross_id"])
        assert len(rows) == sum(one in stars for one in before[name]["cross_id"])


def test_splits_become_a_folder_and_the_test_split_stays(tmp_path: Path, command: Command) -> None:
    """A row of train that stands in test too goes from train; a file cannot hold two splits."""
    (tmp_path / "in").mkdir()
    lines(tmp_path / "in" / "train.jsonl", [{"text": "One."}, {"text": "Two."}])
    lines(tmp_path / "in" / "test.jsonl", [{"text": "two"}, {"text": "Three"}])
    found = dedup(str(tmp_path / "in"), tmp_path / "out", Columns(), EQUAL)
    assert found.kept_by_split == {"train": 1, "test": 2}
    assert load_dataset(str(tmp_path / "out"))["train"]["text"][:] == ["One."]
    result = command("dedup", tmp_path / "in", "--out", tmp_path / "x.jsonl", "--encoder", "none")
    assert result.exit_code == USAGE
    assert "has to be a folder" in result.stderr


def test_a_column_may_name_the_split(tmp_path: Path) -> None:
    """With --split the rows of one file have the same order of worth."""
    rows = [{"text": "Two.", "part": "train"}, {"text": "two", "part": "test"}]
    found = dedup(str(lines(tmp_path / "in.jsonl", rows)), tmp_path / "o.jsonl", Columns(split="part"), EQUAL)
    assert found.kept == 1
    assert json.loads((tmp_path / "o.jsonl").read_text()) == rows[1]


@pytest.mark.parametrize(("prefer", "kept"), [("first", 0), ("longest", 1), ("shortest", 0), ("score", 2)])
def test_what_stays_may_be_chosen(tmp_path: Path, prefer: str, kept: int) -> None:
    """The first, the longest, the shortest, or the one with the most in a column."""
    rows = [{"text": "one", "score": 1}, {"text": "One!!", "score": 2}, {"text": "ONE", "score": 3}]
    data = lines(tmp_path / "in.jsonl", rows)
    dedup(str(data), tmp_path / "out.jsonl", Columns(), Settings(encoder="none", prefer=prefer))
    assert json.loads((tmp_path / "out.jsonl").read_text()) == rows[kept]


def test_lines_are_written_as_they_were_read(tmp_path: Path) -> None:
    """Spacing, key order, escapes, absent keys and line separators inside strings stay."""
    raw = ['{"text" : "a\\u2028b",  "z":1, "d": "2020-01-01"}', '{"text":"c\u2028d"}', '{"text":"C\u2028D","z":null}']
    (tmp_path / "in.jsonl").write_text("\n".join(raw) + "\n", "utf-8")
    dedup(str(tmp_path / "in.jsonl"), tmp_path / "out.jsonl", Columns(), EQUAL)
    assert (tmp_path / "out.jsonl").read_bytes() == ("\n".join(raw[:2]) + "\n").encode()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_values_are_not_read_into_other_types(tmp_path: Path, kind: str) -> None:
    """An id keeps its noughts, a date stays text, NA is a word; of CSV every value is text."""
    rows = [{"text": f"Text {n}", "id": f"00{n}", "day": "2020-01-02", "word": "NA"} for n in range(2)]
    path = tmp_path / f"in.{kind}"
    listed = ["text,id,day,word", *(",".join(row.values()) for row in rows)]
    path.write_text(json.dumps(rows) if kind == "json" else "\n".join(listed))
    assert dedup(str(path), tmp_path / "out.jsonl", Columns(), EQUAL).kept == 2
    assert [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()] == rows


def test_hostile_text_is_written_and_shown(tmp_path: Path) -> None:
    """Lone surrogates, NUL and bidirectional controls: lines stay as they were, the tables can be read."""
    raw = ['{"text": "a\\ud800b\\u0000", "label": "\\ud801"}', '{"text": "A\\ud800B\\u0000", "label": "\\ud801"}']
    (tmp_path / "in.jsonl").write_text("\n".join(raw) + "\n", "utf-8")
    dedup(str(tmp_path / "in.jsonl"), tmp_path / "out.jsonl", Columns(), EQUAL)
    assert (tmp_path / "out.jsonl").read_text("utf-8") == raw[0] + "\n"
    [gone] = beside(tmp_path / "out.jsonl", "removals")
    assert (gone["text"], gone["label"]) == ("A\ufffdB\x00", "\ufffd")
    with pytest.raises(UsageError, match=r"write \.jsonl instead"):
        dedup(str(tmp_path / "in.jsonl"), tmp_path / "out2.parquet", Columns(), EQUAL)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (("{data}",), "give a DATASET and --out"),
        (("--out", "{out}.jsonl"), "give a DATASET and --out"),
        (("{data}", "--out", "{out}.csv"), "ends in .jsonl or .parquet"),
        (("{data}", "--out", "{data}"), "is there already"),
        (("{data}", "--out", "{out}.jsonl", "--encoder", "packaged:mini"), "Did you mean"),
        (("{data}", "--out", "{out}.jsonl", "--encoder", "{here}/none.d"), "no model at"),
        (("{data}", "--out", "{out}.jsonl", "--encoder", "none", "--text", "body"), "no column body; it has text"),
        (("{data}", "--out", "{out}.jsonl", "--encoder", "none", "--prefer", "text"), "is no number"),
        (("{data}", "--out", "{out}.jsonl", "--encoder", "none", "--prefer", "best"), "wanted is first"),
        (("{data}", "--out", "{out}.jsonl", "--encoder", "none", "--to-size", "1"), "needs an --encoder"),
        (("{here}/none.jsonl", "--out", "{out}.jsonl"), "there is no file"),
        (("{data}", "--calibrate", "{data}"), "reads pairs only"),
        (("--calibrate", "{data}"), "no column text_a"),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path: Path, command: Command, line: tuple[str, ...], message: str) -> None:
    """One sentence that says what to do, exit code 2, and nothing written."""
    data = lines(tmp_path / "in.jsonl", [{"text": "a"}, {"text": "b"}])
    words = [one.format(data=data, out=tmp_path / "out", here=tmp_path) for one in line]
    result = command("dedup", *words, "--vectors", tmp_path / "vectors")
    assert result.exit_code == USAGE, result.output
    assert message in result.stderr
    assert not list(tmp_path.glob("out*"))


@pytest.mark.slow
def test_a_model_that_nobody_measured_needs_a_threshold(tmp_path: Path) -> None:
    """A static model of one's own: refused with advice, taken with a threshold, and as a prefilter likewise."""
    model = static_model(tmp_path / "static")
    data = str(lines(tmp_path / "in.jsonl", ({"question": text} for text in TEXTS)))
    vectors = tmp_path / "vectors"
    with pytest.raises(UsageError, match=r"nobody measured.*--threshold"):
        dedup(data, tmp_path / "a.jsonl", Columns(), Settings(encoder=model, vectors=vectors))
    found = dedup(data, tmp_path / "a.jsonl", Columns(), Settings(encoder=model, threshold=0.9, vectors=vectors))
    assert found.thresholds == {"short": 0.9, "long": 0.9}
    with pytest.raises(UsageError, match="--prefilter-threshold"):
        dedup(data, tmp_path / "b.jsonl", Columns(), Settings(prefilter=model, vectors=vectors))
    cascade = Settings(prefilter=model, prefilter_threshold=0.5, vectors=vectors)
    assert dedup(data, tmp_path / "b.jsonl", Columns(), cascade).loss is not None


def static_model(folder: Path) -> str:
    """A StaticEmbedding of the words of the texts, with random vectors."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    words = sorted({word.strip("?.").lower() for text in TEXTS for word in text.split()})
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0} | {word: n for n, word in enumerate(words, 1)}, "[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(0)
    embedding = StaticEmbedding(tokenizer, embedding_weights=torch.randn(len(words) + 1, 32).numpy())
    SentenceTransformer(modules=[embedding], device="cpu").save(str(folder))
    return str(folder)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"text_a": "a", "text_b": "b", "duplicate": "perhaps"}], "row 0"),
        ([{"text_a": "a", "text_b": "b", "duplicate": 1}], "of one kind"),
    ],
)
def test_pairs_that_say_nothing_are_refused(tmp_path: Path, rows: list[dict[str, Any]], message: str) -> None:
    """Values that are neither yes nor no, and pairs of one kind only."""
    with pytest.raises(UsageError, match=message):
        calibrate_pairs(lines(tmp_path / "pairs.jsonl", rows), "packaged:minilm", tmp_path)


def test_long_texts_are_read_whole_in_pieces() -> None:
    """Nothing is cut off, and words stay whole where there are spaces."""
    text = " ".join(f"word{n}" for n in range(400))
    found = pieces(text)
    assert len(found) > 2
    assert " ".join(found) == text
    assert all(len(one) <= 800 for one in found)
    assert "".join(pieces("x" * 2000)) == "x" * 2000
    assert pieces("") == [""]
