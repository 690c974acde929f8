"""Which rows an export keeps to reach a share of abstaining ones: whole stars as far as that goes."""

from collections.abc import Sequence

from nescio.pipelines.read_rows import by_star
from nescio.pipelines.stream_rows import Line
from nescio.schemas.errors import UsageError
from nescio.schemas.taxonomy import Role

_SPARED_LAST = (Role.CLEAN, Role.DECOY, Role.TWIN, Role.PERTURBED)
"""The order in which answerable rows are left out: what the crosses need goes last."""


def check_share(share: float | None) -> None:
    """Raises UsageError for a share that is none."""
    if share is not None and not 0 <= share <= 1:
        raise UsageError(f"--abstain-share is {share:g}; a share between 0 and 1 is wanted")


def chosen(lines: Sequence[Line], share: float | None) -> list[Line]:
    """As many rows as can be kept with that share of abstaining ones, or all; in the order in which they stand.

    Answerable rows are left out, clean ones first, then decoys, then twins; or else the abstaining rows of whole stars.
    Which ones, their hashes decide.
    """
    if share is None:
        return list(lines)
    abstaining = [line for line in lines if line.should_abstain]
    answerable = [line for line in lines if not line.should_abstain]
    wanted = len(lines) if share == 0 else int(len(abstaining) * (1 - share) / share + 1e-9)
    if wanted <= len(answerable):
        out = _first(answerable, len(answerable) - wanted)
    else:
        most = int(len(answerable) * share / (1 - share) + 1e-9) if share < 1 else len(abstaining)
        out = _whole_stars(abstaining, len(abstaining) - most)
    return [line for line in lines if line.id not in out]


def _first(lines: Sequence[Line], number: int) -> set[str]:
    """So many answerable rows, role by role, star by star."""
    order = [line for star in by_star(lines).values() for line in star]
    return {line.id for line in sorted(order, key=lambda line: _SPARED_LAST.index(line.role))[:number]}


def _whole_stars(lines: Sequence[Line], number: int) -> set[str]:
    """The abstaining rows of so many stars that at least `number` rows go."""
    out: set[str] = set()
    for star in by_star(lines).values():
        if len(out) < number:
            out |= {line.id for line in star}
    return out
