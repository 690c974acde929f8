"""Prompts without a reply: what GRPO rewards are computed from, and the columns of AbstentionBench."""

import json
from collections.abc import Iterable, Iterator

from nescio.pipelines.export_chat import Turn, asked
from nescio.pipelines.read_rows import DataRow
from nescio.schemas.base import Frozen

_ABOUT = (
    "id",
    "star",
    "pair_id",
    "role",
    "kind",
    "scenario",
    "perturbation",
    "domain",
    "missing_fact",
    "false_premise",
)
"""What the metadata of AbstentionBench's form tells."""


class PromptRow(Frozen):
    """A prompt with what `nescio.validation.rewards` reads beside it; TRL hands every other column to the rewards."""

    prompt: tuple[Turn, ...]
    id: str
    star: str
    should_abstain: bool
    behaviour: str
    answers: tuple[str, ...]
    choices: tuple[str, ...]
    missing_fact: str | None
    false_premise: str | None
    correction: str | None
    clarifying_question: str | None
    kind: str
    role: str


class BenchRow(Frozen):
    """A row of AbstentionBench (arXiv 2506.09038): what its loader gives as Prompt, the metadata as JSON."""

    question: str
    """The prompt as it is shown, context and all."""
    reference_answers: tuple[str, ...] | None
    """Null where one should abstain."""
    should_abstain: bool
    metadata_json: str


def prompts(rows: Iterable[DataRow], system: str | None) -> Iterator[PromptRow]:
    """The rows for TRL's GRPOTrainer."""
    same = [name for name in PromptRow.model_fields if name not in ("prompt", "role")]
    for row in rows:
        values = {name: getattr(row, name) for name in same}
        yield PromptRow(prompt=asked(row, system), role=row.role.value, **values)


def bench(rows: Iterable[DataRow]) -> Iterator[BenchRow]:
    """The rows in AbstentionBench's columns."""
    for row in rows:
        about = {f"nescio_{name}": getattr(row, name) for name in _ABOUT}
        yield BenchRow(
            question=row.prompt,
            reference_answers=row.answers or None,
            should_abstain=row.should_abstain,
            metadata_json=json.dumps(about, ensure_ascii=False),
        )
