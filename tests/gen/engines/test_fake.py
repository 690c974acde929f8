"""The deterministic fake."""

import json
from typing import Annotated, Literal

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from nescio.gen.engines.fake import FakeEngine, invent
from nescio.schemas.chat import Fault, FaultKind
from tests.gen.engines.streaming import Talk, asked, read


class Leaf(BaseModel):
    """One of several."""

    word: Annotated[str, Field(min_length=20, max_length=30)]
    rank: Annotated[int, Field(ge=20)]
    share: Annotated[float, Field(gt=0, lt=1)]
    debt: Annotated[int, Field(le=-5)]
    step: Annotated[int, Field(gt=3, lt=5)]


class Tree(BaseModel):
    """What pydantic writes as JSON Schema: references, options, lists and bounds."""

    kind: Literal["a", "b"]
    leaves: Annotated[list[Leaf], Field(min_length=2, max_length=4)]
    nothing: Annotated[list[str], Field(max_length=0)]
    pair: tuple[int, str]
    maybe: Leaf | None
    sure: bool


@given(st.text(max_size=20))
def test_an_invented_object_is_valid(text: str) -> None:
    """Whatever the question, the instance satisfies the schema's bounds and is the same again."""
    request = asked(text, json.dumps(Tree.model_json_schema(), sort_keys=True))
    Tree.model_validate_json(invent(request))
    assert invent(request) == invent(request)


def test_replies_are_a_function_of_the_request() -> None:
    """Two fakes say the same; answers of one's own may be texts or faults."""
    requests = [asked(f"question {number}") for number in range(50)]
    one, other = Talk(FakeEngine()), Talk(FakeEngine(delay=0.001))
    assert [reply.text for reply in one.replies(requests)] == [reply.text for reply in other.replies(requests, 3)]
    made = Talk(FakeEngine(lambda request: Fault(FaultKind.REJECTED, "no") if "7" in str(request.messages) else "yes"))
    outcomes = made.outcomes(requests)
    assert sum(isinstance(outcome, Fault) for outcome in outcomes.values()) == 5
    assert read(outcomes[requests[0].key]).text == "yes"
    for talk in (one, other, made):
        talk.close()
