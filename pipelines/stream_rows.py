"""The rows of a dataset too large to be held: read once to be checked and chosen from, and once more as they go out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from nescio.pipelines.read_rows import NEEDED, DataRow, by_star, no_targets, open_table, require_unique, row_of
from nescio.schemas.taxonomy import Role

BATCH = 2_000
"""Rows that are held at a time."""


@dataclass(frozen=True, slots=True)
class Line:
    """What choosing takes of a row."""

    number: int
    """Where it stands in the dataset."""
    id: str
    star: str
    pair_id: str | None
    role: Role
    kind: str
    should_abstain: bool
    asks: str
    """Its question; the prompt where that is not told apart."""


class Rows:
    """A dataset's rows: `lines` to choose from, and `stars` to read what was chosen."""

    def __init__(self, dataset: str, split: str | None, needed: Sequence[str] = NEEDED):
        """Read and check every row. Raises what `read_rows` raises."""
        self.dataset = dataset
        self._table = open_table(dataset, split, needed, besides=())
        self.lines: list[Line] = []
        self._bare: list[str] = []
        for start in range(0, len(self._table), BATCH):
            for number, row in enumerate(self._read(range(start, min(start + BATCH, len(self._table)))), start):
                self.lines.append(_line(number, row))
                if not row.target.strip():
                    self._bare.append(row.id)
        require_unique(self.lines, dataset)

    def require_targets(self) -> None:
        """Raises UsageError where rows have nothing to learn from."""
        if self._bare:
            raise no_targets(self._bare, len(self.lines), self.dataset)

    def stars(self, kept: Collection[str]) -> Iterator[list[DataRow]]:
        """All rows of each star that has a row in `kept`, stars in the order of their hashes."""
        waiting: list[list[int]] = []
        held = 0
        for star in by_star(self.lines).values():
            if not any(line.id in kept for line in star):
                continue
            waiting.append([line.number for line in star])
            held += len(star)
            if held >= BATCH:
                yield from self._stars(waiting)
                waiting, held = [], 0
        yield from self._stars(waiting)

    def _stars(self, numbers: Sequence[Sequence[int]]) -> Iterator[list[DataRow]]:
        rows = self._read([number for star in numbers for number in star])
        for star in numbers:
            yield [next(rows) for _ in star]

    def _read(self, numbers: Sequence[int]) -> Iterator[DataRow]:
        """The rows at these places."""
        if not numbers:
            return
        # A slice is read as it lies, a list is gathered row by row.
        columns = (
            self._table[numbers.start : numbers.stop] if isinstance(numbers, range) else self._table[list(numbers)]
        )
        for place, number in enumerate(numbers):
            yield row_of({name: values[place] for name, values in columns.items()}, number, self.dataset)


def _line(number: int, row: DataRow) -> Line:
    return Line(number, row.id, row.star, row.pair_id, row.role, row.kind, row.should_abstain, row.asks)
