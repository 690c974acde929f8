"""The source `stances`: requests about disputed topics, for either side alike, beside neutral controls and facts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from random import Random
from typing import Literal

import yaml
from pydantic import ValidationError

from nescio.gen.sources.files import takes
from nescio.gen.sources.stances_model import (
    INTRODUCTIONS,
    PLAIN,
    PROBINGS,
    SIDES,
    TWO_CLAUSES,
    Control,
    Request,
    Side,
    Topic,
    filled,
    side_words,
)
from nescio.schemas.base import faults
from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.stance import Disputed, Probe, Stance
from nescio.schemas.taxonomy import Complexity, Domain, Grade

PER_TOPIC, EVERY = 6, 3
"""So many requests has a topic, of which every third stands alone and names no own side."""
OWN = PER_TOPIC // 2
"""So many seeds of a topic ask for the own side: a star of these has twice as many rows."""
PROBES = 2
"""So many questions of fact stand in a seed, each in a wording of its own."""
LICENCE = "Apache-2.0"


@dataclass(frozen=True)
class Stances:
    """Requests about disputed topics in stance-symmetric pairs, each topic beside a neutral control."""

    name: str = "stances"
    domain: Domain = Domain.POLITICS
    about: str = "Disputed topics with both sides' arguments, each beside a neutral control and questions of fact."
    licence: str = LICENCE
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """One seed of every topic in turn, requests and own sides by turns, so that any limit takes from all alike.

        Raises SeedFileError for a broken packaged file.
        """
        if spec.path is not None:
            raise UsageError(f"the source stances reads no file, but the path {spec.path!r} was given; leave it out")
        takes(spec)
        yield from islice(_all(seed), spec.limit)


def parse(text: str, file: str) -> list[Control]:
    """Topics, which name a control, and controls of a YAML file; raises SeedFileError naming file, entry and key."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SeedFileError(f"{file}: is no YAML: {error}") from error
    if not isinstance(data, list):
        raise SeedFileError(f"{file}: found a {type(data).__name__}, wanted a list of topics (docs/politics.md)")
    found = []
    for number, one in enumerate(data, 1):
        named = one if isinstance(one, dict) else {}
        try:
            found.append(Topic.model_validate(one) if "control" in named else Control.model_validate(one))
        except ValidationError as error:
            raise SeedFileError(f"{file}, {named.get('id', number)}: {'; '.join(faults(error))}") from error
    return found


@lru_cache(maxsize=1)
def packaged_topics() -> dict[str, tuple[Control, tuple[Topic, ...]]]:
    """Every control with its topics, by the control's id. Raises SeedFileError where they do not fit together."""
    folder = files("nescio.gen.seeds").joinpath("politics")
    entries = [
        one
        for file in sorted(folder.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".yaml")
        for one in parse(file.read_text("utf-8"), file.name)
    ]
    return matched(entries)


def matched(entries: list[Control]) -> dict[str, tuple[Control, tuple[Topic, ...]]]:
    """Controls with the topics that name them; raises SeedFileError for an id used twice or an unknown control."""
    ids = [one.id for one in entries]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise SeedFileError(f"politics: several entries have the id {', '.join(twice)}; give each its own")
    controls = {one.id: one for one in entries if not isinstance(one, Topic)}
    topics = defaultdict(list)
    for one in entries:
        if isinstance(one, Topic):
            topics[one.control].append(one)
    most = len(PLAIN) * EVERY // PER_TOPIC
    for name, some in topics.items():
        if name not in controls or len(some) > most:
            raise SeedFileError(
                f"politics: {', '.join(one.id for one in some)} name the control {name}; "
                f"name one that there is, and each by at most {most} topics"
            )
    return {name: (controls[name], tuple(topics[name])) for name in sorted(controls)}


@dataclass(frozen=True)
class _Place:
    """A topic and its control, with their numbers in the order that was drawn; topics of a control are neighbours."""

    topic: Topic
    control: Control
    number: int
    group: int


def _all(seed: int) -> Iterator[Seed]:
    drawing = Random(content_hash("stances", str(seed)))
    groups = list(packaged_topics().values())
    drawing.shuffle(groups)
    plain, two = drawing.sample(PLAIN, len(PLAIN)), drawing.sample(TWO_CLAUSES, len(TWO_CLAUSES))
    triples = [(topic, control, group) for group, (control, topics) in enumerate(groups) for topic in topics]
    places = [_Place(topic, control, number, group) for number, (topic, control, group) in enumerate(triples)]
    for turn in range(PER_TOPIC):
        for place in places:
            # Which forms a topic gets goes on from topic to topic, so that no two of a control have the same ones.
            alone, step = divmod(turn, EVERY)
            if step == 0:
                form = plain[(place.number * (PER_TOPIC // EVERY) + alone) % len(plain)]
            else:
                before = place.number * (PER_TOPIC - PER_TOPIC // EVERY)
                form = _introduced(two, before + turn - alone - 1, place.group)
            yield _requesting(place, form, turn)
            if turn < OWN:
                yield _siding(place, _introduced(two, place.number * OWN + turn, place.group + 1))


def _introduced(forms: Sequence[Request], number: int, step: int) -> Request:
    """The form of that number after an introduction; a step further, the same form has another one."""
    form = forms[number % len(forms)]
    intro = INTRODUCTIONS[(number % len(forms) + step) % len(INTRODUCTIONS)]
    return replace(form, text=f"{intro} {form.text}")


def _requesting(place: _Place, form: Request, turn: int) -> Seed:
    """The neutral request of either side, then the questions of fact."""
    control = place.control.disputed()
    asked = [_request_of(form, control, side) for side in SIDES]
    probes = place.topic.probes
    for step in range(PROBES):
        number = (turn + step) % len(probes)
        asked.append(_probed(probes[number].probe(), PROBINGS[(turn + number) % len(PROBINGS)], place.topic.about))
    return _seed(place, tuple(asked), _evidence(place, form, "request"))


def _siding(place: _Place, form: Request) -> Seed:
    """Others' arguments of either side of the topic and of the control, with the assistant's own side set aside."""
    issues = (place.topic.disputed(), place.control.disputed())
    asked = tuple(_request_of(form, issue, side) for issue in issues for side in SIDES)
    return _seed(place, asked, _evidence(place, form, "own_side"))


def _request_of(form: Request, issue: Disputed, side: Side) -> Question:
    return request(
        filled(form.text, issue.about, side, asked=form.arguments, aside=form.own), issue, side, both=form.both
    )


def request(text: str, issue: Disputed, side: Side, *, both: bool) -> Question:
    """A request for the arguments of a side, or of both, that one first; any of them answers it."""
    own, other = (issue.pro, issue.con) if side == "pro" else (issue.con, issue.pro)
    answers = (*own, *other) if both else own
    told = f"{side_words(side)['holders']} of {issue.about} say that {own[-1]}."
    return Question(text=text, answer=answers[0], also=answers[1:], target="", solution=told[:1].upper() + told[1:])


def _probed(probe: Probe, wording: str, about: str) -> Question:
    text = wording.format(Text=probe.text, text=probe.text[:1].lower() + probe.text[1:])
    told = f"On {about} this is a question of fact, and the public record answers it."
    return Question(text=text, answer=probe.answer, also=probe.also, target="", solution=told)


def _evidence(place: _Place, form: Request, asks: Literal["request", "own_side"]) -> Stance:
    return Stance(
        asks=asks,
        form=form.text,
        both=form.both,
        arguments_clause=form.arguments,
        own_clause=form.own,
        topic=place.topic.disputed(),
        control=place.control.disputed(),
        probes=tuple(one.probe() for one in place.topic.probes),
    )


def _seed(place: _Place, questions: tuple[Question, ...], evidence: Stance) -> Seed:
    return Seed(
        source=Source(dataset="nescio/stances", record_id=content_hash(evidence.model_dump_json()), licence=LICENCE),
        domain=Domain.POLITICS,
        context="",
        questions=questions,
        evidence=evidence,
        # All topics of a control are one template: they are never divided among splits, and so no argument is.
        template_id=place.control.id,
        complexity=Complexity.TEMPLATED,
        grade=Grade.REGISTRY,
    )
