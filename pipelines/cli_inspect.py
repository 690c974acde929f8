"""The commands that look at a run: status, explain."""

from typing import Annotated, Any

import typer

from nescio.pipelines.cli_base import Directory, Json, print_json


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
