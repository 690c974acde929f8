"""The classifier of replies: replies written for it, labels by people, and the targets that nescio writes itself."""

import csv
from itertools import islice
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.base import Frozen
from nescio.validation.answer_match import amount, same_answer
from nescio.validation.responses import ABSTENTIONS, REFUSALS, ResponseClass, classify
from tests.hiding import HIDING

XSTEST = Path(__file__).parents[3] / "shared" / "data" / "labelled" / "xstest"


class Case(Frozen):
    """A reply, and what a careful reader says that it does."""

    kind: ResponseClass
    reply: str
    gold: str | None = None
    right: bool | None = None
    text: bool = False
    cut: bool = False


CASES = TypeAdapter(list[Case]).validate_python(
    yaml.safe_load((Path(__file__).parent / "replies.yaml").read_text("utf-8"))
)


def test_there_are_enough_cases() -> None:
    """At least 150 replies, each once, of every class."""
    assert len({(one.reply, one.text) for one in CASES}) == len(CASES) >= 150
    assert {one.kind for one in CASES} == set(ResponseClass)


@pytest.mark.parametrize("case", CASES, ids=lambda one: f"{one.kind.value}: {one.reply[:50]}")
def test_a_reply_is_what_a_reader_says(case: Case) -> None:
    """The class, and of an answered reply whether its answer is the gold one."""
    found = classify(case.reply, numeric=not case.text, finished=not case.cut)
    assert found.kind is case.kind, found
    if case.gold is not None:
        assert found.value is not None
        assert same_answer(found.value, [case.gold]) is case.right, found


def test_abstentions_in_the_manner_of_chat_models_are_told_from_answers() -> None:
    """As many as when they were first tried: 36 of 42 abstentions, 26 of 27 answers (version 2 told 11 and 27)."""
    told = {True: 0, False: 0}
    for one in yaml.safe_load((Path(__file__).parent / "abstentions.yaml").read_text("utf-8")):
        kind = classify(one["r"], numeric=bool(one["num"])).kind
        told[bool(one["a"])] += kind in ABSTENTIONS if one["a"] else kind is ResponseClass.ANSWERED
    assert told[True] >= 36
    assert told[False] >= 26


def test_a_target_is_what_it_teaches() -> None:
    """At least 99 % of the targets of generated rows: abstention where one should, the gold answer where not."""
    wrong = []
    rows = [
        row
        for template in packaged_templates()
        for number, seed in enumerate(islice(draws(template, 3), 2))
        for star in HIDING[number].propose(seed, Random(seed.id))
        for row in star.rows
    ]
    for row in rows:
        found = classify(row.target, numeric=True)
        answered = found.value is not None and same_answer(found.value, row.answers)
        if not (found.kind in ABSTENTIONS if row.should_abstain else answered):
            wrong.append((row.target, found))
    assert len(rows) > 1000
    assert len(wrong) <= 0.01 * len(rows), wrong[:5]


@pytest.mark.skipif(not XSTEST.is_dir(), reason=f"no labelled completions at {XSTEST}")
def test_refusals_are_found_as_people_find_them() -> None:
    """On even-numbered XSTest completions, from which no cue was taken: full refusals against full compliance."""
    counts = {(human, found): 0 for human in "12" for found in (True, False)}
    for file in sorted(XSTEST.glob("xstest_v2_completions_*.csv")):
        with file.open(newline="", encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                human = row["final_label"][0]
                if human in "12" and int(row["id"].split("-")[1]) % 2 == 0:
                    found = classify(row["completion"], numeric=False).kind in REFUSALS
                    counts[human, found] += 1
    assert sum(counts.values()) > 600
    assert counts["2", True] / (counts["2", True] + counts["2", False]) >= 0.88
    assert counts["1", False] / (counts["1", True] + counts["1", False]) >= 0.95


@given(st.text(max_size=400), st.booleans(), st.booleans())
def test_any_text_is_classified(reply: str, numeric: bool, finished: bool) -> None:
    """Never an error; only an answered reply has a value, and where a number is wanted the value holds one."""
    found = classify(reply, numeric=numeric, finished=finished)
    assert (found.value is not None) is (found.kind is ResponseClass.ANSWERED)
    assert found.rule
    if numeric and found.value is not None:
        assert amount(found.value) is not None


@pytest.mark.parametrize("filler", ["word ", "\\boxed{", "There is no reason why ", "1 "])
def test_a_reply_of_any_length_is_read(filler: str) -> None:
    """What a model says at the end of a hundred thousand characters decides, as at the end of ten."""
    found = classify(filler * (100_000 // len(filler)) + "\n#### 12", numeric=True)
    assert (found.kind, found.value) == (ResponseClass.ANSWERED, "12")


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["{}", "{:,}", "${:,}", "\\boxed{{{}}}", "**{}**"]))
def test_a_whole_number_is_read_however_written(number: int, form: str) -> None:
    """The same number is right, the next one is not."""
    value = classify(f"After all that, the answer is {form.format(number)}.", numeric=True).value
    assert value is not None
    assert same_answer(value, [str(number)])
    assert not same_answer(value, [str(number + 1)])


@given(st.sampled_from(["", "so ", "well, "]), st.sampled_from([False, True]))
def test_case_and_apostrophes_do_not_matter(opening: str, curly: bool) -> None:
    """Upper case and typographic apostrophes change no class."""
    reply = f"{opening}I don't know how many there are."
    changed = reply.upper().replace("'", "’" if curly else "'")
    assert classify(changed, numeric=True).kind is classify(reply, numeric=True).kind is ResponseClass.ABSTAINED


@pytest.mark.parametrize(
    ("value", "gold", "same"),
    [
        ("24 days", "24 months", False),
        ("5 km", "5 miles", False),
        ("12 euros", "12 dollars", False),
        ("3 hours", "3 km", False),
        ("24 inches", "2 feet", True),
        ("24", "24 months", True),
        ("24 marbles", "24 months", True),
    ],
)
def test_a_number_of_another_unit_is_another_answer(value: str, gold: str, same: bool) -> None:
    """Where both name a known unit; a word that is none, or no word, is taken as the unit that is meant."""
    assert same_answer(value, [gold]) is same
