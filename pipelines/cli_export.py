"""The command that writes a dataset in the form that a trainer or a benchmark reads."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nescio.pipelines.cli_base import Json, print_json

if TYPE_CHECKING:
    from nescio.pipelines.export import ExportSummary

_FORMAT = "sft, dpo, kto or grpo (TRL); abstention-bench (its columns); lm-eval or inspect (a task)."
_BESIDE_SAFETY = (
    "{:,} rows are refusal-prone and teach to comply: train on them only beside a safety set of your own "
    "(`nescio mix BASE DATASET --safety SET`)"
)


def export(
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET", help="A folder, a file (Parquet, JSONL, JSON), or a Hub id.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="A .jsonl or .parquet file; a folder for a task.")],
    format: Annotated[str, typer.Option("--format", help=_FORMAT)] = "sft",
    split: Annotated[
        str,
        typer.Option("--split", help="The split to write, `all` for every one; auto: train to train on, else test."),
    ] = "auto",
    abstain_share: Annotated[
        float | None, typer.Option("--abstain-share", help="Leave rows out so that this share abstains.")
    ] = None,
    abstention: Annotated[str, typer.Option("--abstention", help="prose, boxed or json.")] = "prose",
    system: Annotated[str | None, typer.Option("--system", help="A system message in each conversation.")] = None,
    from_eval: Annotated[
        Path | None,
        typer.Option("--from-eval", metavar="DIR", help="Of `nescio eval` on these rows: dpo and kto reject failures."),
    ] = None,
    authored: Annotated[
        bool, typer.Option("--authored", help="Write rejected replies where the model did not fail, or none is named.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write a dataset in the form that a trainer or a benchmark reads."""
    from nescio.pipelines.display import console, plain
    from nescio.pipelines.export import export as run_export

    found = run_export(
        dataset,
        out=out,
        format=format,
        split=None if split == "all" else split,
        abstain_share=abstain_share,
        abstention=abstention,
        system=system,
        from_eval=from_eval,
        authored=authored,
    )
    if as_json:
        return print_json(found.model_dump(mode="json"))
    for line in _told(found):
        console().print(plain(line))
    return None


def _told(found: "ExportSummary") -> list[str]:
    """The summary in sentences."""
    told = [f"{found.rows:,} rows of {found.stars:,} stars, {found.abstain:,} to abstain from: {found.path}"]
    if found.rejected is not None:
        told[0] = told[0].replace(" rows of", f" {'pairs' if found.format == 'dpo' else 'replies'} of", 1)
        told.append(f"rejected replies: {_counts(found.rejected)}")
    if found.without_rejected:
        told.append(f"rows left out, without a reply to reject: {_counts(found.without_rejected)}")
    if found.without_rejected is not None and not found.abstain:
        told.append("none of them abstains: alone they teach a model to answer whatever it is asked")
    if found.length_auc is not None and found.rejected_longer is not None and found.commonest_opening is not None:
        told.append(
            f"length alone tells chosen from rejected at AUC {found.length_auc:.2f}; {found.rejected_longer:.0%} of "
            f"the rejected are the longer ones, {found.commonest_opening:.1%} begin with the commonest three words"
        )
    if found.format == "kto":
        told.append(f"{found.rows // 2:,} to learn, {found.rows // 2:,} not: both weights stay at 1")
    if found.left_out:
        told.append(f"left out to reach the share: {_counts(found.left_out)}")
    if found.refusal_prone and found.format not in ("abstention-bench", "lm-eval", "inspect"):
        told.append(_BESIDE_SAFETY.format(found.refusal_prone))
    return told


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())
