"""The card of a publication: parts are told apart, and what people wrote is told from what nescio wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines.publish_card import Card, in_spite_of, merge, read_card
from nescio.schemas.errors import UsageError

OURS = Card(
    {"license": "apache-2.0", "tags": ["a"], "configs": [1]}, {"": "# T", "Rows": "## Rows\n\n10", "End": "## End"}
)
SEEDS = frozenset({"Apache-2.0"})
TEXTS = st.text("ab #`~\n", max_size=12)


def edited(**sections: str) -> Card:
    """Our card with other sections."""
    return Card(OURS.header, {**OURS.sections, **sections})


@given(st.dictionaries(st.sampled_from(["A", "B", "Last words"]), TEXTS))
def test_a_card_is_the_sum_of_its_parts(told: dict[str, str]) -> None:
    """Whatever the sections hold, fences and headings among them, nothing is lost or added."""
    text = Card({"license": "mit"}, {"": "# T", **{key: f"## {key}\n{value}" for key, value in told.items()}}).text
    again = read_card(text, "it")
    assert again.text.split() == text.split()
    assert read_card(again.text, "it") == again


def test_a_heading_in_a_code_block_starts_no_section() -> None:
    """Rows are shown in such blocks, and may hold anything."""
    card = read_card("# T\n\n## A\n\n````text\n```\n## not one\n````\n\n~~~\n## nor this\n~~~\n## B\n## B\n", "it")
    assert list(card.sections) == ["", "A", "B", "B (2)"]


def test_a_card_without_edits_is_ours() -> None:
    """Old figures that nescio wrote are renewed."""
    old = Card({"license": "apache-2.0", "tags": ["old"]}, {"": "# T", "Rows": "## Rows\n\n7", "Gone": "## Gone"})
    assert merge(OURS, old, old.hashes(), SEEDS) == (OURS, [])


def test_edits_are_kept_where_they_stand_and_named() -> None:
    """Changed sections, new ones behind those that they followed, and keys of the header but for derived ones."""
    old = OURS.hashes()
    theirs = Card(
        {"license": "apache-2.0", "tags": ["mine"], "configs": [2], "gated": "yes"},
        {"": "# T", "Rows": "## Rows\n\n10, I think", "Mine": "## Mine", "End": "## End"},
    )
    card, kept = merge(OURS, theirs, old, SEEDS)
    assert list(card.sections) == ["", "Rows", "Mine", "End"]
    assert card.sections["Rows"].endswith("I think")
    assert card.header == {"license": "apache-2.0", "tags": ["mine"], "configs": [1], "gated": "yes"}
    assert kept == ["tags of the header", "gated of the header", "section 'Rows'", "section 'Mine'"]


def test_a_card_that_nescio_never_wrote_keeps_its_sections_below_ours() -> None:
    """Its title gives way to ours, which says how to load the data."""
    card, kept = merge(OURS, Card({}, {"": "# Mine", "Notes": "## Notes"}), ({}, {}), SEEDS)
    assert card.sections[""] == "# T"
    assert kept == ["section 'Notes'"]
    assert "## Notes" in card.text


@pytest.mark.parametrize(("licence", "fits"), [("cc-by-4.0", True), ("mit", False), ("cc-by-nc-4.0", False)])
def test_a_licence_may_only_become_stricter(licence: str, fits: bool) -> None:
    """What the seeds ask for is the least."""
    theirs = Card({**OURS.header, "license": licence}, OURS.sections)
    if not fits:
        with pytest.raises(UsageError, match="Apache-2"):
            merge(OURS, theirs, OURS.hashes(), SEEDS)
    else:
        assert merge(OURS, theirs, OURS.hashes(), SEEDS)[0].header["license"] == licence


def test_a_header_that_is_no_mapping_is_refused() -> None:
    """It is named, and not guessed at."""
    with pytest.raises(UsageError, match="mapping"):
        read_card("---\n- a\n---\n# T\n", "README.md of a/b")


def test_reasons_are_told_without_acting() -> None:
    """A reason is a line of text, whatever it holds."""
    told = in_spite_of({"phone": "<b>shop</b>\n## No"}, {"phone": 3})
    assert told == "## Published in spite of\n\n- `phone` (in 3 places): &lt;b&gt;shop&lt;/b&gt; ## No"
    assert in_spite_of({}, {}) is None
