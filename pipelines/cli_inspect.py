"""The commands that look at what is there: status, explain, audit."""

from typing import Annotated, Any

import typer

from nescio.pipelines.cli_base import FAULTS, Directory, Json, print_json


def status(directory: Directory, as_json: Json = False) -> None:
    """Tell how far a run is: its funnel, or what its journal holds so far."""
    from nescio.pipelines.display import console, plain, show_summary, told_cost
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
    if found.tokens:
        screen.print(plain(f"chat models: {found.tokens:,} tokens, {told_cost(found.cost)}"))
    return None


def explain(
    directory: Directory,
    row_id: Annotated[str, typer.Argument(metavar="ROW_ID", help="A row's id, or the beginning of one.")],
    as_json: Json = False,
) -> None:
    """Tell one row's whole history: seed, edits, verdicts, proof or reason, and the other rows of its star."""
    from nescio.pipelines.display import console, plain
    from nescio.pipelines.history import find_row

    history = find_row(directory, row_id)
    if as_json:
        return print_json(history)
    screen = console()
    for key, value in history.items():
        for line in _lines(key, value):
            screen.print(plain(line))
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
    # A text of several lines stays visibly one value.
    return [f"{indent}{key}: " + str(value).replace("\n", f"\n{indent}  ")]


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
    from nescio.pipelines.display import console, show_audit
    from nescio.validation.leakage import gate

    columns = Columns(
        text=text, label=label, positive=positive, pair=pair, group=group, context=context, question=question
    )
    found = audit_dataset(dataset, columns, split=split, clean=clean)
    gates = (1.0 if max_auc is None else max_auc, 1.0, 1.0 if max_interaction_auc is None else max_interaction_auc)
    missed = [f"{name}: {sentence}" for name, report in found.items() for sentence in gate(report, *gates)]
    if as_json:
        figures = {name: report.model_dump(mode="json") for name, report in found.items()}
        print_json({**figures.pop("all"), "by_group": figures, "gates_missed": missed})
    else:
        show_audit(console(), found, missed)
    if missed:
        raise typer.Exit(FAULTS)
