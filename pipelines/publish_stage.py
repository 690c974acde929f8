"""Staging: the folder that is published, made from a run and checked before anything is sent."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from nescio.pipelines.card_canary import KEY, canary
from nescio.pipelines.finished import FinishedRun
from nescio.pipelines.folder import built_beside, file_hash, write_json, write_text
from nescio.pipelines.portable import portable_recipe
from nescio.pipelines.publish_card import Card, in_spite_of, read_card
from nescio.pipelines.publish_receipt import CARD, MANIFEST, RECIPE, Manifest
from nescio.pipelines.publish_run import check_files, faults, refuse_faults
from nescio.pipelines.publish_scan import Hit, counts, scan
from nescio.pipelines.publish_verify import Rows, read_rows, verify_rows, verify_staged
from nescio.pipelines.tables import ROW_GROUP
from nescio.schemas.errors import UsageError

FOLDER = "publish"
"""Beside the dataset in the run's folder: exactly what was sent, or would have been."""
_PLACEHOLDER = "THIS_REPOSITORY"
_SHOWN = 10


@dataclass(frozen=True)
class Staged:
    """A folder that is ready to be sent, but for what people edited in the card on the Hub."""

    folder: Path
    manifest: Manifest
    card: Card
    licences: frozenset[str]
    """Of the seeds."""

    def write_card(self, card: Card) -> None:
        """Put a card in the place of the generated one."""
        write_text(self.folder / CARD, card.text)

    def files(self) -> list[str]:
        """All files by path, sorted."""
        return sorted(str(one.relative_to(self.folder)) for one in self.folder.rglob("*") if one.is_file())

    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file."""
        return {name: file_hash(self.folder / name) for name in self.files()}


def stage(run: FinishedRun, repo: str, allowed: Mapping[str, str], secrets: Mapping[str, str]) -> Staged:
    """Make the folder, verify it and read every file for what must not be published.

    The same run gives the same bytes. The card and the manifest have the reasons of what was found and allowed, and of
    nothing else that was `allowed`. Raises UsageError where the run is not fit, and says which `--allow` would let
    it pass, if any.
    """
    rows = read_rows(run.dataset)
    verify_rows(run, rows)
    found = faults(run, rows.from_test)
    refuse_faults(found, allowed)
    place = run.folder / FOLDER
    with built_beside(place) as beside:
        _copy_data(run.dataset, beside, rows)
        write_text(beside / RECIPE, recipe_text(run, repo))
        data = _files(beside)
        hits = scan(beside, data, secrets)
        _refuse(hits, allowed)
        on_card = scan(run.dataset, [CARD], secrets)
        used = {kind: allowed[kind] for kind in allowed if kind in {*found, *counts([*hits, *on_card])}}
        card = _card(run, repo, beside, in_spite_of(used, counts(hits)))
        manifest = _manifest(run, rows, card, {name: file_hash(beside / name) for name in data}, used)
        write_text(beside / CARD, card.text)
        write_json(beside / MANIFEST, manifest)
        _refuse(scan(beside, [CARD, MANIFEST], secrets), allowed)
        verify_staged(beside, run, rows, card)
        # A run that goes on in the meantime would have other rows than those that were checked.
        check_files(run)
    return Staged(place, manifest, card, rows.licences)


def recipe_text(run: FinishedRun, repo: str) -> str:
    """recipe.yaml: the recipe without what belongs to a machine, headed by the command that repeats the run."""
    limit = f" --limit {run.record.limit}" if run.record.limit else ""
    files = [one for one in run.record.seeds if one.sha256]
    told = [f"# nescio {run.record.nescio}: nescio run hf://{repo}@TAG{limit} --out DIR, with the tag of this version"]
    told += [f"# seeds: {Path(one.path or '').name}, SHA-256 {one.sha256}" for one in files]
    told += [
        f"# kept away from: {Path(name).name}, SHA-256 {one}" for name, one in run.record.references.items() if one
    ]
    return "\n".join(told) + "\n" + portable_recipe(run.record.recipe)


def _copy_data(dataset: Path, place: Path, rows: Rows) -> None:
    """The Parquet files as they are; that of the test split gets the canary into its metadata."""
    import pyarrow.parquet as pq

    for split, name in rows.files.items():
        target = place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if split != "test":
            shutil.copyfile(dataset / name, target)
            continue
        table = pq.read_table(dataset / name)
        with pq.ParquetWriter(target, table.schema, compression="zstd", store_schema=False) as writer:
            writer.write_table(table, row_group_size=ROW_GROUP)
            writer.add_key_value_metadata({KEY: canary(rows.ids)})


def _card(run: FinishedRun, repo: str, place: Path, spite: str | None) -> Card:
    """The run's card with the repository's name, what was allowed, and the size of what is downloaded."""
    text = (run.dataset / CARD).read_text("utf-8").replace(_PLACEHOLDER, repo)
    card = read_card(text, str(run.dataset / CARD))
    size = sum((place / name).stat().st_size for name in _files(place) if name.endswith(".parquet"))
    header = {**card.header, "dataset_info": [{**one, "download_size": size} for one in card.header["dataset_info"]]}
    [(_, about), *sections] = card.sections.items()
    told = {} if spite is None else {"Published in spite of": spite}
    return Card(header, {"": about, **told, **dict(sections)})


def _manifest(
    run: FinishedRun, rows: Rows, card: Card, files: Mapping[str, str], allowed: Mapping[str, str]
) -> Manifest:
    header, sections = card.hashes()
    [info] = card.header["dataset_info"]
    return Manifest(
        nescio=version("nescio"),
        recipe=run.summary.name,
        config=run.summary.domain,
        canary=canary(rows.ids),
        licence=str(card.header["license"]),
        rows=run.summary.splits,
        files=dict(files),
        features=info["features"],
        limit=run.record.limit,
        seeds=tuple(one.model_copy(update={"path": one.path and Path(one.path).name}) for one in run.record.seeds),
        references={Path(name).name: digest for name, digest in run.record.references.items()},
        versions={"nescio": run.record.nescio, **run.record.versions},
        header=header,
        sections=sections,
        allowed=dict(allowed),
    )


def _files(place: Path) -> list[str]:
    return sorted(str(one.relative_to(place)) for one in place.rglob("*") if one.is_file())


def _refuse(hits: Iterable[Hit], allowed: Mapping[str, str]) -> None:
    """Raises UsageError with the first few finds that nobody allowed."""
    open_ = [one for one in hits if one.kind not in allowed]
    if not open_:
        return
    shown = "\n".join(f"  {one}" for one in open_[:_SHOWN])
    more = f"\n  and {len(open_) - _SHOWN:,} more" if len(open_) > _SHOWN else ""
    kinds = " ".join(f"--allow '{kind}:REASON'" for kind in counts(open_) if kind != "environment")
    advice = f", or say why it may be published: {kinds}" if kinds else ""
    raise UsageError(
        f"{len(open_):,} things that look like secrets or personal data would be published:\n{shown}{more}\n"
        f"Take them out of the seeds and run again{advice}"
    )
