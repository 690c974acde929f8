"""Setting thinking apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.engines.thinking import split_thinking


@pytest.mark.parametrize(
    ("text", "thinking", "answer"),
    [
        ("plain", None, "plain"),
        ("", None, ""),
        ("<think>hm</think>\n\nyes", "hm", "yes"),
        ("  <thinking>\nhm\n</thinking> yes", "hm", "yes"),
        ("<reasoning>a</reasoning>b", "a", "b"),
        ("<think></think>yes", "", "yes"),
        ("<think>cut off before", "cut off before", ""),
        ("the template opened it</think>yes", "the template opened it", "yes"),
        ("<think>a</thinking>b</think>c", "a</thinking>b", "c"),
        ("Write <think> and </think> around it.", None, "Write <think> and </think> around it."),
        ("<thinker>no</thinker>", None, "<thinker>no</thinker>"),
    ],
)
def test_the_block_at_the_beginning_is_set_apart(text: str, thinking: str | None, answer: str) -> None:
    """Closed, cut off, or opened by the template; an answer that speaks of the tags is left whole."""
    assert split_thinking(text) == (thinking, answer)


@given(st.text(alphabet="ab <>/", max_size=30), st.text(alphabet="cd \n", max_size=30))
def test_what_was_wrapped_is_found_again(thought: str, answer: str) -> None:
    """Any thought without the closing tag, before any answer."""
    assert split_thinking(f"<think>{thought}</think>{answer}") == (thought.strip(), answer.lstrip())


def test_a_hostile_reply_takes_no_long() -> None:
    """A megabyte of opening tags is read in one go, not in a quadratic search."""
    assert split_thinking("<think>" * 150_000)[1] == ""
    assert split_thinking("x" + "<think" * 150_000)[0] is None
