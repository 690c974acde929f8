"""Hidings that a model writes in place of the seed's own: the model-written variant of perturbations that hide facts.

For each fact of a seed the model writes the sentence that stands in place of the one that tells it. The stars are then
built by the same rules, with every fact hidden by the same writer, so that its manner stands under both labels, and the
same checkers prove them. What the model gives is tested here as far as words tell, so that it neither names the value
nor says that something is untold; dataflow does the rest. That a language model removes or blurs one condition is the
idea of SUM (arXiv 2505.13988) and ReliableMath (arXiv 2507.03133), whose checks were people or models.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from pydantic import Field

from nescio.gen.paragraphs import by_a_model
from nescio.gen.prompting import PromptError
from nescio.gen.templates import numerals
from nescio.gen.word_lists import CUES
from nescio.gen.wording import Lexicon, Refused, check_form, check_shares, is_vague, lexicon, quantities
from nescio.schemas.asking import Asks, Prompt, Question
from nescio.schemas.base import Filled, Frozen
from nescio.schemas.chat import Fault
from nescio.schemas.evidence import CONTEXT, Fact, Hiding, HidingForm
from nescio.schemas.seed import Seed

STAGE = "write"
PROMPTS = MappingProxyType({HidingForm.ABSENT: "hide_absent", HidingForm.VAGUE: "hide_vague"})
"""The packaged prompt of each form."""
_CLAUSE = re.compile(r"(?:(?:by |at |in |for |to )?(?:how|what|which)|when|where|the)\b", re.IGNORECASE)
_LONGEST_CLAUSE = 200
_LONGEST_REASON = 600


class WrittenHiding(Frozen):
    """The reply that is asked for, once a fact. The reason comes first, so that the model thinks before it writes."""

    reason: Filled = Field(max_length=_LONGEST_REASON)
    text: Filled
    missing: Filled
    clarifying_question: Filled


@dataclass(frozen=True)
class Written:
    """What became of a seed: one whose facts the model hides, or none and why."""

    source: Seed
    """The seed as it was."""
    seed: Seed | None
    """The seed with the model's hidings and no others; null unless every one of its facts was written."""
    reason: str = ""
    """Why there is none: a class of reasons, for counting."""
    detail: str = ""
    said: tuple[WrittenHiding, ...] = ()
    """What the model gave for each fact, in order, where there is a seed."""


def write_hidings(seeds: Sequence[Seed], asks: Asks, prompt: Prompt, form: HidingForm) -> list[Written]:
    """Each seed with hidings of that form by the model, in order; one request a fact.

    A seed whose facts could not all be written gives none: rule-made and model-written hidings in one star would tell
    its facts apart. Raises what `asks` raises.
    """
    waiting: list[tuple[int, Fact, Question]] = []
    faults: dict[int, Refused] = {}
    for number, seed in enumerate(seeds):
        try:
            asked = [(number, fact, _question(seed, fact, prompt)) for fact in seed.derivation.facts]
            if not asked:
                raise Refused("no facts", "the seed has no fact that could be hidden")
            waiting += asked
        except Refused as fault:
            faults[number] = fault
    said: dict[int, list[WrittenHiding]] = {}
    replies = asks.objects(STAGE, [asked for _, _, asked in waiting], WrittenHiding)
    for (number, fact, _), reply in zip(waiting, replies, strict=True):
        try:
            if isinstance(reply, Fault):
                raise Refused(f"no reply: {reply.kind.value}", reply.message)
            hiding = _trimmed(reply.value)
            _check(seeds[number], fact, hiding, form)
            said.setdefault(number, []).append(hiding)
        except Refused as fault:
            faults.setdefault(number, Refused(fault.reason, f"{fact.id}: {fault.detail}"))
    return [
        Written(seed, None, faults[number].reason, faults[number].detail)
        if number in faults
        else Written(seed, _with(seed, said[number], form), said=tuple(said[number]))
        for number, seed in enumerate(seeds)
    ]


def _question(seed: Seed, fact: Fact, prompt: Prompt) -> Question:
    try:
        return Question(prompt.render(context=seed.context, sentence=_carrier(seed, fact), fact=fact.missing))
    except PromptError as error:
        raise Refused("does not fit the prompt", str(error)) from error


def _carrier(seed: Seed, fact: Fact) -> str:
    """The sentence that tells the fact: what its own hidings replace. Raises Refused where they do not agree on one."""
    places = {(one.span.part, one.span.start, one.span.end) for one in fact.hidings}
    if len(places) != 1 or {part for part, _, _ in places} != {CONTEXT}:
        raise Refused("no one sentence", f"{fact.missing} is told in {len(places)} places")
    [(_, start, end)] = places
    return seed.context[start:end]


def _trimmed(said: WrittenHiding) -> WrittenHiding:
    """The reply without space around its texts."""
    return WrittenHiding(**{name: text.strip() for name, text in said.model_dump().items()})


def _check(seed: Seed, fact: Fact, said: WrittenHiding, form: HidingForm) -> None:
    """Raises Refused where the reply does not hide the fact, as far as words tell."""
    old = _carrier(seed, fact)
    known = _known(seed)
    if said.text == old:
        raise Refused("nothing hidden", "the sentence is as it was")
    check_form(old, said.text)
    check_shares(old, said.text, known)
    for text in (said.text, said.missing, said.clarifying_question):
        _names_no_value(seed, fact, text)
    cue = CUES.search(said.text)
    if cue:
        raise Refused("says that it is untold", repr(cue[0]))
    if form is HidingForm.VAGUE and not is_vague(said.text):
        raise Refused("not vague", f"{said.text!r} has no vague word and no bound")
    _check_gold(seed, fact, said)


def _known(seed: Seed) -> Lexicon:
    asked = [one.text for one in seed.questions]
    return lexicon([seed.context, *asked, *(fact.missing for fact in seed.derivation.facts)])


def _check_gold(seed: Seed, fact: Fact, said: WrittenHiding) -> None:
    """Raises Refused where what is missing and the question for it are not of the kind that a row's gold needs."""
    missing, asked = said.missing, said.clarifying_question
    if not _CLAUSE.match(missing) or missing[-1] in ".?!" or len(missing) > _LONGEST_CLAUSE:
        raise Refused("no clause", f"{missing!r} is no clause that begins with how, what, which, when, where or the")
    if not asked.endswith("?") or len(asked) > _LONGEST_CLAUSE or asked.count("?") > 1:
        raise Refused("no question", f"{asked!r} is no single question")
    told = [seed.context, *(one.text for one in seed.questions), fact.missing, fact.clarifying_question, "one"]
    extra = {*quantities(missing), *quantities(asked)} - {number for text in told for number in quantities(text)}
    if extra:
        raise Refused("number in the gold", ", ".join(sorted(extra)))


def _names_no_value(seed: Seed, fact: Fact, text: str) -> None:
    """Raises Refused where a text has the fact's value in a form that numbers are written in."""
    value = Fraction(next(node.value for node in seed.derivation.nodes if node.id == fact.node))
    words = quantities(text)
    for spelling in _spellings(value):
        wanted = quantities(spelling)
        if any(words[at : at + len(wanted)] == wanted for at in range(len(words))):
            raise Refused("value told", f"{spelling!r} in {text!r}")


def _spellings(value: Fraction) -> list[str]:
    """A value in digits and words."""
    found = [numerals.digits(value), numerals.digits(value).replace(",", "")]
    if value.denominator == 1 and 0 <= value < 1000:
        found.append(numerals.words(value))
    if 0 < value < 1:
        found.append(numerals.digits(value * 100))
    if value.denominator in (10, 100, 2, 4, 5, 20, 25, 50) and value > 0:
        found.append(numerals.money(value))
    return found


def _with(seed: Seed, said: Sequence[WrittenHiding], form: HidingForm) -> Seed:
    facts = tuple(
        fact.model_copy(
            update={
                "missing": one.missing,
                "clarifying_question": one.clarifying_question,
                "hidings": (Hiding(form=form, span=fact.hidings[0].span, text=one.text),),
            }
        )
        for fact, one in zip(seed.derivation.facts, said, strict=True)
    )
    return by_a_model(seed.model_copy(update={"evidence": seed.derivation.model_copy(update={"facts": facts})}))
