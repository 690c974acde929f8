"""The commands that look at what is there: status, explain, audit."""

from pathlib import Path
from typing import Annotated, Any

import typer

from nescio.pipelines.cli import FAULTS, Json, print_json

Directory = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(status)
    app.command()(explain)
    app.command()(audit)


def status(directory: Directory, as_json: Json = False) -> None:
    """Tell how far a run is: its funnel, or what its journal holds so far."""
    from nescio.pipelines.display import console, plain, show_summary
    from nescio.pipelines.history import run_status

    found = run_status(directory)
    if as_json:
        return print_json(found.model_dump(mode="json"))
    screen = console()
    if found.summary is not None:
        return show_summary(screen, found.summary)
    screen.print(plain(f"{directory}: recipe {found.recipe}, not finished; run the same command again and it goes on"))
    for observer, count in found.observations.items():
        screen.print(plain(f"recorded: {count} {observer}"))
    return None


def explain(
    directory: Directory,
    row_id: Annotated[str, typer.Argument(metavar="ROW_ID", help="A row's id, or the beginning of one.")],
    as_json: Json = False,
) -> None:
    """Tell one row's whole history: seed, edits, verdicts, proof or reason, and the other rows of its star."""
    from nescio.pipelines.display import console, harmless, plain
    from nescio.pipelines.history import find_row

    history = find_row(directory, row_id)
    if as_json:
        return print_json(history)
    screen = console()
    for key, value in history.items():
        for line in _lines(key, value):
            screen.print(plain(harmless(line)))
    return None


def _lines(key: str, value: Any, indent: str = "") -> list[str]:
    """A value as indented lines; empty ones are left out."""
    if value in (None, "", [], {}, ()):
        return []
    if isinstance(value, dict):
        inner = [line for name, one in value.items() for line in _lines(name, one, indent + "  ")]
        return [f"{indent}{key}:", *inner]
    if isinstance(value, list) and isinstance(value[0], dict):
        return [line for number, one in enumerate(value, 1) for line in _lines(f"{key} {number}", one, indent)]
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return [f"{indent}{key}: {value}"]


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
    split: Annotated[str | None, typer.Option(help="Only this split.")] = None,
    clean: Annotated[bool, typer.Option("--clean", help="Count nescio's clean rows in.")] = False,
    max_auc: Annotated[float | None, typer.Option(help="Exit 1 where surface AUC is surely above this.")] = None,
    max_interaction_auc: Annotated[float | None, typer.Option(help="The same for the interaction AUC.")] = None,
    as_json: Json = False,
) -> None:
    """Measure how well surface cues tell the label of any dataset."""
    from nescio.pipelines.audit import Columns, audit_dataset
    from nescio.pipelines.display import console, plain, show_table
    from nescio.validation.leakage import gate

    columns = Columns(
        text=text, label=label, positive=positive, pair=pair, group=group, context=context, question=question
    )
    found = audit_dataset(dataset, columns, split=split, clean=clean)
    missed = [
        f"{name}: {sentence}"
        for name, report in found.items()
        for sentence in gate(
            report,
            max_auc if max_auc is not None else 1.0,
            1.0,
            max_interaction_auc if max_interaction_auc is not None else 1.0,
        )
    ]
    if as_json:
        all_rows = found["all"].model_dump(mode="json")
        by_group = {name: report.model_dump(mode="json") for name, report in found.items() if name != "all"}
        print_json({**all_rows, "by_group": by_group, "gates_missed": missed})
    else:
        screen = console()
        rows = [[name, *_figures(report)] for name, report in found.items()]
        show_table(
            screen,
            ["group", "rows", "abstain", "surface AUC", "length AUC", "interaction AUC", "pairs told apart"],
            rows,
        )
        for cue in found["all"].cues:
            screen.print(
                plain(f"cue ({cue.probe}): {cue.feature}" + ("" if cue.auc is None else f", alone AUC {cue.auc:.3f}"))
            )
        for sentence in missed:
            screen.print(plain(f"gate missed: {sentence}", "bold red"))
    if missed:
        raise typer.Exit(FAULTS)


def _figures(report: Any) -> list[str]:
    def shown(value: float | None, bounds: tuple[float, float] | None = None) -> str:
        if value is None:
            return "-"
        return f"{value:.3f}" + (f" ({bounds[0]:.3f} to {bounds[1]:.3f})" if bounds else "")

    return [
        str(report.rows),
        str(report.positives),
        shown(report.auc, report.auc_ci),
        shown(report.length_auc),
        shown(report.interaction_auc, report.interaction_ci),
        shown(report.pair_accuracy),
    ]
