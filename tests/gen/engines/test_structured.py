"""Reading one object out of a reply, strictly."""

import json
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.engines.structured import Unreadable, read_object, repair, schema_text, with_schema
from nescio.schemas.base import Frozen
from nescio.schemas.chat import Message


class Colour(StrEnum):
    """Two names."""

    RED = "red"
    BLUE = "blue"


class Ball(Frozen):
    """What is asked for."""

    colour: Colour
    size: int
    note: str = ""


GOOD = '{"colour": "red", "size": 3}'


@pytest.mark.parametrize(
    "reply",
    [
        GOOD,
        f"  \n{GOOD}\n",
        f"Sure! Here it is:\n```json\n{GOOD}\n```\nAnything else?",
        f"```\n{GOOD}\n```",
        f"The object is {GOOD}, as you asked.",
        f"I think in {{braces}} sometimes. {GOOD}",
    ],
)
def test_one_object_is_found_alone_fenced_or_in_prose(reply: str) -> None:
    """Prose around an object costs nothing: what is valid inside is read."""
    assert read_object(reply, Ball) == Ball(colour=Colour.RED, size=3)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ("", "no JSON object"),
        ("yes", "no JSON object"),
        ("[1, 2]", "no JSON object"),
        ("{'colour': 'red', 'size': 3}", "no valid JSON"),
        ('{"colour": "red", "size": 3', "not closed"),
        ('{"colour": "red", "size": "3"}', "size: Input should be a valid integer"),
        ('{"colour": "green", "size": 3}', "colour: Input should be"),
        ('{"colour": "red"}', "size: Field required"),
        ('{"colour": "red", "size": 3, "score": 10}', "score: Extra inputs are not permitted"),
        ('{"colour": "red", "colour": "blue", "size": 3}', "stands twice"),
        ('{"colour": "red", "size": NaN}', "NaN is no JSON number"),
        (f"{GOOD} or rather {GOOD}", "more than one"),
        (f"```json\n{GOOD}\n```\n```json\n{GOOD}\n```", "more than one"),
        ("{" * 100_000, "not closed"),
        ('{"' * 90_000, "not closed"),
        ("x" * 200_001, "at most 200,000"),
        ('{"a":' * 60 + "1" + "}" * 60, "colour: Field required"),
    ],
)
def test_what_could_be_read_in_two_ways_or_is_of_another_shape_is_not_read(reply: str, said: str) -> None:
    """Nothing is guessed and nothing mended; the reason is told in words that a model can act on."""
    found = read_object(reply, Ball)
    assert isinstance(found, Unreadable)
    assert said in found.reason


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_without_an_error(text: str) -> None:
    """No reply makes the reader raise."""
    assert isinstance(read_object(text, Ball), Unreadable | Ball)


@given(st.builds(Ball, colour=st.sampled_from(Colour), size=st.integers(), note=st.text(max_size=30)), st.booleans())
def test_every_object_is_read_back_as_it_was_written(ball: Ball, ascii_only: bool) -> None:
    """Writing and reading are each other's inverse, whatever the strings hold: braces and quotes too."""
    text = json.dumps(ball.model_dump(mode="json"), ensure_ascii=ascii_only)
    assert read_object(text, Ball) == ball
    assert read_object(f"Here: {text} - done", Ball) == ball


def test_the_schema_is_canonical_and_stands_in_the_last_turn() -> None:
    """The same class gives the same text, so that it can be part of a key; the conversation before it is untouched."""
    schema = schema_text(Ball)
    assert schema == schema_text(Ball)
    assert json.loads(schema)["additionalProperties"] is False
    assert "description" not in schema
    turns = with_schema((Message("system", "Be brief."), Message("user", "Which ball?")), schema)
    assert turns[0] == Message("system", "Be brief.")
    assert turns[1].content.startswith("Which ball?")
    assert turns[1].content.endswith(schema)


def test_a_property_may_be_called_title_or_description() -> None:
    """Only what the schema says of itself is left out."""

    class Book(Frozen):
        """A class whose words are not sent."""

        title: str
        description: str = "title"

    schema = json.loads(schema_text(Book))
    assert set(schema["properties"]) == {"title", "description"}
    assert schema["properties"]["description"]["default"] == "title"
    assert "not sent" not in schema_text(Book)


def test_a_repair_shows_what_was_said_and_what_was_wrong_with_it() -> None:
    """The model sees its own reply, cut where it is endless, and the reason."""
    turns = repair((Message("user", "Which ball?"),), "x" * 10_000, Unreadable("size: Field required"))
    assert [turn.role for turn in turns] == ["user", "assistant", "user"]
    assert len(turns[1].content) < 2_100
    assert "size: Field required" in turns[2].content
