"""Showing things on a terminal: hostile text made harmless, funnels, stars."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from nescio.pipelines.summary import RunSummary
from nescio.schemas.example import Candidate, Star
from nescio.schemas.verdict import Verdict

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Controls, terminal escapes, invisible and bidirectional characters: they can hide or reorder what a reader sees."""


def harmless(text: str) -> str:
    """The text with every unsafe character written out as \\u{...}; newlines and tabs stay."""
    return _UNSAFE.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", text)


def plain(text: str, style: str = "") -> "Text":
    """A rich text without markup, so that brackets in data are brackets."""
    from rich.text import Text

    return Text(harmless(text), style=style)


def console() -> "Console":
    """The standard output; wide where it is no terminal, so that lines are never folded into two."""
    import sys

    from rich.console import Console

    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=200)


def show_table(screen: "Console", head: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """A table whose cells are shown as they are."""
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(plain, row))
    screen.print(table)


def show_summary(screen: "Console", summary: RunSummary) -> None:
    """The end of a run: funnel, splits, cues, and how to load the dataset."""
    funnel = summary.funnel
    names = list(funnel.by_perturbation)
    rows: list[list[str]] = [
        ["candidates", *_each(funnel.by_perturbation[n].candidates for n in names), str(funnel.candidates)]
    ]
    rows.append(["accepted", *_each(funnel.by_perturbation[n].accepted for n in names), str(funnel.accepted)])
    for reason, total in funnel.rejected.items():
        rows.append(
            [
                f"rejected: {reason}",
                *_each(funnel.by_perturbation[n].rejected.get(reason, 0) for n in names),
                str(total),
            ]
        )
    for error, total in funnel.failed.items():
        rows.append(
            [f"failed: {error}", *_each(funnel.by_perturbation[n].failed.get(error, 0) for n in names), str(total)]
        )
    show_table(screen, ["rows", *names, "all"], rows)
    skipped = _counts(summary.seeds.skipped)
    screen.print(
        plain(
            f"\nseeds: {summary.seeds.read} read, {summary.seeds.usable} used{f'; skipped: {skipped}' if skipped else ''}"
        )
    )
    for name, report in summary.surface.items():
        figures = (_rounded(report.auc), _rounded(report.length_auc), _rounded(report.interaction_auc))
        screen.print(
            plain(
                f"cues, {name}: surface AUC {figures[0]}, length {figures[1]}, interaction {figures[2]} (.5 is perfect)"
            )
        )
    for sentence in summary.gates_missed:
        screen.print(plain(f"gate missed: {sentence}", "bold red"))
    for name, lack in summary.shortfall.items():
        screen.print(plain(f"shortfall: {lack} stars of {name} are lacking", "bold red"))
    screen.print(plain(f"splits: {_counts(summary.splits) or 'none, nothing was accepted'}"))
    screen.print(plain(f"\ndataset: {summary.dataset}"))
    if summary.splits:
        screen.print(
            plain(
                f'load it: python -c \'from datasets import load_dataset; print(load_dataset("{summary.dataset}", "{summary.domain}"))\''
            )
        )


def show_star(screen: "Console", star: Star, verdicts: Sequence[Sequence[Verdict]]) -> None:
    """One star: its rows with holes marked, labels, targets and verdicts."""
    from rich.rule import Rule
    from rich.text import Text

    screen.print(Rule(plain(f"{star.perturbation}  {star.seed.template_id or star.seed.id}  star {star.id}")))
    for row, claim, found in zip(star.rows, star.claims, verdicts, strict=True):
        hidden = f"hides {claim.hidden}" if claim.hidden else "hides nothing"
        head = Text.assemble(plain(f"{row.role.value:9}", "bold"), plain(f" {row.behaviour.value}, {hidden}"))
        screen.print(head)
        screen.print(Text.assemble("  ", _with_hole(row)))
        screen.print(Text.assemble("  ", plain(row.question, "bold")))
        screen.print(Text.assemble("  ", plain(f"-> {row.target}", "italic")))
        for verdict in found:
            style = "green" if verdict.passed else "red"
            said = verdict.detail if verdict.passed else f"{verdict.reason}: {verdict.detail}"
            screen.print(Text.assemble("  ", plain(f"{verdict.check}: {said}", style)))


def _with_hole(row: Candidate) -> "Text":
    from rich.text import Text

    pieces: list[Text] = []
    position = 0
    for edit in row.edits:
        start, end = edit.span_after.start, edit.span_after.end
        pieces += [plain(row.context[position:start]), plain(f"[{row.context[start:end]}]", "reverse")]
        position = end
    return Text.assemble(*pieces, plain(row.context[position:]))


def _each(numbers: Iterable[int]) -> list[str]:
    return [str(number) for number in numbers]


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _rounded(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
