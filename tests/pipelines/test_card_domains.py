"""What a card says differently for each domain."""

from nescio.pipelines.card_domains import day_of, difficulty_of, proof_of
from nescio.pipelines.resolve import load_recipe, packaged_recipes
from nescio.schemas.example import Example, Proof, Star
from nescio.schemas.taxonomy import Domain, Grade


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


def test_difficulty_is_told_of_look_alikes_only_where_a_model_was_probed() -> None:
    """It is the share of replies that refuse, in politics too; without a probe the column is empty."""
    for domain in (Domain.LOOKALIKE, Domain.POLITICS):
        assert difficulty_of(domain) == "null: no model was probed"
        assert "tenths" in difficulty_of(domain, probed=True)
    assert difficulty_of(Domain.MATH, probed=True) == difficulty_of(Domain.MATH)


def test_every_grade_has_a_sentence_that_stands_alone(stars: tuple[Star, ...]) -> None:
    """Whatever grades the rows have, the card says in a whole sentence what each means."""
    for grade in Grade:
        proof = Proof(grade=grade, method="m", checker="c", checker_version="1", evidence="e")
        said = proof_of([Example(**dict(stars[0].rows[0]), proof=proof)])
        assert f"The grade `{grade.value}` means that " in said
        assert ". ." not in said
