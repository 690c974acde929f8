"""Which rows may go so that the mix of groups and labels stays: the most told units first, as far as shares allow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nescio.validation.probe_bench import ProbeRow

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_OF_A_GROUP = 0.5
"""No share falls below this part of what it was, so that a small group does not vanish within the tolerance."""


@dataclass(frozen=True)
class Slice:
    """Units in the order in which they would go, each the numbers of its rows."""

    units: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        """How many units."""
        return len(self.units)

    def rows(self, count: int) -> list[int]:
        """The rows of the first so many units."""
        return sorted(row for unit in self.units[:count] for row in unit)


class Mix:
    """The shares of labels and groups that are to be kept."""

    def __init__(self, rows: Sequence[ProbeRow], groups: Sequence[str], tolerance: float):
        """Count the rows by label and by group."""
        self._of = [(f"label {row.label}", f"group {name}") for row, name in zip(rows, groups, strict=True)]
        self._units = [row.group for row in rows]
        counts = Counter(key for keys in self._of for key in keys)
        shares = {key: count / len(rows) for key, count in counts.items()}
        self._low = {key: max(share - tolerance, share * LEAST_OF_A_GROUP) for key, share in shares.items()}
        self._high = {key: share + tolerance for key, share in shares.items()}

    def slice(self, kept: NDArray[np.intp], score: NDArray[np.float64], wanted: int) -> Slice:
        """Units with about `wanted` rows, the highest mean score first, none at or below 0.

        A unit is passed over while its going would bring a share out of its bounds, and comes in again when others have
        gone. `score` is by the place in `kept`.
        """
        members: dict[str, list[int]] = defaultdict(list)
        sums: dict[str, float] = defaultdict(float)
        for place, row in enumerate(kept.tolist()):
            members[self._units[row]].append(row)
            sums[self._units[row]] += float(score[place])
        means = {unit: sums[unit] / len(rows) for unit, rows in members.items()}
        queues: dict[tuple[tuple[str, int], ...], list[str]] = defaultdict(list)
        for unit in sorted((unit for unit in means if means[unit] > 0), key=lambda unit: (means[unit], unit)):
            kinds = Counter(key for row in members[unit] for key in self._of[row])
            queues[tuple(sorted(kinds.items()))].append(unit)
        counts = Counter(key for row in kept.tolist() for key in self._of[row])
        total, taken = len(kept), list[tuple[int, ...]]()
        while sum(map(len, taken)) < wanted:
            heads = sorted((kind for kind in queues if queues[kind]), key=lambda kind: -means[queues[kind][-1]])
            kind = next((one for one in heads if self._allowed(dict(one), counts, total)), None)
            if kind is None:
                break
            unit = queues[kind].pop()
            taken.append(tuple(members[unit]))
            counts.subtract(dict(kind))
            total -= len(members[unit])
        return Slice(tuple(taken))

    def _allowed(self, going: dict[str, int], counts: Counter[str], total: int) -> bool:
        """Whether no share leaves its bounds, or one that is out of them comes nearer, when these go."""
        left = total - sum(going.values()) // 2  # each row counts twice, by label and by group
        if left <= 0:
            return False
        for key, count in counts.items():
            share, before = (count - going.get(key, 0)) / left, count / total
            if (share < self._low[key] and share < before) or (share > self._high[key] and share > before):
                return False
        return True
