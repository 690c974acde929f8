"""The probes of the audit: each finds the cue that it reads, and none finds one where there is none."""

from random import Random

import pytest

from nescio.validation.audit_counts import count_table, counts_of
from nescio.validation.audit_probes import ORDER, Placed, ProbeFigure, figures
from nescio.validation.leakage import ProbeRow, surface_report

WORDS = "boat lamp river stone paper window garden letter train market basket candle ladder bridge kettle".split()


def rows(cue: str, count: int = 200, seed: int = 0) -> list[Placed]:
    """Rows of random words under two labels, with one cue to tell them apart."""
    random = Random(seed)
    made = []
    for number in range(count):
        label = random.random() < 0.5
        words = random.choices(WORDS, k=random.randint(8, 12))
        question = "What is it?"
        if cue == "word" and label:
            words[3] = "unclear"
        if cue == "length" and label:
            words += random.choices(WORDS, k=4)
        if cue == "marks" and label:
            words[2] += ","
            words[5] += ","
        if cue == "piece":
            words[4] = "".join(random.choices("bcdf", k=3)) + ("ium" if label else "oth")
        if cue == "question" and label:
            question = "Which is it?"
        context = " ".join(words) + "."
        parts = (context, question) if cue in ("none", "question") else (None, None)
        made.append(ProbeRow(f"{context} {question}", label, f"g{number}", *parts))
    if cue == "order":
        made.sort(key=lambda row: row.label)
    return [Placed(row, place) for place, row in enumerate(made)]


def found(placed: list[Placed]) -> dict[str, ProbeFigure]:
    """The figures by probe."""
    return {one.probe: one for one in figures(placed, surface_report([one.row for one in placed]), bootstrap=50)}


@pytest.fixture(scope="module")
def blank() -> dict[str, ProbeFigure]:
    """The figures where nothing tells the label."""
    return found(rows("none"))


def test_every_probe_that_the_columns_allow_is_there_in_order(blank: dict[str, ProbeFigure]) -> None:
    """With context and question all probes are made; without them those that need them are left out."""
    assert tuple(blank) == ORDER
    bare = [Placed(ProbeRow(one.row.text, one.row.label, one.row.group), one.place) for one in rows("none")]
    assert set(ORDER) - set(found(bare)) == {"interaction", "question alone", "context alone"}


def test_no_probe_fails_where_nothing_tells_the_label(blank: dict[str, ProbeFigure]) -> None:
    """Random labels leave every interval at its gate or below."""
    assert all(one.low <= one.auc <= one.high for one in blank.values())
    assert not [one.probe for one in blank.values() if one.grade == "fails"]


@pytest.mark.parametrize(
    ("cue", "probe", "blind"),
    [
        ("word", "words", "length"),
        ("word", "hedges and denials", "word count"),
        ("length", "length", "hedges and denials"),
        ("length", "word count", "hedges and denials"),
        ("marks", "counts", "words"),
        ("piece", "characters", "words"),
        ("question", "question alone", "context alone"),
    ],
)
def test_a_probe_finds_the_cue_that_it_reads(cue: str, probe: str, blind: str) -> None:
    """A planted cue fails the probe that reads it, and one that cannot read it does not fail."""
    one = found(rows(cue))
    assert one[probe].grade == "fails"
    assert one[blind].grade != "fails"


def test_the_order_of_a_file_is_told_and_not_gated() -> None:
    """Rows sorted by label are found by their place, which is no fault of the texts."""
    one = found(rows("order"))["position"]
    assert one.low > 0.9
    assert (one.wanted, one.grade) == (None, "told")


def test_few_groups_or_one_label_give_no_figures() -> None:
    """Below ten groups, and with one label, nothing is measured."""
    few = rows("word")[:9]
    assert found(few) == {}
    assert found([one for one in rows("word") if one.row.label]) == {}


def test_texts_without_a_common_word_are_no_error() -> None:
    """Where no word stands twice and where texts are empty, every probe is at chance."""
    for texts in ([f"w{number}q" for number in range(40)], [""] * 40):
        placed = [Placed(ProbeRow(text, i % 2 == 0, f"g{i}"), i) for i, text in enumerate(texts)]
        assert found(placed)["words"].auc == pytest.approx(0.5, abs=0.25)


def test_counts_are_of_what_their_names_say() -> None:
    """Sentences, marks, denials and capitals are counted; a text without marks is one sentence."""
    counts = counts_of('He said "no": 3 of (the) boats didn\'t sail. Why? 4 + 5')
    assert (counts["sentences"], counts["question marks"], counts["denials"], counts["brackets"]) == (2, 1, 2, 2)
    assert (counts["quotation marks"], counts["commas"], counts["mathematical marks"]) == (2, 1, 1)
    assert counts["capitalised words"] == 2
    assert counts_of("no mark")["sentences"] == 1
    assert counts_of("")["sentences"] == 0
    table, names = count_table([])
    assert table.shape == (0, len(names))
