"""A question and its answer as one statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.validation.declarative import statement


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("Who founded the Heron Club?", "Orla Finch", "Orla Finch founded the Heron Club."),
        ("According to the passage, who founded the Heron Club?", "Orla", "Orla founded the Heron Club."),
        ("What was the name of the ferry?", "Lark", "The name of the ferry was Lark."),
        ("When did the mill burn down?", "1874", 'The answer to the question "When did the mill burn down?" is: 1874.'),
        ("What is the mill called?", "Old Jo", 'The answer to the question "What is the mill called?" is: Old Jo.'),
    ],
)
def test_a_question_becomes_a_statement(question: str, answer: str, said: str) -> None:
    """By rule where that is sure, else told with its answer."""
    assert statement(question, answer) == said


@given(st.text(max_size=60), st.text(max_size=20))
def test_odd_text_raises_nothing(question: str, answer: str) -> None:
    """Whatever is asked, something is stated."""
    assert statement(question, answer)
