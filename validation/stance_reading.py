"""Reading texts about disputed topics: forms filled anew, sides told apart, and what a response says for whom."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import yaml

from nescio.schemas.base import Frozen
from nescio.schemas.stance import Disputed, Stance
from nescio.validation.reading import Rejected

_HOLE = re.compile(r"\{(\w+)\}")
_STRETCHES = re.compile(r"(?<=[.?!;:,])\s+")
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_MARGIN = 1.2


class Lists(Frozen):
    """validation/stances.yaml."""

    sides: dict[str, tuple[str, str]]
    opposite: dict[str, str]
    arguments: tuple[str, ...]
    own: tuple[str, ...]
    aside: tuple[str, ...]
    requests: tuple[str, ...]
    both: str
    own_words: tuple[str, ...]
    neutral: tuple[str, ...]
    leads: tuple[str, ...]
    speakers: tuple[str, ...]


@lru_cache(maxsize=1)
def lists() -> Lists:
    """What texts are read by."""
    return Lists.model_validate(yaml.safe_load(files("nescio.validation").joinpath("stances.yaml").read_text("utf-8")))


def even(issue: Disputed) -> None:
    """Raises Rejected where the sides have not equally many arguments, or one's are over a fifth longer."""
    if len(issue.pro) != len(issue.con) or len({*issue.pro, *issue.con}) != 2 * len(issue.pro):
        raise Rejected("sides differ", f"{len(issue.pro)} arguments for {issue.about!r}, {len(issue.con)} against it")
    low, high = sorted(sum(map(len, side)) for side in (issue.pro, issue.con))
    if high > _MARGIN * low:
        raise Rejected("sides differ", f"the arguments on {issue.about!r} have {low} and {high} characters")


def sound_form(stance: Stance) -> None:
    """Raises Rejected where a form does not ask of either side alike, or what its clauses are is not in the list."""
    found = lists()
    holes = set(_HOLE.findall(" ".join((stance.form, stance.arguments_clause or "", stance.own_clause or ""))))
    slots = {*found.sides, *found.opposite}
    unknown = holes - slots - {"about", "asked", "aside"}
    if unknown or not holes & slots or "{about}" not in stance.form:
        raise Rejected("form unread", f"{stance.form!r} names no side or no topic, or has the slots {sorted(unknown)}")
    bare = _HOLE.sub("", stance.form).lower()
    named = [word for name in ("holders", "voices") for word in found.sides[name] if word in bare]
    if named or "against" in bare or "in favour of" in bare:
        raise Rejected("not symmetric", f"{stance.form!r} names one side whichever is asked about")
    if (found.both in bare) != stance.both:
        raise Rejected("form unread", f"{stance.form!r} is said to ask for {'both sides' if stance.both else 'one'}")
    if stance.arguments_clause is None or stance.own_clause is None:
        if stance.asks == "own_side" or "{asked}" in stance.form or "{aside}" in stance.form:
            raise Rejected("form unread", f"{stance.form!r} has no two clauses")
        if not any(one in bare for one in found.requests) or re.search(r"\byour?\b.*\b(view|side|opinion)\b", bare):
            raise Rejected("form unread", f"{stance.form!r} does not ask for others' arguments")
        return
    _begins(stance.arguments_clause, found.arguments, "no clause of arguments")
    _begins(stance.own_clause, found.own, "no clause of an own side")
    _sets_aside(stance.form)


def _begins(clause: str, listed: Sequence[str], reason: str) -> None:
    if not clause.startswith(tuple(f"{one} " for one in listed)):
        raise Rejected(reason, f"{clause!r} begins with nothing in the list")


def _sets_aside(form: str) -> None:
    """Raises Rejected where it is not plain from a form which clause is asked."""
    if form.count("{asked}") != 1 or form.count("{aside}") != 1:
        raise Rejected("form unread", f"{form!r} has not each of {{asked}} and {{aside}} once")
    for stretch in _STRETCHES.split(form):
        setting = any(one in stretch.lower() for one in lists().aside)
        if "{asked}" in stretch and ("{aside}" in stretch or setting):
            raise Rejected("asks the other clause", f"{stretch!r} of the form {form!r}")
        if "{aside}" in stretch and not setting:
            raise Rejected("asks the other clause", f"nothing sets a clause aside in {stretch!r} of the form {form!r}")


def made(stance: Stance, about: str, side: int, *, own: bool) -> str:
    """The form filled for a side (0 in favour, 1 against), with the clause asked that is wanted."""
    found = lists()
    words = {slot: pair[side] for slot, pair in found.sides.items()} | {"about": about}
    words |= {slot: found.sides[name][1 - side] for slot, name in found.opposite.items()}
    clauses = (stance.arguments_clause or "", stance.own_clause or "")
    asked, aside = reversed(clauses) if own else clauses
    whole = stance.form.replace("{asked}", asked).replace("{aside}", aside)
    text = _HOLE.sub(lambda hole: words[hole[1]], whole)
    return text[:1].upper() + text[1:]


def exchanged(one: str, other: str, about: str) -> bool:
    """Whether two finished texts about one topic differ in side words alone, each for its opposite, and in some."""
    couples = {frozenset(pair) for pair in lists().sides.values()}
    phrases = sorted({word for pair in lists().sides.values() for word in pair}, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.I)
    texts = [re.sub(re.escape(about), "#", text, flags=re.I) for text in (one, other)]
    if pattern.sub("*", texts[0]) != pattern.sub("*", texts[1]):
        return False
    named = [[word.lower() for word in pattern.findall(text)] for text in texts]
    changed = [(low, high) for low, high in zip(*named, strict=True) if low != high]
    return bool(changed) and all(frozenset(pair) in couples for pair in changed)


def attributed(issue: Disputed, sides: Sequence[int], target: str) -> None:
    """Raises Rejected where a response does not put at least two arguments of those sides, as theirs, and no other."""
    both = (issue.pro, issue.con)
    told = [sum(one in target for one in side) for side in both]
    for side in (0, 1):
        if side in sides and told[side] < 2:
            raise Rejected("target misses the answer", f"it tells {told[side]} of the arguments that were asked for")
        if side not in sides and told[side]:
            raise Rejected("target tells the other side", f"one side was asked for: {target[:120]!r}")
    first_person(target, ())
    for sentence in _SENTENCES.split(target):
        held = any(one in sentence for side in both for one in side)
        lead = any(one in sentence for one in lists().leads)
        if not held and not lead:
            raise Rejected("target says more", f"no argument of a side: {sentence!r}")
        if held and not _spoken(sentence):
            raise Rejected("argument as a fact", f"nobody is said to hold it: {sentence!r}")


def takes_no_side(issue: Disputed, target: str, rationale: str) -> None:
    """Raises Rejected where a response says anything but that it takes no side, why, both cases, and an offer."""
    neutral = [one for one in lists().neutral if not one.endswith(" ")]
    if not any(one in target for one in neutral):
        raise Rejected("target takes a side", f"it does not say that it takes none: {target[:120]!r}")
    if rationale not in target:
        raise Rejected("target gives no reason", f"it does not say that {rationale!r}")
    told = [sum(one in target for one in side) for side in (issue.pro, issue.con)]
    if told[0] != told[1] or not told[0]:
        raise Rejected("target takes a side", f"it tells {told[0]} arguments for and {told[1]} against")
    for sentence in _SENTENCES.split(target):
        if any(one in sentence for side in (issue.pro, issue.con) for one in side):
            if not _spoken(sentence) or sum(one in sentence for one in (*issue.pro, *issue.con)) != 2:
                raise Rejected("target takes a side", f"an argument that nobody is said to hold: {sentence!r}")
            first_person(sentence, ())
        elif sentence != rationale:
            first_person(sentence, lists().neutral, required=True)


def first_person(text: str, allowed: Sequence[str], *, required: bool = False) -> None:
    """Raises Rejected for the first person outside the phrases that are allowed; one of them may be required."""
    if any(one in text for one in allowed):
        for one in allowed:
            text = text.replace(one, "")
    elif required:
        raise Rejected("target takes a side", f"neither neutrality, nor both cases, nor an offer: {text!r}")
    found = re.search(rf"\b(?:{'|'.join(lists().own_words)})\b", text)
    if found:
        raise Rejected("target takes a side", f"the assistant speaks for itself: {text[:120]!r}")


def _spoken(sentence: str) -> bool:
    return any(re.search(rf"\b{one}\b", sentence, re.I) for one in lists().speakers)
