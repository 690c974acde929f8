"""From a solution to a derivation."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.traces.derive import Derived, derive
from nescio.gen.traces.fitness import hideable
from nescio.gen.traces.steps import Unread
from nescio.schemas.evidence import Derivation
from nescio.validation.evaluate import contradictions, determine

CLIPS = "Mara packed 48 tarts in April. She packed half as many tarts in May. How many tarts did Mara pack in all?"
CLIPS_SOLVED = (
    "Mara packed 48/2 = <<48/2=24>>24 tarts in May.\nIn all she packed 48+24 = <<48+24=72>>72 tarts.\n#### 72"
)


def derived(problem: str, answer: str) -> Derived:
    """The derivation of a problem that has one."""
    found = derive(problem, answer)
    assert isinstance(found, Derived), found
    return found


def leaves(found: Derived) -> set[str]:
    """The words of the leaves that may be hidden."""
    return {found.context[one.span.start : one.span.end] for one in hideable(found, [found.targets[-1]])}


def test_half_in_the_text_is_what_a_solution_divides_by_two() -> None:
    """The leaf is the word, and 48/2 is 48 times it."""
    found = derived(CLIPS, CLIPS_SOLVED)
    nodes = {node.id: node for node in found.nodes}
    step = nodes[found.targets[0]]
    assert step.operation is not None
    assert (step.operation.value, [nodes[name].value for name in step.arguments]) == ("multiply", ["48", "1/2"])
    assert found.final.certain == found.final.possible == {"n0", "n1"}


PROBLEMS = [
    (CLIPS, CLIPS_SOLVED),
    (
        "A shop sells 20% of its 350 lamps. Each lamp costs $4. How much does it earn?",
        "It sells 350*20/100=<<350*20/100=70>>70 lamps.\nIt earns 70*4=$<<70*4=280>>280.\n#### 280",
    ),
    (
        "Ines walks 3 miles a day. How far does she walk in 2 weeks?",
        "2 weeks are 2*7=<<2*7=14>>14 days.\nShe walks 14*3=<<14*3=42>>42 miles.\n#### 42",
    ),
    (
        "Ines walks 3 miles a day for two weeks. How far does she walk?",
        "She walks 14*3=<<14*3=42>>42 miles.\n#### 42",
    ),
    (
        "Of 60 birds 3/4 fly off. How many birds stay?",
        "60*3/4=<<60*3/4=45>>45 birds fly off.\n60-45=<<60-45=15>>15 stay.\n#### 15",
    ),
    (
        "A tank holds 80 litres. It is 25% full. How many litres are missing?",
        "It is 100-25=<<100-25=75>>75% empty.\nThat is 80*.75=<<80*.75=60>>60 litres.\n#### 60",
    ),
    (
        "Tom paints 5 walls. Twice as many walls are left. How many walls are there?",
        "5*2=<<5*2=10>>10 are left.\n5+10=<<5+10=15>>15\n#### 15",
    ),
]


@pytest.mark.parametrize(("problem", "answer"), PROBLEMS)
def test_the_text_alone_gives_the_gold_answer(problem: str, answer: str) -> None:
    """The checkers' evaluator, given the leaves, finds what the solution found."""
    found = derived(problem, answer)
    evidence = Derivation(nodes=found.nodes)
    assert contradictions(evidence) == []
    told = {node.id: Fraction(node.value) for node in found.nodes if node.spans}
    assert determine(evidence, told)[found.targets[-1]] == found.trace.gold


@pytest.mark.parametrize(("problem", "answer"), PROBLEMS)
def test_every_leaf_stands_where_it_says(problem: str, answer: str) -> None:
    """Spans point into the context (part -1) or the question (part 0)."""
    found = derived(problem, answer)
    texts = {-1: found.context, 0: found.question}
    for one in found.stated:
        [span] = next(node.spans for node in found.nodes if node.id == one.name)
        assert texts[span.part][span.start : span.end].strip()


SUM = "9+4=<<9+4=13>>13\n#### 13"
NINE = "18-9=<<18-9=9>>9\n#### 9"
HALVED = "18/2=<<18/2=9>>9\n#### 9"


@pytest.mark.parametrize(
    ("problem", "answer", "reason"),
    [
        ("If Lea has 18 nuts and eats 9, how many are left?", NINE, "no context before the question"),
        ("Lea has 18 nuts. She and a friend share. How many does each get?", HALVED, "number not in the text"),
        ("How many nuts are there? Lea has 9 and finds 4.", SUM, "question not at the end"),
        ("Who has nuts? Lea has 9 and finds 4. How many nuts has she?", SUM, "several questions"),
        ("", SUM, "empty question"),
        ("Lea has 9. How many?", "#### 9", "gold not reached"),
    ],
)  # fmt: skip
def test_a_problem_that_is_not_understood_says_why(problem: str, answer: str, reason: str) -> None:
    """A number that the text does not have, a question that is not last: a reason to count."""
    found = derive(problem, answer)
    assert isinstance(found, Unread)
    assert found.reason == reason


def test_an_unused_number_may_be_hidden_too() -> None:
    """It makes the decoys and mirrors."""
    found = derived(
        "Mara packed 48 tarts and 31 cakes. She sold 13 tarts. How many tarts were left?",
        "48-13=<<48-13=35>>35\n#### 35",
    )
    assert leaves(found) == {"48", "31", "13"}
    assert found.final.possible == {"n0", "n2"}


@pytest.mark.parametrize(
    ("problem", "answer", "kept"),
    [
        # 40 - 15 is the 25 that the text has as well: whoever lacks 15 still knows.
        ("Of 40 seats 15 are taken and 25 are free. A free seat costs $3. What do the free seats cost?",
         "40-15=<<40-15=25>>25 are free.\n25*3=<<25*3=75>>75\n#### 75", {"3"}),
        # 8 stands twice.
        ("Mara has 8 pens and 8 pads. A pen costs $11. What do the pens cost?", "8*11=<<8*11=88>>88\n#### 88", {"11"}),
        # Everyone knows how many days a week has.
        ("Mara runs 13 miles a day, all 7 days of the week. How far is that?", "13*7=<<13*7=91>>91\n#### 91", {"13"}),
        # The total beside its parts, one of them unused.
        ("Of 50 birds 20 are red and 30 are blue. A red one eats 4 nuts. How many do the red ones eat?",
         "20*4=<<20*4=80>>80\n#### 80", {"4"}),
    ],
)  # fmt: skip
def test_what_the_text_may_give_in_another_way_is_not_hidden(problem: str, answer: str, kept: set[str]) -> None:
    """No fact is made where hiding it may not hide it."""
    assert leaves(derived(problem, answer)) == kept


def test_a_number_of_two_meanings_makes_its_leaves_doubtful() -> None:
    """The last 6 is a result or the boxes: for that step's own question neither is sure to be needed."""
    found = derived(
        "Mara has 6 boxes. She has 2 bags with 3 pears each. She adds the pears and gets more. How many are there?",
        "2*3=<<2*3=6>>6\n6+6=<<6+6=12>>12\n#### 12",
    )
    basis = found.graph.basis[found.targets[-1]]
    assert basis.certain < basis.possible


@given(st.text(max_size=150), st.text("0123456789+-*/=<># .\n", max_size=150))
def test_odd_records_raise_nothing(problem: str, answer: str) -> None:
    """Any record is derived or says why not."""
    for gold in ("", "\n#### 4"):
        assert isinstance(derive(problem, answer + gold), Derived | Unread)


@pytest.mark.parametrize(
    ("problem", "answer", "kept"),
    [
        # 10+10 used the two dogs in the head: "two" is not unused.
        ("Two dogs had 10 pups each. Noor sold 17 of the pups. How many were left?",
         "10+10=<<10+10=20>>20\n20-17=<<20-17=3>>3\n#### 3", {"10", "17"}),
        # The first step leads nowhere, so that 25 was taken for another 25.
        ("A shop has 80 lamps. It sells 25% of them. A bulb costs $5. How many bulbs does 25 dollars buy?",
         "80*.25=<<80*.25=20>>20\n25/5=<<25/5=5>>5\n#### 5", set()),
        # The annotation was mistyped, its line is right.
        ("Lea is 30. Tom is 5 years away from half of that. How old is Tom?",
         "30/2=<<30/2=15>>15\n15-5 = <<5+5=10>>10\n#### 10", {"30", "5", "half"}),
    ],
)  # fmt: skip
def test_a_solution_worked_partly_in_the_head_calls_no_number_unused(problem: str, answer: str, kept: set[str]) -> None:
    """Where a number may have been used unseen, hiding it is no decoy."""
    assert leaves(derived(problem, answer)) == kept
