"""Writing what a run found: the published folder, the rejected and failed rows, and run.json last."""

from nescio.pipelines.card import CardFacts, render_card
from nescio.pipelines.card_header import parquet_file
from nescio.pipelines.curate import Curated
from nescio.pipelines.folder import Folder, built_beside, file_hash, remove_folder, whole, write_json, write_text
from nescio.pipelines.ledger import Entry, FailedRow, Ledger, RejectedRow
from nescio.pipelines.quarantine import FILE as QUARANTINE
from nescio.pipelines.quarantine import Quarantine, withholds
from nescio.pipelines.summary import Extension, RunSummary
from nescio.pipelines.tables import write_parquet
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.example import Example, Proof
from nescio.validation.refusal_rates import refusal_difficulty

SPLITS = ("train", "validation", "test")


def examples(entry: Entry) -> list[Example]:
    """The rows of an accepted star with their proofs."""
    rows = []
    for row, verdicts in zip(entry.star.rows, entry.verdicts, strict=True):
        if not entry.proof or any(one.rejects for one in verdicts):
            raise BrokenPromise(f"row {row.id} was accepted without a proof; please report this")
        shown = verdicts[0]
        proof = Proof(
            grade=entry.star.seed.grade,
            method=entry.proof,
            checker=shown.check,
            checker_version=shown.checker_version,
            evidence=shown.detail,
        )
        hard = refusal_difficulty(row, verdicts)
        rows.append(Example(**{**dict(row), "difficulty": hard}, proof=proof, verdicts=tuple(verdicts)))
    return rows


def by_split(curated: Curated) -> dict[str, list[Example]]:
    """The published rows of each split that has any, star after star; what is extended comes first."""
    splits: dict[str, list[Example]] = {name: list(rows) for name, rows in curated.earlier.rows.items()}
    for entry in sorted(curated.entries, key=lambda one: one.star.id):
        splits.setdefault(curated.splits[entry.star.id], []).extend(examples(entry))
    return {name: splits[name] for name in SPLITS if name in splits}


def extension(curated: Curated) -> Extension | None:
    """What was extended, and how much of it there is."""
    earlier = curated.earlier
    if not earlier.flat:
        return None
    sizes = {name: len(rows) for name, rows in earlier.rows.items()}
    return Extension(name=earlier.name, stars=sum(earlier.counts().values()), rows=sizes)


def write(folder: Folder, facts: CardFacts, ledger: Ledger, quarantine: Quarantine) -> RunSummary:
    """Write every file of a finished run, run.json last, and return what that says."""
    rejected = sorted(ledger.rejected, key=lambda row: (row.id, row.cross_id or ""))
    failed = sorted(ledger.failed, key=lambda row: (row.seed_id, row.id or ""))
    private = withholds(facts.recipe, facts.domain)
    with whole(folder.path / "rejected.parquet", private=private) as place:
        write_parquet(rejected, RejectedRow, place)
    with whole(folder.path / "failed.parquet", private=private) as place:
        write_parquet(failed, FailedRow, place)
    quarantine.write(folder.path)
    _write_dataset(folder, facts)
    summary = RunSummary(
        name=facts.recipe.name,
        domain=facts.domain,
        dataset=str(folder.dataset),
        funnel=facts.funnel,
        seeds=facts.seeds,
        splits={name: len(rows) for name, rows in facts.splits.items()},
        templates={name: len({row.template_id for row in rows} - {None}) for name, rows in facts.splits.items()},
        surface=facts.curated.surface,
        surface_with_clean=facts.curated.surface_with_clean,
        gates_missed=tuple(facts.curated.gates_missed),
        shortfall=facts.curated.shortfall,
        references=facts.curated.references,
        contacts=facts.curated.contacts,
        absent_references=facts.curated.absent,
        nearness=facts.curated.nearness,
        extended=extension(facts.curated),
        tokens=facts.tokens,
        cost=facts.cost,
        spend=facts.spend,
        writing=dict(facts.writing),
        checks=facts.checks,
        files=_hashes(folder),
    )
    write_json(folder.summary, summary)
    return summary


def _write_dataset(folder: Folder, facts: CardFacts) -> None:
    """The published folder; none where no row was accepted, since nothing could load it."""
    if not facts.splits:
        remove_folder(folder.dataset)
        return
    with built_beside(folder.dataset) as place:
        for name, rows in facts.splits.items():
            write_parquet(rows, Example, parquet_file(place, facts.domain, name))
        write_text(place / "README.md", render_card(facts, place))


def _hashes(folder: Folder) -> dict[str, str]:
    files = [path for path in folder.dataset.rglob("*") if path.is_file()]
    beside = [folder.path / name for name in ("rejected.parquet", "failed.parquet", QUARANTINE)]
    files += [path for path in beside if path.exists()]
    return {str(path.relative_to(folder.path)): file_hash(path) for path in sorted(files)}
