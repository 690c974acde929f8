"""Reading of which of two names a sentence tells something."""

import pytest

from nescio.validation.passage_shared import read_shared

NAMES = ("the mill", "the inn")
TOLD = {
    "The mill burned down in 1874; when the inn did is not known.": "the mill",
    "When the mill burned down nobody knows; the inn did in 1874.": "the inn",
    "Of the fire at the mill and that at the inn, only the latter is dated, to 1874.": "the inn",
    "Of the fire at the inn and that at the mill, only the latter is dated, to 1874.": "the mill",
    "Both the mill and the inn burned down, the second in 1874 and the first in a year that is lost.": "the inn",
    "The year 1874 refers not to the fire at the mill but to that at the inn.": "the inn",
}
UNREAD = (
    "The mill and the inn burned down in 1874.",
    "Nobody knows when the mill or the inn burned down; it may have been in 1874.",
    "The mill burned down in 1874.",
    "The mill burned down in 1874; the mill, not the inn.",
    "The mill burned down in 1874; when the inn did is told elsewhere.",
    "Of the mill and the inn, the former did not burn in 1874.",
)


@pytest.mark.parametrize(("sentence", "name"), TOLD.items())
def test_the_name_of_which_it_is_told_is_found(sentence: str, name: str) -> None:
    """Ordinal words and denials say of which name it is told."""
    assert read_shared(sentence, ("1874",), NAMES) == name
    assert read_shared(sentence, ("1874",), NAMES[::-1]) == name


@pytest.mark.parametrize("sentence", UNREAD)
def test_a_sentence_that_leaves_it_open_is_not_read(sentence: str) -> None:
    """A sentence that tells it of both, of neither, or of one thing alone is not read."""
    assert read_shared(sentence, ("1874",), NAMES) is None
