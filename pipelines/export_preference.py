"""Preferences: the reference reply to a row against a failure on it, in pairs (DPO) or apart (KTO)."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from nescio.pipelines.export_chat import Abstention, Turn, asked, said, target
from nescio.pipelines.export_rejected import Author
from nescio.pipelines.read_rows import DataRow
from nescio.schemas.base import Frozen
from nescio.schemas.errors import BrokenPromise

MODEL, AUTHORED = "model", "authored"


class PairRow(Frozen):
    """A pair as TRL's DPOTrainer takes it; the columns after `rejected` say where it comes from."""

    prompt: tuple[Turn, ...]
    chosen: tuple[Turn, ...]
    rejected: tuple[Turn, ...]
    id: str
    star: str
    should_abstain: bool
    rejected_source: str
    """model: the user's own model said it; authored: it was written for the purpose."""


class LabelledRow(Frozen):
    """A reply as TRL's KTOTrainer takes it: `label` is true where it is to be learnt."""

    prompt: tuple[Turn, ...]
    completion: tuple[Turn, ...]
    label: bool
    id: str
    star: str
    should_abstain: bool
    source: str
    """reference, model or authored."""


@dataclass
class Preferences:
    """Makes pairs of rows, and measures them as they go by."""

    failures: Mapping[str, str]
    author: Author | None
    form: Abstention
    system: str | None
    sources: Counter[str] = field(default_factory=Counter)
    """Pairs by where the rejected reply comes from."""
    openings: Counter[str] = field(default_factory=Counter)
    """Rejected replies by their first three words."""
    chosen: "array[int]" = field(default_factory=lambda: array("l"))
    """Lengths in characters."""
    rejected: "array[int]" = field(default_factory=lambda: array("l"))

    def pairs(self, stars: Iterable[list[DataRow]], kept: Collection[str]) -> Iterator[PairRow]:
        """The kept rows that have a rejected reply, star after star."""
        for star in stars:
            yield from self._of(star, kept)

    def labelled(self, stars: Iterable[list[DataRow]], kept: Collection[str]) -> Iterator[LabelledRow]:
        """Both replies of each pair, apart: of every star first what is to be learnt, then what is not.

        KTO compares a reply with its neighbour's prompt, which therefore has to be another one.
        """
        for star in stars:
            found = list(self._of(star, kept))
            yield from (_labelled(pair, True) for pair in found)
            yield from (_labelled(pair, False) for pair in found)

    def _of(self, star: list[DataRow], kept: Collection[str]) -> Iterator[PairRow]:
        for row in star:
            if row.id not in kept:
                continue
            source, text = self._rejected(row, star)
            if text is None:
                raise BrokenPromise(f"row {row.id} was chosen and has no reply to reject; please report this")
            wanted = target(row, self.form)
            self.sources[source] += 1
            self.openings[" ".join(text.split()[:3])] += 1
            self.chosen.append(len(wanted))
            self.rejected.append(len(text))
            yield PairRow(
                prompt=asked(row, self.system),
                chosen=said(wanted),
                rejected=said(text),
                id=row.id,
                star=row.star,
                should_abstain=row.should_abstain,
                rejected_source=source,
            )

    def _rejected(self, row: DataRow, star: list[DataRow]) -> tuple[str, str | None]:
        if row.id in self.failures:
            return MODEL, self.failures[row.id]
        return AUTHORED, self.author.reply(row, star) if self.author else None

    @property
    def commonest(self) -> float:
        """Share of the rejected replies that begin with the commonest three words."""
        return max(self.openings.values(), default=0) / max(1, len(self.rejected))

    @property
    def length_auc(self) -> float | None:
        """How well length alone tells chosen from rejected replies, .5 to 1; null where there are none."""
        if not self.chosen:
            return None
        below, upto = _places(self.chosen, self.rejected)
        auc = (below + upto) / 2 / (len(self.chosen) * len(self.rejected))
        return max(auc, 1 - auc)

    @property
    def longer(self) -> float | None:
        """Share of the pairs whose rejected reply is the longer one, equal ones counted half."""
        if not self.chosen:
            return None
        both = list(zip(self.chosen, self.rejected, strict=True))
        return sum((two > one) + (two == one) / 2 for one, two in both) / len(both)


def _labelled(pair: PairRow, label: bool) -> LabelledRow:
    return LabelledRow(
        prompt=pair.prompt,
        completion=pair.chosen if label else pair.rejected,
        label=label,
        id=pair.id,
        star=pair.star,
        should_abstain=pair.should_abstain,
        source="reference" if label else pair.rejected_source,
    )


def _places(one: "array[int]", two: "array[int]") -> tuple[int, int]:
    """Over all of `one`, how many of `two` are smaller, and how many are no larger."""
    import numpy as np

    ordered = np.sort(np.array(two))
    values = np.array(one)
    below, upto = (np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
    return int(below.sum()), int(upto.sum())
