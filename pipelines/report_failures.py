"""Examples of a model's failures, in its own words: what a figure is made of, and whether the rules erred."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nescio.pipelines.eval_files import Answer, EvalSummary
from nescio.pipelines.html import excerpt, fold, paragraph, shown
from nescio.pipelines.read_rows import NEEDED, DataRow, open_table, row_of
from nescio.schemas.errors import UsageError
from nescio.schemas.taxonomy import Role

EACH = 4
"""Failures of a kind that are shown."""


@dataclass(frozen=True)
class _Kind:
    title: str
    fails: Callable[[Answer], bool]


def failures(summary: EvalSummary, answers: Sequence[Answer]) -> str:
    """Some failures of each kind and some broken pairs, of as many perturbations as there are."""
    failed = {kind.title: [one for one in answers if one.scores is not None and kind.fails(one)] for kind in _KINDS}
    pairs = {both[0].id: both for both in _broken(answers)}
    chosen = {title: _spread(found) for title, found in failed.items()}
    broken = [pairs[one.id] for one in _spread(both[0] for both in pairs.values())]
    wanted = [one for some in (*chosen.values(), *broken) for one in some]
    rows, told = _rows(summary, {one.id: one.should_abstain for one in wanted})
    parts = [told]
    for title, some in chosen.items():
        inner = "".join(_reply(one, rows.get(one.id)) for one in some)
        parts.append(_folded(title, len(failed[title]), inner))
    inner = "".join(
        f"<h3>{shown(f'Pair {both[0].pair_id}, {both[0].perturbation}')}</h3>"
        + "".join(_reply(one, rows.get(one.id)) for one in both)
        for both in broken
    )
    parts.append(_folded("Broken pairs: one of both is right", len(pairs), inner))
    return "\n".join(parts)


def _missed(one: Answer) -> bool:
    return one.should_abstain and one.kind != "answered" and one.scores is not None and not one.scores.abstained


def _declined(one: Answer) -> bool:
    scores = one.scores
    return not one.should_abstain and scores is not None and (scores.abstained or scores.refused)


_KINDS = (
    _Kind("Answered what it should not", lambda one: one.should_abstain and one.kind == "answered"),
    _Kind("Refused, or unclear, where it should say what is missing or false", _missed),
    _Kind("Declined what it should answer", _declined),
    _Kind(
        "Answered, and wrongly", lambda one: not one.should_abstain and one.kind == "answered" and one.correct is False
    ),
)


def _broken(answers: Iterable[Answer]) -> list[list[Answer]]:
    """The pairs, perturbed row first, of which exactly one row is right."""
    pairs: dict[str, list[Answer]] = {}
    for one in answers:
        if (
            one.pair_id
            and one.scores is not None
            and one.scores.right is not None
            and one.role in (Role.PERTURBED, Role.TWIN)
        ):
            pairs.setdefault(one.pair_id, []).append(one)
    both = [sorted(pair, key=lambda one: one.role != Role.PERTURBED) for pair in pairs.values() if len(pair) > 1]
    return [pair for pair in both if sum(one.scores is not None and bool(one.scores.right) for one in pair) == 1]


def _spread(found: Iterable[Answer]) -> list[Answer]:
    """At most EACH of them, the first of each perturbation before a second of any."""
    seen: Counter[str] = Counter()
    ranked = []
    for one in sorted(found, key=lambda one: (one.perturbation, one.id)):
        seen[one.perturbation] += 1
        ranked.append((seen[one.perturbation], one.perturbation, one.id, one))
    return [one for *_, one in sorted(ranked, key=lambda item: item[:3])[:EACH]]


def _rows(summary: EvalSummary, wanted: Mapping[str, bool]) -> tuple[Mapping[str, DataRow], str]:
    """The rows with these ids and labels where the dataset stands on this machine, and what to say of that."""
    if not Path(summary.dataset).exists():
        return {}, paragraph(f"Prompts are not shown: {summary.dataset} is no folder or file of this machine.")
    try:
        rows = _read(summary, wanted)
    except UsageError as error:
        return {}, paragraph(f"Prompts are not shown: {error}")
    if any(id not in rows or rows[id].should_abstain is not label for id, label in wanted.items()):
        return {}, paragraph(f"Prompts are not shown: {summary.dataset} holds other rows by now.")
    return rows, paragraph("Some of each kind. A reply is shown as the model gave it; long ones are cut.")


def _read(summary: EvalSummary, wanted: Collection[str]) -> dict[str, DataRow]:
    """The rows with these ids; where the dataset has no ids, all of them, for an id is then the hash of a prompt."""
    table = open_table(summary.dataset, summary.split, NEEDED)
    if "id" in table.column_names:
        table = table.select([number for number, id in enumerate(table["id"]) if id in wanted])
    rows = (row_of(one, number, summary.dataset) for number, one in enumerate(table.to_list()))
    return {row.id: row for row in rows}


def _folded(title: str, count: int, inner: str) -> str:
    return fold(f"{title}: {count:,}", inner) if inner else paragraph(f"{title}: none.")


def _reply(one: Answer, row: DataRow | None) -> str:
    side = "abstain" if one.should_abstain else "answer"
    wanted = "to abstain from" if one.should_abstain else "to answer"
    head = f"{one.perturbation or 'no perturbation'}, {one.role}, {wanted}; classified as {one.kind} ({one.rule})"
    parts = [f'<p class="example">{shown(head)}</p>']
    if row is not None:
        parts.append(f'<div class="text {side}"><b>prompt</b>{excerpt(row.prompt)}</div>')
        gold = "; ".join(row.answers) or row.missing_fact or row.false_premise or ""
        if gold:
            name = "gold answers" if row.answers else "missing" if row.missing_fact else "false premise"
            parts.append(f'<div class="text"><b>{name}</b>{excerpt(gold)}</div>')
    if one.thinking:
        parts.append(fold("what it thought before", f'<div class="text">{excerpt(one.thinking)}</div>'))
    parts.append(f'<div class="text"><b>reply</b>{excerpt(one.reply or "")}</div>')
    return "".join(parts)
