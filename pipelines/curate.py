"""Curation inside a run: duplicates, caps, decontamination, exact counts, and the audit of what is left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nescio.pipelines.caps import (
    cap_composed,
    cap_held_out,
    cap_templates,
    cap_uncrossed,
    exactly,
    lacking,
)
from nescio.pipelines.decontaminating import Encode, decontaminate
from nescio.pipelines.ledger import Entry, Ledger
from nescio.pipelines.near_splits import check_apart, largest_share, near_stars
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress
from nescio.pipelines.references import References
from nescio.pipelines.splits import assign, groups_of
from nescio.pipelines.summary import Contact, Met, Nearness
from nescio.schemas.curate_spec import SurfaceSpec
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Candidate
from nescio.schemas.recipe import Recipe
from nescio.schemas.taxonomy import Figure, Role
from nescio.validation.dedup import Unit, duplicates
from nescio.validation.leakage import ProbeRow, SurfaceReport, gate, surface_report
from nescio.validation.profiles import profile_of


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
    """Public sets that were not at hand."""
    nearness: Nearness | None = None


def near_threshold(recipe: Recipe, observers: Observers) -> float:
    """The cosine from which on rows are too near to a reference or to another split.

    Raises UsageError where the recipe has none and nobody measured the encoder.
    """
    spec = recipe.curate
    if spec.near is not None or not spec.dedup:
        return spec.near or 1.0
    weights = next(one.weights for one in observers.records if one.role == "dedup")
    profile = profile_of(weights)
    if profile is None or profile.leak is None:
        raise UsageError(
            f"nobody measured from which cosine on texts are too near with {spec.dedup.encoder}; give one as "
            "curate.near (docs/curation.md), for example --set curate.near=0.85"
        )
    return profile.leak


def curate(
    recipe: Recipe, entries: list[Entry], references: References, ledger: Ledger, observers: Observers, said: Progress
) -> Curated:
    """Drop what repeats, exceeds a cap or comes near a named text; then split and audit the rest."""
    spec = recipe.curate
    encode = observers.encoder().encode if spec.dedup else None
    near = near_threshold(recipe, observers)
    entries = _drop_repeated_prompts(entries, ledger)
    apart = decontaminate(entries, references, encode, near, ledger)
    entries = apart.entries
    if spec.dedup and encode is not None and entries:
        entries = _deduplicate(entries, spec.dedup.threshold, encode, ledger)
    if spec.max_per_template:
        entries = cap_templates(entries, spec.max_per_template, ledger)
    entries = cap_uncrossed(entries, spec.max_uncrossed, ledger)
    if spec.rows:
        entries = exactly(entries, spec.rows, ledger)
    entries, splits, nearness = _split(recipe, entries, encode, near, ledger)
    entries = cap_composed(entries, splits, spec.max_composed, ledger)
    if nearness.largest > LARGE:
        said.note(
            f"{nearness.largest:.0%} of the rows hang together, by template, seed or nearness, and so stand in one "
            f"split; {LARGE:.0%} is a lot"
        )
    shortfall = lacking(entries, spec.rows, [one.name for one in recipe.perturb]) if spec.rows else {}
    for entry in entries:
        ledger.accept(entry)
    surface, with_clean, missed = {}, {}, []
    if spec.surface and entries:
        rows = [row for entry in entries for row in entry.star.rows]
        with said.stage("audit"):
            surface = audit_groups([row for row in rows if not _natural(row)])
            with_clean = {"all": surface_report([probe_row(row) for row in rows])}
        plain = {row.perturbation for row in rows if row.figure is Figure.PLAIN}
        crossed = {name: one for name, one in surface.items() if name not in plain}
        missed = _missed(crossed if len(crossed) > 1 else {}, spec.surface)
    return Curated(
        entries,
        splits,
        surface,
        with_clean,
        missed,
        shortfall,
        apart.met,
        apart.contacts,
        references.absent,
        nearness,
    )


LARGE = 0.05
"""From such a share of the rows on, a group that stands in one split is told of."""


def _split(
    recipe: Recipe, entries: list[Entry], encode: Encode | None, near: float, ledger: Ledger
) -> tuple[list[Entry], dict[str, str], Nearness]:
    """The split of each star, stars that may stand in none dropped, and the promise that nothing leaks checked."""
    spec = recipe.curate.split
    stars = [entry.star for entry in entries]
    links = near_stars(stars, encode, near) if encode is not None else []
    known = groups_of(stars)
    groups = groups_of(stars, links)
    splits = assign(stars, spec, recipe.seed, groups)
    nearness = Nearness(
        threshold=None if encode is None else near,
        groups=len(set(groups)),
        largest=largest_share(groups, stars),
        linked=sum(known[one] != known[other] for one, other in links),
    )
    entries = cap_held_out(entries, splits, spec.held_out, ledger)
    check_apart(_rows_by_split(entries, splits), encode, near)
    return entries, splits, nearness


def _rows_by_split(entries: Sequence[Entry], splits: Mapping[str, str]) -> dict[str, list[Candidate]]:
    rows: dict[str, list[Candidate]] = {}
    for entry in entries:
        rows.setdefault(splits[entry.star.id], []).extend(entry.star.rows)
    return rows


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
    """The probes' report on all rows and on each perturbation."""
    names = sorted({row.perturbation for row in rows})
    reports = {"all": surface_report([probe_row(row) for row in rows])}
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


def _drop_repeated_prompts(entries: Sequence[Entry], ledger: Ledger) -> list[Entry]:
    """A prompt stands once in a dataset: of two stars that share one the earlier stays."""
    owners: dict[str, str] = {}
    kept = []
    for entry in entries:
        shared = {row.id: owners[row.prompt] for row in entry.star.rows if row.prompt in owners}
        inside = Counter(row.prompt for row in entry.star.rows)
        twice = {row.id: entry.star.id for row in entry.star.rows if inside[row.prompt] > 1}
        if shared or twice:
            causes = {**twice, **shared}
            ledger.reject(
                entry, {name: ("repeated prompt", f"stands in star {star} too") for name, star in causes.items()}
            )
        else:
            owners |= {row.prompt: entry.star.id for row in entry.star.rows}
            kept.append(entry)
    return kept


def _deduplicate(entries: Sequence[Entry], threshold: float, encode: Encode, ledger: Ledger) -> list[Entry]:
    units = [
        Unit(
            id=entry.star.id,
            texts=tuple(row.prompt for row in entry.star.rows),
            labels=tuple(row.should_abstain for row in entry.star.rows),
            template=entry.star.seed.template_id,
        )
        for entry in entries
    ]
    causes: dict[str, dict[str, tuple[str, str]]] = {}
    rows = {row.prompt: row.id for entry in entries for row in entry.star.rows}
    for one in duplicates(units, encode, threshold):
        detail = f"cosine {one.cosine:.4f} with {one.kept_text[:200]!r} of star {one.kept}"
        causes[one.unit] = {rows[one.text]: ("duplicate", detail)}
    return _split_off(entries, causes, ledger)


def _split_off(entries: Sequence[Entry], causes: dict[str, dict[str, tuple[str, str]]], ledger: Ledger) -> list[Entry]:
    for entry in entries:
        if entry.star.id in causes:
            ledger.reject(entry, causes[entry.star.id])
    return [entry for entry in entries if entry.star.id not in causes]
