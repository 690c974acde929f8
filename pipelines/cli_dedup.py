"""The command that takes the duplicates out of any dataset."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nescio.pipelines.cli_base import Json, print_json

if TYPE_CHECKING:
    from nescio.pipelines.deduping import DedupReport, Settings
    from nescio.pipelines.deduping_columns import Columns

_Column = str | None


def dedup(
    dataset: Annotated[
        str | None, typer.Argument(metavar="DATASET", help="A file (Parquet, JSONL, JSON, CSV), a folder or a Hub id.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PATH", help="A .jsonl or .parquet file, or a folder.")
    ] = None,
    calibrate: Annotated[
        Path | None,
        typer.Option("--calibrate", metavar="PAIRS", help="Instead: thresholds on pairs (text_a, text_b, duplicate)."),
    ] = None,
    text: Annotated[_Column, typer.Option(help="The column of the text.")] = None,
    label: Annotated[
        _Column, typer.Option(help="The column of the label; rows of two labels are never merged.")
    ] = None,
    pair: Annotated[
        _Column, typer.Option(help="The column that a row shares with its twin; twins stay together.")
    ] = None,
    star: Annotated[_Column, typer.Option(help="The same for a larger group; it goes before --pair.")] = None,
    seed: Annotated[_Column, typer.Option(help="The column of what a row was made from.")] = None,
    template: Annotated[
        _Column, typer.Option(help="The column of the template: within one only the same text is a duplicate.")
    ] = None,
    split: Annotated[_Column, typer.Option(help="The column of the split; what stands in test stays.")] = None,
    encoder: Annotated[
        str,
        typer.Option(help="A sentence-transformers model: a Hub id, a folder, packaged:minilm; none for equal texts."),
    ] = "packaged:minilm",
    threshold: Annotated[float | None, typer.Option(help="The cosine of duplicates, instead of the profile's.")] = None,
    prefilter: Annotated[
        str | None, typer.Option(help="A cheap model that says which texts to embed: char-ngrams, or a static one.")
    ] = None,
    prefilter_threshold: Annotated[float | None, typer.Option(help="The cosine of its candidates.")] = None,
    to_size: Annotated[int | None, typer.Option(min=1, help="Lower the threshold until at most N rows stay.")] = None,
    prefer: Annotated[
        str, typer.Option(help="What stays of two: first, longest, shortest, or the more in a column.")
    ] = "first",
    max_per_template: Annotated[
        int | None, typer.Option(min=1, help="At most N stars, pairs or rows of a template.")
    ] = None,
    veto: Annotated[
        bool | None,
        typer.Option(
            "--veto/--no-veto", help="Keep texts whose numbers or negations differ; by default where no origin is told."
        ),
    ] = None,
    vectors: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where vectors are kept; by default in the user's cache.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take the duplicates out of any dataset, and say of each row that goes which one stays for it."""
    from nescio.pipelines.deduping import Settings
    from nescio.pipelines.deduping_columns import Columns
    from nescio.schemas.errors import UsageError
    from nescio.validation.duplication_records import Rules

    if calibrate is not None:
        if dataset is not None or out is not None:
            raise UsageError("--calibrate reads pairs only; leave DATASET and --out out")
        return _calibrate(calibrate, encoder, vectors, as_json)
    if dataset is None or out is None:
        raise UsageError("give a DATASET and --out PATH, or --calibrate PAIRS")
    columns = Columns(text=text, label=label, star=star, pair=pair, seed=seed, template=template, split=split)
    rules = Rules(veto=veto, max_per_template=max_per_template)
    settings = Settings(encoder, threshold, prefilter, prefilter_threshold, to_size, prefer, rules, vectors)
    return _dedup(dataset, out, columns, settings, as_json)


def _dedup(dataset: str, out: Path, columns: "Columns", settings: "Settings", as_json: bool) -> None:
    from nescio.pipelines.deduping import dedup as run_dedup
    from nescio.pipelines.progress import for_terminal, quiet

    found = run_dedup(dataset, out, columns, settings, quiet() if as_json else for_terminal())
    if as_json:
        return print_json(found.model_dump(mode="json"))
    return _show(found)


def _show(found: "DedupReport") -> None:
    from nescio.pipelines.display import console, plain

    gone = found.rows - found.kept
    columns = ", ".join(f"{name} as the {what}" for what, name in found.columns.items())
    lines = [
        f"read {found.rows:,} rows in {found.units:,} units: {columns}",
        f"{found.kept:,} rows stay, {gone:,} go ({gone / found.rows:.1%}): {found.path}",
        *(f"  {rule}: {count:,} rows" for rule, count in found.removed.items()),
        f"largest cluster: {found.largest_cluster:,} units, of which one stays; every row that goes: {found.removals}",
        f"to look at: {found.conflicting:,} pairs that are near and have two labels, {found.partial:,} rows whose star "
        f"or pair has more to it: {found.conflicts}",
    ]
    if len(found.kept_by_split) > 1:
        lines.append("rows by split: " + ", ".join(f"{count:,} {name}" for name, count in found.kept_by_split.items()))
    if found.without_text:
        lines.append(f"{found.without_text:,} rows have no text and were left alone")
    if found.untold:
        lines.append(f"{found.untold:,} rows have no star, pair or seed: twins among them are told by their words only")
    if "label" not in found.columns:
        lines.append("no column is taken for a label (--label NAME), so that rows of two labels may have been merged")
    lines += _models(found)
    for line in lines:
        console().print(plain(line))


def _models(found: "DedupReport") -> list[str]:
    """What was asked of the models."""
    lines = []
    if found.thresholds is not None:
        short, long = found.thresholds["short"], found.thresholds["long"]
        told = f"{short:.4g}" if short == long else f"{short:.4g}, {long:.4g} on long texts and arithmetic"
        lines.append(f"duplicates from a cosine of {told} on, by {found.encoder}")
    if found.loss is not None:
        loss = {name: round(value) for name, value in found.loss.items()}
        lines.append(
            f"prefilter: {loss['left_out']:,} of {loss['texts']:,} texts had no candidate. {loss['sampled']:,} of "
            f"those, drawn at random and embedded, gave {loss['found_beside'] + loss['found_within']:,} pairs: about "
            f"{loss['missed']:,} pairs are missed beside {loss['found']:,} found "
            f"(95 % limit: {loss['missed_at_most']:,})"
        )
    cost = f"{found.seconds:.1f} s, {found.cpu_seconds:.1f} s of CPU"
    lines.append(
        f"{found.texts:,} distinct texts, {found.needed:,} compared by vectors; {found.embedded:,} pieces of text were "
        f"embedded now, the others before; {cost}"
    )
    return lines


def _calibrate(pairs: Path, encoder: str, vectors: Path | None, as_json: bool) -> None:
    from nescio.pipelines.calibrating_pairs import calibrate_pairs, show_calibration

    found = calibrate_pairs(pairs, encoder, vectors)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        show_calibration(found)
