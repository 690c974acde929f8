"""The source divisions: problems in which things are shared out without remainder."""

import re
from fractions import Fraction
from itertools import islice

import pytest

from nescio.gen.sources.divisions import Divisions, draws, packaged_divisions
from nescio.gen.templates.whole import DivisionTemplate
from nescio.schemas.errors import UsageError
from nescio.schemas.evidence import Operation
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec


def test_there_are_at_least_twenty_four() -> None:
    """Each with two divisions and two questions."""
    assert len(packaged_divisions()) >= 24
    assert len({one.id for one in packaged_divisions()}) == len(packaged_divisions())


@pytest.mark.parametrize("template", packaged_divisions(), ids=lambda one: one.id)
def test_a_template_draws_many_sound_problems(template: DivisionTemplate) -> None:
    """The text demands that nothing remains, divisions come out, questions need one division each, orders vary."""
    openings = set()
    for seed in islice(draws(template, 1), 20):
        assert re.search(
            r"\b(?:no|not|nobody|every|everybody|everyone|all|empty|none|nothing|whole)\b", seed.context, re.I
        )
        counts = [node for node in seed.derivation.nodes if node.operation is Operation.DIVIDE]
        assert len(counts) == len(seed.questions) == 2
        assert all(node.whole and Fraction(node.value).denominator == 1 for node in counts)
        for question in seed.questions:
            assert Fraction(question.answer) > 0
            assert question.solution.rstrip(".").endswith(question.answer)
        openings.add(seed.context[len(template.opening) :][:25])
    assert len(openings) >= 2


def test_draws_depend_on_template_and_number_alone() -> None:
    """The first of many are the same as the first of few, and all differ."""
    few = list(Divisions().read(SeedSpec(source="divisions", limit=30), 0))
    many = list(Divisions().read(SeedSpec(source="divisions", limit=60), 0))
    assert few == many[:30]
    assert len({one.id for one in many if isinstance(one, Seed)}) == 60


def test_a_path_is_refused() -> None:
    """It reads no file."""
    with pytest.raises(UsageError, match="reads no file"):
        list(Divisions().read(SeedSpec(source="divisions", path="x.jsonl"), 0))
