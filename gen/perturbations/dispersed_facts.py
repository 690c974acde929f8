"""dispersed_facts: the facts of a story stand far apart in a long text, and one of them may not stand there at all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from random import Random

import yaml

from nescio.gen.figures import Cell
from nescio.gen.perturbations.added import ADDED, boundaries, figure_of, hidings
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets import answer_target
from nescio.gen.targets_lookalike import long_target, open_target, unused_target
from nescio.gen.templates import numerals
from nescio.gen.word_lists import FUNCTION
from nescio.schemas.evidence import CONTEXT, Fact, Hiding, Span
from nescio.schemas.example import Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario

_SHORT = 6
_BREAKS = (1, 2)
"""How often the story is broken off, where it has the room."""
_GROUP = 2
"""How many sentences of a story there are at least for each time."""
_SHORTEST = 3
"""How many sentences a story has at least: less is drowned by what stands round it."""
_FEWEST = 4
"""How many sentences a setting must keep once those that share a story's words are out."""
_RETURNS = 1 / 2
"""How often the writer says that the story goes on."""
_CLOSED = 2 / 3
_OTHER = 1 / 2
"""How often a response that abstains speaks of a fact that is told."""
_WORD = re.compile(r"[a-z]{3,}")
_POINTS_BACK = re.compile(
    r"\s*[\"'“‘]?(?:he|she|it|they|this|that|these|those|his|her|its|their|them|then|there|so|but|and|also|however|after"
    r"|afterwards|later|next|finally|both|the other|the next|the following|another|one|instead|in addition|together"
    r"|each (?:has|had|is|was|of|costs?|gets?)"
    r"|(?:from|on|in|at|by|for|with|of|out|last|now|when|while|since|if|every|during)(?: [\w'’-]+){0,7}?"
    r" (?:he|she|it|they|them))\b",
    re.I,
)
"""How a sentence begins that leans on the one before it."""
_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|[Uu]s)\b")
"""A story whose "I" would be taken for the writer of the message."""


@dataclass(frozen=True)
class DispersedFacts:
    """A long text: somebody sets the story as a puzzle and tells in between where the message is being written.

    Most questions can be answered from what is told far apart; for some one fact is missing from the story.
    """

    name: str = "dispersed_facts"
    about: str = "The facts stand far apart in a long, chatty message; for some questions one of them is missing."
    papers: tuple[str, ...] = ("GSM-IC, arXiv 2302.00093", "AbstentionBench, arXiv 2506.09038")
    evidence: str = "derivation"
    crossing: str = "hidden fact x question (star)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWERABLE_LOOKALIKE
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "lookalike"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star, in the best figure it has, with one more row in which everything is told at length."""
        found = figure_of(seed, random, lambda fact: bool(hidings(fact)))
        if found is None:
            return
        figure, cells = found
        hidden = {cell.hidden.id: cell.hidden for cell in cells if cell.hidden is not None}
        drawn = {name: random.choice(hidings(fact)) for name, fact in hidden.items()}
        talk = _talk(seed, [one.span for one in drawn.values()], random)
        if talk is None:
            return
        rows = [self._draft(seed, figure, cell, drawn, talk, random) for cell in cells]
        if figure is Figure.STAR:
            asked = random.choice(sorted({cell.question for cell in cells}))
            rows.append(self._told(seed, figure, asked, talk, random))
        yield star_of(self, seed, rows)

    def _draft(
        self,
        seed: Seed,
        figure: Figure,
        cell: Cell,
        drawn: Mapping[str, Hiding],
        talk: Sequence[Change],
        random: Random,
    ) -> Draft:
        question, fact = seed.questions[cell.question], cell.hidden
        changes, defect = [], None
        if fact is None:
            target = answer_target(question, random)
        else:
            hiding = drawn[fact.id]
            changes = [Change(hiding.form.value, hiding.span, hiding.text), *talk]
            if cell.role is Role.PERTURBED:
                other = _beside(seed, fact, drawn) if random.random() < _OTHER else None
                rationale = f"For all its length the text does not say {fact.missing}, and nothing it says gives it."
                defect = Defect(rationale, fact.clarifying_question, missing_fact=fact.missing)
                target = open_target(question, fact, other, random, seed.derivation, hiding.form)
            else:
                target = unused_target(question, fact, random)
        edits = edits_of(seed.context, changes)
        row = make_row(self, seed, question, cell.role, target, figure=figure, edits=edits, defect=defect)
        return Draft(row, Claim(question=cell.question, hidden=fact and fact.id), cell.pair)

    def _told(self, seed: Seed, figure: Figure, asked: int, talk: Sequence[Change], random: Random) -> Draft:
        """The long text with nothing hidden."""
        question = seed.questions[asked]
        edits, target = edits_of(seed.context, talk), long_target(question, random)
        row = make_row(self, seed, question, Role.DECOY, target, figure=figure, edits=edits)
        return Draft(row, Claim(question=asked))


def _beside(seed: Seed, fact: Fact, drawn: Mapping[str, Hiding]) -> Fact | None:
    """Another fact of the figure, which the text tells where this one is hidden."""
    return next((one for one in seed.derivation.facts if one.id in drawn and one.id != fact.id), None)


@dataclass(frozen=True)
class Setting:
    """Where a message is written: how it begins, what happens meanwhile, in order, and why it ends."""

    opens: tuple[str, ...]
    middle: tuple[str, ...]
    closes: tuple[str, ...]


@dataclass(frozen=True)
class SmallTalk:
    """The packaged sentences: what leads to a story, back to it and to its question, and the settings."""

    leads: tuple[str, ...]
    returns: tuple[str, ...]
    endings: tuple[str, ...]
    settings: tuple[Setting, ...]


@lru_cache(maxsize=1)
def small_talk() -> SmallTalk:
    """The sentences of gen/seeds/lookalike.yaml."""
    said = yaml.safe_load(files("nescio.gen.seeds").joinpath("lookalike.yaml").read_text("utf-8"))
    settings = [Setting(*(tuple(one[part]) for part in ("opens", "middle", "closes"))) for one in said["settings"]]
    return SmallTalk(tuple(said["leads"]), tuple(said["returns"]), tuple(said["endings"]), tuple(settings))


def _talk(seed: Seed, hidden: Sequence[Span], random: Random) -> list[Change] | None:
    """A message around and between the sentences of a story; None where the story has no room or shares its words."""
    inner, apart, talk = _inner(seed, hidden), _Apart.of(seed), small_talk()
    leads, endings, returns = apart.those(talk.leads), apart.those(talk.endings), apart.those(talk.returns)
    settings = [Setting(*map(apart.those, (one.opens, one.middle, one.closes))) for one in talk.settings]
    settings = [one for one in settings if one.opens and len(one.middle) >= _FEWEST]
    own = len(boundaries(seed.context))
    if own < _SHORTEST or not inner or not settings or not leads or _FIRST_PERSON.search(seed.context):
        return None
    setting = random.choice(settings)
    breaks = sorted(random.sample(inner, min(len(inner), own // _GROUP, random.choice(_BREAKS))))
    clusters = _in_order(setting.middle, len(breaks), random)
    for cluster, back in zip(clusters[1:], random.sample(returns, min(len(breaks), len(returns))), strict=False):
        cluster.extend([back] if random.random() < _RETURNS else [])
    head = " ".join([random.choice(setting.opens), *clusters[0], random.choice(leads)])
    changes = [Change(ADDED, Span(start=0, end=0), f"{head}\n\n")]
    for at, cluster in zip(breaks, clusters[1:], strict=True):
        changes.append(Change(ADDED, Span(start=at, end=at + 1), f"\n\n{' '.join(cluster)}\n\n"))
    if setting.closes and endings and random.random() < _CLOSED:
        end = len(seed.context)
        last = f"\n\n{random.choice(setting.closes)} {random.choice(endings)}"
        changes.append(Change(ADDED, Span(start=end, end=end), last))
    return changes


def _inner(seed: Seed, hidden: Sequence[Span]) -> list[int]:
    """The ends of sentences after which the story may be broken off."""
    text = seed.context
    return [
        at
        for at in boundaries(text, hidden)
        if text[at : at + 1] == " "
        and stands_alone(seed, at + 1)
        and not any(span.start <= at < span.end for span in hidden)
    ]


def _in_order(said: Sequence[str], breaks: int, random: Random) -> list[list[str]]:
    """Sentences in their order: at most one for the head, then one or two for each break; all where they are few."""
    sizes = [random.randint(0, 1), *(random.randint(1, 2) for _ in range(breaks))]
    while sum(sizes) > len(said):
        sizes[sizes.index(max(sizes))] -= 1
    drawn = iter(sorted(random.sample(range(len(said)), sum(sizes))))
    return [[said[next(drawn)] for _ in range(size)] for size in sizes]


def stands_alone(seed: Seed, at: int) -> bool:
    """Whether a sentence may follow another paragraph: one that leans on the sentence before it may not."""
    return not _POINTS_BACK.match(seed.context[at:])


@dataclass(frozen=True)
class _Apart:
    """The words and numbers of a seed, which small talk must not share."""

    stems: frozenset[str]
    values: frozenset[Fraction]

    @classmethod
    def of(cls, seed: Seed) -> "_Apart":
        """Those of its context, its questions, and all that may be said in the place of its facts."""
        evidence = seed.derivation
        texts = [seed.context, *(one.text for one in seed.questions)]
        texts += [text for fact in evidence.facts for text in (fact.missing, fact.clarifying_question)]
        texts += [hiding.text for fact in evidence.facts for hiding in fact.hidings if hiding.span.part == CONTEXT]
        return cls(_stems(" ".join(texts)), frozenset(Fraction(node.value) for node in evidence.nodes))

    def those(self, sentences: Sequence[str]) -> tuple[str, ...]:
        """The sentences that share none of them."""
        return tuple(one for one in sentences if self._allows(one))

    def _allows(self, sentence: str) -> bool:
        return self.stems.isdisjoint(_stems(sentence)) and self.values.isdisjoint(numerals.literals(sentence))


def _stems(text: str) -> frozenset[str]:
    """The telling words of a text, cut to four letters, so that forms of a word are alike, and short ones to three."""
    words = [word for word in _WORD.findall(text.lower()) if word not in FUNCTION]
    return frozenset(word[:4] for word in words) | {f"{word[:3]}." for word in words if len(word) < _SHORT}
