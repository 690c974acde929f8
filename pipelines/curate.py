"""Curation inside a run: from which cosine on texts are near, and the audit of what was selected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nescio.pipelines.extending import NOTHING, Earlier
from nescio.pipelines.ledger import Entry, Ledger
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress
from nescio.pipelines.references import References
from nescio.pipelines.selecting import Against, Selected
from nescio.pipelines.summary import Contact, Met, Nearness
from nescio.schemas.curate_spec import SurfaceSpec
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Candidate
from nescio.schemas.recipe import Recipe
from nescio.schemas.taxonomy import Figure, Role
from nescio.validation.leakage import ProbeRow, SurfaceReport, gate, surface_report
from nescio.validation.profiles import Thresholds, dedup_thresholds, profile_of


@dataclass(frozen=True)
class Curated:
    """What is published: the stars, the split of each by id, and what the audit says."""

    entries: list[Entry]
    splits: dict[str, str]
    surface: dict[str, SurfaceReport]
    """By perturbation, and `all`; over perturbed, twin and decoy rows."""
    surface_with_clean: dict[str, SurfaceReport]
    """Of all rows only: the clean ones keep the base rate natural, and no gate is on them."""
    gates_missed: list[str]
    shortfall: dict[str, int]
    """By perturbation, how many stars are lacking to the recipe's exact number."""
    references: dict[str, Met]
    """By file, how many texts to stay away from there were, and to how many of them a candidate came near."""
    contacts: tuple[Contact, ...] = ()
    absent: tuple[str, ...] = ()
    """Public sets that were not at hand, or could not be read."""
    nearness: Nearness | None = None
    earlier: Earlier = NOTHING
    """What is extended: published again, as it is, before the new rows of each split."""


def held_against(recipe: Recipe, references: References, earlier: Earlier, observers: Observers) -> Against:
    """What stars are held against, and from which cosines on; the encoder is asked for once a run has begun.

    Raises UsageError where the recipe has no thresholds and nobody measured the encoder.
    """
    return Against(references, earlier, None, _near_threshold(recipe, observers), _same_thresholds(recipe, observers))


def _near_threshold(recipe: Recipe, observers: Observers) -> float:
    """The cosine from which on rows are too near to a reference or to another split."""
    spec = recipe.curate
    if spec.near is not None or not spec.dedup:
        return spec.near or 1.0
    profile = profile_of(_weights(observers))
    if profile is None or profile.leak is None:
        raise UsageError(
            f"nobody measured from which cosine on texts are too near with {spec.dedup.encoder}; give one as "
            "curate.near (docs/curation.md), for example --set curate.near=0.85"
        )
    return profile.leak


def _same_thresholds(recipe: Recipe, observers: Observers) -> Thresholds | None:
    """From which cosines on rows of one label are duplicates: the recipe's, else those of the encoder's profile.

    None where none are looked for.
    """
    spec = recipe.curate.dedup
    if not spec:
        return None
    return dedup_thresholds(spec.encoder, _weights(observers), spec.threshold, "curate.dedup.threshold")


def _weights(observers: Observers) -> str:
    return next(one.weights for one in observers.records if one.role == "dedup")


def publish(recipe: Recipe, selected: Selected, against: Against, ledger: Ledger, said: Progress) -> Curated:
    """Accept what was selected, and audit it with what stands already."""
    spec, entries, nearness = recipe.curate, selected.entries, selected.nearness
    if nearness.largest > LARGE and len(entries) >= MANY:
        said.note(
            f"{nearness.largest:.0%} of the rows hang together, by template, seed or nearness, and so stand in one "
            f"split; above {LARGE:.0%} the shares of the splits are rough"
        )
    for entry in entries:
        ledger.accept(entry)
    surface, with_clean, missed = {}, {}, []
    rows: list[Candidate] = [*against.earlier.flat, *(row for entry in entries for row in entry.star.rows)]
    if spec.surface and rows:
        with said.stage("audit"):
            surface = audit_groups([row for row in rows if not _natural(row)])
            with_clean = {"all": surface_report([probe_row(row) for row in rows])}
        plain = {row.perturbation for row in rows if row.figure is Figure.PLAIN}
        crossed = {name: one for name, one in surface.items() if name not in plain}
        missed = _missed(crossed if len(crossed) > 1 else {}, spec.surface)
    return Curated(
        entries=entries,
        splits=selected.splits,
        surface=surface,
        surface_with_clean=with_clean,
        gates_missed=missed,
        shortfall=selected.shortfall,
        references=selected.met,
        contacts=selected.contacts,
        absent=against.references.missing,
        nearness=nearness,
        earlier=against.earlier,
    )


LARGE = 0.05
"""From such a share of the rows on, a group that stands in one split is told of."""
MANY = 100
"""Of fewer stars than these every group is a large share."""


def _natural(row: Candidate) -> bool:
    """Whether a row only keeps the base rate natural: clean rows, and pairs of which both are answered.

    Gates do not cover them; the figures with them stand beside.
    """
    return row.role is Role.CLEAN or row.figure is Figure.PAIR


def _missed(surface: Mapping[str, SurfaceReport], spec: SurfaceSpec) -> list[str]:
    """The gates missed; of one perturbation alone the figures of all rows are the same and told once.

    There is none on perturbations whose label is meant to lie in the words: their share is capped instead.
    """
    return [
        f"{name}: {sentence}"
        for name, report in surface.items()
        if name == "all" or len(surface) > 2
        for sentence in gate(report, spec.max_auc, spec.max_length_auc, spec.max_interaction_auc)
    ]


def audit_groups(rows: Sequence[Candidate]) -> dict[str, SurfaceReport]:
    """The probes' report on all rows whose label does not lie in the words by design, and on each perturbation."""
    names = sorted({row.perturbation for row in rows})
    crossed = [row for row in rows if row.figure is not Figure.PLAIN] or rows
    reports = {"all": surface_report([probe_row(row) for row in crossed])}
    if len(names) == 1:
        return reports | {names[0]: reports["all"]}
    return reports | {
        name: surface_report([probe_row(row) for row in rows if row.perturbation == name]) for name in names
    }


def probe_row(row: Candidate) -> ProbeRow:
    """What the probes see of a row."""
    return ProbeRow(
        text=row.prompt,
        label=row.should_abstain,
        group=row.cross_id or row.id,
        context=row.context,
        question=row.question,
        pair=row.pair_id,
    )
