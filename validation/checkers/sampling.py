"""Drawing several replies of one model to each row: what consensus and the refusal probe share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nescio.schemas.asking import Asks, Question
from nescio.schemas.chat import Fault, Message, Reply, Sampling
from nescio.schemas.example import Candidate
from nescio.schemas.verdict import Failure, Verdict
from nescio.validation.answer_match import numbers_wanted


@dataclass(frozen=True)
class SampledResult:
    """What a sampling check found, row by row in the order given."""

    verdicts: tuple[tuple[Verdict, ...], ...]
    """One verdict on each row, none where a sample is missing."""
    failures: tuple[tuple[Failure, ...], ...]
    """On each row why there is no verdict, where the check gates; else a missing sample is only counted."""
    faults: dict[str, dict[str, int]]
    """Samples without a reply by model and kind of fault."""


def draw(
    asks: Asks, stage: str, conversations: Sequence[tuple[Message, ...]], sampling: Sampling, samples: int
) -> list[list[Reply | Fault]]:
    """So many independent replies to each conversation, or the reasons for none. Raises what `Asks.text` does."""
    questions = [Question(one, sampling, replica) for one in conversations for replica in range(samples)]
    found = asks.text(stage, questions)
    return [found[start : start + samples] for start in range(0, len(found), samples)]


def numeric_rows(rows: Sequence[Candidate]) -> list[bool]:
    """For each row whether a number is wanted."""
    return numbers_wanted((row.cross_id or row.id, row.domain.value, row.answers) for row in rows)


def missing(check: str, found: Sequence[Reply | Fault]) -> Failure | None:
    """The failure of a row whose samples are not complete."""
    faults = [one for one in found if isinstance(one, Fault)]
    if not faults:
        return None
    message = f"{len(faults)} of {len(found)} samples are missing: {faults[0].message}"
    return Failure(stage=check, error=faults[0].kind.value, message=message)


def count_faults(asks: Asks, drawn: Sequence[Sequence[Reply | Fault]]) -> dict[str, dict[str, int]]:
    """Faults by model and kind."""
    kinds = Counter(one.kind.value for found in drawn for one in found if isinstance(one, Fault))
    return {asks.name: dict(sorted(kinds.items()))}
