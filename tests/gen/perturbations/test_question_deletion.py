"""question_deletion: a story that asks nothing."""

from random import Random

import pytest

from nescio.gen.perturbations.question_deletion import QuestionDeletion
from nescio.gen.perturbations.question_frames import as_order
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Role


@pytest.fixture(scope="module")
def stars() -> list[Star]:
    """One star of each template."""
    seeds = (next(draws(template, 1)) for template in packaged_templates())
    return [star for seed in seeds for star in QuestionDeletion().propose(seed, Random(seed.id))]


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("How many plums does Ida have left?", "how many plums Ida has left."),
        ("How many red plums are there in the box?", "how many red plums there are in the box."),
        ("How many plums did she have at first?", "how many plums she had at first."),
        ("How much does each plum cost?", "how much each plum costs."),
        ("How much money will Ida pay?", "how much money Ida will pay."),
        ("What is the width of the field?", "the width of the field."),
    ],
)
def test_a_question_becomes_an_order_with_its_words_in_the_right_order(question: str, order: str) -> None:
    """Only where a narrow pattern fits."""
    found = as_order(question, Random(1))
    assert found is not None
    assert found.endswith(order)


@pytest.mark.parametrize(
    "question",
    [
        "How many plums could Ida's brother eat?",
        "How many plums can Ida and Otto eat?",
        "How many plums did Ida eat?",
        "If Ida eats 3, how many are left?",
        "Why?",
    ],
)
def test_other_questions_stay(question: str) -> None:
    """A wrong word order would be worse than none."""
    assert as_order(question, Random(1)) is None


def test_the_perturbed_row_has_no_question_and_its_twin_has_one(stars: list[Star]) -> None:
    """The prompt is the story alone."""
    assert stars
    for star in stars:
        bare, twin = star.rows[:2]
        assert (bare.role, bare.question, bare.prompt) == (Role.PERTURBED, "", bare.context)
        assert twin.role is Role.TWIN
        assert twin.question
        assert bare.pair_id == twin.pair_id
        assert bare.clarifying_question is not None


def test_prompts_of_a_star_differ(stars: list[Star]) -> None:
    """A clean row stands only beside a twin that was changed."""
    assert all(len({row.prompt for row in star.rows}) == len(star.rows) for star in stars)


def test_rows_of_both_kinds_end_with_a_full_stop(stars: list[Star]) -> None:
    """The last mark does not tell the label."""
    ends = {(row.should_abstain, row.prompt[-1]) for star in stars for row in star.rows}
    assert ends >= {(True, "."), (False, "."), (False, "?")}


def test_a_story_of_one_number_is_left_alone() -> None:
    """Without its question it would be no problem at all."""
    seed = next(draws(packaged_templates()[0], 1))
    nodes = [one.model_copy(update={"spans": ()}) for one in seed.derivation.nodes[1:]]
    bare = seed.derivation.model_copy(update={"nodes": (seed.derivation.nodes[0], *nodes)})
    assert list(QuestionDeletion().propose(seed.model_copy(update={"evidence": bare}), Random(0))) == []
