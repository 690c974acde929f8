"""Composing passages."""

from random import Random

import pytest

from nescio.gen.passages.compose import compose, faults_of, tell
from nescio.gen.passages.draw import draw
from nescio.gen.passages.load import packaged_pairs, packaged_sheets
from nescio.gen.passages.told import tells
from nescio.gen.sources.passages import Passages
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from tests.passage_sheet import documented_sheet, drawn_seeds


def test_the_documented_sheet_makes_hundreds_of_distinct_draws() -> None:
    """The documented sheet makes hundreds of distinct draws."""
    found = drawn_seeds(200)
    assert len({seed.id for seed in found}) == 200


def test_a_draw_depends_on_sheet_index_and_random_alone() -> None:
    """A draw depends on sheet, index and random alone."""
    sheet = documented_sheet()
    assert compose(sheet, 3, Random("a")) == compose(sheet, 3, Random("a")) != compose(sheet, 3, Random("b"))


def test_every_fact_is_told_where_its_evidence_has_it_and_nowhere_else() -> None:
    """Every fact is told where its evidence has it and nowhere else."""
    for seed in drawn_seeds(30):
        facts = {fact.node: fact.hidings[0].span for fact in seed.passage.facts}
        for one in seed.passage.stated:
            assert all(seed.context[span.start : span.end].lower() in map(str.lower, one.values) for span in one.spans)
            if one.id in facts:
                place = facts[one.id]
                assert not tells(seed.context[: place.start] + seed.context[place.end :], one.values)


def test_each_question_needs_one_fact() -> None:
    """Each question needs one fact."""
    (seed,) = drawn_seeds(1)
    assert seed.passage.needs == (("fire",), ("move",), ("sale",))


def test_a_year_is_told_in_its_words_and_as_a_short_year() -> None:
    """A number is told in digits and words, a year in two digits, a name by its last word."""
    assert tells("It burned in '72.", ["1872"])
    assert not tells("It burned in 1873.", ["1872"])
    assert tells("There were twelve of them.", ["12"])
    assert not tells("There were 112 of them.", ["12"])
    assert tells("Brandt left.", ["Ilse Brandt"])
    assert not tells("The Lake was cold.", ["Eder Lake"])


@pytest.mark.slow
def test_every_packaged_sheet_has_draws_without_fault() -> None:
    """Every packaged sheet has draws without fault."""
    for sheet in packaged_sheets():
        found = []
        for number in range(20):
            slots = draw(sheet.slots, sheet.where, Random(number))
            assert slots is not None, sheet.id
            found.append(list(faults_of(sheet, slots, tell(sheet, slots))))
        assert any(not one for one in found), (sheet.id, found[0])


def test_the_source_reads_distinct_seeds_of_all_sheets_in_turn() -> None:
    """The source reads distinct seeds of all sheets in turn."""
    count = len(packaged_sheets()) + len(packaged_pairs())
    found = [one for one in Passages().read(SeedSpec(source="passages", limit=count), 0) if isinstance(one, Seed)]
    assert len({one.template_id for one in found}) == len(found) >= 0.9 * count
