"""The files of an evaluation: one scored answer for each row, and eval.json."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from nescio.pipelines.folder import whole
from nescio.pipelines.spend import StageSpend
from nescio.pipelines.tables import ROW_GROUP, to_table
from nescio.schemas.base import Frozen, Text, faults
from nescio.schemas.chat import FaultKind, Sampling
from nescio.schemas.errors import UsageError
from nescio.validation.classifier_errors import CorrectedShare
from nescio.validation.metrics import Signature

LengthUnit = Literal["tokens", "words"]
"""In what replies are measured: the engine's tokens, or words where it does not count them for every reply."""


class Scores(Frozen):
    """What a reply is worth."""

    right: bool | None
    """Whether it does what the row wants: a gold answer, or an abstention; null where there is no gold answer."""
    abstained: bool
    refused: bool
    """Whether it refuses, in whole or in part; the class tells which."""
    hedged: bool
    """Whether it answers and doubts its answer."""


class Answer(Frozen):
    """A row of answers.parquet, where `kind` is the column `class`; what there is no reply for is null."""

    id: str
    cross_id: str | None
    pair_id: str | None
    role: str
    scenario: str
    perturbation: str
    domain: str
    complexity: str
    grade: str
    should_abstain: bool
    row_hash: str | None = None
    """Of its prompt, label and gold answers; null in evaluations of earlier versions."""
    reply: Text | None = None
    thinking: Text | None = None
    kind: str | None = None
    """A ResponseClass."""
    value: Text | None = None
    """The answer of an answered reply, as it stands there."""
    correct: bool | None = None
    """Of an answerable row with a gold answer: whether it is answered with one."""
    scores: Scores | None = None
    rule: str | None = None
    """What the classifier went by."""
    named: bool | None = None
    """Of an abstaining reply to a row with a missing fact that has a name: whether it names it."""
    confidence: float | None = None
    """As the reply states it, from 0 to 1; null where none was asked for or none is stated."""
    tokens: int | None = None
    """Of the reply with its thinking, as the engine counts them; null where it does not."""
    words: int | None = None
    """Of the reply with its thinking."""
    finish: str | None = None
    """Why the reply ended; `length` where it was cut off."""
    fault: str | None = None
    """Why there is no reply."""

    @property
    def star(self) -> str:
        """The rows that stay together with it: its star's, its pair's, or it alone."""
        return self.cross_id or self.pair_id or self.id


class EvalSummary(Frozen):
    """eval.json, written last."""

    nescio: str
    dataset: str
    dataset_hash: str
    """Of the rows that were asked: ids, prompts, labels and gold answers."""
    split: str | None
    """Null for all splits, and for a file, which has none."""
    limit: int | None
    model: str
    model_hash: str
    engine: str
    system: str | None
    sampling: Sampling
    confidence_asked: bool
    """Whether each prompt asked for a stated confidence (`stated_confidence.ASK`)."""
    length_unit: LengthUnit
    """Of the figures of overthinking."""
    classifier: str
    """Version of the rules by which replies were classified."""
    response_model: str | None
    """Hash of the fitted model that had a say in which replies refuse; null for rules alone."""
    faults: dict[str, int]
    """Rows without a reply by kind of fault: no abstentions, and in no figure."""
    signature: Signature
    corrected: tuple[CorrectedShare, ...]
    """Figures corrected for the classifier's errors, where people's labels of such replies have measured them."""
    tokens: int
    cost: float | None
    """US dollars, null where unknown."""
    spend: tuple[StageSpend, ...]

    @property
    def unasked(self) -> int:
        """Rows that a limit left unasked."""
        return self.faults.get(FaultKind.UNASKED.value, 0)


def write_answers(answers: Sequence[Answer], path: Path) -> None:
    """Write answers.parquet, whole or not at all; equal answers give equal bytes."""
    import pyarrow.parquet as pq

    table = to_table(answers, Answer)
    # `class` is no name that a Python attribute may have.
    table = table.rename_columns(["class" if name == "kind" else name for name in table.column_names])
    with whole(path) as place:
        pq.write_table(table, place, compression="zstd", row_group_size=ROW_GROUP, store_schema=False)


def read_eval(folder: str | Path) -> tuple[EvalSummary, list[Answer]]:
    """The summary and the answers of a finished evaluation, answers in the order of the rows that were asked.

    Raises UsageError where the folder holds none, or one of another version of nescio.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(folder)
    paths = folder / "eval.json", folder / "answers.parquet"
    lacking = [path.name for path in paths if not path.is_file()]
    if lacking:
        raise UsageError(
            f"{folder} has no {' and no '.join(lacking)}; wanted is the folder of a finished `nescio eval`"
        )
    try:
        summary = EvalSummary.model_validate_json(paths[0].read_bytes())
        table = pq.read_table(paths[1])
        renamed = table.rename_columns(["kind" if name == "class" else name for name in table.column_names])
        return summary, [Answer.model_validate(row) for row in renamed.to_pylist()]
    except pa.ArrowInvalid as error:
        raise UsageError(f"{paths[1]} cannot be read ({error}); run the same `nescio eval` again") from error
    except ValidationError as error:
        raise UsageError(
            f"{folder} is an evaluation of another version of nescio ({faults(error)[0]}); remove its eval.json and "
            "give the same `nescio eval` again, which scores the replies in its journal anew"
        ) from error
