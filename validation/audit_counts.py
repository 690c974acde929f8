"""What is counted in a text for the audit: sizes, marks, and the words that hedge or deny."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nescio.validation.probe_features import tally

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SENTENCE = re.compile(r"[.!?。！？]+(?=\s|$)|\n+")
_MARKS = {
    "question marks": re.compile(r"[?？]"),
    "commas": re.compile(r"[,，;；:：]"),
    "quotation marks": re.compile(r"[\"“”«»„]"),
    "brackets": re.compile(r"[()\[\]{}]"),
    "dashes": re.compile(r"[–—]|\s-\s"),
    "mathematical marks": re.compile(r"[$\\^=+<>%]"),
    "line breaks": re.compile(r"\n"),
}
_CAPITAL = re.compile(r"\b[^\W\d_a-z]\w*")
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|unable|impossible|\w+n['’]t)\b", re.IGNORECASE
)
HEDGES_AND_DENIALS = tuple(
    "no not never none nobody nothing neither nor without cannot unable impossible unknown unspecified unclear unsure "
    "uncertain undisclosed unstated undetermined missing omitted insufficient incomplete lacking enough information "
    "details specified given stated mentioned known sure certain some several few many various numerous any about "
    "around roughly approximately nearly almost perhaps maybe possibly probably likely might may could seems seem "
    "apparently supposedly allegedly exactly precisely only actually really regardless if unless although however but "
    "sometimes usually often recently someone something somewhere somehow sorry apologise apologize afraid "
    "unfortunately "
    "don didn doesn isn aren wasn weren won wouldn couldn shouldn haven hasn hadn can".split()
)
"""Words that say that something is vague, missing, denied or refused. English; the last are the halves of "don't"."""

SIZES = ("length", "words")
"""The counts that are a length; the others are counts of marks and words."""


def counts_of(text: str) -> dict[str, float]:
    """The counts of one text under readable names, in characters, words or occurrences."""
    known = tally(text)
    return {
        **{name: float(value) for name, value in known.items()},
        "sentences": float(len(_SENTENCE.findall(text.strip())) or bool(text.strip())),
        "denials": float(len(_DENIAL.findall(text))),
        "capitalised words": float(len(_CAPITAL.findall(text))),
        **{name: float(len(mark.findall(text))) for name, mark in _MARKS.items()},
    }


def count_table(texts: Sequence[str]) -> tuple["NDArray[np.float64]", list[str]]:
    """The counts of all texts, of shape (texts, counts), and the names of the columns."""
    import numpy as np

    rows = [counts_of(text) for text in texts]
    names = list(counts_of(""))
    return np.array([[row[name] for name in names] for row in rows], dtype=float).reshape(len(rows), len(names)), names


def hedge_table(texts: Sequence[str]) -> Any:
    """How often each of HEDGES_AND_DENIALS stands in each text, sparse, of shape (texts, words)."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(vocabulary=HEDGES_AND_DENIALS, token_pattern=r"\w+")
    return counter.transform(texts).astype(float).log1p()
