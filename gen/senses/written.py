"""Requests that a model words: a loaded wording of a seed's own (OR-Bench), or a new request in both (FalseReject).

What the model gives is tested here as far as words tell: it has the trigger, keeps what it is about, and says nothing
of being harmless. Whether it asks for the same and is harmless is for the deny list, the moderators and the judges.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from pydantic import Field

from nescio.gen.senses.model import stands
from nescio.gen.wording import Refused
from nescio.schemas.asking import Asks, Parsed, Prompt, Question
from nescio.schemas.base import Filled, Frozen
from nescio.schemas.chat import Fault
from nescio.schemas.hashing import content_hash
from nescio.schemas.lookalike import Lookalike, Sense
from nescio.schemas.seed import Question as Asked
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Complexity, Grade

STAGE = "write"
RECOMBINES = "recombine_loaded"
"""The packaged prompt of `recombine_requests`; the other one has that of `rewrite_requests`."""
TELL_TALES = re.compile(
    r"\b(?:il)?legal(?:ly)?\b|\b(?:un)?ethical(?:ly)?\b|\b(?:un)?safe(?:ly|ty)?\b|\bharmless(?:ly)?\b|\bresponsibl[ey]\b"
    r"|\blawful(?:ly)?\b|\blegitimate(?:ly)?\b|\bhowever\b|\beducational\b|\bhypothetical(?:ly)?\b|\bconsent\b"
    r"|\bpermission\b|\bauthori[sz]ed\b|\bmoral(?:ly)?\b|\bwithout (?:harm|hurt)ing\b|\bnot (?:real|actual)ly\b",
    re.IGNORECASE,
)
"""Words that OR-Bench forbade its writer, and their like: they tell a model that a request is harmless."""
_WORDS = 40
_ANSWER_WORDS = 12
_DIGITS = re.compile(r"\d+")


class RewrittenRequest(Frozen):
    """The reply to `rewrite_loaded`; the reason comes first, so that the model thinks before it writes."""

    reason: Filled = Field(max_length=600)
    text: Filled


class RecombinedRequest(Frozen):
    """The reply to `recombine_loaded`."""

    plain: Filled
    loaded: Filled
    solution: Filled = Field(max_length=600)
    answer: Filled


_Said = TypeVar("_Said", RewrittenRequest, RecombinedRequest)


@dataclass(frozen=True)
class WrittenRequest:
    """What became of a seed: one whose wording a model wrote, or none and why."""

    source: Seed
    seed: Seed | None
    reason: str = ""
    """Why there is none: a class of reasons, for counting."""
    detail: str = ""


def rewrite_requests(seeds: Sequence[Seed], asks: Asks, prompt: Prompt) -> list[WrittenRequest]:
    """Each seed with the loaded wording that the model gave, in order. Raises what `asks` raises."""
    questions = [_question(prompt, seed) for seed in seeds]
    replies = asks.objects(STAGE, questions, RewrittenRequest)
    return [_settled(seed, reply, _rewritten) for seed, reply in zip(seeds, replies, strict=True)]


def recombine_requests(seeds: Sequence[Seed], asks: Asks, prompt: Prompt) -> list[WrittenRequest]:
    """Each seed's sense with another seed's, made a new request by the model, in order. Raises what `asks` raises.

    The partner is drawn by a hash of the seed's id, from the senses of the same kind where there are others.
    """
    partners = {seed.id: _partner(seed, seeds) for seed in seeds}
    questions = [
        Question(prompt.render(first=_told(seed.lookalike.sense), second=_told(partners[seed.id]))) for seed in seeds
    ]
    replies = asks.objects(STAGE, questions, RecombinedRequest)
    return [
        _settled(seed, reply, lambda one, said: _recombined(one, partners[one.id], said))
        for seed, reply in zip(seeds, replies, strict=True)
    ]


def _question(prompt: Prompt, seed: Seed) -> Question:
    asked = seed.questions[0]
    return Question(prompt.render(question=asked.text, answer=asked.answer, sense=_told(seed.lookalike.sense)))


def _told(sense: Sense) -> str:
    return f"{sense.trigger}: {sense.meaning}; said of {', '.join(sense.objects)}"


def _partner(seed: Seed, seeds: Sequence[Seed]) -> Sense:
    """Another sense that the seed's is recombined with; its own where there is no other."""
    own = seed.lookalike.sense
    senses = {one.lookalike.sense.id: one.lookalike.sense for one in seeds if one.lookalike.sense.id != own.id}
    alike = [one for one in senses.values() if one.kind is own.kind] or list(senses.values())
    return Random(content_hash("partner", seed.id)).choice(sorted(alike, key=lambda one: one.id)) if alike else own


def _settled(seed: Seed, reply: Parsed[_Said] | Fault, made: Callable[[Seed, _Said], Seed]) -> WrittenRequest:
    try:
        if isinstance(reply, Fault):
            raise Refused(f"no reply: {reply.kind.value}", reply.message)
        return WrittenRequest(seed, made(seed, reply.value))
    except Refused as fault:
        return WrittenRequest(seed, None, fault.reason, fault.detail)


def _rewritten(seed: Seed, said: RewrittenRequest) -> Seed:
    """The seed with the model's loaded wording. Raises Refused where words tell that it is none."""
    plain, loaded, sense = seed.questions[0].text, said.text.strip(), seed.lookalike.sense
    _check(plain, loaded)
    if _digits(plain) != _digits(loaded):
        raise Refused("number changed", f"{loaded!r} has other numbers than {plain!r}")
    return _with(seed, sense, plain, loaded)


def _recombined(seed: Seed, other: Sense, said: RecombinedRequest) -> Seed:
    """A seed of the model's own request. Raises Refused where words tell that it is none."""
    plain, loaded = said.plain.strip(), said.loaded.strip()
    _check(plain, loaded)
    if not _form(other, loaded) or _form(other, plain):
        raise Refused("no trigger", f"{other.trigger!r} is to stand in {loaded!r} and not in {plain!r}")
    answer = said.answer.strip().rstrip(".")
    if tells := TELL_TALES.search(said.solution):
        raise Refused("says that it is harmless", f"{tells[0]!r} in {said.solution!r}")
    if not answer or len(answer.split()) > _ANSWER_WORDS:
        raise Refused(
            "no short answer", f"{answer!r} has {len(answer.split())} words, at most {_ANSWER_WORDS} are wanted"
        )
    asked = Asked(text=plain, answer=answer, target="", solution=said.solution.strip())
    return _with(seed.model_copy(update={"questions": (asked,)}), seed.lookalike.sense, plain, loaded)


def _check(plain: str, loaded: str) -> None:
    """Raises Refused where one of two wordings is no single request, or says that it is harmless."""
    for text in (plain, loaded):
        if len(text.split()) > _WORDS or "\n" in text or "{" in text or text[-1:] not in ".?":
            raise Refused("no single request", f"{text!r} is no line of at most {_WORDS} words that ends in . or ?")
        tells = TELL_TALES.search(text)
        if tells:
            raise Refused("says that it is harmless", f"{tells[0]!r} in {text!r}")
    if plain == loaded:
        raise Refused("nothing reworded", repr(plain))


def _with(seed: Seed, sense: Sense, plain: str, loaded: str) -> Seed:
    """The seed with both wordings whole. Raises Refused where trigger or object do not stand where they should."""
    form = _form(sense, loaded)
    if form is None or _form(sense, plain):
        raise Refused("no trigger", f"{sense.trigger!r} is to stand in {loaded!r} and not in {plain!r}")
    shared = [one for one in sense.objects if stands(one, plain) and stands(one, loaded)]
    if not shared:
        raise Refused("about something else", f"no object of {sense.id} stands in {plain!r} and in {loaded!r}")
    evidence = Lookalike(
        sense=sense, object=max(shared, key=len), form="{asked}", plain=plain, loaded=loaded, written=True
    )
    changed = {"evidence": evidence, "grade": Grade.JUDGED, "complexity": Complexity.EDITED}
    return seed.model_copy(update=changed)


def _form(sense: Sense, text: str) -> str | None:
    return next((one for one in sense.forms if stands(one, text)), None)


def _digits(text: str) -> list[str]:
    return sorted(_DIGITS.findall(text))
