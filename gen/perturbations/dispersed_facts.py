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
from nescio.gen.perturbations.added import addition, boundaries, figure_of, hidings
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets import answer_target
from nescio.gen.targets_lookalike import long_target, open_target, unused_target
from nescio.gen.templates import numerals
from nescio.gen.word_lists import FUNCTION
from nescio.schemas.evidence import CONTEXT, Fact, Hiding, Span
from nescio.schemas.example import Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Complexity, Figure, Kind, Role, Scenario

_SHORTEST, _LONGEST = 9, 14
"""How many sentences a text has in the end."""
_SHORT = 6
_CLOSED = 1 / 3
_CLUSTER = 3
"""How many asides may stand together: with more the facts are not dispersed."""
_OTHER = 1 / 2
"""How often a response that abstains speaks of a fact that is told."""
_WORD = re.compile(r"[a-z]{3,}")
_POINTS_BACK = re.compile(
    r"\s*[\"'“‘]?(?:he|she|it|they|this|that|these|those|his|her|its|their|them|then|there|so|but|and|also|however|after"
    r"|afterwards|later|next|finally|both|the other|another|one|instead|in addition|together|each|every)\b",
    re.I,
)
"""How a sentence begins that leans on the one before it, in a text that people wrote."""


@dataclass(frozen=True)
class DispersedFacts:
    """A long text: the story is told in a letter or a chat, between small talk with numbers of its own.

    Most questions can be answered from what is told far apart; for some one fact is missing from the story.
    """

    name: str = "dispersed_facts"
    about: str = "The facts stand far apart in a long, chatty text; for some questions one of them is missing."
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
                target = open_target(question, fact, other, random, seed.evidence, hiding.form)
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
    return next((one for one in seed.evidence.facts if one.id in drawn and one.id != fact.id), None)


@lru_cache(maxsize=1)
def small_talk() -> Mapping[str, tuple[str, ...]]:
    """The packaged sentences, by their place in a text: greetings, asides, closings."""
    text = files("nescio.gen.seeds").joinpath("lookalike.yaml").read_text("utf-8")
    return {kind: tuple(sentences) for kind, sentences in yaml.safe_load(text).items()}


def _talk(seed: Seed, hidden: Sequence[Span], random: Random) -> list[Change] | None:
    """Small talk around and between the sentences of a story; None where the story has no room or shares its words."""
    ends = [at for at in boundaries(seed.context, hidden) if stands_alone(seed, at)]
    apart = _Apart.of(seed)
    kinds = {kind: [one for one in said if apart.allows(one)] for kind, said in small_talk().items()}
    own = len(boundaries(seed.context))
    closes = bool(ends) and ends[-1] == len(seed.context) and bool(kinds["closings"]) and random.random() < _CLOSED
    wanted = random.randint(max(_SHORTEST, own + 3), max(_LONGEST, own + 4)) - own - 1 - closes
    if not kinds["greetings"] or min(len(kinds["asides"]), _CLUSTER * len(ends)) < wanted:
        return None
    greeting = Change("added", Span(start=0, end=0), f"{random.choice(kinds['greetings'])} ")
    closing = [addition(ends[-1], random.choice(kinds["closings"]))] if closes else []
    return [greeting, *_spread(random.sample(kinds["asides"], wanted), ends, random), *closing]


def _spread(asides: Sequence[str], ends: Sequence[int], random: Random) -> list[Change]:
    """The asides, dealt out over the places as evenly as they go."""
    rounds = -(-len(asides) // len(ends))
    places = [at for _ in range(rounds) for at in random.sample(ends, len(ends))][: len(asides)]
    return [addition(at, aside) for at, aside in zip(places, asides, strict=True)]


def stands_alone(seed: Seed, at: int) -> bool:
    """Whether the sentence after a boundary may follow small talk: our own sentences may, others if they begin anew."""
    return seed.complexity is Complexity.TEMPLATED or not _POINTS_BACK.match(seed.context[at:])


@dataclass(frozen=True)
class _Apart:
    """The words and numbers of a seed, which small talk must not share."""

    stems: frozenset[str]
    values: frozenset[Fraction]

    @classmethod
    def of(cls, seed: Seed) -> "_Apart":
        """Those of its context, its questions, and all that may be said in the place of its facts."""
        evidence = seed.evidence
        texts = [seed.context, *(one.text for one in seed.questions)]
        texts += [text for fact in evidence.facts for text in (fact.missing, fact.clarifying_question)]
        texts += [hiding.text for fact in evidence.facts for hiding in fact.hidings if hiding.span.part == CONTEXT]
        return cls(_stems(" ".join(texts)), frozenset(Fraction(node.value) for node in evidence.nodes))

    def allows(self, sentence: str) -> bool:
        """Whether a sentence shares none of them."""
        return self.stems.isdisjoint(_stems(sentence)) and self.values.isdisjoint(numerals.literals(sentence))


def _stems(text: str) -> frozenset[str]:
    """The telling words of a text, cut to four letters, so that forms of a word are alike, and short ones to three."""
    words = [word for word in _WORD.findall(text.lower()) if word not in FUNCTION]
    return frozenset(word[:4] for word in words) | {f"{word[:3]}." for word in words if len(word) < _SHORT}
