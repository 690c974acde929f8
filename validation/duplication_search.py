"""Which texts of a dataset are near one another: equal ones first, then by embeddings, behind a cheap prefilter or not.

Texts that are equal but for case, space and punctuation are one text and are embedded once. With a prefilter only texts
that have a candidate by a cheap model are embedded by the dear one. That loses pairs, so a random sample of the texts
left out is embedded as well and tells how many.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from typing import TYPE_CHECKING

from nescio.validation.profiles import Thresholds
from nescio.validation.veto import is_long, normal_form

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Encode = Callable[[Sequence[str]], NDArray[np.float32]]

SAMPLE = 1000
"""Texts without a candidate that are embedded to see what the prefilter loses."""
ROUNDING = 1e-6
"""Of a float32 cosine."""


@dataclass(frozen=True)
class Texts:
    """The distinct texts of a dataset."""

    node: tuple[int | None, ...]
    """For each row the number of its text; null where it has none."""
    first: tuple[str, ...]
    """Each text as the first row has it."""
    owner: tuple[int, ...]
    """The one unit that each stands in, by number; -1 where it stands in several."""


@dataclass(frozen=True)
class Prefilter:
    """A cheap model that says which texts are worth the dear one."""

    encode: "Encode"
    threshold: float
    """The cosine of a candidate."""
    sample: int = SAMPLE
    seed: int = 0


@dataclass(frozen=True)
class PrefilterLoss:
    """What a prefilter saved, and what it cost by a random sample of the texts that it left out."""

    texts: int
    left_out: int
    sampled: int
    """Of those left out, how many were embedded after all; their pairs count as found."""
    found: int
    """Pairs found, those of the sample included."""
    found_beside: int
    """Pairs of a sampled text and one that had a candidate."""
    found_within: int
    """Pairs within the sample."""

    @property
    def missed(self) -> float:
        """How many pairs are missed, estimated."""
        return self._missed(self.found_beside, self.found_within)

    @property
    def at_most(self) -> float:
        """The upper end of a 95 % interval of that, by Byar's limits of the two counts."""
        return self._missed(_upper(self.found_beside), _upper(self.found_within))

    def _missed(self, beside: float, within: float) -> float:
        if self.left_out == self.sampled:
            return 0.0
        scale = self.left_out / self.sampled
        pairs = self.left_out * (self.left_out - 1) / max(1, self.sampled * (self.sampled - 1))
        return beside * (scale - 1) + within * (pairs - 1)


def _upper(count: int) -> float:
    """The upper 97.5 % limit of a Poisson count, by Byar's approximation (Breslow and Day 1987, page 69)."""
    more = count + 1
    return float(more * (1 - 1 / (9 * more) + 1.96 / (3 * sqrt(more))) ** 3)


@dataclass(frozen=True)
class NearTexts:
    """The pairs of texts at or above their threshold, as the neighbours of each text, sorted."""

    node: tuple[int | None, ...]
    """For each row the number of its text; null where it has none."""
    starts: "NDArray[np.int64]"
    """Where the neighbours of each text begin, and where the last ones end."""
    others: "NDArray[np.int64]"
    cosines: "NDArray[np.float32]"

    def beside(self, node: int) -> Iterator[tuple[int, float]]:
        """The texts near a text, and their cosines."""
        part = slice(self.starts[node], self.starts[node + 1])
        return zip(self.others[part].tolist(), self.cosines[part].tolist(), strict=True)

    def pairs(self) -> Iterator[tuple[int, int, float]]:
        """Each pair once, i < j, sorted."""
        for node in range(len(self.starts) - 1):
            yield from ((node, other, cosine) for other, cosine in self.beside(node) if node < other)


@dataclass(frozen=True)
class Found:
    """All pairs of texts from the lowest cosine that was searched for."""

    texts: Texts
    i: "NDArray[np.int64]"
    j: "NDArray[np.int64]"
    cosine: "NDArray[np.float32]"
    lowest: float
    embedded: int
    """Texts that the model had to know."""
    loss: PrefilterLoss | None

    def near(self, thresholds: Thresholds) -> NearTexts:
        """Those that reach the thresholds, of which none may be below what was searched for."""
        import numpy as np

        if thresholds.lowest < self.lowest:
            raise ValueError(f"pairs were searched from {self.lowest} on, {thresholds.lowest} is asked for")
        n = len(self.texts.first)
        long = np.array([is_long(text) for text in self.texts.first], dtype=bool)
        wanted = thresholds.wanted(long[self.i], long[self.j])
        counts = self.cosine >= wanted - ROUNDING
        i, j, cosine = self.i[counts], self.j[counts], np.minimum(self.cosine[counts], np.float32(1))
        ends, others = np.concatenate([i, j]), np.concatenate([j, i])
        order = np.lexsort((others, ends))
        starts = np.zeros(n + 1, dtype=np.int64)
        np.cumsum(np.bincount(ends, minlength=n), out=starts[1:])
        return NearTexts(self.texts.node, starts, others[order], np.concatenate([cosine, cosine])[order])


def distinct(texts: Sequence[str], units: Sequence[Sequence[int]]) -> Texts:
    """The distinct texts of rows, of which each stands in one of `units`."""
    numbers: dict[str, int] = {}
    node: list[int | None] = [None] * len(texts)
    first: list[str] = []
    owner: list[int] = []
    for row, text in enumerate(texts):
        form = normal_form(text)
        if form:
            node[row] = numbers.setdefault(form, len(numbers))
            if len(numbers) > len(first):
                first.append(text)
    owners: list[set[int]] = [set() for _ in first]
    for unit, rows in enumerate(units):
        for row in rows:
            if (one := node[row]) is not None:
                owners[one].add(unit)
    owner = [min(one) if len(one) == 1 else -1 for one in owners]
    return Texts(tuple(node), tuple(first), tuple(owner))


def search(texts: Texts, encode: "Encode | None", lowest: float, prefilter: Prefilter | None = None) -> Found:
    """All pairs of texts at or above the cosine `lowest`, but for those of one unit; none without an encoder.

    `encode` and that of the prefilter give unit rows.
    """
    import numpy as np

    n = len(texts.first)
    empty = np.zeros(0, dtype=np.int64)
    if encode is None or not n:
        return Found(texts, empty, empty, np.zeros(0, dtype=np.float32), lowest, 0, None)
    chosen, sampled = np.arange(n), empty
    if prefilter is not None:
        candidates = _candidates(texts, prefilter)
        out = np.flatnonzero(~candidates)
        sampled = np.array(sorted(Random(prefilter.seed).sample(out.tolist(), min(len(out), prefilter.sample))), int)
        chosen = np.sort(np.concatenate([np.flatnonzero(candidates), sampled]))
    i, j, cosine = _pairs(texts, encode([texts.first[one] for one in chosen.tolist()]), chosen, lowest)
    loss = None
    if prefilter is not None:
        drawn = np.isin(i, sampled).astype(int) + np.isin(j, sampled)
        beside, within = int((drawn == 1).sum()), int((drawn == 2).sum())
        loss = PrefilterLoss(n, len(out), len(sampled), len(i), beside, within)
    return Found(texts, i, j, cosine, lowest, len(chosen), loss)


def _pairs(
    texts: Texts, vectors: "NDArray[np.float32]", chosen: "NDArray[np.int64]", lowest: float
) -> "tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]":
    """The pairs among the chosen texts that are not of one unit."""
    import numpy as np

    from nescio.validation.similar import similar_pairs

    found = similar_pairs(vectors, lowest)
    i, j, owner = chosen[found.i], chosen[found.j], np.array(texts.owner)
    apart = (owner[i] != owner[j]) | (owner[i] < 0)
    return i[apart], j[apart], found.cosine[apart]


def _candidates(texts: Texts, prefilter: Prefilter) -> "NDArray[np.bool_]":
    """Which texts have a candidate that is not of their own unit. Memory is that of the vectors and one block."""
    import numpy as np

    from nescio.validation.similar import pair_batches

    owner = np.array(texts.owner)
    seen = np.zeros(len(owner), dtype=bool)
    for batch in pair_batches(prefilter.encode(texts.first), prefilter.threshold):
        apart = (owner[batch.i] != owner[batch.j]) | (owner[batch.i] < 0)
        seen[batch.i[apart]] = True
        seen[batch.j[apart]] = True
    return seen
