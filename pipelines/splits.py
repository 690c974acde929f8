"""Splits that leak nothing: a template, a context and a star are never divided."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from nescio.schemas.example import Star
from nescio.schemas.hashing import content_hash
from nescio.schemas.recipe import SplitSpec


def assign(stars: Sequence[Star], shares: SplitSpec, seed: int) -> dict[str, str]:
    """The split of each star, by star id.

    Groups (all stars of a template, or of one context where there is no template, and of the texts that were joined
    with it) are taken in the order of their size
    and then of a hash, and each goes where most rows are still wanted in proportion to the share. A split with a
    share of 0 gets none.
    """
    groups: dict[str, list[Star]] = defaultdict(list)
    for star, name in zip(stars, _groups(stars), strict=True):
        groups[name].append(star)
    wanted = {name: share for name, share in shares.model_dump().items() if share > 0}
    filled = dict.fromkeys(wanted, 0)
    total = sum(len(star.rows) for star in stars)
    order = sorted(groups, key=lambda name: (-len(groups[name]), content_hash("split", str(seed), name)))
    chosen: dict[str, str] = {}
    for name in order:
        split = max(wanted, key=lambda split: _lack(split, wanted, filled, total))
        filled[split] += sum(len(star.rows) for star in groups[name])
        chosen |= {star.id: split for star in groups[name]}
    return chosen


def _lack(split: str, wanted: Mapping[str, float], filled: Mapping[str, int], total: int) -> float:
    """How far a split is from its share, as a part of that share."""
    return 1 - filled[split] / (wanted[split] * total)


def _groups(stars: Sequence[Star]) -> list[str]:
    """The group of each star: stars are in one that share a template, a context, or a seed whose text was joined."""
    leaders: dict[str, str] = {}

    def leader(name: str) -> str:
        while leaders.setdefault(name, name) != name:
            name = leaders[name]
        return name

    named = []
    for star in stars:
        own = star.seed.template_id or content_hash("context", star.seed.context)
        named.append(own)
        for seed in (star.seed.id, *star.seed.context_seed_ids):
            low, high = sorted((leader(own), leader(f"~{seed}")))  # the tilde sorts last: a group has its star's name
            leaders[high] = low
    return [leader(name) for name in named]
