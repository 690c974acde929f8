"""Exactly so many stars of each perturbation, in the shares of the splits: more are surplus, and a lack is told."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nescio.pipelines.decontaminating import Encode
from nescio.pipelines.ledger import Entry, Ledger
from nescio.pipelines.splits import Quotas, quotas_of
from nescio.schemas.curate_spec import CurateSpec
from nescio.schemas.taxonomy import Figure

POOL = 3
"""Of how many times the number wanted a diverse choice is made: fixed, so that more seeds do not change it."""
Choice = Callable[[list[Entry], int], set[str]]
"""Which of some stars to take, by id: as many as said, or all."""


@dataclass(frozen=True)
class Exact:
    """The stars taken, and how many were wanted of each perturbation and were there to choose from."""

    entries: list[Entry]
    wanted: Mapping[str, int]
    pool: Mapping[str, int]
    quotas: Quotas
    """What is wanted of each perturbation in each split."""
    splits: Mapping[str, str]

    def lacking(self, standing: Mapping[tuple[str, str], int]) -> dict[str, int]:
        """How many stars of each perturbation are lacking, with those that stand already; never padded."""
        counts = Counter((entry.star.perturbation, self.splits[entry.star.id]) for entry in self.entries)
        # A split with more than its quota, published earlier, makes up for none with less.
        found = {
            name: sum(
                max(0, most - counts[name, split] - standing.get((name, split), 0))
                for split, most in self.quotas[name].items()
            )
            for name in self.wanted
        }
        return {name: number for name, number in found.items() if number}


def exactly(
    spec: CurateSpec,
    names: Sequence[str],
    entries: Sequence[Entry],
    splits: Mapping[str, str],
    standing: Mapping[tuple[str, str], int],
    ledger: Ledger,
    choose: Choice,
    free: int = 0,
) -> Exact:
    """The stars of each perturbation and split that are wanted, beside those that are published (`standing`).

    Of perturbations whose label lies in the words no more are wanted than their cap allows beside the others, new ones
    and the `free` rows of such that are published.
    """
    number = spec.rows or 0
    crossed = [entry for entry in entries if entry.star.rows[0].figure is not Figure.PLAIN]
    plain = [entry for entry in entries if entry.star.rows[0].figure is Figure.PLAIN]
    uncrossed = {entry.star.perturbation for entry in plain}
    quotas = quotas_of(number, [name for name in names if name not in uncrossed], spec.split)
    kept = _within(crossed, quotas, splits, standing, ledger, choose)
    wanted, every = dict.fromkeys(quotas, number), dict(quotas)
    if plain:
        free += sum(len(entry.star.rows) for entry in kept)
        room = int(spec.max_uncrossed * free / (1 - spec.max_uncrossed)) if spec.max_uncrossed < 1 else len(plain) * 99
        most = min(number, room // max(len(entry.star.rows) for entry in plain))
        own = quotas_of(most, sorted(uncrossed), spec.split)
        kept += _within(plain, own, splits, standing, ledger, choose)
        wanted |= dict.fromkeys(own, most)
        every |= own
    stay = {entry.star.id for entry in kept}
    pool = Counter(entry.star.perturbation for entry in entries)
    return Exact([entry for entry in entries if entry.star.id in stay], wanted, pool, every, splits)


def _within(
    entries: Sequence[Entry],
    quotas: Quotas,
    splits: Mapping[str, str],
    standing: Mapping[tuple[str, str], int],
    ledger: Ledger,
    choose: Choice,
) -> list[Entry]:
    places: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        places[entry.star.perturbation, splits[entry.star.id]].append(entry)
    taken: set[str] = set()
    for (name, split), found in places.items():
        taken |= choose(found, max(0, quotas[name][split] - standing.get((name, split), 0)))
    for entry in entries:
        if entry.star.id not in taken:
            name, split = entry.star.perturbation, splits[entry.star.id]
            asked = f"{sum(quotas[name].values())} stars of {name} were asked for, {quotas[name][split]} in {split}"
            ledger.reject_all(entry, "surplus", asked)
    return [entry for entry in entries if entry.star.id in taken]


def first_ones(entries: list[Entry], count: int) -> set[str]:
    """The first in order."""
    return {entry.star.id for entry in entries[:count]}


def diverse_ones(encode: Encode) -> Choice:
    """Those that cover the first POOL times as many best; a star's place is the mean of its rows'."""

    def choose(entries: list[Entry], count: int) -> set[str]:
        import numpy as np

        from nescio.validation.diversity import facility_location

        pool = entries[: POOL * count]
        if len(pool) <= count:
            return first_ones(pool, count)
        rows = encode([row.prompt for entry in pool for row in entry.star.rows]).astype(np.float64)
        ends = np.cumsum([len(entry.star.rows) for entry in pool])[:-1]
        places = np.stack([part.mean(axis=0) for part in np.split(rows, ends)])
        return {pool[number].star.id for number in facility_location(places, count)}

    return choose
