"""Rewriting: a model makes the sentences of a seed fluent, and nothing of what they say may change.

Seeds are rewritten and never rows. A perturbation then builds its star from the rewritten seed by the same rules, so
its rows still differ in the hidden sentence only and the checkers prove the new text. Each sentence is compared with
what it was (gen/wording.py) and kept as it was where the comparison fails; evidence is placed anew.

Words alone cannot tell everything, such as a verb that turns the story round, so a rewritten seed's grade is at most
`traced`: its evidence no longer generated its text. Its id follows from the new text; its source's record id and its
template stay, so that origin and splits do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nescio.gen.delimiters import has_role_tokens
from nescio.gen.paragraphs import Paragraph, paragraph
from nescio.gen.prompting import PromptError
from nescio.gen.wording import Lexicon, Refused, check_same, lexicon
from nescio.schemas.asking import Asks, Prompt
from nescio.schemas.asking import Question as Asked
from nescio.schemas.base import Frozen, Text
from nescio.schemas.chat import Fault
from nescio.schemas.seed import Seed

STAGE = "rewrite"
PROMPT = "rewrite"
"""The packaged prompt."""


class Rewriting(Frozen):
    """The reply that is asked for: each list as long as the one that was shown."""

    sentences: tuple[Text, ...]
    questions: tuple[Text, ...]
    replacements: tuple[Text, ...]


class Status(StrEnum):
    """What became of a seed."""

    REWRITTEN = "rewritten"
    """At least one of its sentences reads otherwise now."""
    KEPT = "kept"
    """It is as it was, for the reason that is given."""


@dataclass(frozen=True)
class KeptSentence:
    """A sentence that stays as it was because its rewriting was refused."""

    text: str
    proposed: str
    reason: str
    """A class of reasons, for counting: "number changed"."""
    detail: str


@dataclass(frozen=True)
class Rewritten:
    """A seed after rewriting."""

    seed: Seed
    status: Status
    reason: str = ""
    """Why it was kept: a class of reasons, for counting."""
    detail: str = ""
    refused: tuple[KeptSentence, ...] = ()
    changed: int = 0
    """How many of its sentences, questions and replacements read otherwise."""


@dataclass(frozen=True)
class _Parts:
    """What of a seed is rewritten."""

    paragraph: Paragraph
    questions: tuple[str, ...]
    known: Lexicon

    @property
    def shown(self) -> dict[str, tuple[str, ...]]:
        """The values of the prompt."""
        parts = self.paragraph
        return {"sentences": parts.sentences, "questions": self.questions, "replacements": parts.replacements}


def rewrite_seeds(seeds: Sequence[Seed], asks: Asks, prompt: Prompt, *, questions: bool = True) -> list[Rewritten]:
    """Each seed with fluent sentences, or as it was and why, in order; one request a seed.

    Without `questions` only contexts and hiding texts are rewritten. Raises what `asks` raises.
    """
    outcomes: dict[int, Rewritten] = {}
    waiting: list[tuple[int, _Parts, Asked]] = []
    for number, seed in enumerate(seeds):
        try:
            parts = _parts(seed, questions)
            waiting.append((number, parts, Asked(prompt.render(**parts.shown))))
        except Refused as fault:
            outcomes[number] = Rewritten(seed, Status.KEPT, fault.reason, fault.detail)
        except PromptError as error:
            outcomes[number] = Rewritten(seed, Status.KEPT, "does not fit the prompt", str(error))
    replies = asks.objects(STAGE, [asked for _, _, asked in waiting], Rewriting)
    for (number, parts, _), reply in zip(waiting, replies, strict=True):
        if isinstance(reply, Fault):
            outcomes[number] = Rewritten(seeds[number], Status.KEPT, f"no reply: {reply.kind.value}", reply.message)
        else:
            outcomes[number] = _outcome(seeds[number], parts, reply.value)
    return [outcomes[number] for number in range(len(seeds))]


def _parts(seed: Seed, questions: bool) -> _Parts:
    """What is to be rewritten; raises Refused for a seed that cannot be."""
    facts = seed.derivation.facts
    asked = tuple(one.text for one in seed.questions)
    parts = paragraph(seed)
    told = [*parts.sentences, *asked, *(fact.missing for fact in facts)]
    broken = next((text for text in (*told, *parts.replacements) if has_role_tokens(text)), None)
    if broken is not None:
        raise Refused("role tokens", f"the model would be shown another text than {broken[:80]!r}")
    return _Parts(parts, asked if questions else (), lexicon(told, parts.replacements))


def _outcome(seed: Seed, parts: _Parts, reply: Rewriting) -> Rewritten:
    shown = parts.shown
    given = {"sentences": reply.sentences, "questions": reply.questions, "replacements": reply.replacements}
    for name, texts in shown.items():
        if len(given[name]) != len(texts):
            detail = f"{len(given[name])} {name} in the reply, {len(texts)} were shown"
            return Rewritten(seed, Status.KEPT, "wrong number of sentences", detail)
    refused: list[KeptSentence] = []
    taken = {
        name: tuple(_take(old, new.strip(), parts.known, refused) for old, new in zip(texts, given[name], strict=True))
        for name, texts in shown.items()
    }
    changed = sum(old != new for name, texts in shown.items() for old, new in zip(texts, taken[name], strict=True))
    if not changed:
        reason = "every sentence refused" if len(refused) == sum(map(len, shown.values())) else "nothing changed"
        return Rewritten(seed, Status.KEPT, reason, refused=tuple(refused))
    asked = taken["questions"] or tuple(one.text for one in seed.questions)
    try:
        made = parts.paragraph.rebuilt(seed, taken["sentences"], asked, taken["replacements"])
    except Refused as fault:
        return Rewritten(seed, Status.KEPT, fault.reason, fault.detail, tuple(refused))
    return Rewritten(made, Status.REWRITTEN, refused=tuple(refused), changed=changed)


def _take(old: str, new: str, known: Lexicon, refused: list[KeptSentence]) -> str:
    """The new sentence where it says the same, else the old one, noted."""
    if old == new:
        return old
    try:
        check_same(old, new, known)
    except Refused as fault:
        refused.append(KeptSentence(old, new, fault.reason, fault.detail))
        return old
    return new
