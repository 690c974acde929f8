"""Splits that leak nothing: a template, a seed, a star, and stars that are near one another, are never divided."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from nescio.schemas.curate_spec import SplitSpec
from nescio.schemas.example import Star
from nescio.schemas.hashing import content_hash

Quotas = Mapping[str, Mapping[str, int]]
"""By perturbation and split, how many stars are wanted."""
Stratum = tuple[str, str]
"""A perturbation and a domain: each is spread over the splits by their shares."""
TEST = "test"


@dataclass(frozen=True)
class Standing:
    """What of a published dataset the splits hold already."""

    rows: Mapping[str, int] = field(default_factory=dict)
    stars: Mapping[tuple[str, Stratum], int] = field(default_factory=dict)


def assign(
    stars: Sequence[Star],
    spec: SplitSpec,
    seed: int,
    groups: Sequence[str] | None = None,
    *,
    quotas: Quotas | None = None,
    fixed: Mapping[str, str] | None = None,
    standing: Standing = Standing(),
) -> dict[str, str]:
    """The split of each star, by star id.

    Groups (`groups_of`) go whole: first those with stars of held-out perturbations, then the larger ones, then by a
    hash. Each goes where most is still wanted, of its rows and of the stars of its perturbations (iterative
    stratification, Sechidis et al. 2011); with `quotas` those decide, and rows only between equals. `fixed` has the
    split of groups that are decided. A split with a share of 0 gets none.
    """
    members: dict[str, list[Star]] = defaultdict(list)
    for star, name in zip(stars, groups or groups_of(stars), strict=True):
        members[name].append(star)
    fill = _Fill(stars, spec, quotas, standing)
    chosen: dict[str, str] = {}
    decided = fixed or {}

    def turn(name: str) -> tuple[bool, int, int, str]:
        held = sum(star.perturbation in spec.held_out for star in members[name])
        return name not in decided, -held, -len(members[name]), content_hash("split", str(seed), name)

    for name in sorted(members, key=turn):
        split = decided.get(name) or fill.best(members[name])
        fill.add(split, members[name])
        chosen |= {star.id: split for star in members[name]}
    return chosen


class _Fill:
    """How full each split is, and what it lacks."""

    def __init__(self, stars: Sequence[Star], spec: SplitSpec, quotas: Quotas | None, standing: Standing):
        self._spec, self._quotas = spec, quotas
        self._splits = [name for name, share in spec.shares.items() if share > 0]
        self._rows = Counter(standing.rows)
        self._stars = Counter(standing.stars)
        self._total = sum(len(star.rows) for star in stars) + sum(standing.rows.values())
        strata = Counter(map(stratum_of, stars))
        for (_, stratum), count in standing.stars.items():
            # Others stand too, of perturbations that this recipe may not name: no star asks where they lack.
            if stratum in strata:
                strata[stratum] += count
        self._wanted = {
            (split, one): self._goal(split, one, count) for one, count in strata.items() for split in self._splits
        }

    def _goal(self, split: str, stratum: Stratum, count: int) -> float:
        if self._quotas is not None:
            return self._quotas[stratum[0]][split]
        if stratum[0] in self._spec.held_out:
            return float(count if split == TEST else 0)
        return self._spec.shares[split] * count

    def best(self, stars: Sequence[Star]) -> str:
        """The split that lacks these most; the earlier of equals."""
        if all(star.perturbation in self._spec.held_out for star in stars):
            return TEST
        return max(self._splits, key=lambda split: self._lack(split, stars))

    def _lack(self, split: str, stars: Sequence[Star]) -> tuple[float, float]:
        rows = 1 - self._rows[split] / (self._spec.shares[split] * self._total)
        strata = sum(self._lack_of(split, stratum_of(star)) for star in stars) / len(stars)
        return (strata, rows) if self._quotas is not None else (rows + strata, 0)

    def _lack_of(self, split: str, stratum: Stratum) -> float:
        """How far a split is from its goal, as a part of that; below -1 where it is to have none."""
        goal, there = self._wanted[split, stratum], self._stars[split, stratum]
        return 1 - there / goal if goal else -1.0 - there

    def add(self, split: str, stars: Sequence[Star]) -> None:
        """Some stars went to a split."""
        self._rows[split] += sum(len(star.rows) for star in stars)
        self._stars.update((split, stratum_of(star)) for star in stars)


def stratum_of(star: Star) -> Stratum:
    """The perturbation and the domain of a star."""
    return star.perturbation, star.rows[0].domain.value


def groups_of(stars: Sequence[Star], links: Iterable[tuple[int, int]] = ()) -> list[str]:
    """The group of each star: stars are in one that share a template, a context, or a seed whose text was joined.

    `links` are the positions of stars that belong together for another reason.
    """
    leaders: dict[str, str] = {}

    def leader(name: str) -> str:
        while leaders.setdefault(name, name) != name:
            leaders[name] = leaders[leaders[name]]
            name = leaders[name]
        return name

    def join(one: str, other: str) -> None:
        low, high = sorted((leader(one), leader(other)))  # the tilde sorts last: a group has its star's name
        leaders[high] = low

    named = [star.seed.template_id or content_hash("context", star.seed.context) for star in stars]
    for star, own in zip(stars, named, strict=True):
        for seed in (star.seed.id, *star.seed.context_seed_ids):
            join(own, f"~{seed}")
    for one, other in links:
        join(named[one], named[other])
    return [leader(name) for name in named]


def quotas_of(wanted: int, names: Sequence[str], spec: SplitSpec) -> dict[str, dict[str, int]]:
    """How many of `wanted` stars of each perturbation go to each split: by the shares, the largest remainders first."""
    made = {}
    for name in names:
        shares = {split: float(split == TEST) for split in spec.shares} if name in spec.held_out else spec.shares
        exact = {split: share * wanted for split, share in shares.items()}
        whole = {split: int(count + 1e-9) for split, count in exact.items()}
        order = sorted(exact, key=lambda split: whole[split] - exact[split])
        for split in order[: wanted - sum(whole.values())]:
            whole[split] += 1
        made[name] = whole
    return made


def told_empty(wanted: int, spec: SplitSpec) -> list[str]:
    """A sentence where so few stars are wanted that a split with a share gets none; else nothing."""
    got = quotas_of(wanted, [""], spec)[""]
    empty = [split for split, share in spec.shares.items() if share and not got[split]]
    if not empty:
        return []
    enough = max(ceil(1 / spec.shares[split] - 1e-9) for split in empty)
    listed = ", ".join(f"{number} {split}" for split, number in got.items())
    return [
        f"curate.rows is {wanted}, which leaves {' and '.join(empty)} without a star: {listed} of each perturbation. "
        f"With {enough} every split has one; or set curate.split"
    ]
