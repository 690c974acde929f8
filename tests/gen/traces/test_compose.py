"""From a solution to a seed: its questions and statements."""

from fractions import Fraction
from random import Random

import pytest

from nescio.gen.figures import needed_facts
from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.gen.rows import make_row
from nescio.gen.targets import answer_target
from nescio.gen.traces.compose import decimal, seed_of
from nescio.schemas.evidence import CONTEXT, Statement
from nescio.schemas.example import Claim, Star
from nescio.schemas.seed import Seed, Source
from nescio.schemas.taxonomy import Figure, Grade, Role
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.numbers import read_numbers

SOURCE = Source(dataset="gsm8k", split="train", record_id="1", licence="MIT")


def seed(problem: str, answer: str) -> Seed:
    """The seed of a problem that makes one."""
    found = seed_of(problem, answer, SOURCE)
    assert isinstance(found, Seed), found
    return found


def told(found: Seed) -> list[Statement]:
    """The statements that sentences of the solution make."""
    return [one for one in found.evidence.statements if one.id.startswith("told-")]


BAKERY = seed(
    "Mara packed 48 tarts in April.  She packed a third as many tarts in May, and 7 more tarts in June than in May. "
    "How many tarts did Mara pack altogether in April, May and June?",
    "Mara packed 48/3 = <<48/3=16>>16 tarts in May.\nShe packed 16+7 = <<16+7=23>>23 tarts in June\n"
    "Mara packed 48+16+23 = <<48+16+23=87>>87 tarts altogether.\n#### 87",
)


def test_a_sentence_that_tells_a_result_becomes_a_question() -> None:
    """The verb goes to its base form, the only person stands for "she"."""
    assert [(one.text, one.answer) for one in BAKERY.questions] == [
        ("How many tarts did Mara pack altogether in April, May and June?", "87"),
        ("How many tarts did Mara pack in May?", "16"),
        ("How many tarts did Mara pack in June?", "23"),
    ]
    assert BAKERY.grade is Grade.TRACED


def test_a_question_is_solved_by_the_steps_that_lead_to_it() -> None:
    """Each solution has its steps as equations, none that comes later, and one fact that they use."""
    first, second = BAKERY.questions[1].solution, BAKERY.questions[2].solution
    assert "48 x 1/3 = 16." in first
    assert "23" not in first
    assert "16 + 7 = 23." in second
    assert any(fact.missing in first for fact in BAKERY.evidence.facts)
    assert "<<" not in "".join(one.solution for one in BAKERY.questions)


def test_a_statement_tells_its_node_once_more() -> None:
    """Its only number is a leaf with the value of the node it is about, where the checkers read it too."""
    values = {node.id: node.value for node in BAKERY.evidence.nodes}
    assert [one.text for one in told(BAKERY)] == [
        "Mara packed 16 tarts in May.",
        "Mara packed 23 tarts in June.",
    ]
    for one in told(BAKERY):
        [leaf] = one.nodes
        [span] = leaf.spans
        [mention] = read_numbers(one.text)
        assert (mention.start, mention.end) == (span.start, span.end)
        assert leaf.value == values[one.about] == one.text[span.start : span.end]


def test_the_clean_rows_of_a_seed_pass_the_checker() -> None:
    """The checker reads the same leaves and finds the same answers, for every question."""
    rows = []
    for question in BAKERY.questions:
        target = answer_target(question, Random(0))
        rows.append(make_row(PremiseRemoval(), BAKERY, question, Role.CLEAN, target, figure=Figure.MIRROR))
    claims = tuple(Claim(question=number) for number in range(len(rows)))
    star = Star(seed=BAKERY, perturbation="none", rows=tuple(rows), claims=claims)
    assert [(one.passed, one.reason) for one in Dataflow().check(star)] == [(True, "")] * 3


def test_further_questions_need_no_fact_of_the_final_question() -> None:
    """What the final question's sentence tells is not there when another question is asked."""
    found = seed(
        "Mara packed 48 tarts in April. She packed a third as many tarts in May. "
        "If she sold each tart of May for $2, how much did she earn in May?",
        "Mara packed 48/3 = <<48/3=16>>16 tarts in May.\nMara earned 16*2 = $<<16*2=32>>32 for the tarts.\n"
        "That is all, 32*1 = <<32*1=32>>32.\n#### 32",
    )
    inside = {node.id for node in found.evidence.nodes if any(span.part == CONTEXT for span in node.spans)}
    nodes = {node.id: node for node in found.evidence.nodes}
    for question in found.questions[1:]:
        waiting = [question.target]
        while waiting:
            node = nodes[waiting.pop()]
            waiting += node.arguments
            assert not node.spans or node.id in inside


MISTAKABLE = {
    "a clause states another number of blocks to the shop": (
        "Mara rode 5 blocks by bus and walked 7 blocks to the shop.",
        "Mara travelled 5+7=<<5+7=12>>12 blocks to the shop.",
    ),
    "the price changes later": (
        "Mara buys a coat for $40 and a hat for $20. She gets 10% off.",
        "The total cost of the coat and the hat is 40+20=$<<40+20=60>>60.",
    ),
    "people leave later": (
        "There are 40 men and 20 women in the hall. Then 5 men leave.",
        "There are 40+20=<<40+20=60>>60 people in the hall.",
    ),
    "each has a number of floors": (
        "Two towers have 12 floors each.",
        "The number of floors is 2*12=<<2*12=24>>24.",
    ),
    "she may be either": (
        "Mara and Noor pick 40 pears and 20 plums.",
        "She picked 40+20=<<40+20=60>>60 fruits in the garden.",
    ),
    "nobody knows who they are": (
        "Mara picks 40 pears and 20 plums.",
        "They picked 40+20=<<40+20=60>>60 fruits.",
    ),
    "the text has no shed": (
        "Mara picks 40 pears and 20 plums.",
        "Mara picks 40+20=<<40+20=60>>60 plums in the shed.",
    ),
}


@pytest.mark.parametrize("why", MISTAKABLE)
def test_a_sentence_that_could_mean_something_else_becomes_nothing(why: str) -> None:
    """Neither question nor statement is made where a reader might understand another quantity."""
    context, line = MISTAKABLE[why]
    total = line.split("=")[-1].split(">>")[0]
    solved = f"{line}\n{total}/1=<<{total}/1={total}>>{total}\n#### {total}"
    found = seed(f"{context} How many crates of six are that in the end?", solved)
    assert len(found.questions) == 1, why
    assert told(found) == [], why


SOCRATIC = seed(
    "A garden grew 230 beets and 40 fewer leeks. How many plants did it grow?",
    "How many leeks did the garden grow? ** It grew 230-40=<<230-40=190>>190 leeks.\n"
    "How many plants did it grow? ** It grew 230+190=<<230+190=420>>420 plants.\n#### 420",
)


def test_the_socratic_form_states_its_questions() -> None:
    """The question before a line asks for that line's result; "it" alone asks for nothing."""
    assert [(one.text, one.answer) for one in SOCRATIC.questions[1:]] == [
        ("How many leeks did the garden grow?", "190")
    ]
    assert "**" not in SOCRATIC.questions[0].solution


def test_facts_belong_to_the_questions_that_need_them() -> None:
    """What hiding them does is the same for all readings: the intermediate question is free of later facts."""
    needs = needed_facts(BAKERY.evidence, [one.target for one in BAKERY.questions])
    assert needs[1] <= needs[0]
    facts = {fact.node for fact in BAKERY.evidence.facts}
    assert facts <= {node.id for node in BAKERY.evidence.nodes if node.spans}


@pytest.mark.parametrize(("value", "shown"), [("3", "3"), ("5/2", "2.5"), ("2/3", "2/3"), ("21/20", "1.05")])
def test_answers_are_written_as_numbers(value: str, shown: str) -> None:
    """Finite decimals as such, the rest as fractions."""
    assert decimal(Fraction(value)) == shown
