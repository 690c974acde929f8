"""The command that audits a dataset, nescio's or any other."""

from pathlib import Path
from typing import Annotated

import typer

from nescio.pipelines.cli_base import FAULTS, Json, print_json, say


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
    near: Annotated[float, typer.Option(min=0.5, max=1.0, help="Cosine from which on texts are near.")] = 0.95,
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
    from nescio.pipelines.audit_show import as_json as whole
    from nescio.pipelines.audit_show import show_balance, show_whole_audit
    from nescio.pipelines.auditing import AuditOptions, audit_all
    from nescio.pipelines.display import console
    from nescio.validation.leakage import gate

    columns = Columns(text, label, positive, pair, group, context, question)
    options = AuditOptions(columns, split, clean, rows, encoder, near)
    found, loaded = audit_all(dataset, options, say)
    gates = tuple(1.0 if one is None else one for one in (max_auc, max_length_auc, max_interaction_auc))
    missed = [f"{name}: {sentence}" for name, report in found.surface.items() for sentence in gate(report, *gates)]
    if html is not None:
        from nescio.pipelines.audit_html import page

        html.write_text(page(found), "utf-8")
        say(f"report: {html}")
    told = None
    if balance is not None:
        from nescio.pipelines.audit_balance import balance_dataset

        told = balance_dataset(loaded, balance, say)
    if as_json:
        print_json(whole(found, missed) | ({"balance": told.model_dump(mode="json")} if told else {}))
    else:
        show_whole_audit(console(), found, missed)
        if told is not None:
            show_balance(console(), told)
    if missed:
        raise typer.Exit(FAULTS)
