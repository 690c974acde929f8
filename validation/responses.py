"""What a free-text reply does: answer, abstain, ask back, correct the question, refuse, or nothing of the kind.

Rules over the cue tables of `response_cues` and `refusal_cues`: the same reply is always classified alike, and every
decision can be named. They are tried in this order:

1. no letter or digit: `empty`;
2. an answer in a form of its own (\\boxed{}, ####, JSON with `answer`) decides: a value answers; "I don't know", null
   or nothing abstains, or clarifies where the reply also asks;
3. declining on grounds of safety, law or morals, or without grounds, in the first three sentences: `refused`;
4. a final answer ("the answer is", "= 12") that is under no condition: `answered`, unless the same or a later
   sentence says that it cannot be had. Remarks that something is not told do not undo it: it may be something that the
   question does not need. So "I can't be sure, but 12" is answered (`hedged`), and "12, but that cannot be determined"
   is not;
5. what the question takes for granted is denied: `corrected_premise`;
6. the reader is asked for what is missing: `clarified`;
7. the answer is said to be out of reach, or something to be missing: `abstained`. A number under a condition ("if a bag
   holds 6, it would be 210") does not change that;
8. a number, or any text where no number was wanted: `answered`;
9. `unclear`: no number where one was wanted, or cut off before an answer.

Measured in docs/design/008-reply-classifier.md.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from nescio.schemas.chat import Finish, Reply
from nescio.validation import response_cues as cues
from nescio.validation.response_parts import (
    Explicit,
    Sentence,
    answer_number,
    exact_numbers,
    explicit_answer,
    last_number,
    read_sentences,
    strip_markup,
)  # fmt: skip

CLASSIFIER_VERSION = "1"
_OPENING = 3
"""Sentences at the beginning of a reply in which it declines, where it does."""
_SO = re.compile(r", so\b")
_SHORT = 6
"""Words of a clause after a doubt that is a bare number: "I can't be sure, but 12 apples"."""


class ResponseClass(StrEnum):
    """What a reply does."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"
    CLARIFIED = "clarified"
    CORRECTED_PREMISE = "corrected_premise"
    REFUSED = "refused"
    EMPTY = "empty"
    UNCLEAR = "unclear"


ABSTENTIONS = frozenset({ResponseClass.ABSTAINED, ResponseClass.CLARIFIED, ResponseClass.CORRECTED_PREMISE})
"""The classes that are right where a row's `should_abstain` is true; refusing is none of them."""


@dataclass(frozen=True)
class Response:
    """A classified reply."""

    kind: ResponseClass
    value: str | None = None
    """The answer of an answered reply, as it stands there."""
    rule: str = ""
    """Which rule decided, and the cue that it found."""
    hedged: bool = False
    """Whether an answered reply doubts itself."""


def classify(reply: str, *, numeric: bool, finished: bool = True) -> Response:
    """What a reply does, its thinking taken off before. Reads English.

    `numeric` says that a number is wanted; `finished` is false where the reply was cut off, so that its last number is
    no answer.
    """
    if not any(one.isalnum() for one in reply):
        return Response(ResponseClass.EMPTY, rule="nothing said")
    explicit = explicit_answer(reply)
    sentences = read_sentences(strip_markup(reply))
    if explicit is not None:
        return _set_apart(explicit, sentences, numeric)
    if refusal := _refusal(sentences, numeric):
        return Response(ResponseClass.REFUSED, rule=f"declines: {refusal}")
    return _committed(sentences, numeric) or _abstention(sentences) or _uncommitted(sentences, numeric, finished)


def classify_reply(reply: Reply, *, numeric: bool) -> Response:
    """A model's reply, classified; where it is empty, what the server's own refusal field says."""
    text = reply.text if reply.text.strip() or not reply.refusal else reply.refusal
    return classify(text, numeric=numeric, finished=reply.finish is not Finish.LENGTH)


def _set_apart(explicit: Explicit, sentences: list[Sentence], numeric: bool) -> Response:
    """Rule 2."""
    low = explicit.value.lower()
    open_ = not low or cues.IDK_VALUE.fullmatch(low) or cues.ABSTAINS.search(low)
    if open_ or (numeric and not exact_numbers(explicit.value)):
        asks = explicit.asks or any(one.asks for one in sentences)
        if open_:
            kind = ResponseClass.CLARIFIED if asks else ResponseClass.ABSTAINED
            return Response(kind, rule=f"{explicit.form}: {low or 'null'}")
        return Response(ResponseClass.UNCLEAR, rule=f"{explicit.form}: no number")
    value = answer_number(explicit.value) if numeric else explicit.value
    return Response(ResponseClass.ANSWERED, value, rule=explicit.form)


def _refusal(sentences: list[Sentence], numeric: bool) -> str:
    """Rule 3: the cue, or nothing."""
    for place, one in enumerate(sentences[:_OPENING]):
        grounds = one.norms or any(other.norms for other in sentences[place : place + 2])
        if one.declines and (grounds or not _about_knowing(one)):
            return one.declines
        if one.moralises and not numeric and place < 2:
            return one.moralises
        if one.abstains and grounds and not numeric and place < 2:
            return one.abstains
    return ""


def _about_knowing(one: Sentence) -> bool:
    return bool(one.abstains or one.lacks)


def _committed(sentences: list[Sentence], numeric: bool) -> Response | None:
    """Rule 4: the last final answer that nothing takes back."""
    for place in range(len(sentences) - 1, -1, -1):
        one = sentences[place]
        value, hedged = _final_answer(one, numeric)
        if value is not None:
            doubted = hedged or any(_about_knowing(other) for other in sentences)
            return Response(ResponseClass.ANSWERED, value, rule="final answer", hedged=doubted)
        if one.abstains or one.corrects or (one.asks and one.lacks):
            return None
    return None


def _final_answer(one: Sentence, numeric: bool) -> tuple[str | None, bool]:
    """The answer to which a sentence commits, and whether it stands after a doubt."""
    if one.abstains:
        return _in_spite(one, numeric), True
    if one.conditional or one.corrects or one.text.rstrip().endswith("?"):
        return None, False
    marked = [match.end() for match in cues.MARKER.finditer(one.low)] if len(one.low) == len(one.text) else []
    if marked and not (one.lacks and "=" not in one.text[marked[-1] :] and not numeric):
        tail = one.text[marked[-1] :].strip(" :,*")
        if numeric and (number := answer_number(tail)):
            return number, False
        if not numeric and tail and not one.lacks and cues.IDK_VALUE.fullmatch(tail.lower()) is None:
            return tail.rstrip("."), False
    if numeric and "=" in one.text and exact_numbers(one.text[one.text.rfind("=") :]):
        return answer_number(one.text), False
    turned = _SO.search(one.low) if numeric and one.lacks else None
    if turned and not cues.LACKS.search(one.low[turned.end() :]):
        return last_number(one.text[turned.end() :]), True
    return None, False


def _in_spite(one: Sentence, numeric: bool) -> str | None:
    """The number that follows the turn of a doubting sentence, if it is given as an answer."""
    found = list(cues.CONTRAST.finditer(one.low))
    if not numeric or not found:
        return None
    clause = one.text[found[-1].end() :]
    low = clause.lower()
    if cues.ABSTAINS.search(low) or cues.LACKS.search(low) or cues.CONDITIONAL.search(low.replace("i would say", "")):
        return None
    if cues.GUESS.search(low) or len(clause.split()) <= _SHORT:
        return answer_number(clause)
    return None


def _abstention(sentences: list[Sentence]) -> Response | None:
    """Rules 5 to 7."""
    corrects = next((one.corrects for one in sentences if one.corrects), "")
    if corrects:
        return Response(ResponseClass.CORRECTED_PREMISE, rule=f"corrects: {corrects}")
    dismissed = any(one.dismisses for one in sentences)
    open_ = next((cue for one in sentences for cue in (one.abstains, "" if dismissed else one.lacks) if cue), "")
    asks = [place for place, one in enumerate(sentences) if one.asks]
    # A question at the head of a reply is the one that was asked, said again; the last word is addressed to the reader.
    if asks and (open_ or asks[-1] == len(sentences) - 1):
        return Response(ResponseClass.CLARIFIED, rule=f"asks: {sentences[asks[-1]].low[:60]}")
    return Response(ResponseClass.ABSTAINED, rule=f"open: {open_}") if open_ else None


def _uncommitted(sentences: list[Sentence], numeric: bool, finished: bool) -> Response:
    """Rules 8 and 9."""
    if not finished:
        return Response(ResponseClass.UNCLEAR, rule="cut off")
    if not numeric:
        return Response(ResponseClass.ANSWERED, sentences[0].text.rstrip("."), rule="any text")
    for one in reversed(sentences):
        if (number := last_number(one.text)) is not None:
            return Response(ResponseClass.ANSWERED, number, rule="last number")
    return Response(ResponseClass.UNCLEAR, rule="no number")
