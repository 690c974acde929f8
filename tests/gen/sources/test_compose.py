"""Joining two seeds into one text."""

from fractions import Fraction
from itertools import islice
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nescio.gen.figures import arrange
from nescio.gen.sources.compose import composed, joinable, joined
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.pipelines.resolve import load_recipe, plan
from nescio.pipelines.seeding import read_seeds
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role
from nescio.validation.checkers import CHECKERS
from nescio.validation.evaluate import contradictions, determine
from tests.hiding import HIDING

SEEDS = [next(draws(template, 0)) for template in packaged_templates()[:60]]
PAIRS = list(composed(SEEDS))


def worded(seed: Seed, context: str, *questions: str) -> Seed:
    """The seed with other words."""
    asked = tuple(one.model_copy(update={"text": text}) for one, text in zip(seed.questions, questions, strict=False))
    return seed.model_copy(update={"context": context, "questions": asked})


def test_each_seed_stands_in_one_pair_at_most() -> None:
    """Every pair names two seeds, none twice."""
    parents = [name for pair in PAIRS for name in pair.context_seed_ids]
    assert len(PAIRS) >= 3
    assert len(parents) == len(set(parents)) == 2 * len(PAIRS)
    assert set(parents) <= {seed.id for seed in SEEDS}


@given(order=st.randoms())
@settings(max_examples=10, deadline=None)
def test_the_order_of_seeds_does_not_matter(order: Random) -> None:
    """The same pairs come of the same seeds."""
    shuffled = list(SEEDS)
    order.shuffle(shuffled)
    assert list(composed(shuffled)) == PAIRS


@pytest.mark.parametrize("pair", PAIRS, ids=lambda one: one.source.record_id)
def test_the_evidence_of_both_holds_in_the_joined_text(pair: Seed) -> None:
    """Leaves and hidings stand where they did, every question has its answer."""
    parts = {seed.id: seed for seed in SEEDS}
    first, second = (parts[name] for name in pair.context_seed_ids)
    assert pair.context == f"{first.context} {second.context}"
    assert [one.answer for one in pair.questions] == [one.answer for one in (*first.questions, *second.questions)]
    texts = [pair.context, *(one.text for one in pair.questions)]
    olds = [node for seed in (first, second) for node in seed.derivation.nodes if node.spans]
    own = [node for node in pair.evidence.nodes if node.spans]
    for node, old in zip(own, olds, strict=True):
        home = first if node.id.startswith("a.") else second
        before = [home.context, *(one.text for one in home.questions)]
        said = [before[span.part + 1][span.start : span.end] for span in old.spans]
        assert [texts[span.part + 1][span.start : span.end] for span in node.spans] == said
    assert contradictions(pair.evidence) == []
    known = determine(pair.evidence, {node.id: Fraction(node.value) for node in own})
    assert all(one.target in known for one in pair.questions)


def test_joined_seeds_make_stars_and_their_clean_rows_pass() -> None:
    """Two stories give two questions that need different facts, and facts that neither needs."""
    figures = [found[0] for pair in PAIRS if (found := arrange(pair, Random(0))) is not None]
    assert figures.count(Figure.STAR) >= len(PAIRS) - 1
    checkers = {one.name: one for one in CHECKERS}
    for pair in PAIRS:
        for star in islice(HIDING[0].propose(pair, Random(0)), 1):
            verdicts = checkers[HIDING[0].checker].check(star)
            assert all(v.passed for v, row in zip(verdicts, star.rows, strict=True) if row.role is Role.CLEAN)
            assert all(row.context_seed_ids == pair.context_seed_ids for row in star.rows)


def test_stories_that_share_a_name_or_a_thing_are_not_joined() -> None:
    """Nobody stands in both stories, and no question could mean either."""
    seed = SEEDS[0]
    lamps = worded(seed, "Veronika mends 9 lamps.", "How many lamps does Veronika mend?")
    chairs = worded(seed, "Ottilie paints 4 chairs.", "How many chairs does Ottilie paint?")
    assert joinable(lamps, chairs)
    assert not joinable(lamps, worded(seed, "Veronika paints 4 chairs.", "How many chairs are painted?"))
    assert not joinable(lamps, worded(seed, "Ottilie paints 4 lamps.", "How many lamps does Ottilie paint?"))
    assert not joinable(lamps, chairs.model_copy(update={"grade": "traced"}))


def test_a_question_that_does_not_name_its_story_is_never_joined() -> None:
    """Who "she" is would be open, so such seeds stay alone."""
    seed, other = PAIRS[0].context_seed_ids
    parts = {one.id: one for one in SEEDS}
    vague = worded(parts[seed], parts[seed].context, *["How many does she have?"] * len(parts[seed].questions))
    assert list(composed([vague, parts[other]])) == []
    assert len(list(composed([parts[seed], parts[other]]))) == 1


def test_a_fact_whose_value_stands_in_the_other_story_is_not_hidden() -> None:
    """Hiding it would leave its value in sight."""
    for pair in PAIRS:
        values = {node.id: node.value for node in pair.evidence.nodes}
        told = {prefix: {values[n.id] for n in pair.evidence.nodes if n.spans and n.id[0] == prefix} for prefix in "ab"}
        for fact in pair.evidence.facts:
            assert values[fact.node] not in told["b" if fact.id.startswith("a.") else "a"]


def test_joined_stories_are_made_only_where_a_recipe_asks() -> None:
    """`compose: true` adds them to the seeds of its source."""
    without = read_seeds(plan(load_recipe("math", ["seeds=[{source: templates, limit: 60}]"])), None).seeds
    asked = read_seeds(plan(load_recipe("math", ["seeds=[{source: templates, limit: 60, compose: true}]"])), None).seeds
    assert all(not seed.context_seed_ids for seed in without)
    assert {seed.id for seed in without} < {seed.id for seed in asked}
    assert all(seed.context_seed_ids for seed in asked if seed not in without)


def test_the_parts_of_a_pair_are_told_apart_in_its_ids() -> None:
    """Ids of nodes begin with their story; constants of the world, "=60", mean the same in both."""
    pair = joined(SEEDS[0], SEEDS[1])
    assert len({node.id for node in pair.evidence.nodes}) == len(pair.evidence.nodes)
    assert all(node.id[:2] in ("a.", "b.") or node.id.startswith("=") for node in pair.evidence.nodes)
