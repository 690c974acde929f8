"""Showing things on a terminal: funnels and stars, with hostile text made harmless."""

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from nescio.pipelines.card_figures import figure
from nescio.pipelines.safe_text import harmless
from nescio.pipelines.summary import Funnel, RunSummary
from nescio.schemas.example import Candidate, Star
from nescio.schemas.verdict import Verdict
from nescio.validation.calibration import Calibration
from nescio.validation.proportions import Estimate

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def plain(text: str, style: str = "") -> "Text":
    """A rich text without markup, so that brackets in data are brackets."""
    from rich.text import Text

    return Text(harmless(text), style=style)


_FUNNEL = ("perturbation", "candidates", "accepted", "rejected", "failed", "surface", "length", "interaction")
_WITH = "star: "
"""Before the reason of a row that is innocent itself."""


def console() -> "Console":
    """The standard output; so wide where it is no terminal that no line is folded into two."""
    import sys

    from rich.console import Console

    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=10_000)


def show_table(screen: "Console", head: Sequence[str], rows: Iterable[Sequence[str]], title: str | None = None) -> None:
    """A table whose cells are shown as they are."""
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in head:
        table.add_column(plain(name), overflow="fold")
    for row in rows:
        table.add_row(*map(plain, row))
    screen.print(table)


def show_summary(screen: "Console", summary: RunSummary) -> None:
    """The end of a run: funnel, splits, cues, and how to load the dataset."""
    show_table(screen, _FUNNEL, _funnel_rows(summary))
    skipped = _counts(summary.seeds.skipped)
    lines = [
        "The last three are AUCs of probes that try to tell the label; .5 is perfect.",
        "",
        *_reasons(summary.funnel),
        f"seeds: {summary.seeds.read} read, {summary.seeds.usable} used{f'; skipped: {skipped}' if skipped else ''}",
    ]
    if summary.spend:
        lines.append(f"chat models: {summary.tokens:,} tokens, {told_cost(summary.cost)}, over all resumes")
        lines += [f"  {one.stage}, {one.model}: {_counts(one.outcomes)}" for one in summary.spend]
    for stage, found in summary.writing.items():
        refused = f"; sentences refused: {_counts(found.sentences_refused)}" if found.sentences_refused else ""
        lines.append(f"{stage}: {_counts(found.seeds)}{refused}")
    for line in lines:
        screen.print(plain(line))
    if summary.checks.calibrations:
        show_calibrations(screen, summary.checks.calibrations)
    if summary.unasked:
        screen.print(plain(f"{summary.unasked} rows wait for questions that a limit left unasked", "bold red"))
    for sentence in summary.gates_missed:
        screen.print(plain(f"gate missed: {sentence}", "bold red"))
    for name, lack in summary.shortfall.items():
        screen.print(plain(f"shortfall: {lack} stars of {name} are lacking", "bold red"))
    if not summary.splits:
        screen.print(plain("nothing was accepted, so there is no dataset", "bold red"))
        return
    load = f'from datasets import load_dataset; print(load_dataset({json.dumps(summary.dataset)}, "{summary.domain}"))'
    screen.print(plain(f"splits: {_counts(summary.splits)}\n\ndataset: {summary.dataset}"))
    screen.print(plain(f"load it: python -c {shlex.quote(load)}"), soft_wrap=True)


def told_cost(cost: float | None) -> str:
    """US dollars in words."""
    return "cost unknown" if cost is None else f"{cost:.4f} US dollars"


def _funnel_rows(summary: RunSummary) -> list[list[str]]:
    """A row for each perturbation and one for all: what became of its candidates, and the probes' figures."""
    rows = []
    for name, one in {**summary.funnel.by_perturbation, "all": summary.funnel}.items():
        report = summary.surface.get(name)
        cues = [report.auc, report.length_auc, report.interaction_auc] if report else [None] * 3
        counts = [one.candidates, one.accepted, sum(one.rejected.values()), sum(one.failed.values())]
        rows.append([name, *map(str, counts), *map(figure, cues)])
    return rows


def _reasons(funnel: Funnel) -> list[str]:
    """Why rows were rejected or failed; rows that fell with their star are told with the cause."""
    lines = []
    for reason, count in funnel.rejected.items():
        if not reason.startswith(_WITH):
            fell = funnel.rejected.get(f"{_WITH}{reason}", 0)
            lines.append(f"rejected, {reason}: {count} rows" + (f", and {fell} more of their stars" if fell else ""))
    return lines + [f"failed, {error}: {count} rows" for error, count in funnel.failed.items()]


def show_calibrations(screen: "Console", calibrations: Sequence[Calibration]) -> None:
    """What each judge is worth, scenario by scenario."""
    head = ["judge", "scenario", "labels", "items", "sensitivity", "specificity", "Youden's J", "vote"]
    rows = [
        [
            one.judge,
            scenario.scenario.value,
            scenario.labelled_by.value,
            f"{scenario.positives} + {scenario.negatives}" + (f", {scenario.faults} unread" if scenario.faults else ""),
            _estimate(scenario.sensitivity),
            _estimate(scenario.specificity),
            _estimate(scenario.youden),
            "yes" if scenario.admitted else f"no: {scenario.reason}",
        ]
        for one in calibrations
        for scenario in one.scenarios
    ]
    show_table(screen, head, rows)


def _estimate(found: Estimate | None) -> str:
    return "-" if found is None else figure(found.value, (found.low, found.high))


def show_star(screen: "Console", star: Star, verdicts: Sequence[Verdict]) -> None:
    """One star: its rows with holes marked, labels, targets and verdicts."""
    from rich.padding import Padding
    from rich.text import Text

    title = f"{star.perturbation}  {star.seed.template_id or 'seed'} {star.seed.id}  star {star.id}"
    screen.print(plain(f"\n{title}", "bold underline"))
    for row, claim, verdict in zip(star.rows, star.claims, verdicts, strict=True):
        hidden = f"hides {claim.hidden}" if claim.hidden else "hides nothing"
        head = Text.assemble(plain(f"{row.role.value:9}", "bold"), plain(f" {row.behaviour.value}, {hidden}"))
        screen.print(head)
        screen.print(Padding(_with_hole(row), (0, 0, 0, 2), expand=False))
        screen.print(Padding(plain(row.question, "bold"), (0, 0, 0, 2), expand=False))
        screen.print(Padding(plain(f"-> {row.target}", "italic"), (0, 0, 0, 2), expand=False))
        style = "green" if verdict.passed else "red"
        said = verdict.detail if verdict.passed else f"{verdict.reason}: {verdict.detail}"
        screen.print(Padding(plain(f"{verdict.check}: {said}", style), (0, 0, 0, 2), expand=False))


def _with_hole(row: Candidate) -> "Text":
    from rich.text import Text

    pieces: list[Text] = []
    position = 0
    for edit in row.edits:
        start, end = edit.span_after.start, edit.span_after.end
        pieces += [plain(row.context[position:start]), plain(f"[{row.context[start:end]}]", "reverse")]
        position = end
    return Text.assemble(*pieces, plain(row.context[position:]))


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
