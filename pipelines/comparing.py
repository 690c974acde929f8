"""Several models on the same rows: where each fails, and whether any two differ. `nescio compare`.

All is computed from the folders of `nescio eval`; no model is asked.
"""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Literal

from nescio.pipelines.eval_files import Answer, EvalSummary, read_eval
from nescio.pipelines.eval_scoring import scored
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError
from nescio.validation.failing import TOLERANCE, Direction, direction
from nescio.validation.mcnemar import McNemar, holm, mcnemar
from nescio.validation.metrics import ScoredRow, Signature, pairs_right, signature, stars_right
from nescio.validation.star_bootstrap import Mean, Tally, means

MOST = 26
"""Models in one comparison: each has a letter."""
_SHOWN = 3
"""Rows that a message names."""

Unit = Literal["rows", "pairs", "stars"]
"""What is right or not: a row, a pair (perturbed and twin), or the cross of a star."""


class Compared(Frozen):
    """One model of a comparison."""

    letter: str
    name: str
    """The model's, and the folder's where two have the same."""
    folder: str
    system: str | None
    confidence_asked: bool
    no_reply: int
    direction: Direction
    signature: Signature
    """On the rows that are compared."""


class Difference(Frozen):
    """Two models on the units that both replied to."""

    first: str
    second: str
    """Letters."""
    unit: Unit
    difference: Mean
    """Share right of the first less that of the second; the 95 % interval resamples stars, with both models' rows."""
    test: McNemar
    p_corrected: float
    """By Holm, over all pairs of models of this comparison for this unit."""


class Comparison(Frozen):
    """What `nescio compare` finds."""

    rows: int
    common: bool
    """Whether only the rows that all evaluations share are compared."""
    tolerance: float
    models: tuple[Compared, ...]
    differences: tuple[Difference, ...]


Evaluation = tuple[Path, EvalSummary, list[Answer]]


def compare(folders: Sequence[str | Path], *, common: bool = False, tolerance: float = TOLERANCE) -> Comparison:
    """Compare evaluations of the same rows; with `common`, on the rows that all of them asked.

    Raises UsageError where a folder holds no evaluation, where the rows or the rules that read the replies differ, and
    for fewer than two folders or more than 26.
    """
    if not 2 <= len(folders) <= MOST:
        raise UsageError(f"{len(folders)} evaluations were given; give 2 to {MOST} folders of `nescio eval`")
    found: list[Evaluation] = [(Path(one), *read_eval(one)) for one in folders]
    _require_one_classifier(found)
    if common:
        found = _on_common_rows(found)
    else:
        _require_same_rows(found)
    judged = [[scored(answer, summary.length_unit) for answer in answers] for _, summary, answers in found]
    letters = [chr(ord("A") + number) for number in range(len(found))]
    names = _names(found)
    models = []
    for letter, name, (folder, summary, _), rows in zip(letters, names, found, judged, strict=True):
        whole = signature(rows, confidence=summary.confidence_asked) if common else summary.signature
        models.append(
            Compared(
                letter=letter,
                name=name,
                folder=str(folder),
                system=summary.system,
                confidence_asked=summary.confidence_asked,
                no_reply=whole.no_reply,
                direction=direction(whole, tolerance),
                signature=whole,
            )
        )
    return Comparison(
        rows=len(judged[0]),
        common=common,
        tolerance=tolerance,
        models=tuple(models),
        differences=tuple(_differences(letters, judged)),
    )


def _differences(letters: Sequence[str], judged: Sequence[Sequence[ScoredRow]]) -> list[Difference]:
    """Each two models for each unit, p-values corrected within the unit."""
    found: list[Difference] = []
    for unit in ("rows", "pairs", "stars"):
        tallies = [_right(rows, unit) for rows in judged]
        two = list(combinations(range(len(letters)), 2))
        tests = [_test(tallies[one], tallies[other]) for one, other in two]
        corrected = holm([test.p for _, test in tests])
        for (one, other), (difference, test), p in zip(two, tests, corrected, strict=True):
            first, second = letters[one], letters[other]
            found.append(
                Difference(first=first, second=second, unit=unit, difference=difference, test=test, p_corrected=p)
            )
    return found


def _right(rows: Sequence[ScoredRow], unit: Unit) -> dict[str, Tally]:
    if unit == "rows":
        return {row.id: (row.star, row.right) for row in rows if row.replied and row.graded}
    return pairs_right(rows) if unit == "pairs" else stars_right(rows)


def _test(first: dict[str, Tally], second: dict[str, Tally]) -> tuple[Mean, McNemar]:
    both = sorted(first.keys() & second.keys())
    gaps = [(first[name][0], float(first[name][1]) - second[name][1]) for name in both]
    test = mcnemar([first[name][1] for name in both], [second[name][1] for name in both])
    return means({"": gaps}, (-1, 1))[""], test


def _require_one_classifier(found: Sequence[Evaluation]) -> None:
    """Raise UsageError where replies were read by other rules: then figures differ for that alone."""
    first = found[0]
    for one in found[1:]:
        theirs, ours = ((summary.classifier, summary.response_model) for summary in (first[1], one[1]))
        if theirs != ours:
            raise UsageError(
                f"{first[0]} and {one[0]} were not classified alike (rules of version {theirs[0]} and {ours[0]}, "
                f"fitted model {_short(theirs[1])} and {_short(ours[1])}); give the same `nescio eval` again for each "
                "of them, by one nescio and with one --response-model or none: the replies are in the journals, so "
                "nothing is asked"
            )


def _require_same_rows(found: Sequence[Evaluation]) -> None:
    folder, summary, answers = found[0]
    for other, theirs, their_answers in found[1:]:
        if summary.dataset_hash == theirs.dataset_hash:
            continue
        ids, their_ids = {one.id for one in answers}, {one.id for one in their_answers}
        shared = len(ids & their_ids)
        if shared == len(ids) == len(their_ids):
            raise UsageError(
                f"{folder} and {other} asked rows with the same ids but another order, other prompts, labels or "
                "answers; evaluate both on one dataset, or compare by --common if only the order differs"
            )
        only = sorted(ids - their_ids)[:_SHOWN] or sorted(their_ids - ids)[:_SHOWN]
        raise UsageError(
            f"{folder} ({len(ids)} rows of {summary.dataset}, split {summary.split}) and {other} ({len(their_ids)} "
            f"rows of {theirs.dataset}, split {theirs.split}) asked other rows: {shared} are in both, "
            f"{len(ids - their_ids)} in the first alone, {len(their_ids - ids)} in the second alone (as "
            f"{', '.join(only)}). Evaluate both on the same rows"
            + (", or compare those that they share with --common" if shared else "")
        )


def _on_common_rows(found: Sequence[Evaluation]) -> list[Evaluation]:
    """The evaluations with only the rows that all share. Raises UsageError where there are none, or labels differ."""
    tables = [{one.id: one for one in answers} for _, _, answers in found]
    shared = set.intersection(*(set(table) for table in tables))
    if not shared:
        raise UsageError(
            f"{' and '.join(str(folder) for folder, _, _ in found)} share no row; evaluate the models on one dataset"
        )
    for name in sorted(shared):
        rows = [table[name] for table in tables]
        labels = {(one.should_abstain, one.role, one.pair_id) for one in rows}
        texts = {one.row_hash for one in rows if one.row_hash is not None}
        if len(labels) > 1 or len(texts) > 1:
            raise UsageError(
                f"row {name} has another label, role, pair, prompt or answer in some of these evaluations; evaluate on "
                "one dataset"
            )
    order = [one.id for one in found[0][2] if one.id in shared]
    return [
        (folder, summary, [table[name] for name in order])
        for (folder, summary, _), table in zip(found, tables, strict=True)
    ]


def _names(found: Sequence[Evaluation]) -> list[str]:
    models = [summary.model for _, summary, _ in found]
    return [
        f"{model} ({folder.name})" if models.count(model) > 1 else model
        for model, (folder, _, _) in zip(models, found, strict=True)
    ]


def _short(name: str | None) -> str:
    return name[:12] if name else "none"
