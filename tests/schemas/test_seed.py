"""Seeds: what they refuse, and ids that follow from their content alone."""

import unicodedata
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nescio.schemas.seed import Seed

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = st.text(st.sampled_from("e\u0301\u1100\u1161a\u0315\u0300 o\u0308?"), min_size=1).map(lambda text: f"x{text}")


def made(columns: dict[str, Any], **changes: str) -> Seed:
    """The seed with other texts: question, answer, context or dataset."""
    new = deepcopy(columns)
    new["context"] = changes.get("context", new["context"])
    new["source"]["dataset"] = changes.get("dataset", new["source"]["dataset"])
    new["questions"][0] |= {key: changes[key] for key in ("text", "answer", "solution") if key in changes}
    return Seed.model_validate(new)


@CALM
@given(WORDS, WORDS, WORDS, WORDS)
def test_ids_are_stable_under_normal_forms(
    seed_columns: dict[str, Any], text: str, answer: str, context: str, dataset: str
) -> None:
    """A seed has one id, whether its letters carry their accents composed or apart."""
    texts = {"text": text, "answer": answer, "context": context, "dataset": dataset}
    ids = {
        made(seed_columns, **{key: unicodedata.normalize(form, value) for key, value in texts.items()}).id
        for form in ("NFC", "NFD")
    }
    assert len(ids) == 1


@pytest.mark.parametrize("key", ["text", "answer", "context", "dataset"])
def test_ids_follow_from_the_content(seed_columns: dict[str, Any], key: str) -> None:
    """Another question, answer, context or dataset is another seed."""
    assert made(seed_columns, **{key: "something else"}).id != made(seed_columns).id


def test_ids_ignore_what_is_not_content(seed_columns: dict[str, Any]) -> None:
    """Solution, template, further questions and the source's own record id change nothing."""
    more = deepcopy(seed_columns)
    more["questions"].append({**more["questions"][0], "text": "And then?"})
    more |= {"template_id": "t", "source": {**more["source"], "record_id": "2", "revision": "abc"}}
    assert Seed.model_validate(more).id == made(seed_columns).id == made(seed_columns, solution="else").id


def test_a_stored_id_is_not_read(seed_columns: dict[str, Any]) -> None:
    """A seed file may hold ids; they are worked out anew."""
    stored = Seed.model_validate({**seed_columns, "id": "forged"})
    assert stored.id == made(seed_columns).id != "forged"


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("questions",), [], "questions"),
        (("questions", 0, "text"), " \n", "the text is empty"),
        (("questions", 0, "answer"), "\u200a", "the text is empty"),
        (("questions", 0, "txet"), "x", "Extra inputs are not permitted"),
        (("questions", 0, "text"), "x" * 1_000_000, "text of 1,000,000 characters"),
        (("context",), "x" * 300_000, "text of 300,000 characters"),
        (("domain",), "maths", "domain"),
        (("grade",), "sure", "grade"),
        (("source", "licence"), None, "licence"),
        (("evidence", "type"), "table", "derivation"),
        (("evidence", "nodes", 0, "value"), "1.5", "pattern"),
        (("evidence", "nodes", 0, "value"), "3/0", "pattern"),
        (("evidence", "nodes", 0, "value"), "six", "pattern"),
        (("evidence", "nodes", 0, "value"), "6\n", "pattern"),
        (("evidence", "nodes", 0, "operation"), "power", "operation"),
        (("evidence", "nodes", 0, "spans"), [{"start": -1, "end": 2}], "greater than or equal to 0"),
        (("evidence", "nodes", 0, "spans"), [{"start": 0, "end": 2, "part": -2}], "greater than or equal to -1"),
        (("extra",), 1, "Extra inputs are not permitted"),
    ],
)
def test_a_bad_seed_is_refused_with_a_reason(
    seed_columns: dict[str, Any], refusal: Any, path: tuple[Any, ...], value: Any, said: str
) -> None:
    """Whatever is wrong, the message names it; nothing is dropped or filled in."""
    place: Any = seed_columns
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert said in refusal(Seed, seed_columns)
