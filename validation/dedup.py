"""Near-duplicates: exact search over embeddings, and the rule that says which unit goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nescio.validation.profiles import Thresholds
from nescio.validation.similar import SLACK, Pairs, similar_pairs
from nescio.validation.similar_keep import greedy_keep
from nescio.validation.veto import is_long

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


__all__ = ["SLACK", "Duplicate", "Pairs", "Unit", "duplicates", "near_enough", "similar_pairs"]


@dataclass(frozen=True)
class Unit:
    """Rows that stay or go together: a star, a pair, or one row."""

    id: str
    texts: tuple[str, ...]
    labels: tuple[bool, ...]
    template: str | None = None


@dataclass(frozen=True)
class Duplicate:
    """Why a unit goes: its row `text` is as near to `kept_text`, of the unit `kept`, as `cosine` says."""

    unit: str
    kept: str
    cosine: float
    text: str
    kept_text: str


def duplicates(
    units: Sequence[Unit], encode: Callable[[Sequence[str]], NDArray[np.float32]], threshold: float | Thresholds
) -> list[Duplicate]:
    """The units to drop, given in the order of preference: of two duplicates the earlier stays.

    Two units are duplicates where rows of the same label reach the threshold. Units of one template are never compared,
    since their likeness is intended; they are bounded by count and exact equality elsewhere. A dropped unit
    drops no others, so every one has a kept neighbour; both promises are checked at the end.
    """
    import numpy as np

    texts = [text for unit in units for text in unit.texts]
    owner = np.repeat(np.arange(len(units)), [len(unit.texts) for unit in units])
    labels = np.array([label for unit in units for label in unit.labels])
    asked = threshold if isinstance(threshold, Thresholds) else Thresholds(short=threshold, long=threshold)
    found = near_enough(similar_pairs(encode(texts), asked.lowest), texts, texts, asked)
    pairs = _comparable(units, owner, labels, found)
    between = Pairs(owner[pairs.i], owner[pairs.j], pairs.cosine)
    kept = greedy_keep(between, np.arange(len(units)))
    # The row pair to show is the first of those that are as near as the keeper is.
    shown: dict[int, int] = {}
    named = kept.keeper[between.j] == between.i
    for pair in np.flatnonzero(named & (kept.cosine[between.j] == pairs.cosine))[::-1].tolist():
        shown[int(between.j[pair])] = pair
    return [
        Duplicate(
            units[gone].id,
            units[int(kept.keeper[gone])].id,
            min(float(kept.cosine[gone]), 1.0),
            texts[int(pairs.j[shown[gone]])],
            texts[int(pairs.i[shown[gone]])],
        )
        for gone in np.flatnonzero(~kept.stays).tolist()
    ]


def near_enough(pairs: Pairs, left: Sequence[str], right: Sequence[str], thresholds: Thresholds) -> Pairs:
    """Those of `pairs`, found from the lower threshold on, that reach the one for texts of their length.

    `i` counts the texts of `left`, `j` those of `right`.
    """
    import numpy as np

    if thresholds.short == thresholds.long:
        return pairs
    long = [np.array([is_long(text) for text in side], dtype=bool) for side in (left, right)]
    reach = pairs.cosine >= thresholds.wanted(long[0][pairs.i], long[1][pairs.j]) - SLACK
    return Pairs(pairs.i[reach], pairs.j[reach], pairs.cosine[reach])


def _comparable(units: Sequence[Unit], owner: NDArray[np.int64], labels: NDArray[np.bool_], pairs: Pairs) -> Pairs:
    """The row pairs that can make their units duplicates: of two units and two templates, of one label."""
    import numpy as np

    names = {name: number for number, name in enumerate({unit.template: None for unit in units})}
    template = np.array([names[unit.template] for unit in units], dtype=np.int64)
    a, b = owner[pairs.i], owner[pairs.j]
    alike = (template[a] == template[b]) & (template[a] != names.get(None, -1))
    counts = (a != b) & ~alike & (labels[pairs.i] == labels[pairs.j])
    return Pairs(*(side[counts] for side in pairs))
