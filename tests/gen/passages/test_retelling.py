"""What is told in another place, in the words of a sheet's author."""

import re
from random import Random

import pytest

from nescio.gen.passages.compose import tell
from nescio.gen.passages.draw import draw
from nescio.gen.passages.load import packaged_sheets, parse_sheets
from nescio.gen.passages.model import Counted, Sheet
from nescio.gen.passages.retelling import AGAIN, OFFSET, retellings
from nescio.gen.passages.told import tells
from nescio.schemas.errors import SeedFileError
from nescio.schemas.passage import Restatement
from tests.passage_sheet import documented_sheet, drawn_seeds, shown


def retold(sheet: Sheet, number: int) -> list[Restatement]:
    """The sentences of one draw of a sheet."""
    slots = draw(sheet.slots, sheet.where, Random(f"{sheet.id} {number}"))
    assert slots is not None
    return list(retellings(sheet, slots, tell(sheet, slots).ends, Random(number)))


def test_each_of_two_facts_is_told_in_the_same_form_and_place() -> None:
    """Each of two facts is told in the same form and place, and its sentence leaves the other one open."""
    for seed in drawn_seeds(20):
        values = {one.id: one.values for one in seed.passage.stated}
        for kind in (AGAIN, OFFSET):
            one, other = (said for said in seed.passage.restatements if said.id.startswith(kind))
            assert (one.about, one.beside) == (other.beside, other.about)
            assert one.at == other.at
            for said in (one, other):
                assert not tells(said.text, values[said.beside or ""])


def test_it_stands_after_both_facts_and_at_the_end_of_a_sentence() -> None:
    """It stands after both facts, at the end of a sentence."""
    for seed in drawn_seeds(20):
        places = {fact.node: fact.hidings[0].span.end for fact in seed.passage.facts}
        for said in seed.passage.restatements:
            if said.at is not None:
                assert said.at >= max(places[said.about], places[said.beside or ""])
                assert seed.context[: said.at].endswith(".")


def test_the_span_holds_the_value_or_the_distance() -> None:
    """The span holds the value, or the distance from the year of the sentence before."""
    for seed in drawn_seeds(40):
        values = {one.id: one.values[0] for one in seed.passage.stated}
        for said in seed.passage.restatements:
            part = said.text[said.span.start : said.span.end]
            if said.id.startswith(AGAIN):
                assert part == values[said.about]
            if said.id.startswith(OFFSET):
                assert re.fullmatch(r"[\w-]+ years (after|before|later|earlier)", part)


def _broken(old: str, new: str) -> str:
    text = shown()[0]
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("noted in his diary that {says}", "noted in his diary", "does not tell one fact"),
        ("but not {asks}", "but not everything", "does not tell one fact"),
        ("to {value}.", "at last.", "does not tell one fact"),
        (
            "know {asks}, but they do remember that {did} {far} the weir was built",
            "know {asks}, but {did} {later}",
            "does",
        ),
        ('after: "Its ovens were"', 'after: "Its oven is"', "0 lines"),
        ('after: "Its ovens were"', 'after: "Farmers came"', "before both have been told"),
        ("names: {fire:", "names: {flood:", "has the facts"),
    ],
)
def test_a_sheet_that_retells_wrongly_is_refused(old: str, new: str, said: str) -> None:
    """A form that tells nothing or leaves nothing open, a place that is none or too early, and a fact that is none."""
    with pytest.raises(SeedFileError, match=said):
        parse_sheets(_broken(old, new), "sheet")


def test_a_sheet_without_retellings_tells_nothing_again() -> None:
    """A sheet without retellings tells nothing again."""
    assert not retold(documented_sheet().model_copy(update={"retold": (), "counted": None}), 0)


def test_packaged_sheets_retell_in_three_forms_at_least_and_in_all_of_them() -> None:
    """At least 40 packaged sheets retell, each in at least three forms, every one of which makes a sentence."""
    sheets = [one for one in packaged_sheets() if one.retold]
    assert len(sheets) >= 40
    assert sum(one.counted is not None for one in sheets) >= 20
    for sheet in sheets:
        for one in (*sheet.retold, *([sheet.counted] if sheet.counted else [])):
            assert len(one.forms) >= 3
            for form in one.forms:
                alone = one.model_copy(update={"forms": (form,)})
                made = (
                    {"retold": (), "counted": alone}
                    if isinstance(one, Counted)
                    else {"retold": (alone,), "counted": None}
                )
                assert any(len(retold(sheet.model_copy(update=made), number)) == 2 for number in range(3))
