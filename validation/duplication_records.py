"""What deduplication reads of a row, what may be chosen, and what it says of the rows that go and of those to judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """Why a row goes."""

    EXACT = "exact"
    """The same text."""
    NORMALISED = "normalised"
    """The same but for case, space and punctuation."""
    NEAR = "near"
    """A cosine at or above the threshold."""
    TEMPLATE = "template"
    """Its template has as many units as it may have."""


class Kind(StrEnum):
    """What a person has to judge."""

    CONFLICT = "conflict"
    """Near, and of another label."""
    PARTIAL = "partial"
    """Near and of the same label, but other rows of its unit have no match there."""


@dataclass(frozen=True)
class Row:
    """What deduplication needs to know of a row."""

    text: str
    label: str | None = None
    """Rows without a label match only rows without one."""
    unit: str | None = None
    """What stays or goes together: a star or a pair. Without one the row stands alone."""
    seed: str | None = None
    template: str | None = None
    preference: float = 0.0
    """Of two duplicates the one with more stays; then the earlier."""
    split: int = 0
    """How much the split is worth, before the preference: what is tested on stays as it is."""

    @property
    def told(self) -> bool:
        """Whether somebody says where the row comes from, so that twins are known as such."""
        return self.unit is not None or self.seed is not None


@dataclass(frozen=True)
class Rules:
    """What may be chosen."""

    veto: bool | None = None
    """Whether other numbers or another polarity keep near texts apart. By default where a row's origin is untold."""
    max_per_template: int | None = None
    """How many units of one template stay; null for any number."""


@dataclass(frozen=True)
class Removal:
    """A row that goes, and the row that stays for it, both by number; none stays for one too many of a template."""

    row: int
    kept: int | None
    cosine: float | None
    rule: Rule


@dataclass(frozen=True)
class Likeness:
    """Two rows that stay although they are alike."""

    kind: Kind
    row: int
    other: int
    cosine: float
    veto: str
    """How their words differ; empty where nothing tells."""


@dataclass(frozen=True)
class Outcome:
    """What stays, in the order of the dataset; what goes; and what a person has to judge."""

    kept: tuple[int, ...]
    removals: tuple[Removal, ...]
    likenesses: tuple[Likeness, ...]
    largest: int
    """Units of the largest cluster: one that stays and those that go for it."""


def units_of(rows: Sequence[Row]) -> list[list[int]]:
    """The rows of each unit, by number, in the order of their first rows."""
    found: dict[object, list[int]] = {}
    for number, row in enumerate(rows):
        found.setdefault(number if row.unit is None else row.unit, []).append(number)
    return list(found.values())
