"""Repeats in any dataset: a text that stands twice, under two labels or in two splits, and stars in two splits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from nescio.schemas.base import Frozen
from nescio.validation.audit_counts import normalised
from nescio.validation.dedup import similar_pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

SHOWN = 5
"""Examples of each rule that a report holds; the counts are of all."""


@dataclass(frozen=True)
class RepeatRow:
    """One row as the search for repeats sees it."""

    text: str
    label: bool
    group: str | None = None  # star or pair: its members are meant to be alike
    split: str | None = None
    keys: Mapping[str, str] | None = None  # what else must not lie in two splits: seed, template, star


class Repeat(Frozen):
    """Two rows, by number, that are alike: the later one and the first that it is like."""

    first: int
    second: int
    rule: str
    """`exact`, `normalised` (case, marks and spaces aside), `near`, or `same` with a column's name."""
    cosine: float | None = None


class Repeats(Frozen):
    """What repeats. Counts are of rows that are like an earlier one; examples are at most SHOWN of each rule."""

    exact: int = 0
    normalised: int = 0
    near: int | None = None
    """Null where no encoder was named."""
    without_text: int = 0
    """Rows that have no text: they repeat nothing, contradict nothing and leak nothing."""
    conflicts: int = 0
    """Rows whose text, but for case, marks and spaces, also stands under the other label."""
    near_conflicts: int | None = None
    """Rows of the other label, star and pair aside, that are near."""
    leaks: dict[str, int] = Field(default_factory=dict)
    """Rows outside the first split in which their text, or the value of a column, stands; by rule."""
    examples: dict[str, tuple[Repeat, ...]] = Field(default_factory=dict)
    """By kind: `repeats`, `conflicts`, `leaks`."""


class _Kind(NamedTuple):
    kind: str
    rule: str


def repeats(rows: Sequence[RepeatRow], encode: Encode | None = None, threshold: float = 0.95) -> Repeats:
    """All repeats among the rows, exact ones and, where `encode` embeds texts as unit rows, near ones.

    Rows of one star or pair are alike on purpose: among them only the same text counts, and near ones never do.
    """
    found: dict[_Kind, dict[int, Repeat]] = {}
    _same_texts(rows, found)
    _same_keys(rows, found)
    if encode is not None:
        _near_texts(rows, encode, threshold, found)
    without = sum(not row.text.strip() for row in rows)
    return _summed(found, encode is not None).model_copy(update={"without_text": without})


def _note(found: dict[_Kind, dict[int, Repeat]], kind: _Kind, repeat: Repeat) -> None:
    """Keep the first finding of each kind for a row."""
    found.setdefault(kind, {}).setdefault(repeat.second, repeat)


def _same_texts(rows: Sequence[RepeatRow], found: dict[_Kind, dict[int, Repeat]]) -> None:
    """Each row beside the first rows with its text: of its label, of the other, and of another split."""
    whole: dict[tuple[str, bool], int] = {}
    heads: dict[tuple[str, bool], int] = {}
    splits: dict[str, dict[str, int]] = {}
    for number, row in enumerate(rows):
        if not row.text.strip():
            continue
        plain = normalised(row.text)
        exact = whole.setdefault((row.text, row.label), number)
        first = heads.setdefault((plain, row.label), number)
        if exact != number or first != number:
            rule = "normalised" if exact == number else "exact"
            same = exact if rule == "exact" else first
            _note(found, _Kind("repeats", rule), Repeat(first=same, second=number, rule=rule))
        other = heads.get((plain, not row.label))
        if other is not None:
            rule = "exact" if rows[other].text == row.text else "normalised"
            _note(found, _Kind("conflicts", "text"), Repeat(first=other, second=number, rule=rule))
        if row.split is not None:
            places = splits.setdefault(plain, {})
            places.setdefault(row.split, number)
            home = next(iter(places))
            if home != row.split:
                rule = "exact" if rows[places[home]].text == row.text else "normalised"
                _note(found, _Kind("leaks", "text"), Repeat(first=places[home], second=number, rule=rule))


def _same_keys(rows: Sequence[RepeatRow], found: dict[_Kind, dict[int, Repeat]]) -> None:
    """Each row whose star, pair, seed or template stands in an earlier split."""
    homes: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows):
        for column, value in (row.keys or {}).items():
            home = homes.setdefault((column, value), number)
            if row.split is not None and rows[home].split != row.split:
                _note(found, _Kind("leaks", column), Repeat(first=home, second=number, rule=f"same {column}"))


def _near_texts(
    rows: Sequence[RepeatRow], encode: Encode, threshold: float, found: dict[_Kind, dict[int, Repeat]]
) -> None:
    """Each row beside the first ones that are near and not the same text."""
    plain = [normalised(row.text) for row in rows]
    pairs = similar_pairs(encode([row.text for row in rows]), threshold)
    for i, j, cosine in zip(pairs.i.tolist(), pairs.j.tolist(), pairs.cosine.tolist(), strict=True):
        one, two = rows[i], rows[j]
        if plain[i] == plain[j] or not (plain[i] and plain[j]) or (one.group is not None and one.group == two.group):
            continue
        near = Repeat(first=i, second=j, rule="near", cosine=min(float(cosine), 1.0))
        _note(found, _Kind("repeats" if one.label == two.label else "conflicts", "near"), near)
        if one.split != two.split:
            _note(found, _Kind("leaks", "near text"), near)


def _summed(found: Mapping[_Kind, Mapping[int, Repeat]], searched: bool) -> Repeats:
    def count(kind: str, rule: str) -> int:
        return len(found.get(_Kind(kind, rule), {}))

    examples: dict[str, tuple[Repeat, ...]] = {}
    for kind in ("repeats", "conflicts", "leaks"):
        listed = [one for key, members in found.items() if key.kind == kind for one in list(members.values())[:SHOWN]]
        if listed:
            examples[kind] = tuple(listed)
    return Repeats(
        exact=count("repeats", "exact"),
        normalised=count("repeats", "normalised"),
        near=count("repeats", "near") if searched else None,
        conflicts=count("conflicts", "text"),
        near_conflicts=count("conflicts", "near") if searched else None,
        leaks={key.rule: len(members) for key, members in found.items() if key.kind == "leaks"},
        examples=examples,
    )
