"""What a trainer hands to a reward, read: the reply's text, its outcome on a row, and the question of a prompt."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from nescio.validation.answer_match import is_numeric, same_answer
from nescio.validation.numbers import sentence_starts
from nescio.validation.premise_denied import read_premise
from nescio.validation.responses import ABSTENTIONS, Response, classify
from nescio.validation.scored_row import Outcome

Message = Mapping[str, object]
Turns = str | Sequence[Message]
"""A prompt or a completion as TRL has it: plain text, or messages with `role` and `content`."""

_THINKING = re.compile(r"\A\s*<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL)
_CLOSED = re.compile(r"\A.*?</(?:think|thinking|reasoning)>", re.DOTALL)
_OPENED = re.compile(r"<(?:think|thinking|reasoning)>")
_CACHED = 16_384
"""Replies whose class is remembered: several rewards are asked about the same completions."""


def text_of(turns: Turns) -> str:
    """The text of a completion, or of a prompt: of messages the last one's, content parts joined."""
    if isinstance(turns, str):
        return turns
    content = turns[-1].get("content") if turns else None
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, Sequence) else ()
    return "".join(str(part.get("text", "")) for part in parts if isinstance(part, Mapping))


def reply_of(completion: Turns) -> str:
    """What a completion says after its thinking; nothing where the thinking never ends.

    Where the chat template opens the thinking in the prompt, the completion holds only its end.
    """
    text = text_of(completion)
    rest = _THINKING.sub("", text, count=1)
    if rest == text and (closed := _CLOSED.match(text)) and not _OPENED.search(closed[0]):
        rest = text[closed.end() :]
    return rest.strip()


def question_of(prompt: Turns) -> str:
    """The last sentence of a prompt's last message that asks; else its last sentence."""
    lines = [line.strip() for line in text_of(prompt).splitlines() if line.strip()]
    sentences = []
    for line in lines:
        starts = sentence_starts(line)
        sentences += [line[start:end].strip() for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]
    asking = [one for one in sentences if one.endswith("?")]
    return (asking or sentences or [""])[-1]


def outcome(
    reply: str,
    *,
    should_abstain: bool,
    answers: Sequence[str],
    choices: Sequence[str] = (),
    numeric: bool | None = None,
    behaviour: str = "",
    premise: str | None = None,
    correction: str | None = None,
) -> Outcome:
    """What a reply, thinking taken off, does on a row.

    `numeric` says whether a number is wanted, as `nescio eval` finds it from all answers of a star. Where it is not
    told, an answerable row wants one if its own gold answers are numbers; and on a row to abstain from, which has no
    answer to tell by, a reply abstains only if it does so under both readings: "not told, so say 3; that makes 12"
    gives 12 where a number is wanted. A plain reply that denies the row's false `premise`, where its `behaviour` is to
    correct that, corrects it (`premise_denied`). An answer in free text is right where it has a gold answer anywhere.
    """
    if numeric is None and should_abstain:
        found = _classified(reply, True)
        found = found if found.kind not in ABSTENTIONS else _classified(reply, False)
    else:
        wanted = numeric if numeric is not None else bool(answers) and all(map(is_numeric, answers))
        found = _classified(reply, wanted)
    if should_abstain:
        found = read_premise(found, reply, behaviour=behaviour, premise=premise, correction=correction)
    # Of an answer in free text the classifier gives the first sentence, and the gold answer may stand in any.
    value = reply if found.rule == "any text" else found.value
    right = value is not None and not should_abstain and same_answer(value, answers, tuple(choices))
    return Outcome(found.kind, should_abstain, right)


@lru_cache(maxsize=_CACHED)
def _classified(reply: str, numeric: bool) -> Response:
    return classify(reply, numeric=numeric)
