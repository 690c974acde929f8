"""Repeats in any dataset: a text that stands twice, under two labels or in two splits, and stars in two splits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from nescio.schemas.base import Frozen
from nescio.validation.duplication_search import distinct, search
from nescio.validation.profiles import Thresholds
from nescio.validation.veto import normal_form, vetoed

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

    def value(self, column: str) -> str | None:
        """Its value of a key column."""
        return (self.keys or {}).get(column)

    @property
    def told(self) -> bool:
        """Whether somebody says where the row comes from, so that twins are known as such."""
        return self.group is not None or self.value("seed_id") is not None


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
    thresholds: Thresholds | None = None
    """From which cosines on texts are near."""
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


def repeats(rows: Sequence[RepeatRow], encode: Encode | None = None, threshold: float | Thresholds = 0.95) -> Repeats:
    """All repeats among the rows, exact ones and, where `encode` embeds texts as unit rows, near ones.

    Rows of one star or pair are alike on purpose: among them only the same text counts, and near ones never do. What is
    the same text, near, or kept apart by its words is what `nescio dedup` takes for it; a leak between splits asks for
    no label and heeds no veto.
    """
    found: dict[_Kind, dict[int, Repeat]] = {}
    forms = [normal_form(row.text) for row in rows]
    _same_texts(rows, forms, found)
    _same_keys(rows, found)
    asked = None
    if encode is not None:
        asked = threshold if isinstance(threshold, Thresholds) else Thresholds(short=threshold, long=threshold)
        _near_texts(rows, encode, asked, found)
    without = sum(not form for form in forms)
    return _summed(found, asked).model_copy(update={"without_text": without})


def _note(found: dict[_Kind, dict[int, Repeat]], kind: _Kind, repeat: Repeat) -> None:
    """Keep the first finding of each kind for a row."""
    found.setdefault(kind, {}).setdefault(repeat.second, repeat)


def _same_texts(rows: Sequence[RepeatRow], forms: Sequence[str], found: dict[_Kind, dict[int, Repeat]]) -> None:
    """Each row beside the first rows with its text: of its label, of the other, and of another split."""
    whole: dict[tuple[str, bool], int] = {}
    heads: dict[tuple[str, bool], int] = {}
    splits: dict[str, dict[str, int]] = {}
    for number, (row, plain) in enumerate(zip(rows, forms, strict=True)):
        if not plain:
            continue
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
    rows: Sequence[RepeatRow], encode: Encode, thresholds: Thresholds, found: dict[_Kind, dict[int, Repeat]]
) -> None:
    """Each row beside the first ones that are near and not the same text."""
    units: dict[object, list[int]] = {}
    for number, row in enumerate(rows):
        units.setdefault(number if row.group is None else row.group, []).append(number)
    texts = distinct([row.text for row in rows], list(units.values()))
    near = search(texts, encode, thresholds.lowest).near(thresholds)
    stand: dict[int, _Heads] = {}
    for number, row in enumerate(rows):
        node = near.node[number]
        if node is not None:
            for kind, repeat in _beside(rows, number, near.beside(node), stand).items():
                _note(found, kind, repeat)
            heads = stand.setdefault(node, {}).setdefault((row.label, row.split, row.told), {})
            heads.setdefault((row.group, row.value("template_id"), row.value("seed_id")), number)


_Heads = dict[tuple[bool, str | None, bool], dict[tuple[str | None, ...], int]]
"""Of the rows with a text, by label, split and whether their origin is told: the first of each star, template, seed."""


def _beside(
    rows: Sequence[RepeatRow], number: int, near: Iterator[tuple[int, float]], stand: Mapping[int, _Heads]
) -> dict[_Kind, Repeat]:
    """What a row repeats, contradicts and leaks of the rows before it, the first of each."""
    row, best = rows[number], dict[_Kind, Repeat]()
    for beside, cosine in near:
        for (label, split, told), heads in stand.get(beside, {}).items():
            kinds = [_Kind("leaks", "near text")] if split != row.split else []
            if (row.told and told) or not vetoed(row.text, rows[next(iter(heads.values()))].text):
                kinds.append(_Kind("repeats" if label == row.label else "conflicts", "near"))
            for kind in kinds:
                first = next((one for one in heads.values() if _counts(kind, row, rows[one])), None)
                if first is not None and (kind not in best or first < best[kind].first):
                    best[kind] = Repeat(first=first, second=number, rule="near", cosine=min(cosine, 1.0))
    return best


def _counts(kind: _Kind, row: RepeatRow, other: RepeatRow) -> bool:
    """Whether two near rows are no twins: of one template they are alike on purpose, of one seed and two labels too."""
    if row.group is not None and row.group == other.group:
        return False
    shared = {name for name in ("template_id", "seed_id") if row.value(name) == other.value(name) is not None}
    return kind.kind == "leaks" or not shared & ({"template_id"} if kind.kind == "repeats" else shared)


def _summed(found: Mapping[_Kind, Mapping[int, Repeat]], thresholds: Thresholds | None) -> Repeats:
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
        near=count("repeats", "near") if thresholds else None,
        thresholds=thresholds,
        conflicts=count("conflicts", "text"),
        near_conflicts=count("conflicts", "near") if thresholds else None,
        leaks={key.rule: len(members) for key, members in found.items() if key.kind == "leaks"},
        examples=examples,
    )
