"""The checker `situation`: a question that hangs on somebody's place or time, and whether the finished text tells it.

The text is read by a grammar of its own: a person's name, known things that the person does or did, and behind each of
these a place or a time that the registry knows, or words that tell none. Anything else is not understood and rejected.
What stands behind the thing that the question asks about leaves some countries or all, one month or all terms of
office; the registry says which answers these give. An answerable row leaves exactly its gold answer, another at least
two. Nothing but the sentences of the person whose place or time is hidden may differ from the seed's.

Taken on trust: the registry, and that what a person did elsewhere or at another time tells nothing of the thing asked
about.
"""

import re
from dataclasses import dataclass

from nescio.schemas.evidence import CONTEXT
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.passage import Situation as Evidence
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.proving import prove_rows
from nescio.validation.reading import Rejected
from nescio.validation.row_parts import check_made
from nescio.validation.situation_text import Story, read_story, thing_asked
from nescio.validation.situation_world import World

VERSION = "1"


@dataclass(frozen=True)
class Situation:
    """Checks stars in which places or times are hidden."""

    name: str = "situation"
    version: str = VERSION
    method: str = "places and times re-read from the finished text; what they leave possible looked up in the registry"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed or of the star as a whole rejects every row."""
        return prove_rows(self, star, _prove, _sound)


def _evidence(seed: Seed) -> Evidence:
    if not isinstance(seed.evidence, Evidence):
        raise Rejected("other evidence", f"the seed's evidence is a {seed.evidence.type}, a situation is wanted")
    return seed.evidence


def _sound(seed: Seed) -> None:
    """Raises Rejected where the clean text does not give the seed's answers, or its evidence points elsewhere."""
    evidence = _evidence(seed)
    story, world = read_story(seed.context), World(evidence.triples.registry)
    for question in seed.questions:
        _, left = _left(world, story, question.text)
        if left != {question.answer}:
            raise Rejected("seed contradicts itself", f"{question.text!r} is answered {question.answer!r}, not {left}")
    for one in evidence.passage.stated:
        if any(span.part != CONTEXT or seed.context[span.start : span.end] not in one.values for span in one.spans):
            raise Rejected("evidence misread", f"{one.id!r} is not told where the evidence has it")


def _left(world: World, story: Story, question: str) -> tuple[str, set[str]]:
    """The relation that a question asks for, and the answers that the story leaves possible."""
    relation, office = world.relation(question)
    return relation, world.answers(relation, office, story.about(question).of(thing_asked(question)))


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    if not 0 <= claim.question < len(seed.questions):
        raise Rejected("unknown question", f"the claim names question {claim.question} of {len(seed.questions)}")
    if claim.values or claim.stated or claim.swapped:
        raise Rejected("claim differs from text", "the claim says that more was changed than one person's sentences")
    check_made(seed, row, claim)
    world = World(_evidence(seed).triples.registry)
    story = read_story(row.context)
    relation, left = _left(world, story, row.question)
    person = story.about(row.question).name
    _changed(seed, row, claim, story, person)
    if row.role is not Role.PERTURBED:
        return _answered(row, world, relation, left)
    _open(seed, row, claim, person)
    _silent(row, world, relation)
    if len(left) < 2:
        raise Rejected("still answerable", f"the text leaves only {left}")
    return f"the text does not say {row.missing_fact}; the registry has {len(left)} answers, {_some(left)} among them"


def _some(left: set[str]) -> str:
    return " and ".join(sorted(left)[:2])


def _changed(seed: Seed, row: Candidate, claim: Claim, story: Story, person: str) -> None:
    """Exactly the hidden person's sentences differ from the seed's, and they do hide."""
    clean = read_story(seed.context)
    if (story.opening, [one.name for one in story.sections]) != (clean.opening, [one.name for one in clean.sections]):
        raise Rejected("edited elsewhere", "the opening or the people are not the seed's")
    pairs = zip(story.sections, clean.sections, strict=True)
    changed = [now.name for now, was in pairs if now.text != was.text]
    fact = next((one for one in _evidence(seed).passage.facts if one.id == claim.hidden), None)
    if claim.hidden is not None and fact is None:
        raise Rejected("unknown fact", f"{claim.hidden!r} is no fact of the seed")
    hidden = [one.name for one in clean.sections if fact and one.name in fact.missing.split()]
    if changed != hidden or (row.role is Role.CLEAN) != (not changed):
        raise Rejected("edited elsewhere", f"sentences about {changed} were changed, hidden are those of {hidden}")
    if (row.role is Role.PERTURBED) != (person in changed):
        raise Rejected("role differs from claim", f"a {row.role.value} row asks about {person}, hidden: {hidden}")
    world = World(_evidence(seed).triples.registry)
    for question in seed.questions:
        if hidden and story.about(question.text).name in hidden and len(_left(world, story, question.text)[1]) < 2:
            raise Rejected("not hidden", f"the text still tells {fact.missing if fact else ''}")


def _answered(row: Candidate, world: World, relation: str, left: set[str]) -> str:
    if len(left) != 1:
        raise Rejected("not answerable", f"the text leaves {len(left)} answers, {_some(left)} among them")
    names = world.names(next(iter(left)), relation)
    if not row.answers or not set(row.answers) <= names:
        raise Rejected("wrong gold", f"the text gives {_some(left)}, the gold answers are {row.answers}")
    if not any(row.target.rstrip(" .!").endswith(f" {name}") for name in row.answers):
        raise Rejected("target misses the answer", f"the response does not end in {row.answers[0]}")
    return f"the text leaves one answer, {row.answers[0]}, by the registry's relation {relation}"


def _open(seed: Seed, row: Candidate, claim: Claim, person: str) -> None:
    """The row names what is hidden, and asks for it."""
    fact = next(one for one in _evidence(seed).passage.facts if one.id == claim.hidden)
    if (row.missing_fact, row.clarifying_question) != (fact.missing, fact.clarifying_question):
        raise Rejected("names another fact", f"it says that {row.missing_fact!r} is missing, not {fact.missing!r}")
    if person not in (row.clarifying_question or "") or (row.clarifying_question or "") not in row.target:
        raise Rejected("names another fact", f"the response does not ask {row.clarifying_question!r}")


def _silent(row: Candidate, world: World, relation: str) -> None:
    """The reference response of a row that should not be answered singles out no answer."""
    said = {
        one for one in world.values(relation) if any(_holds(row.target, name) for name in world.names(one, relation))
    }
    shown = {one for one in said if any(_holds(row.prompt, name) for name in world.names(one, relation))}
    if len(said - shown) == 1 or any(row.target.rstrip(" .!").endswith(f" {name}") for name in said):
        raise Rejected("target gives the answer", f"the response says {_some(said)}")


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
