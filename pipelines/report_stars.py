"""Rows in a report: a star as the table that its rows make, with its holes marked, and what was rejected or failed."""

from collections.abc import Iterable, Sequence

from nescio.pipelines.html import excerpt, fold, paragraph, shown, table
from nescio.pipelines.ledger import FailedRow, RejectedRow
from nescio.schemas.evidence import CONTEXT
from nescio.schemas.example import Candidate, Example
from nescio.schemas.verdict import Verdict

_GRID = 2
"""Questions of a star that stand beside one another; more stand below one another."""


def star_block(name: str, split: str, rows: Sequence[Example], *, opened: bool) -> str:
    """One star of a perturbation, to fold out."""
    first = rows[0]
    said = (
        f"figure {first.figure.value}, {len(rows)} rows, {first.scenario.value}, split {split}, "
        f"{f'template {first.template_id}' if first.template_id else 'no template'}, star {first.cross_id}"
    )
    return fold(name, paragraph(said, "dim") + star_table(rows), opened=opened)


def star_table(rows: Sequence[Example]) -> str:
    """The rows of a star: contexts by questions where there are two questions at most, else one below another."""
    contexts = list(dict.fromkeys(row.context for row in rows))
    asked = list(dict.fromkeys(_asked(row) for row in rows))
    places = {(row.context, _asked(row)): row for row in rows}
    if len(asked) > _GRID or len(places) < len(rows) or not any(contexts):
        lines = [[_question(row) + _context(row), _cell(row)] for row in rows]
        return table("What is asked, and what a good model does", ("text", "label"), lines, ("long", "long"))
    names = ("question A", "question B") if len(asked) > 1 else ("question",)
    questions = [_question(next(row for row in rows if _asked(row) == one)) for one in asked]
    head = ["text", *(f"{name}{question}" for name, question in zip(names, questions, strict=True))]
    lines = []
    for context in contexts:
        here = next(row for row in rows if row.context == context)
        cells = [places.get((context, one)) for one in asked]
        lines.append([_context(here), *("" if row is None else _cell(row) for row in cells)])
    return table("Each text with each question", head, lines, ["long"] * len(head))


def rejected_block(reason: str, count: int, fell: int, rows: Iterable[RejectedRow]) -> str:
    """Rows that were rejected for one reason; `fell` rows more were innocent and fell with their stars."""
    also = f", and {fell:,} more of their stars" if fell else ""
    inner = "".join(f"{_heading(row)}{_prompt(row)}{paragraph(row.detail)}" for row in rows)
    return fold(f"{reason}: {_rows(count)}{also}", inner) if inner else paragraph(f"{reason}: {_rows(count)}{also}")


def failed_block(error: str, count: int, rows: Iterable[FailedRow]) -> str:
    """Rows that failed with one error."""
    inner = "".join(
        f'<div class="text"><b>{shown(f"{row.perturbation}, stage {row.stage}, seed {row.seed_id}")}</b>'
        f"{excerpt(row.message)}</div>"
        for row in rows
    )
    return fold(f"{error}: {_rows(count)}", inner) if inner else paragraph(f"{error}: {_rows(count)}")


def label(abstain: bool, behaviour: str) -> str:
    """A behaviour in the colour of its side; the word tells it too."""
    return f'<span class="tag {"abstain" if abstain else "answer"}">{shown(behaviour)}</span>'


def _asked(row: Candidate) -> tuple[str, tuple[str, ...]]:
    return row.question, row.choices


def _question(row: Candidate) -> str:
    choices = "".join(f"\n{letter}) {choice}" for letter, choice in zip("ABCDEFGHIJ", row.choices, strict=False))
    marks = _marks(row, of_question=True)
    return f'<div class="text">{excerpt(row.question, marks)}{excerpt(choices) if choices else ""}</div>'


def _context(row: Candidate) -> str:
    if not row.context:
        return ""
    kinds = ", ".join(dict.fromkeys(one.kind for one in row.edits if one.span_after.part == CONTEXT))
    said = f"changed: {kinds}" if kinds else "nothing changed"
    return f'<div class="text"><b>{shown(said)}</b>{excerpt(row.context, _marks(row))}</div>'


def _marks(row: Candidate, *, of_question: bool = False) -> list[tuple[int, int]]:
    """Where the row's edits stand, as long as what stands there is what they say."""
    text = row.question if of_question else row.context
    spans = [(one.span_after, one.after) for one in row.edits if (one.span_after.part == CONTEXT) is not of_question]
    return [(span.start, span.end) for span, after in spans if text[span.start : span.end] == after]


def _cell(row: Example) -> str:
    """What is to be done, and folded away why."""
    why = f"answers: {'; '.join(row.answers)}" if row.answers else _why(row)
    said = [f"<p>{label(row.should_abstain, row.behaviour.value)} ({shown(row.role.value)})<br>{excerpt(why)}</p>"]
    said.append(f'<div class="text"><b>target</b>{excerpt(row.target)}</div>')
    proof = f"{row.proof.grade.value} by {row.proof.checker} {row.proof.checker_version}: {row.proof.evidence}"
    inner = f'<div class="text"><b>proof</b>{excerpt(proof)}</div>' + "".join(map(_verdict, row.verdicts))
    return said[0] + fold("target, proof and checks", said[1] + inner)


def _why(row: Candidate) -> str:
    named = [
        f"{name}: {value}"
        for name, value in (("missing", row.missing_fact), ("false", row.false_premise), ("so", row.rationale))
        if value
    ]
    return named[0] if named else ""


def _verdict(one: Verdict) -> str:
    vote = ", no vote" if one.calibrated is False else ""
    score = "" if one.score is None else f", score {one.score:.3g}"
    said = f"{'passed' if one.passed else f'failed: {one.reason}'}{score}{vote}"
    return f'<div class="text"><b>{shown(f"{one.check} {one.checker_version}: {said}")}</b>{excerpt(one.detail)}</div>'


def _heading(row: RejectedRow) -> str:
    return (
        f'<p class="example">{label(row.should_abstain, row.behaviour.value)} '
        f"{shown(f'{row.perturbation}, {row.role.value}, row {row.id}')}</p>"
    )


def _prompt(row: Candidate) -> str:
    return _context(row) + _question(row)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
