"""Composing passages of pair sheets."""

import re
from collections import Counter
from random import Random

import pytest

from nescio.gen.passages.forms import FORMS
from nescio.gen.passages.load import packaged_pairs, parse_pairs
from nescio.gen.passages.pair_model import Matter, Pair
from nescio.gen.passages.pairs import compose_pair, said
from nescio.schemas.errors import SeedFileError
from nescio.validation.passage_shared import read_shared
from tests.passage_sheet import documented_pair, drawn_pairs

MATTERS = [(one, name) for one in packaged_pairs() for name in one.matters]
_CUES = re.compile(r"[,;:]|\b(?:and|but|while|although|first|second|former|latter|not|no|none|nobody|without)\b")


def test_a_draw_depends_on_sheet_index_and_random_alone() -> None:
    """A draw depends on sheet, index and random alone."""
    sheet = documented_pair()
    assert compose_pair(sheet, 3, Random("a")) == compose_pair(sheet, 3, Random("a"))
    assert compose_pair(sheet, 3, Random("a")) != compose_pair(sheet, 3, Random("b"))


def test_either_name_is_told_either_matter_in_half_of_the_draws() -> None:
    """Each matter is told of the name that stands first in the text in about half of the draws."""
    seeds = drawn_pairs(200)
    first = Counter[str]()
    for seed in seeds:
        names = {one.id: one.spans[0].start for one in seed.passage.stated}
        for shared in seed.passage.shared:
            first[shared.about] += names[shared.told] < names[shared.untold]
    assert all(70 <= first[name] <= 130 for name in ("fire", "builder"))


def test_the_two_matters_are_told_of_different_names() -> None:
    """What is told of the one thing is left open for the other, and the reverse."""
    for seed in drawn_pairs(30):
        fire, builder = seed.passage.shared
        assert (fire.told, fire.untold) == (builder.untold, builder.told)
        for shared in (fire, builder):
            sentence = seed.context[shared.span.start : shared.span.end]
            names = [one.values[0] for one in seed.passage.stated if one.id in (shared.told, shared.untold)]
            assert all(name in sentence.lower() for name in names)


@pytest.mark.parametrize("form", [*FORMS["year"], *FORMS["figure"]])
def test_the_checker_reads_every_form_as_it_is_meant(form: str) -> None:
    """The reader of the checker, which knows no forms, finds the name of which a form tells the value."""
    kind = "year" if form in FORMS["year"] else "name"
    matter = next(one for one in documented_pair().matters.values() if one.kind == kind)
    value = "1874" if kind == "year" else "Ilse Brandt"
    for number in range(8):
        text = said(form, matter, value, ("the chapel", "the windmill"), "the parish book", Random(number))
        assert read_shared(text, (value,), ("the chapel", "the windmill")) == "the chapel", text


@pytest.mark.parametrize(("sheet", "name"), MATTERS, ids=lambda one: one.id if isinstance(one, Pair) else one)
def test_the_phrases_of_packaged_matters_have_no_words_that_the_checker_reads_by(sheet: Pair, name: str) -> None:
    """No phrase of a matter, book or name has a word by which clauses and names are told apart."""
    matter: Matter = sheet.matters[name]
    phrases = (matter.says, matter.asks, matter.did, matter.event, matter.short)
    names = (*sheet.entity, *(one for pair in sheet.antonym for one in pair))
    assert not [one for one in (*phrases, *sheet.books, *names) if _CUES.search(one)]
    assert all(one.count("{x}") == 1 for one in (*phrases, *matter.question))


def test_a_sentence_that_names_one_thing_alone_is_a_fault_of_the_sheet() -> None:
    """A sentence that names one thing alone would tell the names apart."""
    sheet = documented_pair().model_dump(mode="json")
    sheet["text"] = [*sheet["text"], "{x} is pretty."]
    with pytest.raises(SeedFileError, match="names one of its things alone"):
        parse_pairs(str([sheet]), "sheet.yaml")


def test_every_packaged_pair_has_draws_of_both_kinds() -> None:
    """Every packaged pair sheet has draws of entities and of antonyms, and at least forty sheets are there."""
    assert len(packaged_pairs()) >= 40
    for sheet in packaged_pairs():
        seeds = [compose_pair(sheet, index, Random(index)) for index in range(2)]
        kinds = {one.passage.shared[0].told.partition(":")[0] for one in seeds if one is not None}
        assert kinds == {"entity", "antonym"}, sheet.id
