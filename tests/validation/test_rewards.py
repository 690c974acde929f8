"""The rewards: worked by hand on each kind of reply, and what holds of all of them."""

import pickle
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.schemas.errors import UsageError
from nescio.validation.completions import outcome, question_of, reply_of
from nescio.validation.responses import ResponseClass
from nescio.validation.rewards import Reward, binary, clarification, over_refusal, rlcr, ternary, weighted

ASKED = "Tom fills 4 boxes with pears and gives his aunt 3 pears. How many pears are in the boxes?"
TOLD = "Tom puts 6 pears into each of 4 boxes. How many pears are in the boxes?"
OPEN = {"should_abstain": True, "answers": (), "missing_fact": "how many pears a box holds"}
CLOSED = {"should_abstain": False, "answers": ("24",), "missing_fact": None}
NAMES = "The text doesn't say how many pears a box holds."
VAGUE = "I don't know."
REFUSES = "I'm sorry, but I can't help with that."
PARTLY = "I'm sorry, but I can't help with that. In general, the answer is 24."
RIGHT, WRONG = "6 x 4 = 24, so there are 24 pears.", "The answer is 30."
EVERY: tuple[Reward, ...] = (binary, ternary, rlcr, clarification, over_refusal)


def told(reward: Reward, reply: str, row: dict[str, Any]) -> float | None:
    """The reward of one reply on one row."""
    prompt = ASKED if row["should_abstain"] else TOLD
    columns = {name: [value] for name, value in row.items()}
    [value] = reward(prompts=[prompt], completions=[reply], **columns)
    return value


@pytest.mark.parametrize(
    ("reward", "reply", "row", "value"),
    [
        (binary, RIGHT, CLOSED, 1),
        (binary, WRONG, CLOSED, -1),
        (binary, VAGUE, CLOSED, -1),
        (binary, VAGUE, OPEN, 1),
        (binary, RIGHT, OPEN, -1),
        (binary, REFUSES, OPEN, -1),
        (ternary, RIGHT, CLOSED, 1),
        (ternary, WRONG, CLOSED, -1),
        (ternary, VAGUE, CLOSED, 0),
        (ternary, REFUSES, CLOSED, 0),
        (ternary, "", CLOSED, -1),
        (ternary, NAMES, OPEN, 1),
        (ternary, "How many pears does a box hold?", OPEN, 1),
        (ternary, REFUSES, OPEN, 0),
        (ternary, WRONG, OPEN, -1),
        (clarification, NAMES, OPEN, 1),
        (clarification, VAGUE, OPEN, 0.3),
        (clarification, WRONG, OPEN, 0),
        (clarification, NAMES, CLOSED, None),
        (over_refusal, REFUSES, CLOSED, -1),
        (over_refusal, VAGUE, CLOSED, -1),
        (over_refusal, "", CLOSED, -1),
        (over_refusal, PARTLY, CLOSED, -0.5),
        (over_refusal, RIGHT, CLOSED, 0),
        (over_refusal, WRONG, CLOSED, 0),
        (over_refusal, REFUSES, OPEN, None),
    ],
)
def test_each_reward_on_each_kind_of_reply(
    reward: Reward, reply: str, row: dict[str, Any], value: float | None
) -> None:
    """As its docstring says."""
    assert told(reward, reply, row) == value


@pytest.mark.parametrize(
    ("reply", "row", "value"),
    [
        (f"{RIGHT} <confidence>80%</confidence>", CLOSED, 1.96),
        (f"{RIGHT} <confidence>0</confidence>", CLOSED, 1),
        (f"{WRONG} <confidence>30%</confidence>", CLOSED, 0.91),
        (f"{WRONG} <confidence>100%</confidence>", CLOSED, 0),
        (f"{WRONG} <confidence>0%</confidence>", CLOSED, 1),
        (f"{VAGUE}\nConfidence: 90%", OPEN, 1.99),
        (f"{VAGUE}\nConfidence: 90%", CLOSED, 0.19),
        (RIGHT, CLOSED, 0),
        (f"{RIGHT} <confidence>quite sure</confidence>", CLOSED, 0),
        ("<confidence>100%</confidence>", CLOSED, 0),
    ],
)
def test_rlcr_by_hand(reply: str, row: dict[str, Any], value: float) -> None:
    """Right with .8: 1 + 1 - .2^2 = 1.96; wrong with .3: 0 + 1 - .3^2 = .91; none stated, or nothing said: 0."""
    assert told(rlcr, reply, row) == pytest.approx(value)


@given(st.floats(0, 1), st.integers(0, 100))
def test_rlcr_pays_most_for_the_true_probability(share: float, stated: int) -> None:
    """The Brier score is proper: no stated confidence has a higher expectation than the one that is true."""

    def expected(confidence: float) -> float:
        said = f"<confidence>{confidence * 100:.6f}%</confidence>"
        right, wrong = told(rlcr, RIGHT + said, CLOSED), told(rlcr, WRONG + said, CLOSED)
        assert right is not None
        assert wrong is not None
        return share * right + (1 - share) * wrong

    assert expected(share) >= expected(stated / 100) - 1e-6


def test_a_stated_confidence_is_no_answer() -> None:
    """70 is not the number of pears, for any of them."""
    assert told(ternary, "There are 24 pears.\nConfidence: 70%", CLOSED) == 1


def test_thinking_is_no_reply() -> None:
    """What is thought is not said, and thinking without an end says nothing."""
    assert told(ternary, f"<think>{WRONG}</think>{RIGHT}", CLOSED) == 1
    assert told(ternary, f"The answer is 30.</think>\n\n{RIGHT}", CLOSED) == 1
    assert told(ternary, f"<think>{RIGHT}", CLOSED) == -1
    assert reply_of("Tags are <think> and </think>.") == "Tags are <think> and </think>."


def test_messages_are_read_like_text() -> None:
    """TRL hands over messages where the prompt is one, and content may come in parts."""
    row: dict[str, Any] = {"should_abstain": [False] * 2, "answers": [["24"]] * 2, "choices": [[]] * 2}
    parts = [{"role": "assistant", "content": [{"type": "text", "text": RIGHT}]}]
    messages = [[{"role": "assistant", "content": RIGHT}], parts]
    assert ternary(prompts=[[{"role": "user", "content": TOLD}]] * 2, completions=messages, **row) == [1, 1]


def test_a_letter_stands_for_its_choice() -> None:
    """Choices are handed over as a column."""
    row = {"should_abstain": False, "answers": ("a pear",), "choices": ("an apple", "a pear")}
    assert told(ternary, "\\boxed{B}", row) == 1
    assert told(ternary, "\\boxed{A}", row) == -1


def test_an_assumed_number_is_an_answer_unless_numbers_are_known_not_to_be_wanted() -> None:
    """On a row to abstain from nothing tells whether a number is wanted; the stricter reading counts."""
    guess = "It is not told how many go into a box, so let us take 6: 6 x 4 = 24. That makes 24 pears."
    assert outcome(guess, should_abstain=True, answers=()).kind is ResponseClass.ANSWERED
    assert told(ternary, guess, {**OPEN, "numeric": True}) == -1
    assert told(ternary, NAMES, {**OPEN, "numeric": False}) == 1


def test_a_gold_answer_in_words_may_stand_in_any_sentence() -> None:
    """People work towards an answer in words, too."""
    row = {"should_abstain": False, "answers": ("Norham",)}
    assert told(ternary, "Ines lives on the island. The ferry to the island leaves from Norham.", row) == 1
    assert told(ternary, "Ines lives on the island. The ferry to the island leaves from Kelby.", row) == -1


def test_a_wrong_premise_is_named_by_its_correction() -> None:
    """And by the two numbers that do not go together, where there is no correction."""
    row = {"should_abstain": True, "answers": (), "false_premise": "Ada Birk designed the Rotund"}
    right = {**row, "correction": "Jon Hale designed the Rotund.", "question": "When did Ada Birk design the Rotund?"}
    assert told(clarification, "That is not correct: Jon Hale designed the Rotund.", right) == 1
    assert told(clarification, "I don't know when.", right) == 0.3
    numbers = {**row, "false_premise": "50 is to be divided by 8 with nothing left over, which leaves 2."}
    assert told(clarification, "50 cannot be divided by 8 evenly. There is no such number.", numbers) == 1


def test_where_nothing_can_be_named_abstaining_is_all() -> None:
    """An unknowable answer has no missing part."""
    assert told(clarification, VAGUE, {**OPEN, "missing_fact": "what the answer is"}) == 1


def test_what_was_asked_is_the_last_question_of_the_prompt() -> None:
    """Or the last sentence, where none asks; of messages the last one's."""
    assert question_of(ASKED) == "How many pears are in the boxes?"
    turns = [{"role": "system", "content": "Be brief?"}, {"role": "user", "content": "Say so. Now."}]
    assert question_of(turns) == "Now."
    assert question_of("") == ""


def test_weighted_sums_what_applies() -> None:
    """None is left out of the sum, and stays None where nothing applies; the name is what TRL logs."""
    both = weighted({ternary: 1, clarification: 0.5})
    assert told(both, NAMES, OPEN) == 1.5
    assert told(both, RIGHT, CLOSED) == 1
    assert told(weighted({clarification: 2}), RIGHT, CLOSED) is None
    assert both.__name__ == "ternary_and_clarification"
    assert weighted({binary: 1}, name="mine").__name__ == "mine"
    assert told(pickle.loads(pickle.dumps(both)), NAMES, OPEN) == 1.5
    with pytest.raises(UsageError, match="no reward"):
        weighted({})


def test_columns_that_are_missing_or_too_short_are_named() -> None:
    """The message says what to do."""
    with pytest.raises(UsageError, match=r"answers not handed over.*--format grpo"):
        ternary(prompts=[TOLD], completions=[RIGHT], should_abstain=[False])
    with pytest.raises(UsageError, match=r"other lengths: {'answers': 2}"):
        binary(completions=[RIGHT], should_abstain=[False], answers=[["24"], ["3"]])
    with pytest.raises(UsageError, match=r"other lengths: {'missing_fact': 0}"):
        clarification(prompts=[ASKED], completions=[VAGUE], should_abstain=[True], answers=[[]], missing_fact=[])


@pytest.mark.parametrize("reward", EVERY)
def test_columns_that_would_call_every_reply_wrong_are_refused(reward: Reward) -> None:
    """A gold answer that is no list, and a row that nobody labelled."""
    with pytest.raises(UsageError, match=r"answers of completion 0 is '24'; a list of texts is wanted"):
        reward(prompts=[TOLD], completions=[RIGHT], should_abstain=[False], answers=["24"])
    with pytest.raises(UsageError, match=r"should_abstain of completion 0 is None"):
        reward(prompts=[TOLD], completions=[RIGHT], should_abstain=[None], answers=[["24"]])


REPLIES = (
    st.sampled_from((NAMES, VAGUE, REFUSES, PARTLY, RIGHT, WRONG, "", "24", "Which boxes do you mean?")) | st.text()
)
ROWS = st.lists(st.tuples(REPLIES, st.booleans(), st.sampled_from(("", " <confidence>70%</confidence>"))), max_size=6)
BOUNDS = {binary: (-1, 1), ternary: (-1, 1), rlcr: (0, 2), clarification: (0, 1), over_refusal: (-1, 0)}


def batch(rows: list[tuple[str, bool, str]]) -> dict[str, Any]:
    """A batch of completions with their columns."""
    kinds = [OPEN if abstain else CLOSED for _, abstain, _ in rows]
    return {
        "prompts": [ASKED if abstain else TOLD for _, abstain, _ in rows],
        "completions": [reply + stated for reply, _, stated in rows],
        **{name: [kind[name] for kind in kinds] for name in OPEN},
    }


@given(ROWS)
def test_rewards_are_bounded(rows: list[tuple[str, bool, str]]) -> None:
    """One for each completion, null only where one does not apply."""
    for reward, (low, high) in BOUNDS.items():
        values = reward(**batch(rows))
        assert len(values) == len(rows)
        assert all(value is None or low <= value <= high for value in values)
        if reward in (binary, ternary, rlcr):
            assert None not in values


@given(ROWS, st.randoms(use_true_random=False))
def test_a_reward_does_not_depend_on_the_others_of_its_batch(rows: list[tuple[str, bool, str]], random: Random) -> None:
    """Neither on their order nor on their being there."""
    order = list(range(len(rows)))
    random.shuffle(order)
    for reward in EVERY:
        values = reward(**batch(rows))
        assert reward(**batch([rows[place] for place in order])) == [values[place] for place in order]
        assert values == [reward(**batch([row]))[0] for row in rows]


PIECES = st.lists(
    st.sampled_from(
        (NAMES, VAGUE, REFUSES, RIGHT, WRONG, "So 24.", "But 24.", "Say 6 go into a box.", "Ask Tom.", "= 24")
    ),
    min_size=1,
    max_size=4,
)


@given(PIECES.map(" ".join), st.sampled_from(("24", "a box", "Tom")))
def test_no_reply_is_right_both_where_one_should_answer_and_where_one_should_abstain(reply: str, gold: str) -> None:
    """Saying both that it is not told and what it is wins nothing."""
    closed = {**CLOSED, "answers": (gold,)}
    for reward in (binary, ternary):
        assert {told(reward, reply, OPEN), told(reward, reply, closed)} != {1.0}


@pytest.mark.parametrize("reward", [binary, ternary, rlcr])
def test_an_answerable_row_without_gold_answers_is_refused(reward: Any) -> None:
    """Every answer to it would be called wrong; what is too cautious needs no gold answer."""
    columns = {"prompts": ["How are you?"], "completions": ["Fine."], "should_abstain": [False], "answers": [[]]}
    with pytest.raises(UsageError, match=r"completion 0 .* `answers` are empty"):
        reward(**columns)
    assert over_refusal(**columns) == [0.0]
