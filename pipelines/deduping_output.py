"""What a deduplication writes: the rows that stay, and tables of what went and of what a person has to judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from nescio.pipelines.deduping_files import SUFFIXES, Rows
from nescio.pipelines.folder import built_beside, whole
from nescio.pipelines.tables import write_parquet
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError
from nescio.validation.duplication_records import Likeness, Outcome, Removal, Row


def _storable(text: object) -> object:
    """Lone surrogates, which no file of UTF-8 holds, as U+FFFD; everything else as it is."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(text, str) else text


_Text = Annotated[str, BeforeValidator(_storable)]


class RemovedRow(Frozen):
    """A row that went: where it stood, why, and the row that stayed for it."""

    split: _Text
    row: int
    """Its number within the split, from 0."""
    rule: str
    """exact, normalised, near, or template for one too many of a template."""
    cosine: float | None
    text: _Text
    label: _Text | None
    unit: _Text | None
    """Its star or pair."""
    kept_split: _Text | None
    kept_row: int | None
    kept_text: _Text | None
    kept_unit: _Text | None


class AlikeRow(Frozen):
    """Two rows that stayed although they are alike."""

    kind: str
    """conflict for two labels; partial where other rows of its star or pair have no match."""
    cosine: float
    veto: str
    """How the words differ: numbers or negation; empty where nothing tells."""
    split: _Text
    row: int
    text: _Text
    label: _Text | None
    unit: _Text | None
    other_split: _Text
    other_row: int
    other_text: _Text
    other_label: _Text | None
    other_unit: _Text | None


@dataclass(frozen=True)
class Places:
    """Where everything goes."""

    out: Path
    removals: Path
    conflicts: Path

    @classmethod
    def of(cls, out: Path, splits: Sequence[str]) -> "Places":
        """A file for one split, a folder else. Raises UsageError where something stands there or the kind is wrong."""
        if out.suffix in SUFFIXES and len(splits) > 1:
            raise UsageError(
                f"the dataset has the splits {', '.join(splits)}: --out has to be a folder, not the file {out}"
            )
        if out.suffix not in SUFFIXES and out.suffix in (".csv", ".json", ".txt"):
            raise UsageError(f"--out is {out}; a file that ends in .jsonl or .parquet, or a folder, is wanted")
        stem = out.with_suffix("") if out.suffix in SUFFIXES else out
        found = cls(
            out, stem.with_name(stem.name + ".removals.parquet"), stem.with_name(stem.name + ".conflicts.parquet")
        )
        for path in (found.out, found.removals, found.conflicts):
            if path.exists():
                raise UsageError(f"{path} is there already; delete it or choose another --out")
        return found


def write(splits: Mapping[str, Rows], rows: Sequence[Row], outcome: Outcome, places: Places) -> None:
    """Write the tables first and the rows that stay last, each whole or not at all."""
    at = [(split, number) for split, own in splits.items() for number in range(len(own))]
    places.out.parent.mkdir(parents=True, exist_ok=True)
    with whole(places.removals) as place:
        write_parquet([_removed(one, rows, at) for one in outcome.removals], RemovedRow, place)
    with whole(places.conflicts) as place:
        write_parquet([_alike(one, rows, at) for one in outcome.likenesses], AlikeRow, place)
    chosen: dict[str, list[int]] = {split: [] for split in splits}
    for number in outcome.kept:
        split, own = at[number]
        chosen[split].append(own)
    if places.out.suffix in SUFFIXES:
        [(split, numbers)] = chosen.items()
        with whole(places.out) as place:
            _write(splits[split], numbers, place, places.out.suffix)
        return
    with built_beside(places.out) as folder:
        (folder / "data").mkdir()
        for split, numbers in chosen.items():
            if numbers or not splits[split]:
                splits[split].write(numbers, folder / "data" / f"{split}-00000-of-00001.parquet")


def _write(rows: Rows, numbers: Sequence[int], place: Path, suffix: str) -> None:
    """`whole` gives a name of another suffix."""
    named = place.with_name(place.name + suffix)
    rows.write(numbers, named)
    named.replace(place)


def _removed(one: Removal, rows: Sequence[Row], at: Sequence[tuple[str, int]]) -> RemovedRow:
    row = rows[one.row]
    kept = None if one.kept is None else rows[one.kept]
    split, number = at[one.row]
    kept_split, kept_number = (None, None) if one.kept is None else at[one.kept]
    return RemovedRow(
        split=split,
        row=number,
        rule=one.rule.value,
        cosine=one.cosine,
        text=row.text,
        label=row.label,
        unit=row.unit,
        kept_split=kept_split,
        kept_row=kept_number,
        kept_text=kept.text if kept else None,
        kept_unit=kept.unit if kept else None,
    )


def _alike(one: Likeness, rows: Sequence[Row], at: Sequence[tuple[str, int]]) -> AlikeRow:
    row, other = rows[one.row], rows[one.other]
    return AlikeRow(
        kind=one.kind.value,
        cosine=one.cosine,
        veto=one.veto,
        split=at[one.row][0],
        row=at[one.row][1],
        text=row.text,
        label=row.label,
        unit=row.unit,
        other_split=at[one.other][0],
        other_row=at[one.other][1],
        other_text=other.text,
        other_label=other.label,
        other_unit=other.unit,
    )
