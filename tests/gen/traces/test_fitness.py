"""Numbers that a text only bounds: nothing is hidden in a text whose answer rests on one."""

import pytest

from nescio.gen.traces.compose import seed_of
from nescio.gen.traces.fitness import is_bounded
from nescio.gen.traces.mentions import read_mentions
from nescio.schemas.seed import Seed, Source

SOURCE = Source(dataset="gsm8k", split="train", record_id="1", licence="MIT")


@pytest.mark.parametrize(
    ("text", "bounded"),
    [
        ("Mara drinks at least 5 cups", True),
        ("A van carries up to 9 dogs", True),
        ("Tickets cost about $40", True),
        ("Otto spent no more than $60", True),
        ("Otto sold more than 30 lamps", True),
        ("Otto sold 30 lamps", False),
        ("The prices add up to 35", False),
        ("Otto is 4 years less than twice as old", False),
    ],
)
def test_bounds_are_told_from_comparisons(text: str, bounded: bool) -> None:
    """The last number of the text is bounded, or compared with, or plain."""
    assert is_bounded(text, read_mentions(text)[-1]) is bounded


@pytest.mark.parametrize(("words", "some"), [("6", True), ("at least 6", False)])
def test_a_text_whose_answer_rests_on_a_bound_has_no_facts(words: str, some: bool) -> None:
    """Not even the other numbers are hidden: the text has no one answer."""
    found = seed_of(
        f"Mara packed 48 tarts in {words} boxes and sold the boxes for $9 each. How much did she earn?",
        "Mara sold the boxes for 6*9 = $<<6*9=54>>54.\n#### 54",
        SOURCE,
    )
    facts = found.evidence.facts if isinstance(found, Seed) else ()
    assert bool(facts) is some
