"""Mentioning a thing without telling how many there are.

Where a plain clause counts the thing that the text is about, the mention repeats it for the other one: "Bonnie also
bought pears." So there are pears in the story, and no reader takes their number to be nought; and nobody is told it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from nescio.gen.things.bound import Told, takes_up
from nescio.gen.things.find import tokens_of
from nescio.gen.things.words import ADJECTIVES, NUMBERS
from nescio.schemas.evidence import CONTEXT, Thing

_SENTENCE = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\b[ap]\.m)[.!?][\"'”’)]*(?=\s+\S|\s*$)")
_VERBS = frozenset(
    "has have had owns owned keeps kept bought buys picked picks baked bakes made makes sold sells found collected"
    " collects planted plants ordered orders packed packs gathered harvested purchased received delivered washed"
    " painted brought caught grew grows saw ate wants needs".split()
)
_CLAUSE = re.compile(
    r"(?:(?:On|In|At|Last|This|Yesterday|Today|Earlier|During)\b[^,.;]{0,40},\s+)?"
    r"(?P<subject>(?:The|A|An|His|Her|Their|My)\s+[a-z]+|[A-Z][a-z]+(?:\s+and\s+[A-Z][a-z]+)?)"
    r"\s+(?P<verb>[a-z]+)\s+$"
)
_NO_SUBJECT = frozenset(
    "If When After Before Then Now Later Each Every Half These Those That This It In On At For Some Most Many All Both"
    " One Two Three Four Five Six Seven Eight Nine Ten While Since As So And But Of To From By With Here How What Which"
    " Who Only Another Other First Second Next Finally Also Yesterday Today Once Assume Suppose Given".split()
)
_MIXING = re.compile(
    r"\b(?:total|altogether|in all|all (?:of )?(?:the|his|her|their)|rest|remaining|remainder|others?|both|together"
    r"|everything|combined|entire|whole|equally|split|divided?|only|same)\b",
    re.IGNORECASE,
)
_BUDGET = re.compile(r"\s*(?:minutes?|hours?|seconds?|days?|weeks?|months?|dollars?|%|percent)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:each|per|apiece|every|an? [a-z]+)\b|\bcosts?\b", re.IGNORECASE)
_FRAMES = ("{subject} also {verb} {n}.", "{subject} {verb} {n} too.", "{subject} {verb} {n} as well.")
_THERE = ("There {verb} also {n}.", "There {verb} {n} too.", "There {verb} {n} as well.")
_MOST_WORDS = 3
"""How many words from a number the thing that it counts may stand."""


@dataclass(frozen=True)
class Mention:
    """A sentence that goes after the character `at` of the context, with a hole {n} for the plural of the thing."""

    at: int
    frame: str

    def says(self, plural: str) -> str:
        """The sentence about a thing."""
        return self.frame.replace("{n}", plural)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end, the space between them left out."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    if not ends or text[ends[-1] :].strip():
        ends.append(len(text.rstrip()))
    starts = [0, *(end + len(text[end:]) - len(text[end:].lstrip()) for end in ends[:-1])]
    return list(zip(starts, ends, strict=True))


def mention(context: str, question: str, thing: Thing, told: Sequence[Told], random: Random) -> Mention | None:
    """A mention that fits the story, or None. `told` are the numbers that the question's answer is computed from.

    Where the question asks about people by name, it is about one of them: that others have pears tells nothing of hers.
    """
    named = {token.text for token in tokens_of(question)[1:] if token.text[0].isupper()}
    found = list(_repeated(context, thing, told)) if _neutral(context, told) else []
    found = [one for one in found if not named or not named.isdisjoint(one[1].split())]
    if not found:
        return None
    at, subject, verb = random.choice(found)
    frame = random.choice(_THERE if subject == "There" else _FRAMES)
    return Mention(at, frame.format(subject=subject, verb=verb, n="{n}"))


def _neutral(context: str, told: Sequence[Told]) -> bool:
    """Whether a second thing of the same kind would change no number that the answer is computed from."""
    if _MIXING.search(context):
        return False
    for one in told:
        before, after = context[max(0, one.span.start - 12) : one.span.start], context[one.span.end :][:25]
        money = before.endswith("$") or context[one.span.start] == "$"
        if (money or _BUDGET.match(after)) and not _EACH.search(re.split(r"[,.;]", after)[0] + " " + before):
            return False
    return True


def _repeated(context: str, thing: Thing, told: Sequence[Told]) -> Iterator[tuple[int, str, str]]:
    """Ends of sentences that count the thing in a plain clause, with the clause's subject and verb."""
    places = sentences(context)
    for number, (start, end) in enumerate(places):
        for one in told:
            inside = start <= one.span.start < end and _counts(context, one, thing)
            clause = _CLAUSE.fullmatch(context[start : one.span.start]) if inside else None
            if clause is None or not _free(context, places[number + 1 :], thing):
                continue
            subject, verb = clause["subject"], clause["verb"]
            there = subject == "There" and verb in ("is", "are", "was", "were")
            if there or (subject.split()[0] not in _NO_SUBJECT | {"There"} and verb in _VERBS):
                yield end, re.sub(r"^An? ", "The ", subject), {"is": "are", "was": "were"}.get(verb, verb)


def _counts(context: str, one: Told, thing: Thing) -> bool:
    """Whether the number counts the thing directly: "8 apples", "8 ripe apples"."""
    words = [match.start() for match in re.finditer(r"\S+", context[one.span.start :][:60])][1 : _MOST_WORDS + 1]
    gap = re.match(r"\S+(?:\s+[a-z]+){0,2}\s+", context[one.span.start :])
    starts = {span.start - one.span.start for span in thing.spans if span.part == CONTEXT}
    return bool(gap) and bool(starts & set(words))


def _free(context: str, following: Sequence[tuple[int, int]], thing: Thing) -> bool:
    """Whether no sentence takes up what stands before it, until the thing is named again."""
    for start, end in following:
        sentence = context[start:end]
        named = [span.start - start for span in thing.spans if span.part == CONTEXT and start <= span.start < end]
        if takes_up(_before(sentence, named[0]) if named else sentence):
            return False
        if named:
            return True
    return True


def _before(sentence: str, end: int) -> str:
    """The sentence up to a noun, without the number and the adjectives that belong to it: "then she picked"."""
    tokens = tokens_of(sentence[:end])
    while tokens and (tokens[-1].text[0].isdigit() or tokens[-1].lower in ADJECTIVES | NUMBERS):
        tokens.pop()
    return sentence[: tokens[-1].end] if tokens else ""
