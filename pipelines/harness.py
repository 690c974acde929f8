"""A dataset as a task of another evaluation harness: its data file, and nescio's scoring of one reply and of them all.

What the exported tasks call (`export_lm_eval`, `export_inspect`). A reply is classified and scored as `nescio eval`
does it, and the figures are its own, so that a model has the same signature whoever asks it.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from nescio.gen.engines.thinking import split_thinking
from nescio.pipelines.eval_scoring import score, scored
from nescio.pipelines.folder import write_text
from nescio.pipelines.read_rows import DataRow, by_star
from nescio.schemas.chat import Finish, Reply
from nescio.schemas.errors import UsageError
from nescio.schemas.taxonomy import Role
from nescio.validation.answer_match import numbers_wanted
from nescio.validation.figures import figures
from nescio.validation.metrics import pairs_right, stars_right
from nescio.validation.responses import ResponseClass, classify_reply
from nescio.validation.scored_row import ScoredRow
from nescio.validation.star_bootstrap import DRAWS, Share, shares

if TYPE_CHECKING:
    from datasets import Dataset

DATA = "data.jsonl"
"""The data file of an exported task, beside its code."""
LONGEST_REPLY = 512
"""Tokens that a task allows for a reply, unless the harness is told otherwise."""
ABSTAIN = "(abstain)"
"""The target that a harness shows where one should abstain; nothing is compared with it."""
LOWER_IS_BETTER = ("over_abstention", "refused_answerable")
FIGURES = (
    "paired_accuracy",
    "star_accuracy",
    "accuracy",
    "abstention_recall",
    "abstention_precision",
    "abstention_f1",
    "clarification_accuracy",
    *LOWER_IS_BETTER,
)
"""The figures of an exported task, as docs/eval.md explains them, the headline first."""
Packed = tuple[str, str, str | None, str, bool, str, bool, bool | None]
"""A scored row as a harness keeps it: id, star, pair, role, should_abstain, class, correct, named."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def write_data(rows: Sequence[DataRow], out: Path, name: str) -> Path:
    """Write the data file of a task into the folder `out`, star by star; each row says whether a number is wanted.

    Raises UsageError where there is no row, or the name is none that both a file and a function may have.
    """
    if not rows:
        raise UsageError(f"the task {name} would have no rows; choose another split or a larger --abstain-share")
    if not _NAME.fullmatch(name):
        raise UsageError(f"a task cannot be called {name!r}; wanted are letters, digits, _ and -, a letter first")
    wanted = dict(
        zip(
            (row.id for row in rows),
            numbers_wanted((row.star, row.domain, row.answers) for row in rows),
            strict=True,
        )
    )
    lines = [
        json.dumps(
            {
                **row.model_dump(mode="json"),
                "numeric": wanted[row.id],
                "expected": ABSTAIN if row.should_abstain else row.answers[0],
            },
            ensure_ascii=False,
        )
        for star in by_star(rows).values()
        for row in star
    ]
    out.mkdir(parents=True, exist_ok=True)
    write_text(out / DATA, "".join(f"{line}\n" for line in lines))
    return out / DATA


def read_data(folder: Path) -> "dict[str, Dataset]":
    """The data file of a task as the splits that lm-evaluation-harness takes."""
    from datasets import Dataset

    with (folder / DATA).open(encoding="utf-8") as file:
        return {"test": Dataset.from_list([json.loads(line) for line in file])}


def score_reply(doc: Mapping[str, object], text: str, *, finished: bool = True) -> ScoredRow:
    """A row of the data file with what a model said to it. `finished` is false where the reply was cut off."""
    row = DataRow.model_validate(doc)
    thinking, said = split_thinking(text)
    reply = Reply(said, finish=Finish.STOP if finished else Finish.LENGTH, thinking=thinking)
    found = classify_reply(reply, numeric=bool(doc["numeric"]))
    return scored(score(row, reply, found, said), "words")


def pack(row: ScoredRow) -> Packed:
    """A scored row as plain values."""
    kind = row.kind.value if row.kind else ResponseClass.EMPTY.value
    return row.id, row.star, row.pair, row.role.value, row.should_abstain, kind, row.correct, row.named


def figure(name: str, packed: Iterable[Sequence[object]]) -> float | None:
    """One figure of all scored rows; null where there is nothing to count."""
    return _all(tuple(map(tuple, packed)))[name].value


@lru_cache(maxsize=1)
def _all(packed: tuple[Packed, ...]) -> dict[str, Share]:
    """A harness asks for one figure after the other, of the same rows."""
    return task_figures(map(unpack, packed), draws=1)


def unpack(packed: Sequence[object]) -> ScoredRow:
    """The scored row that was packed."""
    name, star, pair, role, should_abstain, kind, correct, named = packed
    return ScoredRow(
        id=str(name),
        star=str(star),
        pair=None if pair is None else str(pair),
        role=Role(str(role)),
        scenario="",
        perturbation="",
        should_abstain=bool(should_abstain),
        kind=ResponseClass(str(kind)),
        correct=bool(correct),
        named=None if named is None else bool(named),
    )


def task_figures(rows: Iterable[ScoredRow], draws: int = DRAWS) -> dict[str, Share]:
    """The figures of a task by name, with intervals by whole stars; the order of the rows does not matter."""
    rows = sorted(rows, key=lambda row: row.id)
    grouped = {"paired_accuracy": pairs_right(rows).values(), "star_accuracy": stars_right(rows).values()}
    found = {**dict(figures(rows, draws)), **shares({name: [*one] for name, one in grouped.items()}, draws)}
    return {name: found[name] for name in FIGURES}
