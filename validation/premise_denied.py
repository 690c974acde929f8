"""Whether a reply that looks like an answer denies what its question takes for granted, beside the row that tells it.

"Norman Foster didn't design it; Jørn Utzon did" is a plain answer to the rules of `responses`, which do not see the
question. Beside the row's `false_premise` and `correction` it is a correction. The rule errs towards no, since a reply
that goes along with the premise must not be rewarded: a negation counts only where its clause holds nothing but words
of the premise, and the correction only where the wrong word is turned down beside it or nothing else is said. Measured
in docs/design/008-reply-classifier.md. It reads English.
"""

import re
from collections.abc import Iterator

from nescio.schemas.taxonomy import Behaviour
from nescio.validation.clarified import content, names_premise
from nescio.validation.numbers import read_numbers
from nescio.validation.response_parts import Sentence, clip, read_sentences, strip_markup
from nescio.validation.responses import Response, ResponseClass

_PLAIN = ("any text", "last number", "no number")
"""Rules by which a reply does nothing in particular; what it calls its answer stands."""
_CLAUSE = re.compile(r"[,;:()—–]|\.\.+|\s-\s|\b(?:but|because|since|although|though|while|whereas|so)\b")
_NOT = re.compile(r"\b(?:not|never|no|nor|rather than|instead of|nothing to do with)\b|n't\b|\bcannot\b")
_BARRED = re.compile(
    r"\b(?:only|just|until|till|alone|merely|simply|other|also|many|much|most|all|each|every|more|mean|need|why|how|"
    r"when|where|what|doubt|earlier|later|surpris\w+|if|whether|unless|except|besides|either|by (?:him|her|it)self)\b"
)
"""What gives a negation another sense: "not until 1957", "no other than", "not many know that"."""
_REPORTS = re.compile(r"\b(?:says?|said|claim\w*|thinks?|thought|believ\w+|argue\w*|rumou?r\w*|heard|told)\b")
_SELF = re.compile(r"\b(?:i|we) (?:do not|don't|didn't) (?:think|believe)\b")
_HE = re.compile(r"\b(?:he|she|it|they|that|this)\b")
_TIMED = re.compile(r"\b(?:there was an answer on|is still to come)\b")
_NOT_THEN = re.compile(
    r"\b(?:no|not|never|nobody|none)\b[^.;]*\b(?:yet|by (?:then|that)|at (?:that|the) (?:time|date|point)|"
    r"(?:on|by) (?:that date|\d{1,2} \w+))|n't\b[^.;]*\b(?:yet|by then)\b|\bon that date no\b"
)
_OVER = re.compile(
    r"\balready (?:over|past|ended|held|happened|been|taken place|took place)\b|"
    r"\b(?:is|are|lies?) (?:long )?(?:over|past|history|in the past)\b"
)
_CANNOT = re.compile(r"\b(?:cannot|can not|can't|not possible|impossible|isn't possible|(?:do|does)(?:n't| not) go)\b")
_RESULT = re.compile(r"\b(?:so|therefore|thus|hence|must|answer|result|rounds?|rounded|rounding|needs?|=)\b|=")
"""What leads to a number after all: "74 does not go into 8, so 9"."""
_REST = re.compile(r"\b(?:left|over|remain\w*|remainder|rest)\b")
_LONGEST = 600
"""Characters of a sentence in which two things are held against each other."""
_OWN = frozenset(content("actual in fact correct true case think believe such called evenly exist"))
"""Words of a denial that belong to none of the things it speaks of."""


def read_premise(
    found: Response, reply: str, *, behaviour: str, premise: str | None, correction: str | None = None
) -> Response:
    """A reply classified as `found`; as a corrected premise where it denies that of a row whose premise is false.

    Only what the rules take for an answer without its calling anything the answer, and only on a row to be corrected
    (`behaviour` correct_premise), is read again.
    """
    if behaviour != Behaviour.CORRECT_PREMISE or not premise or found.rule not in _PLAIN:
        return found
    cue = _denial(reply, premise, correction or "")
    return Response(ResponseClass.CORRECTED_PREMISE, rule=f"denies the premise: {cue}") if cue else found


def _denial(reply: str, premise: str, correction: str) -> str:
    """The words that deny the premise; nothing where there are none."""
    told = [
        one for one in read_sentences(strip_markup(clip(reply))) if not one.asks and not one.text.rstrip().endswith("?")
    ]
    if not correction:
        return _incompatible(told, premise)
    if _TIMED.search(premise):
        return _untimely(reply, told, premise, correction)
    right = content(correction) - content(premise)
    # A correction that there is none has all the words of the premise.
    wrong = content(premise) - content(correction) or content(premise)
    before: set[str] = set()
    for one in told:
        for clause in _clauses(one):
            if _negates(clause, premise, wrong, not right.isdisjoint(before)):
                return clause.strip()[:60]
            before |= content(clause) & right
        if _contrasts(one, premise, wrong, right):
            return one.low[:60]
    whole = content(strip_markup(clip(reply)))
    parallel = bool(right) and 2 * len(content(premise) & content(correction)) >= len(content(correction))
    return "the correction" if parallel and whole == content(correction) and len(told) == 1 else ""


def _clauses(one: Sentence) -> Iterator[str]:
    """The clauses of a sentence, in lower case."""
    start = 0
    for end in [*(match.start() for match in _CLAUSE.finditer(one.low)), len(one.low)]:
        yield one.low[start:end]
        start = end


def _negates(clause: str, premise: str, wrong: frozenset[str], corrected: bool) -> bool:
    """Whether a clause says of the premise, and of nothing else, that it is not so; `corrected`: the right is named."""
    clause = re.sub(r"^\W*(?:but|because|since|although|though|while|whereas|so)\b", "", clause)
    own = _SELF.search(clause)
    negation = own or _NOT.search(clause)
    rest = clause[negation.end() :] if negation else ""
    if (
        negation is None
        or _NOT.search(rest)
        or _BARRED.search(clause)
        or _REPORTS.search(clause[: negation.start()] + rest)
    ):
        return False
    subject, denied = content(clause[: negation.start()]), content(rest)
    if not (subject | denied) <= content(premise) | _OWN or not denied & content(premise):
        return False
    # "It didn't" may be of whoever was named last, which must not be the right one.
    named = bool((subject | denied) & wrong) if not _HE.search(clause[: negation.start()]) else not corrected
    # A negation of one word ("not in 1953") is that of a contrast, which wants the right word beside it.
    return named and (bool(subject) or len(denied & content(premise)) > 1)


def _contrasts(one: Sentence, premise: str, wrong: frozenset[str], right: frozenset[str]) -> bool:
    """Whether a sentence has the right thing in the place of the wrong one: "in 1950, not in 1953"."""
    if one.conditional or len(one.low) > _LONGEST:
        return False
    for match in _NOT.finditer(one.low):
        after = _CLAUSE.split(one.low[match.end() :].lstrip(" ,"), maxsplit=1)[0].rstrip(". ")
        turned, said = content(after), content(one.low[: match.start()])
        barred = _BARRED.search(f"{one.low[: match.start()]} {after}")
        if not barred and turned & wrong and turned <= content(premise) and said & right:
            # What has the right one turned down as well says neither.
            return bool((content(one.low) - turned) & content(premise)) and not said & wrong
    return False


def _untimely(reply: str, told: list[Sentence], premise: str, correction: str) -> str:
    """Whether a reply puts the correction, and says that it was not so yet, or is so no more."""
    sign = _OVER if "still to come" in premise else _NOT_THEN
    found = next((one for one in told if sign.search(one.low)), None)
    return found.low[:60] if found is not None and names_premise(reply, premise, correction=correction) else ""


def _incompatible(told: list[Sentence], premise: str) -> str:
    """Whether a sentence says of the premise's two numbers that they do not go together, and none gives another one."""
    known = list(dict.fromkeys(number.readings for number in read_numbers(premise)))
    for one in told:
        given = [number.readings for number in read_numbers(one.text)]
        if _RESULT.search(one.low) or any(
            number not in known[: None if _REST.search(one.low) else 2] for number in given
        ):
            return ""
    clauses = (clause for one in told if not one.conditional for clause in _clauses(one))
    return next((one.strip()[:60] for one in clauses if _CANNOT.search(one) and names_premise(one, premise)), "")
