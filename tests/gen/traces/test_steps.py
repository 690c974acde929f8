"""Reading worked solutions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.traces.arithmetic import evaluate
from nescio.gen.traces.steps import Trace, Unread, read_trace


@pytest.mark.parametrize(
    ("answer", "values"),
    [
        ("Mara baked 30/2 = <<30/2=15>>15 tarts.\nIn all 30+15 = <<30+15=45>>45.\n#### 45", ["15", "45"]),
        ("She has 4 bags x 6 rolls/bag = 24 rolls.\n#### 24", ["24"]),
        ("It is $1,200 - $200 = $<<1200-200=1000>>1,000.\n#### 1,000", ["1000"]),
        ("They need 18 - 3 = <<15=15>>15 chairs.\n#### 15", ["15"]),
        ("A third is 12 * 1/3 = <<12*1/3=4>>4.\n#### 4", ["4"]),
        ("He earns 8 because 2(4) = 8.\n#### 8", ["8"]),
        ("The share is 3 reds / 12 marbles * 100% = 25%\n#### 25", ["25"]),
        ("First 5*2=<<5*2=10>>10, then 10+1=<<10+1=11>>11 in one line.\n#### 11", ["10", "11"]),
        ("4 + 5 = 9 + 1 = 10\n#### 10", ["9", "10"]),
    ],
)
def test_a_solution_is_read_calculation_by_calculation(answer: str, values: list[str]) -> None:
    """Each step has the value that its arithmetic has, with or without an annotation."""
    trace = read_trace(answer)
    assert isinstance(trace, Trace)
    assert [step.value for step in trace.steps] == [Fraction(value) for value in values]
    assert all(evaluate(step.expression) == step.value for step in trace.steps)
    assert trace.gold == Fraction(values[-1])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("He has 3+4=<<3+4=7>>7.", "no gold answer"),
        ("He has 3+4=<<3+4=7>>7.\n#### many", "no gold answer"),
        ("He has 3+4=<<3+4=7>>7.\n#### 8", "gold not reached"),
        ("He simply has 8.\n#### 8", "gold not reached"),
        ("He has 3+4=<<3+4=8>>8.\n#### 8", "annotation does not hold"),
        ("He has 10/3=<<10/3=3.33>>3.33.\n#### 3.33", "rounded step"),
        ("2x = 8, x = <<x=4>>4.\n#### 4", "annotation not readable"),
    ],
)
def test_a_solution_that_cannot_be_followed_says_why(answer: str, reason: str) -> None:
    """Nothing is guessed: what is not exact or not there is a reason to count."""
    found = read_trace(answer)
    assert isinstance(found, Unread)
    assert found.reason == reason


def test_a_step_knows_its_arithmetic_and_its_result_in_the_line() -> None:
    """Without the characters from `start` to `result` the sentence tells the result alone."""
    trace = read_trace("Mara sold 30/2 = $<<30/2=15>>15 worth of tarts in May.\n#### 15")
    assert isinstance(trace, Trace)
    [step] = trace.steps
    assert step.line[step.start : step.result] == "30/2 = "
    assert step.line[: step.start] + step.line[step.result :] == "Mara sold $15 worth of tarts in May."
    assert step.line[step.end :] == " worth of tarts in May."


@given(st.text(max_size=200), st.text("0123456789+-*/=<>#. $%x()\nab", max_size=200))
def test_odd_solutions_raise_nothing(text: str, arithmetic: str) -> None:
    """Any text is a trace or says why it is none."""
    for answer in (text, arithmetic, f"{arithmetic}\n#### 4"):
        assert isinstance(read_trace(answer), Trace | Unread)
