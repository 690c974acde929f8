"""A model's own failures as rejected replies, from the folder of a `nescio eval` on the same rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nescio.pipelines.eval_files import Answer, read_eval
from nescio.pipelines.stream_rows import Line
from nescio.schemas.errors import UsageError
from nescio.validation.responses import ABSTENTIONS, REFUSALS, ResponseClass

NOT_ASKED = "not asked"
_DECLINES = ABSTENTIONS | REFUSALS


@dataclass(frozen=True)
class Failures:
    """What a model said where it failed, and how the other rows went."""

    replies: dict[str, str]
    """By row id: an answer where one should abstain; an abstention or a refusal where one should answer."""
    others: dict[str, str]
    """By row id, why its reply shows no such failure."""


def read_failures(folder: str | Path, lines: Sequence[Line]) -> Failures:
    """The failures of an evaluation on these rows.

    Raises UsageError where it is none, or has answers to rows that are not among them or have another label there.
    """
    _, answers = read_eval(folder)
    known = {line.id: line.should_abstain for line in lines}
    strange = [one.id for one in answers if one.id not in known]
    if strange:
        raise UsageError(
            f"{len(strange)} of {len(answers)} answers of {folder} are to rows that are not among the {len(lines)} to "
            f"export ({strange[0]}, ...); name the split that was asked (--split), or run `nescio eval` on this one"
        )
    turned = [one.id for one in answers if one.should_abstain != known[one.id]]
    if turned:
        raise UsageError(
            f"{len(turned)} of {len(answers)} rows of {folder} have another label in the dataset ({turned[0]}, ...): "
            "it was changed since; run `nescio eval` again into another --out"
        )
    others = dict.fromkeys(known, NOT_ASKED)
    replies: dict[str, str] = {}
    for one in answers:
        why = _no_failure(one)
        if why is None and one.reply:
            replies[one.id] = one.reply
            del others[one.id]
        else:
            others[one.id] = why or "no reply"
    return Failures(replies, others)


def _no_failure(one: Answer) -> str | None:
    """Why an answer shows no failure to abstain or to answer; null where it does.

    A wrong answer to a row that has one is a failure, but of another kind: to prefer the reference to it would teach
    arithmetic, not when to answer. A refusal where one should abstain says no falsehood, and is left out too.
    """
    if one.kind is None or not (one.reply or "").strip():
        return "no reply"
    kind = ResponseClass(one.kind)
    if kind in (ResponseClass.EMPTY, ResponseClass.UNCLEAR):
        return f"{kind.value} reply"
    if one.should_abstain:
        if kind is ResponseClass.ANSWERED:
            return None
        return "refused, not answered" if kind in REFUSALS else "abstained, as it should"
    if kind in _DECLINES:
        return None
    return "answered right" if one.correct else "answered wrong"
