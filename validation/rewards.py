"""Rewards for reinforcement learning, as TRL's GRPOTrainer takes them: `GRPOTrainer(reward_funcs=[ternary, ...])`.

Each is called with `prompts`, `completions` (text or messages) and the columns of the dataset by keyword, lists of one
length, and gives one number for each completion, or None where it does not apply, which TRL leaves out of the sum. The
columns are those of `nescio export --format grpo`; all but `should_abstain` and `answers` may be missing. A column
`numeric` says, where there is one, whether a number is wanted (`validation.completions.outcome` for the default).

What a reply does is decided by `validation.responses`, with its errors. GRPO learns from differences inside the group
of one prompt's completions: where all abstain, or all fail, no reward teaches anything. None of them knows whether a
completion was cut off: set `mask_truncated_completions`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nescio.schemas.errors import UsageError
from nescio.validation.clarified import nameable, names_missing, names_premise
from nescio.validation.completions import Turns, outcome, question_of, reply_of, text_of
from nescio.validation.responses import ResponseClass
from nescio.validation.scored_row import Outcome
from nescio.validation.stated_confidence import read_confidence

Rewards = list[float | None]
Reward = Callable[..., Rewards]
ABSTAINS, NAMES = 0.3, 0.7
"""The parts of `clarification`: for abstaining, and for naming what is missing (Abstain-R1's split)."""
PARTIAL = 0.5
"""What a partial refusal costs beside a full one."""
_ABOUT = ("question", "missing_fact", "false_premise", "clarifying_question", "correction")
_USED = ("should_abstain", "answers", "choices", "numeric", "behaviour", *_ABOUT)


def binary(*, completions: Sequence[Turns], **columns: object) -> Rewards:
    """+1 for what the row wants, else -1: the binary reward that TruthRL (arXiv 2509.25760) compares itself with.

    r = 2 * 1[right] - 1. Right is a gold answer, or abstaining where one should. On an answerable row abstaining costs
    as much as a wrong answer, so guessing always pays.
    """
    return [1.0 if one.outcome.right else -1.0 for one in _graded(completions, columns)]


def ternary(*, completions: Sequence[Turns], **columns: object) -> Rewards:
    """+1 right, 0 not answered, -1 wrong (TruthRL, arXiv 2509.25760).

    On an answerable row: +1 a gold answer, 0 abstaining or refusing, -1 anything else, an empty reply too. On a row to
    abstain from: +1 abstaining, asking back or correcting, 0 refusing, -1 an answer or anything else. TruthRL gives 0
    to every abstention of its own questions; here the label says where abstaining is right.
    """
    return [_ternary(one.outcome) for one in _graded(completions, columns)]


def _ternary(found: Outcome) -> float:
    if found.right:
        return 1.0
    return 0.0 if found.abstained or found.refused else -1.0


def rlcr(*, completions: Sequence[Turns], **columns: object) -> Rewards:
    """Correctness plus a Brier reward on the stated confidence; 0 where none is stated (RLCR, arXiv 2507.16806).

    r = 1[right] + 1 - (1[right] - q)^2, with q from 0 to 1 in <confidence>..</confidence> or a line "Confidence: 70%"
    (`stated_confidence.ASK` asks for it). That is the paper's 1[right] - (q - 1[right])^2 plus 1: the worst well-formed
    reply, wrong with q = 1, has what a malformed one has. The expected reward is highest at q = P(right). On a row to
    abstain from, q is how sure the model is that abstaining is right.
    """
    return [
        0.0 if one.confidence is None else _rlcr(one.outcome, one.confidence) for one in _graded(completions, columns)
    ]


def _rlcr(found: Outcome, confidence: float) -> float:
    if found.kind is ResponseClass.EMPTY:
        return 0.0
    return found.right + 1 - (found.right - confidence) ** 2


def clarification(*, prompts: Sequence[Turns], completions: Sequence[Turns], **columns: object) -> Rewards:
    """Of rows to abstain from: 0.3 for abstaining, 0.7 more for naming what is missing (Abstain-R1, arXiv 2604.17073).

    r = 1[abstained] * (0.3 + 0.7 * 1[named]). Named by the rule of `validation.clarified`, where Abstain-R1 asks a
    model: `missing_fact`, as it stands or as `clarifying_question` has it; or, where a premise is wrong, its
    `correction`, or the numbers of `false_premise`. Where a row has nothing to name, abstaining is worth 1. None on
    answerable rows. What was asked is the column `question`, or else the prompt's last question.
    """
    rows = _read(completions, columns)
    if len(prompts) != len(rows):
        raise UsageError(f"{len(prompts)} prompts stand beside {len(rows)} completions; one for each is wanted")
    return [_clarification(one, prompt) for one, prompt in zip(rows, prompts, strict=True)]


def _clarification(one: "_Read", prompt: Turns) -> float | None:
    if not one.outcome.should_abstain:
        return None
    if not one.outcome.abstained:
        return 0.0
    shown, question = text_of(prompt), one.about("question") or question_of(prompt)
    missing, premise = one.about("missing_fact"), one.about("false_premise")
    if nameable(missing):
        asked = one.about("clarifying_question")
        named = names_missing(one.reply, missing, clarifying_question=asked, question=question, prompt=shown)
    elif premise:
        named = names_premise(one.reply, premise, correction=one.about("correction"), question=question)
    else:
        named = True
    return ABSTAINS + NAMES * named


def over_refusal(*, completions: Sequence[Turns], **columns: object) -> Rewards:
    """Of answerable rows: -1 for declining, -0.5 for declining in part, else 0; None on rows to abstain from.

    Declining is refusing, abstaining, asking back, correcting, or saying nothing; a partial refusal gives some of what
    was asked (the classes of XSTest, arXiv 2308.01263). A wrong answer costs nothing here: combine it with another.
    """
    return [_over_refusal(one.outcome) for one in _read(completions, columns)]


def _over_refusal(found: Outcome) -> float | None:
    if found.should_abstain:
        return None
    if found.kind is ResponseClass.PARTIALLY_REFUSED:
        return -PARTIAL
    return -1.0 if found.abstained or found.refused or found.kind is ResponseClass.EMPTY else 0.0


@dataclass(frozen=True)
class Weighted:
    """Several rewards as one: the weighted sum of those that apply, None where none does."""

    parts: tuple[tuple[Reward, float], ...]
    __name__: str
    """What TRL logs it under."""

    def __call__(self, **given: object) -> Rewards:
        """The sum for each completion."""
        columns = [(weight, reward(**given)) for reward, weight in self.parts]
        sums: Rewards = []
        for values in zip(*(rewards for _, rewards in columns), strict=True):
            told = [weight * value for (weight, _), value in zip(columns, values, strict=True) if value is not None]
            sums.append(sum(told) if told else None)
        return sums


def weighted(parts: Mapping[Reward, float], *, name: str | None = None) -> Weighted:
    """Several rewards as one, `weighted({ternary: 1, clarification: 0.5})`; `name` is what TRL logs it under.

    TRL's own `reward_weights` does the same and logs each part; this is for what takes a single function. Raises
    UsageError where there is no part.
    """
    if not parts:
        raise UsageError("weighted() was given no reward; wanted is a reward and its weight, such as {ternary: 1.0}")
    return Weighted(tuple(parts.items()), name or "_and_".join(getattr(one, "__name__", "reward") for one in parts))


@dataclass(frozen=True)
class _Read:
    """A completion beside its row."""

    reply: str
    """Without thinking and stated confidence."""
    confidence: float | None
    outcome: Outcome
    place: int
    columns: Mapping[str, Sequence[object]]

    def about(self, name: str) -> str:
        """The row's text in a column that may be missing."""
        return _text(self.columns, name, self.place)


def _graded(completions: Sequence[Turns], columns: Mapping[str, object]) -> list[_Read]:
    """What `_read` gives, where right and wrong answers are told apart.

    Raises UsageError also for an answerable row without a gold answer, since every answer to it would be wrong.
    """
    found = _read(completions, columns)
    bare = [one.place for one in found if not one.outcome.should_abstain and not one.columns["answers"][one.place]]
    if bare:
        raise UsageError(
            f"completion {bare[0]} is on a row to be answered whose `answers` are empty; a gold answer is wanted. "
            "over_refusal needs none"
        )
    return found


def _read(completions: Sequence[Turns], columns: Mapping[str, object]) -> list[_Read]:
    """Every completion, classified. Raises UsageError for a column that is missing, of another length or of no use."""
    told = {
        name: value for name, value in columns.items() if isinstance(value, Sequence) and not isinstance(value, str)
    }
    lacking = [name for name in ("should_abstain", "answers") if name not in told]
    if lacking:
        raise UsageError(
            f"the rewards are computed from the columns should_abstain and answers; {' and '.join(lacking)} "
            "not handed over. Write the prompts with nescio export --format grpo"
        )
    other = {name: len(told[name]) for name in _USED if name in told and len(told[name]) != len(completions)}
    if other:
        raise UsageError(f"{len(completions)} completions stand beside columns of other lengths: {other}")
    return [_one(completion, place, told) for place, completion in enumerate(completions)]


def _one(completion: Turns, place: int, columns: Mapping[str, Sequence[object]]) -> _Read:
    reply, confidence = read_confidence(reply_of(completion))
    about = {name: _text(columns, name, place) for name in ("behaviour", "false_premise", "correction")}
    found = outcome(
        reply,
        should_abstain=_label(columns["should_abstain"][place], place),
        answers=_texts(columns["answers"][place], "answers", place),
        choices=_texts(columns["choices"][place], "choices", place) if "choices" in columns else (),
        numeric=_flag(columns["numeric"][place]) if "numeric" in columns else None,
        behaviour=about["behaviour"],
        premise=about["false_premise"],
        correction=about["correction"],
    )
    return _Read(reply, confidence, found, place, columns)


def _text(columns: Mapping[str, Sequence[object]], name: str, place: int) -> str:
    """A row's text in a column; empty where either is missing."""
    values = columns.get(name)
    value = values[place] if values is not None else None
    return value if isinstance(value, str) else ""


def _texts(value: object, name: str, place: int) -> tuple[str, ...]:
    """A list column's value; Arrow gives null for a list that is not there. Raises UsageError for a bare text."""
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(map(str, value))
    # Read as no answer at all, it would call every reply wrong.
    raise UsageError(f"{name} of completion {place} is {value!r}; a list of texts is wanted, such as ['{value}']")


def _label(value: object, place: int) -> bool:
    """Whether one should abstain; raises UsageError where nobody says."""
    if value is None:
        raise UsageError(f"should_abstain of completion {place} is None; true or false is wanted")
    return bool(value)


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)
