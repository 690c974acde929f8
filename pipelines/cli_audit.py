"""The command that audits a dataset, nescio's or any other."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nescio.pipelines.cli_base import FAULTS, Json, print_json, say

if TYPE_CHECKING:
    from nescio.pipelines.audit import Loaded
    from nescio.pipelines.audit_balance import BalanceReport
    from nescio.pipelines.auditing import Audit


def audit(
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET", help="A folder, a file (Parquet, JSONL, JSON, CSV), or a Hub id.")
    ],
    text: Annotated[str, typer.Option(help="The column of the text.")] = "prompt",
    label: Annotated[str, typer.Option(help="The column of the label.")] = "should_abstain",
    positive: Annotated[
        str | None, typer.Option(help="The label's value that means abstain; by default 1, true or yes.")
    ] = None,
    pair: Annotated[str | None, typer.Option(help="The column that a row shares with its twin or star.")] = None,
    group: Annotated[str | None, typer.Option(help="A column to break down by.")] = None,
    context: Annotated[str | None, typer.Option(help="The column of the context.")] = None,
    question: Annotated[str | None, typer.Option(help="The column of the question.")] = None,
    split: Annotated[
        str | None, typer.Option(help="The column that names each row's split, or the one split to read.")
    ] = None,
    clean: Annotated[bool, typer.Option("--clean", help="Count nescio's clean rows in.")] = False,
    rows: Annotated[int, typer.Option(min=0, help="Rows that the fitted probes read at most; 0 reads all.")] = 10_000,
    encoder: Annotated[
        str | None, typer.Option(help="Look for near repeats with this model, such as packaged:minilm.")
    ] = None,
    near: Annotated[
        float | None, typer.Option(min=0.5, max=1.0, help="Cosine from which on texts are near; else the model's own.")
    ] = None,
    vectors: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where vectors are kept; by default in the user's cache.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the report as one HTML page.")] = None,
    balance: Annotated[
        Path | None, typer.Option(help="Write the most rows on which every probe passes, here (file or new folder).")
    ] = None,
    max_auc: Annotated[float | None, typer.Option(help="Exit 1 where surface AUC is surely above this.")] = None,
    max_length_auc: Annotated[float | None, typer.Option(help="The same for the length AUC.")] = None,
    max_interaction_auc: Annotated[float | None, typer.Option(help="The same for the interaction AUC.")] = None,
    as_json: Json = False,
) -> None:
    """Tell what gives the label of any dataset away: probes, words, repeats, leaks, and what to do."""
    from nescio.pipelines.audit import Columns
    from nescio.pipelines.auditing import AuditOptions, audit_all
    from nescio.pipelines.progress import for_terminal, quiet
    from nescio.validation.leakage import gate

    columns = Columns(text, label, positive, pair, group, context, question)
    options = AuditOptions(columns, split, clean, rows, encoder, near, vectors)
    found, loaded = audit_all(dataset, options, say, quiet() if as_json else for_terminal())
    gates = tuple(1.0 if one is None else one for one in (max_auc, max_length_auc, max_interaction_auc))
    missed = [f"{name}: {sentence}" for name, report in found.surface.items() for sentence in gate(report, *gates)]
    if html is not None:
        from nescio.pipelines.audit_html import page

        html.write_text(page(found), "utf-8")
        say(f"report: {html}")
    balanced = None if balance is None else _balanced(loaded, balance)
    _show(found, missed, balanced, as_json)
    if missed:
        raise typer.Exit(FAULTS)


def _balanced(loaded: "Loaded", out: Path) -> "BalanceReport":
    from nescio.pipelines.audit_balance import balance_dataset

    return balance_dataset(loaded, out, say)


def _show(found: "Audit", missed: list[str], balanced: "BalanceReport | None", as_json: bool) -> None:
    from nescio.pipelines.audit_show import as_json as whole
    from nescio.pipelines.audit_show import show_balance, show_whole_audit
    from nescio.pipelines.display import console

    if as_json:
        return print_json(whole(found, missed) | ({"balance": balanced.model_dump(mode="json")} if balanced else {}))
    show_whole_audit(console(), found, missed)
    return None if balanced is None else show_balance(console(), balanced)
