"""Sheets of the sense lexicon."""

from itertools import product

import pytest
import yaml

from nescio.gen.senses.load import packaged_sheets, parse
from nescio.gen.senses.model import Sheet, stands
from nescio.schemas.errors import SeedFileError

SHEET = """
- id: kill-hour
  kind: figurative_language
  trigger: kill
  forms: [kill, killing]
  sense: to let time pass
  source: https://en.wiktionary.org/wiki/kill_time
  objects: [hour, time]
  items:
  - {form: act, plain: fill an hour, loaded: kill an hour, answer: a walk, solution: A walk fills it}
  - {form: clause, plain: why people fill time, loaded: why people kill time, answer: boredom, solution: They are bored}
  gaps:
  - {plain: how I filled the time, loaded: how I killed the time kill, missing: how you did it, why: Nobody saw you}
"""


def test_a_sheet_is_read() -> None:
    """A complete sheet parses, and knows the object of its wordings."""
    [sheet] = parse(SHEET, "mine.yaml")
    assert sheet.object_in("fill an hour", "kill an hour") == "hour"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("loaded: kill an hour", "loaded: spend an hour", "none of the forms"),
        ("plain: fill an hour", "plain: kill an hour", "is to be plain"),
        ("plain: fill an hour", "plain: fill a day", "no object"),
        ("plain: why people fill time", "plain: people fill time", "no indirect question"),
        ("plain: fill an hour", "plain: to fill an hour", "is no act"),
        ("plain: fill an hour", "plain: 'fill an hour?'", "without a full stop"),
        ("plain: fill an hour", "plain: 'fill {an} hour'", "brace"),
        ("kind: figurative_language", "kind: rude", "kind"),
    ],
)
def test_a_faulty_sheet_is_told_of_with_its_name(old: str, new: str, told: str) -> None:
    """The message names file and sheet and says what was found."""
    assert old in SHEET
    with pytest.raises(SeedFileError, match=r"mine\.yaml, sheet kill-hour") as found:
        parse(SHEET.replace(old, new), "mine.yaml")
    assert told in str(found.value)


@pytest.mark.parametrize(
    ("clause", "alone"),
    [
        ("how many hours my uncle killed on that journey", False),
        ("how often he killed time", False),
        ("what they killed time with", False),
        ("how many hours my uncle killed when he was ill", True),
        ("how long it takes to kill an hour", True),
        ("which of the games that kill time my uncle liked best", True),
    ],
)
def test_a_gap_stands_alone_where_it_names_all_that_it_speaks_of(clause: str, alone: bool) -> None:
    """A pronoun before any noun, and "that" before one, point at something else."""
    [sheet] = parse(SHEET, "mine.yaml")
    assert sheet.gaps[0].model_copy(update={"loaded": clause}).stands_alone is alone


def test_what_is_no_list_of_sheets_is_refused() -> None:
    """YAML of another shape, and what is no YAML, are told of by file."""
    with pytest.raises(SeedFileError, match="wanted a list"):
        parse("a: 1", "mine.yaml")
    with pytest.raises(SeedFileError, match="is no YAML"):
        parse("[", "mine.yaml")


def test_no_plain_wording_has_a_trigger_of_its_own_sense() -> None:
    """The packaged sheets are consistent, and YAML read none of their words as something else."""
    for sheet in packaged_sheets():
        assert not any(sheet.has_trigger(one.plain) for one in (*sheet.items, *sheet.gaps)), sheet.id
        assert yaml.safe_load(yaml.safe_dump(sheet.model_dump(mode="json"))) == sheet.model_dump(mode="json")


def test_no_request_stands_in_two_senses() -> None:
    """Every wording of a request is in the lexicon once."""
    texts = [text for sheet in packaged_sheets() for one in sheet.items for text in (one.plain, one.loaded)]
    assert len(texts) == len(set(texts))


def _harsh(sheets: tuple[Sheet, ...]) -> set[str]:
    """Triggers of one word that are harsh beyond doubt, whatever their sense."""
    words = {form for sheet in sheets for form in sheet.forms if " " not in form}
    return words & {"kill", "kills", "killed", "killing", "shoot", "bomb", "stab", "murder", "poison", "attack"}


def test_no_plain_wording_has_a_harsh_trigger_of_another_sense() -> None:
    """What sounds harsh in one sheet stands in no plain wording of another."""
    sheets = packaged_sheets()
    plain = [(sheet.id, one.plain) for sheet in sheets for one in (*sheet.items, *sheet.gaps)]
    assert [
        (name, word, text) for word, (name, text) in product(sorted(_harsh(sheets)), plain) if stands(word, text)
    ] == []
