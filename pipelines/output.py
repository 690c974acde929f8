"""Writing what a run found: the published folder, the rejected and failed rows, and run.json last."""

from collections import Counter
from pathlib import Path

from nescio.pipelines.card import CardFacts, render_card
from nescio.pipelines.curate import Curated
from nescio.pipelines.folder import Folder, built_beside, file_hash, write_json, write_text
from nescio.pipelines.ledger import Entry, FailedRow, Ledger, RejectedRow
from nescio.pipelines.seeding import Seeding
from nescio.pipelines.summary import Funnel, ModelRecord, RunSummary
from nescio.pipelines.tables import write_parquet
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.example import Example, Proof
from nescio.schemas.recipe import Recipe

SPLITS = ("train", "validation", "test")
_METHODS = {"dataflow": "arithmetic dataflow over the seed's derivation, numbers re-read from the finished text"}


def examples(entry: Entry) -> list[Example]:
    """The rows of an accepted star with their proofs."""
    rows = []
    for row, verdicts in zip(entry.star.rows, entry.verdicts, strict=True):
        shown = next((one for one in verdicts if one.check in _METHODS), None)
        if shown is None or not all(one.passed for one in verdicts):
            raise BrokenPromise(f"row {row.id} was accepted without a proof; please report this")
        proof = Proof(
            grade=entry.star.seed.grade,
            method=_METHODS[shown.check],
            checker=shown.check,
            checker_version=shown.checker_version,
            evidence=shown.detail,
        )
        rows.append(Example(**dict(row), proof=proof, verdicts=tuple(verdicts)))
    return rows


def by_split(curated: Curated) -> dict[str, list[Example]]:
    """The published rows of each split that has any, star after star."""
    splits: dict[str, list[Example]] = {}
    for entry in sorted(curated.entries, key=lambda one: one.star.id):
        splits.setdefault(curated.splits[entry.star.id], []).extend(examples(entry))
    return {name: splits[name] for name in SPLITS if name in splits}


def write(
    folder: Folder,
    recipe: Recipe,
    limit: int | None,
    seeding: Seeding,
    ledger: Ledger,
    curated: Curated,
    models: tuple[ModelRecord, ...],
) -> RunSummary:
    """Write every file of a finished run, run.json last, and return what that says."""
    total, by_name = ledger.funnel()
    funnel = Funnel(**dict(total), by_perturbation=by_name)
    splits = by_split(curated)
    domain = curated.entries[0].star.seed.domain.value if curated.entries else recipe.name
    write_rows(folder.path / "rejected.parquet", sorted(ledger.rejected, key=lambda row: row.id), RejectedRow)
    write_rows(
        folder.path / "failed.parquet", sorted(ledger.failed, key=lambda row: (row.seed_id, row.id or "")), FailedRow
    )
    with built_beside(folder.dataset) as place:
        for name, rows in splits.items():
            write_parquet(rows, Example, place / "data" / domain / f"{name}-00000-of-00001.parquet")
        facts = CardFacts(
            recipe=recipe, limit=limit, domain=domain, funnel=funnel, seeds=seeding.counts(),
            splits=splits, curated=curated, models=models,
        )  # fmt: skip
        write_text(place / "README.md", render_card(facts, place))
    summary = RunSummary(
        name=recipe.name,
        domain=domain,
        dataset=str(folder.dataset),
        funnel=funnel,
        seeds=seeding.counts(),
        splits={name: len(rows) for name, rows in splits.items()},
        templates={name: len({row.template_id for row in rows} - {None}) for name, rows in splits.items()},
        surface=curated.surface,
        surface_with_clean=curated.surface_with_clean,
        gates_missed=tuple(curated.gates_missed),
        shortfall=curated.shortfall,
        tokens=0,
        cost=None,
        files=_hashes(folder),
    )
    write_json(folder.path / "run.json", summary)
    return summary


def write_rows(
    path: Path, rows: "list[RejectedRow] | list[FailedRow]", model: "type[RejectedRow] | type[FailedRow]"
) -> None:
    """A Parquet file, whole or not at all."""
    beside = path.with_name(path.name + ".part")
    write_parquet(rows, model, beside)
    beside.replace(path)


def _hashes(folder: Folder) -> dict[str, str]:
    files = [path for path in folder.dataset.rglob("*") if path.is_file()]
    files += [folder.path / "rejected.parquet", folder.path / "failed.parquet"]
    return {str(path.relative_to(folder.path)): file_hash(path) for path in sorted(files)}


def kinds(entries: "list[Entry]") -> Counter[str]:
    """How many rows of each role."""
    return Counter(row.role.value for entry in entries for row in entry.star.rows)
