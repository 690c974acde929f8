"""Rows: a label and its answers agree, ids follow from the content, a star is not empty."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nescio.schemas.example import Candidate, Example, Star, row_id
from nescio.schemas.hashing import group_hash
from nescio.schemas.taxonomy import ABSTAINING, Behaviour, Role


@pytest.mark.parametrize("answers", [(), ("210",), ("210", "210.00")])
@pytest.mark.parametrize("abstain", [True, False])
@pytest.mark.parametrize("behaviour", Behaviour)
def test_label_behaviour_and_answers_agree(
    row_columns: dict[str, Any], behaviour: Behaviour, abstain: bool, answers: tuple[str, ...]
) -> None:
    """A row passes exactly if its label is its behaviour's, and it has answers exactly where one should answer."""
    columns = row_columns | {"behaviour": behaviour, "should_abstain": abstain, "answers": answers}
    sound = abstain == (behaviour in ABSTAINING) and abstain == (not answers)
    if sound:
        assert Candidate.model_validate(columns).should_abstain == abstain
    else:
        with pytest.raises(ValidationError, match=r"should_abstain is|answers exactly if"):
            Candidate.model_validate(columns)


def test_every_behaviour_but_answering_abstains() -> None:
    """A behaviour that is added must be put on one side."""
    assert set(Behaviour) - ABSTAINING == {Behaviour.ANSWER}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("prompt", "x" * 1_000_000),
        ("rolle", "twin"),
        ("role", "mirror"),
        ("answers", "210"),
        ("difficulty", 2.5),
        ("id", None),
    ],
)
def test_bad_rows_are_refused(row_columns: dict[str, Any], refusal: Any, key: str, value: Any) -> None:
    """Too long a text, an unknown key, role or type is refused, and the message names the key."""
    assert key in refusal(Candidate, row_columns | {key: value})


def test_a_published_row_needs_a_proof(row_columns: dict[str, Any], refusal: Any) -> None:
    """An Example is a Candidate with a proof; without one it is refused."""
    assert "proof" in refusal(Example, row_columns)


PARTS = st.tuples(st.text(max_size=4), st.text(max_size=4), st.sampled_from(Role), st.text(max_size=4))
CHOICES = st.lists(st.text(max_size=3), max_size=3).map(tuple)


@given(PARTS, CHOICES, PARTS, CHOICES)
def test_row_ids_tell_rows_apart(one: Any, choices: tuple[str, ...], two: Any, others: tuple[str, ...]) -> None:
    """Seed, perturbation, role, prompt and choices make the id, and no two lists of them share one."""
    assert (row_id(*one, choices) == row_id(*two, others)) == ((one, choices) == (two, others))


def test_a_star_has_rows_and_the_hash_of_their_ids(row_columns: dict[str, Any], seed_columns: dict[str, Any]) -> None:
    """A star without rows is refused; its id does not depend on the order of its rows."""
    rows = [Candidate.model_validate(row_columns | {"id": name}) for name in ("a", "b")]
    claims = [{"question": 0, "hidden": None}] * 2
    star = {"seed": seed_columns, "perturbation": "p", "rows": rows, "claims": claims}
    assert Star.model_validate(star).id == Star.model_validate(star | {"rows": rows[::-1]}).id == group_hash(["b", "a"])
    with pytest.raises(ValidationError, match="rows"):
        Star.model_validate(star | {"rows": []})
