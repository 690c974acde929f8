"""Statements of the packaged templates: each tells its fact once more, in numbers that stand nowhere else."""

from fractions import Fraction
from itertools import islice

import pytest

from nescio.gen.sources.templates import draws, packaged_templates
from nescio.gen.templates.model import Template
from nescio.gen.worked import evaluate
from nescio.schemas.seed import Seed

SOME = packaged_templates()[::3]


def drawn(template: Template) -> list[Seed]:
    """A few draws."""
    return list(islice(draws(template, 4), 6))


@pytest.mark.parametrize("template", SOME, ids=lambda one: one.id)
def test_a_statement_tells_its_fact_by_its_own_numbers(template: Template) -> None:
    """Its leaves stand in its text and nowhere in the seed's, and the last node has the fact's value."""
    for seed in drawn(template):
        stated = {Fraction(node.value) for node in seed.derivation.nodes if node.spans}
        facts = {fact.node: fact for fact in seed.derivation.facts}
        values = {node.id: Fraction(node.value) for node in seed.derivation.nodes}
        for one in seed.derivation.statements:
            assert facts[one.about].way != "path"
            found = evaluate(one.nodes, {})
            assert found is not None
            assert found[one.nodes[-1].id] == values[one.about]
            for node in one.nodes:
                assert node.id not in values
                assert all(one.text[span.start : span.end] for span in node.spans)
                assert not node.spans or Fraction(node.value) not in stated


def test_most_seeds_have_one_and_none_of_a_path_that_leaves_room() -> None:
    """A path whose parts need not be all is no restatement."""
    found = [seed for template in packaged_templates() for seed in islice(draws(template, 4), 2)]
    assert sum(bool(seed.derivation.statements) for seed in found) >= 0.6 * len(found)
    by_id = {template.id: template for template in packaged_templates()}
    for seed in found:
        for one in seed.derivation.statements:
            (path,) = [way for way in by_id[seed.template_id or ""].facts[one.about].ways if way.way == "path"]
            assert path.restates
