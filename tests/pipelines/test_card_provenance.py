"""What a card says of origin: the canary, the sources with their licences, and a recipe that others can use."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines.card_canary import canary, canary_section
from nescio.pipelines.card_sources import sources_section
from nescio.pipelines.portable import portable_recipe
from nescio.pipelines.recipe_file import validated
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Example, Proof, Star
from nescio.schemas.recipe import Recipe
from nescio.schemas.taxonomy import Grade

IDS = st.sets(st.text("0123456789abcdef", min_size=4, max_size=8), min_size=1, max_size=6)


@given(IDS, IDS)
def test_rows_have_one_canary_in_any_order_and_others_another(some: set[str], others: set[str]) -> None:
    """A GUID follows from the ids alone."""
    assert canary(sorted(some)) == canary(sorted(some, reverse=True))
    assert (canary(some) == canary(others)) == (some == others)
    assert re.search(r"GUID [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", canary(some))


def test_the_card_has_the_canary_on_a_line_of_its_own() -> None:
    """So that a filter finds it; without a test split the card says that there is none."""
    told = canary_section(["a", "b"], has_test=True)
    assert canary(["b", "a"]) in told.split("\n")
    assert "no split `test`" in canary_section(["a"], has_test=False)


@pytest.fixture
def published(stars: tuple[Star, ...]) -> list[Example]:
    """Rows of two stars, one of them from another dataset."""
    proof = Proof(grade=Grade.PROVED, method="m", checker="c", checker_version="1", evidence="e")
    rows = [Example(**dict(row), proof=proof) for star in stars[:2] for row in star.rows]
    other = rows[0].source.model_copy(update={"dataset": "o/set|x", "licence": "CC-BY-4.0", "revision": "abc"})
    ours = len(stars[0].rows)
    return rows[:ours] + [row.model_copy(update={"source": other}) for row in rows[ours:]]


def test_every_source_is_named_with_licence_and_revision(published: list[Example]) -> None:
    """The whole takes the strictest licence, or what the recipe names if they allow it."""
    told = sources_section(published, "auto")
    assert "| o/set\\|x | - | CC-BY-4.0 | abc | 1 |" in told
    assert "The whole is under `cc-by-4.0`, the strictest" in told
    with pytest.raises(UsageError):
        sources_section(published, "mit")


def test_a_portable_recipe_names_neither_server_nor_key_nor_folder(tmp_path: Path) -> None:
    """And is a recipe still."""
    seeds = tmp_path / "mine.jsonl"
    seeds.write_text("")
    writer = {"engine": "openai", "model": "m", "base_url": "http://10.1.2.3/v1", "key_env": "MY_KEY"}
    recipe = Recipe.model_validate(
        {
            "name": "math",
            "seeds": [{"source": "jsonl", "path": str(seeds)}],
            "perturb": ["premise_removal"],
            "models": {"writer": writer},
            "rewrite": {"model": "writer"},
        }
    )
    text = portable_recipe(recipe)
    for hidden in (str(tmp_path), "10.1.2.3", "MY_KEY"):
        assert hidden not in text
    again = validated(yaml.safe_load(text), "the recipe")
    assert again.models["writer"].model == "m"
    assert again.seeds[0].path == "mine.jsonl"
