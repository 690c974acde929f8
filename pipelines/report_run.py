"""The report of a run: what became of every row, what the rows look like, and how far they are to be trusted."""

from collections.abc import Callable
from pathlib import Path

from nescio.pipelines.card_canary import canary
from nescio.pipelines.html import Section, bullets, document, facts, paragraph, shown, table, texts
from nescio.pipelines.html_charts import stacked_bar
from nescio.pipelines.ledger import Counts
from nescio.pipelines.report_folder import RunFolder, open_run
from nescio.pipelines.report_map import embedding_map
from nescio.pipelines.report_run_tables import cues, decontamination, judges, reproduce, spent
from nescio.pipelines.report_stars import failed_block, rejected_block, star_block
from nescio.pipelines.summary import RunSummary

EACH = 3
"""Rows shown of each reason and of each error."""
_WHOLE = 8
"""Rows of a whole star: four texts by two questions."""


def run_report(folder: Path) -> str:
    """The page of the finished run in a folder: the same bytes for the same folder.

    No model is asked. Raises UsageError where the folder holds no finished run.
    """
    run = open_run(folder)
    parts: list[tuple[str, str, Callable[[RunFolder], str]]] = [
        ("funnel", "What became of every row", _funnel),
        ("stars", "Stars", _stars),
        ("rejected", "Rejected", _rejected),
        ("failed", "Failed", _failed),
        ("coverage", "Coverage", _coverage),
        ("map", "Embedding map", embedding_map),
        ("cues", "What gives the label away", cues),
        ("judges", "Judges", judges),
        ("decontamination", "Nearness to other texts", decontamination),
        ("cost", "Tokens and cost", spent),
        ("reproduce", "How to repeat it", reproduce),
    ]
    sections = [Section(slug, title, body) for slug, title, make in parts if (body := make(run))]
    return document(f"Run {run.summary.name}", _lead(run.summary), sections, footer=_footer(run))


def _lead(summary: RunSummary) -> str:
    wrong = [f"gate missed: {sentence}" for sentence in summary.gates_missed]
    wrong += [f"shortfall: {lack:,} stars of {name} are lacking" for name, lack in summary.shortfall.items()]
    wrong += [f"{summary.unasked:,} rows wait for questions that a limit left unasked"] if summary.unasked else []
    failed = sum(summary.funnel.failed.values())
    wrong += [f"{failed:,} rows failed"] if failed else []
    wrong += ["nothing was accepted, so there is no dataset"] if not summary.splits else []
    state = (
        "complete: nothing failed, is lacking or missed a gate" if summary.complete else "ended, but not all is well"
    )
    grade = f'<p><span class="grade {"passes" if summary.complete else "fails"}">{shown(state)}</span></p>'
    figures = [
        ("domain", summary.domain),
        ("rows accepted", f"{summary.funnel.accepted:,}"),
        (f"rows in {', '.join(summary.splits)}", ", ".join(f"{rows:,}" for rows in summary.splits.values()) or "-"),
        ("perturbations", f"{sum(one.accepted > 0 for one in summary.funnel.by_perturbation.values())}"),
        ("tokens of chat models", f"{summary.tokens:,}"),
    ]
    return grade + bullets(wrong) + facts(figures)


def _funnel(run: RunFolder) -> str:
    summary = run.summary
    whole = summary.funnel
    most = max((one.candidates for one in whole.by_perturbation.values()), default=0)
    lines = [_counts(name, one, most) for name, one in whole.by_perturbation.items()]
    lines.append(_counts("all", whole, whole.candidates))
    head = ("perturbation", "to scale", "candidates", "accepted", "rejected", "failed")
    kinds = ("", "bar", *["number"] * 4)
    key = " &emsp; ".join(f'<span class="key {name}"></span> {name}' for name in ("accepted", "rejected", "failed"))
    skipped = ", ".join(f"{count:,} {reason}" for reason, count in summary.seeds.skipped.items())
    seeds = f"Seeds: {summary.seeds.read:,} read, {summary.seeds.usable:,} used{skipped and f'; skipped: {skipped}'}."
    splits = [(name, f"{rows:,}", f"{summary.templates.get(name, 0):,}") for name, rows in summary.splits.items()]
    parts = [f"<p><b>{_identity(whole)}</b></p>", paragraph(seeds), f"<p>{key}</p>"]
    parts.append(table("Rows by perturbation, bars on one scale; that of all rows has its own", head, lines, kinds))
    if splits:
        parts.append(table("Splits", ("split", "rows", "templates"), texts(splits), ("", "number", "number")))
    if summary.extended is not None:
        rows = sum(summary.extended.rows.values())
        parts.append(
            paragraph(f"The splits hold {rows:,} rows of {summary.extended.name} as well, which are no candidates.")
        )
    return "\n".join(parts)


def _identity(counts: Counts) -> str:
    """The sum that every candidate is in."""
    rejected, failed = sum(counts.rejected.values()), sum(counts.failed.values())
    told = "" if counts.balanced() else "  This does not add up; please report it."
    parts = f"{counts.accepted:,} accepted + {rejected:,} rejected + {failed:,} failed"
    return f"{counts.candidates:,} candidates = {parts}{told}"


def _counts(name: str, one: Counts, most: int) -> list[str]:
    rejected, failed = sum(one.rejected.values()), sum(one.failed.values())
    bar = stacked_bar([("accepted", one.accepted), ("rejected", rejected), ("failed", failed)], most)
    return [shown(name), bar, *(f"{count:,}" for count in (one.candidates, one.accepted, rejected, failed))]


def _stars(run: RunFolder) -> str:
    stars = run.stars()
    if not stars:
        return paragraph("No row was published.")
    said = (
        "One star of each perturbation, as it is published. Marked is what was changed against the clean text; which "
        "questions it still answers depends on what that was."
    )
    rows_of = {name: len(rows) for name, (_, rows) in stars.items()}
    fullest = max(stars, key=lambda name: (rows_of[name] == _WHOLE, rows_of[name]))
    blocks = [star_block(name, split, rows, opened=name == fullest) for name, (split, rows) in stars.items()]
    return paragraph(said) + "\n".join(blocks)


def _rejected(run: RunFolder) -> str:
    if not run.summary.funnel.rejected:
        return paragraph("No row was rejected.")
    found = run.rejected(0 if run.withheld else EACH)
    fell = run.summary.funnel.rejected
    blocks = [
        rejected_block(reason, count, fell.get(f"star: {reason}", 0), rows) for reason, (count, rows) in found.items()
    ]
    private = (
        "Their texts stand in rejected.parquet, which its owner alone may read: not everything in it is known to be "
        "harmless. See nescio quarantine."
    )
    said = private if run.withheld else "Rows at fault themselves, by reason, and some of each."
    return paragraph(said) + "\n".join(blocks)


def _failed(run: RunFolder) -> str:
    if not run.summary.funnel.failed:
        return paragraph("No row failed.")
    found = run.failed(0 if run.withheld else EACH)
    return "\n".join(failed_block(error, count, rows) for error, (count, rows) in found.items())


def _coverage(run: RunFolder) -> str:
    found = run.grades()
    if not found:
        return ""
    names, grades = ([*dict.fromkeys(key[part] for key in found)] for part in (0, 1))
    lines = [[shown(name), *(f"{found.get((name, grade), 0):,}" for grade in grades)] for name in names]
    lines.append(["all", *(f"{sum(found.get((name, grade), 0) for name in names):,}" for grade in grades)])
    asked = {one.name for one in run.record.recipe.perturb}
    empty = sorted(asked - set(names))
    told = paragraph(f"Asked for, and without a published row: {', '.join(empty)}.") if empty else ""
    head = ("perturbation", *map(shown, grades))
    kinds = ("", *["number"] * len(grades))
    return table("Published rows by perturbation and by how their label is known", head, lines, kinds) + told


def _footer(run: RunFolder) -> str:
    ids = [str(id) for table in run.published.values() for id in table["id"].to_pylist()]
    line = f" {canary(ids)}" if "test" in run.published else ""
    return shown(f"nescio {run.record.nescio}. This page loads nothing and runs no script.{line}")
