"""Curation inside a run: duplicates, caps, decontamination, exact counts, and the audit of what is left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nescio.pipelines.caps import cap_composed, cap_templates, cap_uncrossed, exactly, lacking
from nescio.pipelines.ledger import Entry, Ledger
from nescio.pipelines.observers import Observers
from nescio.pipelines.progress import Progress
from nescio.pipelines.splits import assign
from nescio.pipelines.summary import Met
from nescio.schemas.example import Candidate
from nescio.schemas.recipe import DedupSpec, Recipe, SurfaceSpec
from nescio.schemas.taxonomy import Figure, Role
from nescio.validation.decontamination import contaminated, read_texts
from nescio.validation.dedup import Unit, duplicates
from nescio.validation.leakage import ProbeRow, SurfaceReport, gate, surface_report


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


References = Mapping[str, Sequence[str]]
"""The texts of each file that rows must not come near."""


def read_references(names: Sequence[str]) -> References:
    """The texts of the files to stay away from; raises UsageError for a file that cannot be read."""
    return {name: read_texts(Path(name)) for name in names}


def curate(
    recipe: Recipe, entries: list[Entry], references: References, ledger: Ledger, observers: Observers, said: Progress
) -> Curated:
    """Drop what repeats, exceeds a cap or comes near a named file; then split and audit the rest."""
    spec = recipe.curate
    entries = _drop_repeated_prompts(entries, ledger)
    met = {name: Met(texts=len(texts), met=0) for name, texts in references.items()}
    if references and entries:
        entries = _decontaminate(entries, references, met, spec.dedup, ledger, observers)
    if spec.dedup and entries:
        entries = _deduplicate(entries, spec.dedup.threshold, ledger, observers)
    if spec.max_per_template:
        entries = cap_templates(entries, spec.max_per_template, ledger)
    entries = cap_uncrossed(entries, spec.max_uncrossed, ledger)
    if spec.rows:
        entries = exactly(entries, spec.rows, ledger)
    splits = assign([entry.star for entry in entries], spec.split, recipe.seed)
    entries = cap_composed(entries, splits, spec.max_composed, ledger)
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
    return Curated(entries, splits, surface, with_clean, missed, shortfall, met)


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


def _decontaminate(
    entries: Sequence[Entry],
    references: References,
    met: dict[str, Met],
    dedup: DedupSpec | bool,
    ledger: Ledger,
    observers: Observers,
) -> list[Entry]:
    rows = [(entry, row) for entry in entries for row in entry.star.rows]
    encode = observers.encoder().encode if isinstance(dedup, DedupSpec) else None
    threshold = dedup.threshold if isinstance(dedup, DedupSpec) else 1.0
    found = contaminated([row.prompt for _, row in rows], references, encode, threshold)
    met |= {name: Met(texts=len(references[name]), met=count) for name, count in found.met.items()}
    causes: dict[str, dict[str, tuple[str, str]]] = {}
    for number, hit in found.hits.items():
        entry, row = rows[number]
        detail = f"{hit.rule} with {hit.reference[:200]!r} of {hit.file}"
        causes.setdefault(entry.star.id, {})[row.id] = ("contaminated", detail)
    return _split_off(entries, causes, ledger)


def _deduplicate(entries: Sequence[Entry], threshold: float, ledger: Ledger, observers: Observers) -> list[Entry]:
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
    for one in duplicates(units, observers.encoder().encode, threshold):
        detail = f"cosine {one.cosine:.4f} with {one.kept_text[:200]!r} of star {one.kept}"
        causes[one.unit] = {rows[one.text]: ("duplicate", detail)}
    return _split_off(entries, causes, ledger)


def _split_off(entries: Sequence[Entry], causes: dict[str, dict[str, tuple[str, str]]], ledger: Ledger) -> list[Entry]:
    for entry in entries:
        if entry.star.id in causes:
            ledger.reject(entry, causes[entry.star.id])
    return [entry for entry in entries if entry.star.id not in causes]
