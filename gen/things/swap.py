"""Two things that can change places in a story, and the changes that this makes to its text.

The other thing is one that the text already mentions without a number, where the seed's evidence is known to be
complete (nescio's own lists), or one that a sentence is added for. Number and capitals are kept, a and an follow.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from nescio.gen.rows import Change, applied, edits_of
from nescio.gen.things.bound import Told, asked_for, bound_leaves, counted
from nescio.gen.things.find import tokens_of
from nescio.gen.things.mentions import Mention, mention
from nescio.gen.things.registry import Family, registry
from nescio.gen.things.words import ARTICLES, NUMBERS
from nescio.gen.worked import above
from nescio.schemas.evidence import CONTEXT, Span, Thing
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Grade

LISTS = "nescio/lists"
"""The data set whose seeds mention a thing of which nothing is told."""
_HOLDERS = frozenset({"containers", "trees"})
"""Families whose nouns cannot stand for each other beside what they hold or bear."""
_ARTICLE = re.compile(r"\b(an?)\s+$", re.IGNORECASE)
_NUMERALS = NUMBERS | {"third", "fourth", "quarter", "twice", "thrice", "double", "pair"}
_HELD = re.compile(r"(\w+) of $")
_SINGULAR = re.compile(r"(?<=x|h)es$|s$")
_STEM = 4


@dataclass(frozen=True)
class Swap:
    """A question of the seed, the thing it is about, and the noun that changes places with it."""

    question: int
    thing: Thing
    other: str
    mentioned: Thing | None = None
    """The other thing where the seed's text has it."""
    holder: str = ""
    """What that comes in, in the singular: the text counts the boxes and not what is in them."""
    mention: Mention | None = None
    """Else the sentence that mentions it."""

    @property
    def family(self) -> Family:
        """That of both things."""
        return registry()[self.thing.family]

    @property
    def renamed(self) -> dict[str, str]:
        """What stands for what in the turned text."""
        back = {} if self.mentioned is None else {self.other: self.thing.noun}
        return {self.thing.noun: self.other, **back}

    def plural(self, noun: str) -> str:
        """The plural of one of the two."""
        return self.family.nouns[noun]

    def context_changes(self, context: str, turned: bool) -> list[Change]:
        """What makes the context one that counts the seed's thing, or the other one where it is `turned`."""
        changes = swap_changes(context, CONTEXT, self.thing, self.other) if turned else []
        if turned and self.mentioned is not None:
            changes += swap_changes(context, CONTEXT, self.mentioned, self.thing.noun)
        if self.mention is not None:
            said = self.mention.says(self.plural(self.thing.noun if turned else self.other))
            changes.append(Change("mention", Span(start=self.mention.at, end=self.mention.at), f" {said}"))
        return changes

    def question_changes(self, question: str) -> list[Change]:
        """What makes the question one about the other thing."""
        return swap_changes(question, self.question, self.thing, self.other)

    def solution(self, text: str) -> str:
        """A worked solution with the other noun."""
        plural = self.plural(self.thing.noun)
        word = re.compile(rf"(?<![\w-])(?:{re.escape(plural)}|{re.escape(self.thing.noun)})(?![\w-])", re.IGNORECASE)
        spans = (Span(start=one.start(), end=one.end()) for one in word.finditer(text))
        return turned_changes(text, _changes(text, spans, self.thing, self.other))


def swaps(seed: Seed, random: Random) -> Iterator[Swap]:
    """The swaps that a seed allows, questions and things in a drawn order."""
    if seed.source.dataset == LISTS:
        yield from _exchanged(seed)
        return
    fitting = list(_fitting(seed))
    for number, thing in random.sample(fitting, len(fitting)):
        yield from _inserted(seed, number, thing, random)


def swap_changes(text: str, part: int, thing: Thing, other: str) -> list[Change]:
    """The changes that turn every place of the thing in one part of the seed into the other noun."""
    return _changes(text, (span for span in thing.spans if span.part == part), thing, other)


def turned_changes(text: str, changes: Sequence[Change]) -> str:
    """The text with the changes made."""
    return applied(text, edits_of(text, changes))


def _fitting(seed: Seed) -> Iterator[tuple[int, Thing]]:
    """Questions about a thing that the text counts: the answer is computed from a number of it in the context."""
    for thing in seed.derivation.things:
        bound = {one.node for one in bound_leaves(seed.context, seed.derivation, thing)}
        for number, question in enumerate(seed.questions):
            about = asked_for(question.text, thing, number) and not counted(question.text, thing, number)
            if about and bound & above(seed.derivation, question.target):
                yield number, thing


def _exchanged(seed: Seed) -> Iterator[Swap]:
    """The counted thing of a packaged story stands first, the mentioned one behind it."""
    thing, other = seed.derivation.things
    held = _HELD.search(seed.context[: other.spans[0].start])
    yield Swap(0, thing, other.noun, mentioned=other, holder=_SINGULAR.sub("", held[1]) if held else "")


def _inserted(seed: Seed, number: int, thing: Thing, random: Random) -> Iterator[Swap]:
    """A mention is added. Where evidence generated the text nothing is, since its author did not count on it."""
    question = seed.questions[number]
    numbers = any(token.text[0].isdigit() or token.lower in _NUMERALS for token in tokens_of(question.text))
    if seed.grade is Grade.PROVED or thing.family in _HOLDERS or numbers:
        return
    family = registry()[thing.family]
    words = {token.lower for text in (seed.context, question.text, question.solution) for token in tokens_of(text)}
    free = [noun for noun in family.others(thing.noun) if _unspoken(noun, family, words)]
    needed = above(seed.derivation, question.target)
    leaves = (node for node in seed.derivation.nodes if node.id in needed and node.operation is None)
    told = [Told(node.id, span) for node in leaves for span in node.spans if span.part == CONTEXT]
    said = (
        mention(seed.context, question.text, thing, told, random)
        if free and not _near(thing.noun, family, words)
        else None
    )
    if said is not None:
        yield Swap(number, thing, random.choice(free), mention=said)


def _unspoken(noun: str, family: Family, words: set[str]) -> bool:
    """Whether no word of the text is the noun, a word made of it, or another word for it."""
    stem = noun[:-1] if len(noun) > _STEM else noun
    return (
        family.nouns[noun] not in words
        and not any(word.startswith(stem) for word in words)
        and not (_near(noun, family, words))
    )


def _near(noun: str, family: Family, words: set[str]) -> bool:
    others = {other for group in family.alike if noun in group for other in group} - {noun}
    return any(other in words or family.nouns[other] in words for other in others)


def _changes(text: str, spans: Iterable[Span], thing: Thing, other: str) -> list[Change]:
    nouns = registry()[thing.family].nouns
    found = []
    for span in sorted(spans, key=lambda one: one.start):
        word = text[span.start : span.end]
        new = _like(word, _form(word, thing.noun, nouns, other))
        article = _ARTICLE.search(text[: span.start])
        if article is not None and _article(new) != article.group(1).lower():
            place = Span(part=span.part, start=article.start(1), end=article.end(1))
            found.append(Change("swap", place, _like(article.group(1), ARTICLES[article.group(1).lower()])))
        found.append(Change("swap", span, new))
    return found


def _form(word: str, noun: str, nouns: Mapping[str, str], other: str) -> str:
    return other if word.lower() == noun.lower() else nouns[other]


def _like(word: str, new: str) -> str:
    """With the first letter's case."""
    return new[:1].upper() + new[1:] if word[:1].isupper() else new


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeio" or word.lower().startswith("um") else "a"
