"""Recipes: short forms, defaults, and mistakes that are named."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from nescio.schemas.base import faults
from nescio.schemas.recipe import PerturbSpec, Recipe, SplitSpec

SMALL: dict[str, Any] = {"name": "small", "seeds": [{"source": "templates"}], "perturb": ["premise_removal"]}


def read(**changes: Any) -> Recipe:
    """The small recipe with other keys."""
    return Recipe.model_validate(SMALL | changes)


def test_short_forms_of_a_perturbation() -> None:
    """A name, a name with options and the long form are one thing."""
    long = {"name": "hedged_quantity", "share": 2.0}
    forms = ["hedged_quantity", {"hedged_quantity": {"share": 2.0}}, {"hedged_quantity": None}, long]
    plain, optioned, bare, spelled = read(perturb=forms).perturb
    assert plain == bare == PerturbSpec(name="hedged_quantity")
    assert optioned == spelled == PerturbSpec(name="hedged_quantity", share=2.0)


def test_stages_are_turned_off_by_false() -> None:
    """`false` for a stage is kept as such, and true is no stage."""
    off = read(verify={"fluency": False}, curate={"dedup": False, "surface": False})
    assert (off.verify.fluency, off.curate.dedup, off.curate.surface) == (False, False, False)
    with pytest.raises(ValidationError):
        read(verify={"fluency": True})


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"name": "Has Space"}, "name"),
        ({"name": ""}, "name"),
        ({"seeds": []}, "seeds"),
        ({"perturb": []}, "perturb"),
        ({"perturb": [{"premise_removal": {"shares": 2}}]}, "shares"),
        ({"perturb": [{"premise_removal": {"share": 0}}]}, "share"),
        ({"perturb": [{"premise_removal": 3}]}, "perturb"),
        ({"perturb": [{"one": {}, "two": {}}]}, "perturb"),
        ({"perturb": [7]}, "perturb"),
        ({"seeds": [{"source": "templates", "limit": 0}]}, "limit"),
        ({"seeds": [{"sorce": "templates"}]}, "sorce"),
        ({"verify": {"proof": "optional"}}, "proof"),
        ({"verify": {"fluency": {"max_ratio": 1.0}}}, "max_ratio"),
        ({"curate": {"dedup": {"threshold": 1.5}}}, "threshold"),
        ({"curate": {"surface": {"max_auc": -0.1}}}, "max_auc"),
        ({"curate": {"rows": 0}}, "rows"),
        ({"curate": {"max_per_template": 0}}, "max_per_template"),
        ({"publsh": {}}, "publsh"),
        ({"seed": "first"}, "seed"),
    ],
)
def test_mistakes_are_named(changes: dict[str, Any], key: str) -> None:
    """Each mistake is refused in a sentence that names its key."""
    with pytest.raises(ValidationError) as found:
        read(**changes)
    assert any(key in line for line in faults(found.value))


def test_a_missing_key_is_named() -> None:
    """A recipe without seeds says so."""
    with pytest.raises(ValidationError, match="seeds"):
        Recipe.model_validate({"name": "r", "perturb": ["p"]})


@given(st.floats(0, 1), st.floats(0, 1))
def test_shares_of_the_splits_sum_to_one(train: float, validation: float) -> None:
    """Shares that sum to one pass, others are refused with their sum."""
    test = 1 - train - validation
    assume(0 <= test <= 1)
    assert SplitSpec(train=train, validation=validation, test=test).train == train
    with pytest.raises(ValidationError, match="the shares of the splits sum to"):
        SplitSpec(train=train, validation=validation, test=test / 2 + (0.3 if test < 0.2 else 0))


def test_defaults_are_the_documented_ones() -> None:
    """A small recipe checks fluency, removes duplicates, audits and splits."""
    recipe = read()
    assert recipe.verify.fluency
    assert recipe.curate.dedup
    assert recipe.curate.surface
    assert (recipe.curate.split.train, recipe.curate.max_per_template, recipe.seed) == (0.8, 20, 0)
