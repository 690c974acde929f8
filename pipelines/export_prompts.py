"""Prompts without a reply: what GRPO rewards are computed from, and the columns of AbstentionBench."""

import json
from collections.abc import Collection, Iterable, Iterator

from nescio.pipelines.export_chat import Turn, asked
from nescio.pipelines.read_rows import DataRow
from nescio.schemas.base import Frozen
from nescio.validation.answer_match import numbers_wanted

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
    question: str
    """The prompt's own question; the whole prompt where that is not told apart."""
    numeric: bool
    """Whether a number is wanted, by all gold answers of the star: rewards then read a reply as `nescio eval` does."""


class BenchRow(Frozen):
    """A row of AbstentionBench (arXiv 2506.09038): what its loader gives as Prompt, the metadata as JSON."""

    question: str
    """The prompt as it is shown, context and all."""
    reference_answers: tuple[str, ...] | None
    """Null where one should abstain."""
    should_abstain: bool
    metadata_json: str


def prompts(stars: Iterable[list[DataRow]], kept: Collection[str], system: str | None) -> Iterator[PromptRow]:
    """The rows of whole stars whose ids are `kept`, for TRL's GRPOTrainer."""
    same = [name for name in PromptRow.model_fields if name not in ("prompt", "role", "question", "numeric")]
    for star in stars:
        wanted = numbers_wanted((row.star, row.domain, row.answers) for row in star)
        for row, numeric in zip(star, wanted, strict=True):
            if row.id in kept:
                values = {name: getattr(row, name) for name in same}
                values |= {"role": row.role.value, "question": row.asks, "numeric": numeric}
                yield PromptRow(prompt=asked(row, system), **values)


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
