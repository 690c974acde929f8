"""nonexistent_entity: an invented name in the place of a real one.

Not crossed: the label is meant to lie in the words, since whoever knows the name knows the label.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.inventing import can_invent, invent
from nescio.gen.perturbations.invented_words import nothing_known
from nescio.gen.registry.index import Index, index_of
from nescio.gen.registry.targets import answered
from nescio.gen.rows import Change, Defect, Draft, applied, edits_of, make_row, star_of
from nescio.schemas.example import Claim, Star
from nescio.schemas.registry import Mention, Triples
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario

_BOTH = "country"
"""What a name means first that is also that of a team or a place."""
_SEVERAL = 3
"""Of so many entities it must hold what the question takes for granted, or that tells which one is meant."""


@dataclass(frozen=True)
class NonexistentEntity:
    """Nonexistent entity: "What is the capital of Velmoria?"."""

    name: str = "nonexistent_entity"
    about: str = "The question is about something that there is not: an invented name in the place of a real one."
    papers: tuple[str, ...] = ("HalluLens, arXiv 2504.17550", "UnknownBench, arXiv 2311.09731")
    evidence: str = "triples"
    crossing: str = "not crossed: the label lies in a name (at most 5 % of rows)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.FALSE_PREMISE
    behaviour: Behaviour = Behaviour.CORRECT_PREMISE
    checker: str = "invented"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star: the seed's own question, and one that has a made name in the place of its subject's."""
        triples, question = seed.triples, seed.questions[0]
        asking = triples.asked[0]
        named = [one for one in asking.mentions if one.slot == asking.subject and one.span.part == 0]
        kind = named_type(triples, named[0]) if len(named) == 1 and asking.tense is None and not seed.context else None
        if kind is None or not can_invent(kind) or _told_otherwise(triples):
            return
        span = named[0].span
        real = question.text[span.start : span.end]
        made = invent(
            kind, real[:1].lower() + real[1:] if real.startswith("The ") and span.start == 0 else real, random
        )
        written = made.lower() if real.islower() else made[:1].upper() + made[1:] if span.start == 0 else made
        edits = edits_of(question.text, [Change("name", span, written)])
        twin = answered(question, random)
        said, ask = nothing_known(made, kind, twin, random)
        defect = Defect(
            rationale=f"There is no {kind} called {made}; the name is made up.",
            clarifying_question=ask,
            false_premise=f"there is a {kind} called {made}",
            correction=f"There is no {kind} called {made}.",
        )
        asked = applied(question.text, edits)
        bad = make_row(
            self,
            seed,
            question,
            Role.PERTURBED,
            said,
            figure=Figure.PLAIN,
            edits=edits,
            defect=defect,
            asked=asked,
        )
        good = make_row(self, seed, question, Role.TWIN, twin, figure=Figure.PLAIN)
        swapped = Claim(question=0, swapped={named[0].entity: written})
        yield star_of(self, seed, [Draft(bad, swapped, 0), Draft(good, Claim(question=0), 0)])


def _told_otherwise(triples: Triples) -> bool:
    """Whether the rest of the question gives its answer.

    Of the capital Suva one can say what is paid with, and all moons that Cassini found are Saturn's. A why-question
    brings its answer along.
    """
    asking = triples.asked[0]
    named = {one.slot: one.entity for one in asking.mentions}
    every = triples.registry.triples
    for taken in asking.presupposes:
        like = {one.subject for one in every if (one.relation, one.value) == (taken.relation, named.get(taken.value))}
        answers = {one.value for one in every if one.relation == asking.relation and one.subject in like}
        if len(like) < _SEVERAL or len(answers) < _SEVERAL - 1:
            return True
    return False


def named_type(triples: Triples, mention: Mention) -> str | None:
    """The type of what a mention names; None where the registry has none of that name, or several."""
    asking = triples.asked[0]
    relation = asking.relation or next(
        (one.relation for one in asking.presupposes if one.subject == mention.slot), None
    )
    index: Index = index_of(triples.registry)
    if relation is not None and relation in index.relations:
        return index.relations[relation].subject
    types = {one.type for one in triples.registry.entities if one.name == mention.entity}
    if _BOTH in types:
        return _BOTH
    return next(iter(types)) if len(types) == 1 else None
