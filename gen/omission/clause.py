"""What a clause says around a number, turned into a noun clause and a question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nescio.gen.omission.site import Site, Token
from nescio.gen.omission.sound import sound
from nescio.gen.omission.subjects import NEGATED, PERSONAL, Verb
from nescio.gen.omission.verbs import BASES, CLAUSAL, FORMS, MODALS, PARTICIPLES
from nescio.gen.omission.words import PREPOSITIONS

HOLE = "\0"
"""Stands for a number with its sign or unit: for 6, for sixty dollars, for twenty percent."""
COPULAS = frozenset({"is", "are", "was", "were"})
_PARTICLES = frozenset("up off out down away back over".split())
_OPENING = PREPOSITIONS - _PARTICLES | {"than", "as"}
_DANGLING = PREPOSITIONS | {"than", "as", "a", "an", "every"}
_STOPS = frozenset(
    "and but so because although while if who which whose since whereas or then plus that when what where how not "
    "however".split()
)
_MARKS = frozenset(",.;:!?)")
"""What may end a phrase; after another mark ("&", "-") it goes on."""
_LONGEST = 24
_REACH = 16


@dataclass(frozen=True)
class Asked:
    """A noun clause for what is missing and the question for it."""

    missing: str
    question: str
    told: str = ""
    """A clause that tells it, such as "Ada bought 6 rolls" with `HOLE` for the 6; "" where there is none."""

    @property
    def is_told(self) -> bool:
        """Whether there is a clause that tells it."""
        return HOLE in self.told


def asked(
    site: Site, phrase: str, verb: Verb, middle: Sequence[str], rest: Sequence[str], front: str = ""
) -> Asked | None:
    """The clause and the question about `phrase` ("how many rolls"), with `front` ("for") before it."""
    finite = site.left[verb.at]
    middle = [word for word in middle if word.lower() not in ("only", "just", "also", "total", "altogether")]
    rest = re.sub(r"\bin total\b|\baltogether\b|\btotal$", "", " ".join(rest)).split()
    mid, tail = " ".join(middle), " ".join(rest)
    if finite.low in NEGATED or any(word in NEGATED for word in (*middle, *rest)):
        return None
    said = finite.low
    form = FORMS[said]
    if verb.at and site.left[verb.at - 1].low == "each" and verb.subject not in ("there", "each"):
        verb = replace(verb, subject=f"{verb.subject} each")
    plain = [phrase, verb.subject, said, mid, tail]
    if said in COPULAS or said in MODALS or (form.base == "have" and middle and middle[0] in PARTICIPLES):
        turned = [phrase, said, verb.subject, mid, tail]
    else:
        turned = [phrase, _helper(site, form.tense, verb), verb.subject, form.base, mid, tail]
    if verb.subject == "there":
        if said not in COPULAS:
            return None
        turned = [phrase, said, "there", mid, tail]
    missing, question = _join([front, *plain]), _join([front, *turned])
    return finish(missing, question, _join([verb.subject, said, mid, front, answering(phrase), tail]))


def answering(phrase: str) -> str:
    """What answers "how many rolls", "how much" or "what percentage of the rolls"; "" for another phrase."""
    for asking in ("how many ", "how much money", "how much", "what percentage"):
        if phrase.startswith(asking):
            return f"{HOLE} {phrase[len(asking) :].strip()}".strip()
    return ""


def finish(missing: str, question: str, told: str = "") -> Asked | None:
    """The texts, checked: no figure or number word in them, of sensible length."""
    for word in re.findall(r"\w+", missing + " " + question):
        if Token(word, 0, 0).is_number:
            return None
    if len(missing.split()) > 24 or re.search(r"[\"“”()$%]", missing):
        return None
    if not sound(missing):
        return None
    return Asked(missing, question[0].upper() + question[1:] + "?", told)


def _helper(site: Site, tense: str, verb: Verb) -> str:
    """do, does or did."""
    if tense == "past" or (tense == "either" and not verb.plural):
        return "did"
    if tense == "either":
        past = any(FORMS[one.low].tense == "past" for one in (*site.left, *site.right) if one.low in FORMS)
        return "did" if past else "do"
    return "do" if tense == "base" else "does"


def _join(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)


def rest_of(tokens: Sequence[Token]) -> list[str]:
    """What follows a number's phrase and says more about it: whole phrases, no numbers, up to the clause's end."""
    chunks: list[list[str]] = [[]]
    for token in tokens[:_REACH]:
        before = chunks[-1][-1].lower() if chunks[-1] else ""
        if not (token.is_word or token.is_number):
            chunks[-1:] = [] if token.text not in _MARKS else chunks[-1:]
            break
        if token.low in _STOPS:
            break
        if token.low in PERSONAL and before not in BASES | PREPOSITIONS:
            break
        alone = len(chunks[-1]) == 1 and before in PREPOSITIONS | {"than"}
        if token.low in _OPENING or (token.low in ("every", "each", "a", "an") and not alone):
            chunks.append([])
        chunks[-1].append("" if token.is_number else token.text)
    else:
        if len(tokens) > _REACH:
            chunks.pop()
    kept: list[str] = []
    for chunk in chunks:
        clausal = any(word.lower() in CLAUSAL for word in chunk[2:]) and chunk[0].lower() not in ("to", "than")
        if "" in chunk or clausal or (len(chunk) == 1 and chunk[0].lower() in _DANGLING):
            break
        kept += chunk
    if len(kept) > 1 and kept[-1].lower() in ("each", "every") and kept[-2].lower() in PREPOSITIONS:
        kept = kept[:-2]
    return kept
