"""What a card says differently for each domain."""

from nescio.pipelines.card_domains import day_of, difficulty_of
from nescio.pipelines.resolve import load_recipe, packaged_recipes
from nescio.schemas.taxonomy import Domain


def test_the_day_on_which_questions_are_asked_is_told_where_there_are_such() -> None:
    """It is the day on which the registry was checked, or that of the recipe."""
    for name in packaged_recipes():
        recipe = load_recipe(name)
        asks = any(spec.source == "registry" for spec in recipe.seeds)
        assert (day_of(recipe) is not None) == asks
    earlier = load_recipe("knowledge", ["seeds=[{source: registry, as_of: 2020-01-01}]"])
    assert "as of 2020-01-01" in (day_of(earlier) or "")


def test_difficulty_is_said_to_be_what_the_domain_counts() -> None:
    """Steps in math, confusability in questions about the world."""
    assert "operations" in difficulty_of(Domain.MATH)
    assert "alike" in difficulty_of(Domain.KNOWLEDGE)
