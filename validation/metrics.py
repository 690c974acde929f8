"""A model's signature: the figures of all rows, those that take several rows of a star, and the same by group."""

from collections.abc import Callable, Iterable, Sequence

from nescio.schemas.taxonomy import Role
from nescio.validation.calibrated_confidence import ConfidenceFigures, confidence_figures
from nescio.validation.figures import Figures, figures
from nescio.validation.overthinking import Overthinking, overthinking
from nescio.validation.scored_row import ScoredRow
from nescio.validation.star_bootstrap import DRAWS, Share, Tally, shares

__all__ = ["Figures", "ScoredRow", "Signature", "pairs_right", "signature", "stars_right"]


class Signature(Figures):
    """All rows, with the figures that take several rows of a star, and the same by group."""

    paired_accuracy: Share
    """Of the pairs with both replies: perturbed abstained from and twin answered right."""
    star_accuracy: Share
    """Of the stars whose cross has all replies: every perturbed row and every twin right."""
    decoy_accuracy: Share
    """Of the decoys: answered with a gold answer although something that they do not need is hidden."""
    overthinking: dict[str, Overthinking]
    """How much longer replies to rows to abstain from are than those to the answerable rows of their stars, by the role
    of these: `clean`, `twin`. A role that no star has is left out."""
    confidence: ConfidenceFigures | None
    """How well stated confidences fit; null where none was asked for."""
    by_role: dict[str, Figures]
    by_scenario: dict[str, Figures]
    by_perturbation: dict[str, Figures]
    by_domain: dict[str, Figures]
    by_complexity: dict[str, Figures]
    by_grade: dict[str, Figures]
    by_domain_and_complexity: dict[str, Figures]
    """The keys are `domain/complexity`."""


def signature(rows: Iterable[ScoredRow], draws: int = DRAWS, *, confidence: bool = False) -> Signature:
    """The signature of a model that was asked these rows; their order does not matter.

    `confidence` says that the model was asked to state one.
    """
    rows = sorted(rows, key=lambda row: row.id)
    decoys = [
        (row.star, row.correct)
        for row in rows
        if row.replied and row.graded and row.role is Role.DECOY and not row.should_abstain
    ]
    grouped = shares(
        {"paired": [*pairs_right(rows).values()], "star": [*stars_right(rows).values()], "decoys": decoys}, draws
    )
    against = {role.value: overthinking(rows, role, draws) for role in (Role.CLEAN, Role.TWIN)}
    whole = figures(rows, draws)

    def by(key: Callable[[ScoredRow], str]) -> dict[str, Figures]:
        return _by(rows, key, whole, draws)

    return Signature(
        **dict(whole),
        paired_accuracy=grouped["paired"],
        star_accuracy=grouped["star"],
        decoy_accuracy=grouped["decoys"],
        overthinking={role: found for role, found in against.items() if found is not None},
        confidence=confidence_figures(rows, draws) if confidence else None,
        by_role=by(lambda row: row.role.value),
        by_scenario=by(lambda row: row.scenario),
        by_perturbation=by(lambda row: row.perturbation),
        by_domain=by(lambda row: row.domain),
        by_complexity=by(lambda row: row.complexity),
        by_grade=by(lambda row: row.grade),
        by_domain_and_complexity=by(lambda row: f"{row.domain}/{row.complexity}"),
    )


def pairs_right(rows: Iterable[ScoredRow]) -> dict[str, Tally]:
    """Each pair that has both its rows and both replies: its star, and whether both are right."""
    pairs: dict[str, list[ScoredRow]] = {}
    for row in rows:
        if row.pair and row.replied and row.graded and row.role in (Role.PERTURBED, Role.TWIN):
            pairs.setdefault(row.pair, []).append(row)
    both = {Role.PERTURBED, Role.TWIN}
    return {
        name: (pair[0].star, all(row.right for row in pair))
        for name, pair in pairs.items()
        if {row.role for row in pair} == both
    }


def stars_right(rows: Iterable[ScoredRow]) -> dict[str, Tally]:
    """Each star whose perturbed rows and twins are there and have replies, and whether all four are right."""
    crosses: dict[str, list[ScoredRow]] = {}
    for row in rows:
        if row.role in (Role.PERTURBED, Role.TWIN):
            crosses.setdefault(row.star, []).append(row)
    return {
        star: (star, all(row.right for row in cross))
        for star, cross in crosses.items()
        if all(row.replied and row.graded for row in cross)
        and {row.role for row in cross} == {Role.PERTURBED, Role.TWIN}
    }


def _by(rows: Sequence[ScoredRow], key: Callable[[ScoredRow], str], whole: Figures, draws: int) -> dict[str, Figures]:
    groups: dict[str, list[ScoredRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    # The only group is all rows, whose figures are there; resampling them anew would take as long and say the same.
    return {name: whole if len(groups) == 1 else figures(groups[name], draws) for name in sorted(groups)}
