"""A plain denial of a row's false premise is a correction; going along with the premise is none."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from nescio.pipelines.eval_scoring import score
from nescio.pipelines.read_rows import DataRow
from nescio.schemas.base import Frozen
from nescio.schemas.chat import Reply
from nescio.validation.answer_match import same_answer
from nescio.validation.completions import outcome
from nescio.validation.premise_denied import read_premise
from nescio.validation.responses import ABSTENTIONS, Response, ResponseClass, classify
from nescio.validation.rewards import binary, clarification


class Case(Frozen):
    """A false premise with replies to a question that takes it for granted."""

    set: int
    premise: str
    correction: str | None
    numeric: bool
    denies: list[str]
    along: list[str]


CASES = TypeAdapter(list[Case]).validate_python(
    yaml.safe_load((Path(__file__).parent / "premises.yaml").read_text("utf-8"))
)
PREMISE, CORRECTION = "Norman Foster designed the Sydney Opera House", "Jørn Utzon designed the Sydney Opera House."
DENIES = "Norman Foster didn't design the Sydney Opera House; Jørn Utzon did."
ALONG = "Norman Foster designed the Sydney Opera House in 1957."
COLUMNS = {
    "should_abstain": [True],
    "answers": [[]],
    "behaviour": ["correct_premise"],
    "false_premise": [PREMISE],
    "correction": [CORRECTION],
    "question": ["In what year did Norman Foster design the Sydney Opera House?"],
    "numeric": [False],
}


def reread(case: Case, reply: str) -> tuple[Response, Response]:
    """The reply's class by rules alone, and beside the row."""
    found = classify(reply, numeric=case.numeric)
    told = read_premise(
        found, reply, behaviour="correct_premise", premise=case.premise, correction=case.correction or None
    )
    return found, told


@pytest.mark.parametrize(("number", "least"), [(1, 18), (2, 12), (3, 17)])
def test_most_denials_are_read_as_corrections(number: int, least: int) -> None:
    """As many as were measured: 18 of 20 (by rules alone none), 12 of 14, and 17 of 20 (4; as first tried 14)."""
    denials = [(case, reply) for case in CASES if case.set == number for reply in case.denies]
    kinds = [reread(case, reply)[1].kind for case, reply in denials]
    assert sum(kind in ABSTENTIONS for kind in kinds) >= least


def test_going_along_with_a_premise_is_never_read_as_a_correction() -> None:
    """Also where the right thing is named beside it, or something else is negated."""
    replies = [(case, reply) for case in CASES for reply in case.along]
    assert len(replies) >= 78
    assert not [reply for case, reply in replies if len(set(reread(case, reply))) > 1]


@given(st.sampled_from(CASES), st.sampled_from([ALONG, DENIES, "I don't know.", "I can't help with that.", "12", ""]))
def test_only_what_looks_like_a_plain_answer_is_read_again(case: Case, reply: str) -> None:
    """What abstains, refuses or says nothing, and what is called the answer, stays what it is."""
    found, told = reread(case, reply)
    assert told == found or found.kind in (ResponseClass.ANSWERED, ResponseClass.UNCLEAR)
    called = f"{reply} The answer is 12."
    found, told = reread(case, called)
    assert found.rule != "final answer" or told == found


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_any_texts_are_read(reply: str, premise: str, correction: str, numeric: bool) -> None:
    """Never an error, and no class but a corrected premise takes another's place."""
    found = classify(reply, numeric=numeric)
    told = read_premise(found, reply, behaviour="correct_premise", premise=premise, correction=correction)
    assert told == found or told.kind is ResponseClass.CORRECTED_PREMISE


@pytest.mark.parametrize("filler", ["It is so. ", "word, ", "not red, ", "no "])
def test_a_reply_of_any_length_is_read(filler: str) -> None:
    """A hundred thousand characters deny nothing, and the denial at their end is found where it stands apart."""
    case = Case(set=0, premise=PREMISE, correction=CORRECTION, numeric=False, denies=[], along=[])
    long = filler * (100_000 // len(filler))
    assert len(set(reread(case, long))) == 1
    assert reread(case, f"{long}\n{DENIES}")[1].kind in ABSTENTIONS


def test_a_row_that_is_not_to_be_corrected_is_left_to_the_rules() -> None:
    """Neither one to abstain from, nor one without a false premise."""
    found = classify(DENIES, numeric=False)
    assert read_premise(found, DENIES, behaviour="abstain", premise=PREMISE, correction=CORRECTION) == found
    assert read_premise(found, DENIES, behaviour="correct_premise", premise=None) == found


@pytest.mark.parametrize(("reply", "right"), [(DENIES, True), (ALONG, False)])
def test_eval_and_rewards_read_a_denial_alike(reply: str, right: bool) -> None:
    """One function decides for both; what denies and corrects has named what is wrong, too."""
    row = DataRow.model_validate(
        {"prompt": "?", **{name: value[0] for name, value in COLUMNS.items() if name != "numeric"}}
    )
    answer = score(row, Reply(reply), classify(reply, numeric=False))
    assert answer.scores is not None
    assert answer.scores.right is right
    assert answer.named is (True if right else None)
    assert (answer.value is None) is right
    assert binary(completions=[reply], **COLUMNS) == [1 if right else -1]
    assert clarification(prompts=["?"], completions=[reply], **COLUMNS) == [1 if right else 0]


def test_a_row_to_answer_is_never_read_for_a_premise() -> None:
    """A denial may be the gold answer."""
    told = outcome(DENIES, should_abstain=False, answers=("Jørn Utzon",), behaviour="correct_premise", premise=PREMISE)
    assert told.right


@pytest.mark.parametrize(
    ("value", "golds", "same"),
    [
        ("not Canberra", ["Canberra"], False),
        ("It isn't Canberra", ["Canberra"], False),
        ("Sydney, not Canberra", ["Canberra"], False),
        ("Canberra, not Sydney", ["Canberra"], True),
        ("It is not Sydney. It is Canberra.", ["Canberra"], True),
        ("Canberra or Sydney", ["Canberra"], False),
        ("tea or coffee", ["tea or coffee"], True),
        ("fever or flu", ["fever", "flu"], True),
        ("did not come", ["did not come"], True),
        ("12 or 15", ["12"], False),
        ("15 or 12", ["12"], False),
        ("12", ["12"], True),
        ("12, or 15 with the spare", ["12"], True),
        ("2 hours or 120 minutes", ["2 hours"], True),
        ("12 or so", ["12"], True),
    ],
)
def test_an_answer_that_is_turned_down_or_left_open_is_none(value: str, golds: list[str], same: bool) -> None:
    """But a gold answer may itself hold "not" or "or", and may be given twice."""
    assert same_answer(value, golds) is same
