"""Prompts: files are read strictly, values are data between delimiters, and templates compute nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nescio.gen.prompting import MAX_FILE, MAX_RENDERED, PromptError, PromptTemplate, load_prompt, parse_prompt
from nescio.gen.prompting import prompt_names as names
from nescio.schemas.errors import UnknownName

FILE = "about: A test.\nsystem: Judge the text.\nuser: |\n  "


def prompt(
    user: str = "Text:\n  {{ text }}\n  {% for one in parts %}\n  {{ loop.index }}. {{ one }}\n  {% endfor %}",
) -> PromptTemplate:
    """A prompt with the given template."""
    return parse_prompt(FILE + user, "test")


@pytest.mark.parametrize("name", names())
def test_every_packaged_prompt_can_be_rendered(name: str) -> None:
    """It takes the values it says it takes, and each text stands in the user's message, once and whole."""
    one = load_prompt(name)
    values: dict[str, str | list[str]] = {key: f"the {key}, as it is" for key in one.texts}
    values |= {key: [f"first of {key}", f"second of {key}"] for key in one.lists}
    system, user = one.render(**values)
    assert (system.role, user.role) == ("system", "user")
    for value in values.values():
        for text in [value] if isinstance(value, str) else value:
            assert user.content.count(text) == 1
    assert one.about
    assert "{{" not in system.content + user.content


def test_an_unknown_prompt_is_named_with_what_there_is() -> None:
    """A misspelt name meets a suggestion."""
    with pytest.raises(UnknownName, match="Did you mean 'rewrite'"):
        load_prompt("rewrit")


def test_the_version_is_that_of_the_content() -> None:
    """The same file has the same version; any change in it gives another one."""
    assert prompt().version == prompt().version
    assert prompt("Other: {{ text }}").version != prompt().version


def test_the_system_message_is_the_same_for_all_values() -> None:
    """Nothing of the values is in it, so that servers can cache it."""
    first, second = (prompt().render(text=text, parts=[])[0] for text in ("a", "b"))
    assert first == second


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": "a"}, "missing: parts"),
        ({"text": "a", "parts": [], "more": "b"}, "unknown: more"),
        ({"text": ["a"], "parts": []}, "takes one text as 'text', found list"),
        ({"text": "a", "parts": "b"}, "takes a sequence of texts as 'parts', found str"),
    ],
)
def test_values_that_do_not_fit_are_refused(values: dict[str, str | list[str]], said: str) -> None:
    """The message names the value."""
    with pytest.raises(PromptError, match=said):
        prompt().render(**values)


@pytest.mark.parametrize(
    "user",
    [
        "{% for one in range(9) %}x{% endfor %}",
        "{% for one in parts recursive %}x{% endfor %}",
        "{% for one in parts if one %}x{% endfor %}",
        "{% for one in parts %}{% for other in parts %}x{% endfor %}{% endfor %}",
        "{% for one in parts %}{{ loop.cycle }}{% endfor %}",
        "{% macro m() %}{% endmacro %}",
        "{% call m() %}{% endcall %}",
        "{% import 'x' as x %}",
        "{% from 'x' import y %}",
        "{% include 'x' %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{% set x = text %}",
        "{% with x = text %}{% endwith %}",
        "{% filter upper %}x{% endfilter %}",
        "{{ text.upper }}",
        "{{ text.__class__ }}",
        "{{ text[0] }}",
        "{{ text() }}",
        "{{ text | upper }}",
        "{{ text ~ text }}",
        "{{ 'a' * 200000000 }}",
        "{{ '%0300000000d' % 1 }}",
        "{{ lipsum() }}",
        "{{ text if text else text }}",
        "{% if text == 'a' %}x{% endif %}",
        "{{ parts }}{{ parts | length }}",
        "{{ text",
    ],
)
def test_a_template_may_compute_nothing(user: str) -> None:
    """Whatever is not a value, a loop over one, its number or an if is refused when the file is read."""
    with pytest.raises(PromptError):
        prompt(user)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{FILE}x{' ' * MAX_FILE}", "at most 20,000"),
        ("about: &a x\nsystem: *a\nuser: y", "aliases"),
        ("about: !!python/object/apply:os.getcwd []\nsystem: x\nuser: y", "no YAML"),
        ("about: x\nsystem: y", "user"),
        ("about: x\nsystem: y\nuser: z\nextra: 1", "extra"),
        ("about: x\nsystem: 'y {{ text }}'\nuser: z", "can hold no value"),
        ("[1, 2]", "dictionary"),
        ("about: [", "no YAML"),
    ],
)
def test_a_bad_file_is_refused(content: str, said: str) -> None:
    """The message says what is wrong."""
    with pytest.raises(PromptError, match=said):
        parse_prompt(content, "test")


def test_a_prompt_that_becomes_too_long_is_refused() -> None:
    """Before it is whole, so that a template that repeats a value cannot fill the memory."""
    with pytest.raises(PromptError, match="longer than"):
        prompt("{% for one in parts %}{{ text }}{% endfor %}").render(text="x" * 10_000, parts=["y"] * MAX_RENDERED)


def test_an_empty_value_is_no_block() -> None:
    """So that `{% if text %}` can leave out what is not there."""
    [_, user] = prompt("a{% if text %}b{{ text }}{% endif %}c").render(text="")
    assert "ac" in user.content


TEXTS = st.text(max_size=60) | st.text(alphabet="0123456789abcdef <>/data", max_size=400)


@given(text=TEXTS, parts=st.lists(TEXTS, max_size=4))
@example(text="{{ parts }}", parts=["{% for one in parts %}"])
def test_every_value_stands_between_delimiters_that_it_does_not_hold(text: str, parts: list[str]) -> None:
    """Taking the blocks out of the message gives the texts back, in order; the same values give the same message."""
    one = prompt()
    [_, user] = one.render(text=text, parts=parts)
    assert one.render(text=text, parts=parts)[1] == user
    mark = user.content.split(".")[0].removeprefix("CODE is ")
    assert not any(mark in value for value in (text, *parts))
    found = [piece.split(f"\n</data {mark}>")[0] for piece in user.content.split(f"<data {mark}>\n")[1:]]
    assert found == [value for value in (text, *parts) if value]
