"""The packaged templates: what every one of them must be (docs/templates.md)."""

import re
from collections import Counter
from fractions import Fraction
from itertools import combinations, islice
from typing import cast, get_args

import pytest

from nescio.gen.engines.encoder import SentenceEncoder
from nescio.gen.figures import needed_facts
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.gen.templates import formula
from nescio.gen.templates.model import Template, Topic
from nescio.schemas.evidence import HidingForm
from nescio.schemas.seed import Seed

TEMPLATES = packaged_templates()
MANY = 60


def blanked(template: Template) -> str:
    """The template's plain telling, its slots left out."""
    plain = [fact.ways[0].known for fact in template.facts.values()]
    text = " ".join([template.opening, *plain, *(asked.wordings[0] for asked in template.questions.values())])
    return re.sub(r"\s+", " ", re.sub(r"\{[^{}]*\}", " ", text))


def some(template: Template, count: int = MANY) -> list[Seed]:
    """The first draws of a template."""
    return list(islice(draws(template, 11), count))


def test_there_are_at_least_eighty_and_every_topic_has_some() -> None:
    """The collection is broad."""
    assert len(TEMPLATES) >= 80
    topics = Counter(template.topic for template in TEMPLATES)
    assert set(topics) == set(get_args(cast(object, Topic)))


def test_problems_take_one_to_eight_steps() -> None:
    """Easy and hard questions are both there."""
    steps = {formula.steps(asked.answer) for template in TEMPLATES for asked in template.questions.values()}
    assert set(range(1, 9)) <= steps


def test_no_two_share_their_operations_and_their_opening_clause() -> None:
    """A template is not another one with other nouns."""
    seen = Counter(
        (
            tuple(sorted(formula.shape(asked.answer) for asked in template.questions.values())),
            re.split(r"[,.;:]", re.sub(r"\{[^{}]*\}", "_", template.opening))[0],
        )
        for template in TEMPLATES
    )
    assert [key for key, count in seen.items() if count > 1] == []


@pytest.mark.slow
def test_no_two_read_alike() -> None:
    """The slot-blanked texts of any two templates have a MiniLM cosine below .85."""
    vectors = SentenceEncoder("packaged:minilm").encode([blanked(template) for template in TEMPLATES])
    cosines = vectors @ vectors.T
    near = [
        (TEMPLATES[i].id, TEMPLATES[j].id) for i, j in combinations(range(len(TEMPLATES)), 2) if cosines[i, j] >= 0.85
    ]
    assert near == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_a_template_draws_many_sound_problems(template: Template) -> None:
    """Over many draws: answers follow from the leaves, each question needs its own fact alone, and orders vary."""
    orders = set()
    for seed in some(template):
        values = {node.id: Fraction(node.value) for node in seed.derivation.nodes}
        for question in seed.questions:
            name = question.target.removeprefix("answer:")
            assert formula.evaluate(template.questions[name].answer, values) == Fraction(question.answer)
            assert Fraction(question.answer) > 0
            assert question.solution.count(question.answer) or question.answer in question.solution.replace(",", "")
        needs = needed_facts(seed.derivation, [question.target for question in seed.questions])
        own = {number: {question.target.removeprefix("answer:")} for number, question in enumerate(seed.questions)}
        assert needs == own
        places = {fact.id: min(hiding.span.start for hiding in fact.hidings) for fact in seed.derivation.facts}
        orders.add(tuple(sorted(places, key=lambda name: places[name])))
    assert len(orders) >= 2


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.id)
def test_every_fact_has_every_form(template: Template) -> None:
    """Each fact is stated, absent, vague, in other words, and by another path or in a later sentence."""
    for name, fact in template.facts.items():
        ways = {way.way for way in fact.ways}
        assert {"plain", "words", "swap", "swapb"} <= ways, name
        assert ways & {"path", "later"}, name
        for way in fact.ways:
            lengths = [len(text.split()) for text in (way.known, way.absent, way.vague)]
            assert max(lengths) <= 1.6 * min(lengths), (name, way.way)
    for seed in some(template, 5):
        for told in seed.derivation.facts:
            assert {hiding.form for hiding in told.hidings} == {HidingForm.ABSENT, HidingForm.VAGUE}


def test_draws_depend_on_template_and_number_alone() -> None:
    """The same draw is the same seed, whatever was drawn before it."""
    template = TEMPLATES[0]
    first, again = some(template, 8), some(template, 12)
    assert [seed.id for seed in first] == [seed.id for seed in again[:8]]
    assert len({seed.id for seed in again}) == 12
