"""Every schema survives JSON Lines and Parquet, whatever text it was made of."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nescio.pipelines.tables import read_parquet, to_table, write_parquet
from nescio.schemas.base import Frozen
from nescio.schemas.example import Example
from nescio.schemas.recipe import Recipe
from nescio.schemas.seed import Seed
from nescio.schemas.verdict import Failure, Verdict

CALM = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
STORED: list[type[Frozen]] = [Example, Verdict, Failure]


@pytest.mark.parametrize("model", [Seed, *STORED])
@CALM
@given(st.data())
def test_json_lines_return_what_was_written(hostile: dict[type, Any], model: type[Frozen], data: st.DataObject) -> None:
    """A hostile instance is one line of UTF-8 JSON and comes back equal; writing that again gives the same line."""
    one = data.draw(hostile[model])
    line = one.model_dump_json()
    assert "\n" not in line
    again = model.model_validate_json(line.encode("utf-8"))
    assert again == one
    assert again.model_dump_json() == line
    assert model.model_validate(one.model_dump(mode="json")) == one


@pytest.mark.parametrize("model", STORED)
@CALM
@given(st.data())
def test_parquet_returns_what_was_written(
    hostile: dict[type, Any], tmp_path: Path, model: type[Frozen], data: st.DataObject
) -> None:
    """Hostile instances are a table and a file, come back equal and in order, and equal rows give equal bytes."""
    rows = data.draw(st.lists(hostile[model], max_size=3))
    assert [model.model_validate(row) for row in to_table(rows, model).to_pylist()] == rows
    first, second = tmp_path / "first.parquet", tmp_path / "second.parquet"
    write_parquet(rows, model, first)
    write_parquet([model.model_validate(row) for row in read_parquet(first)], model, second)
    assert [model.model_validate(row) for row in read_parquet(second)] == rows
    assert first.read_bytes() == second.read_bytes()


@CALM
@given(st.data())
def test_parquet_agrees_with_json_lines(hostile: dict[type, Any], data: st.DataObject) -> None:
    """Both formats hold the same row."""
    one = data.draw(hostile[Example])
    (stored,) = to_table([one], Example).to_pylist()
    assert Example.model_validate(stored) == Example.model_validate_json(one.model_dump_json())


NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)


@CALM
@given(name=NAMES, about=st.text(max_size=20), perturbation=NAMES, share=st.floats(0.01, 100), limit=st.integers(1))
def test_recipes_return_what_was_written(name: str, about: str, perturbation: str, share: float, limit: int) -> None:
    """A recipe, its short forms spelled out, is the same after JSON."""
    recipe = Recipe.model_validate(
        {
            "name": name,
            "about": about,
            "seeds": [{"source": "templates", "limit": limit}],
            "perturb": [perturbation, {perturbation: {"share": share}}],
            "verify": {"fluency": False},
        }
    )
    assert Recipe.model_validate_json(recipe.model_dump_json()) == recipe
    assert [one.name for one in recipe.perturb] == [perturbation, perturbation]
    assert recipe.perturb[1].share == share
