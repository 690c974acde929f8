"""Composing a seed: one draw of a template, told in one order, with its derivation."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from nescio.gen.templates import formula, numerals
from nescio.gen.templates.draw import Slots, draw
from nescio.gen.templates.model import Template, TemplateQuestion, Way, WayName
from nescio.gen.templates.render import Rendered, render, sentence
from nescio.gen.templates.statements import restatements
from nescio.schemas.errors import UsageError
from nescio.schemas.evidence import CONTEXT, Derivation, Fact, Hiding, HidingForm, Node, Span
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

LICENCE = "Apache-2.0"

WAY_WEIGHTS: dict[WayName, int] = {
    "swap": 40,
    "swapb": 40,
    "words": 6,
    "path": 4,
    "exact": 4,
    "later": 3,
    "plain": 3,
}
"""How often each way to tell a fact is drawn. Chosen on measured interaction AUCs: docs/design/003-hiding-forms.md."""


@dataclass
class _Page:
    """The text while it is being put together, and where each number slot stands in it."""

    text: str = ""
    spans: dict[str, list[Span]] = field(default_factory=dict)

    def add(self, told: Rendered) -> Span:
        """Append a sentence; its place."""
        self.text += " " if self.text else ""
        start = len(self.text)
        self.text += told.text
        mark_spans(self.spans, told, CONTEXT, start)
        return Span(start=start, end=len(self.text))


def mark_spans(spans: dict[str, list[Span]], told: Rendered, part: int, start: int = 0) -> None:
    """Note the sentence's number slots as spans of a part of the seed."""
    for mark in told.marks:
        spans.setdefault(mark.slot, []).append(Span(part=part, start=start + mark.start, end=start + mark.end))


def compose(template: Template, index: int, random: Random) -> Seed | None:
    """The seed of the template's draw number `index`, or None where no numbers fit the chosen ways.

    Facts stand in a random order, those with a `lead` have their value in a sentence after all others.
    """
    ways = {name: _draw_way(fact.ways, random) for name, fact in template.facts.items()}
    slots = draw(template, ways, random)
    if slots is None:
        return None
    page, carriers = _tell(template, ways, slots, random)
    questions = {name: _question(template, name, ways[name], slots, random) for name in sorted(ways)}
    for part, (_, asked) in enumerate(questions.values()):
        mark_spans(page.spans, asked, part)
    if _ambiguous(template, ways, slots, page.spans):
        return None
    return Seed(
        source=Source(dataset="nescio/templates", record_id=f"{template.id}/{index}", licence=LICENCE),
        domain=Domain.MATH,
        context=page.text,
        questions=tuple(question for question, _ in questions.values()),
        evidence=_derivation(template, ways, slots, page, carriers),
        template_id=template.id,
        complexity=Complexity.TEMPLATED,
        grade=Grade.PROVED,
    )


def _tell(template: Template, ways: Mapping[str, Way], slots: Slots, random: Random) -> tuple[_Page, dict[str, Span]]:
    """The context, and the place of the sentence that carries each fact's value."""
    page = _Page()
    page.add(sentence(template.opening, slots))
    order = random.sample(list(ways), len(ways))
    carriers: dict[str, Span] = {}
    for name in order:
        lead = ways[name].lead
        place = page.add(sentence(lead or ways[name].known, slots))
        if lead is None:
            carriers[name] = place
    for name in random.sample(order, len(order)):
        if ways[name].lead is not None:
            carriers[name] = page.add(sentence(ways[name].known, slots))
    return page, carriers


def _draw_way(ways: list[Way], random: Random) -> Way:
    return random.choices(ways, [WAY_WEIGHTS[way.way] for way in ways])[0]


def _ambiguous(template: Template, ways: Mapping[str, Way], slots: Slots, spans: Mapping[str, list[Span]]) -> bool:
    """Whether a number that may be hidden has the value of another one: hiding it would leave its value standing."""
    values = slots.numbers
    inner = set(ways).union(*(way.let for way in ways.values()))
    shared = {values[slot] for slot in spans if slot not in inner} | _literal_numbers(template, ways.values())
    facts = {values[name] for name in ways}
    if len(facts) < len(ways) or not facts.isdisjoint(shared):
        return True
    return any(
        values[slot] == values[name] or (values[slot] in shared and _lost(slot, way))
        for name, way in ways.items()
        for slot in way.let
    )


def _lost(slot: str, way: Way) -> bool:
    """Whether one of the hidden forms no longer prints a slot that the known form prints."""
    hole = re.compile(rf"\{{{slot}[:|}}]")
    return bool(hole.search(way.known)) and not (hole.search(way.absent) and hole.search(way.vague))


def _literal_numbers(template: Template, ways: Iterable[Way]) -> frozenset[Fraction]:
    """The numbers that the prose itself names: "three sponsors", "a week", "half the price"."""
    texts = [template.opening, *(text for way in ways for text in (way.lead, way.known) if text)]
    texts += [text for asked in template.questions.values() for text in asked.wordings]
    return frozenset().union(*map(numerals.literals, texts))


def _question(template: Template, name: str, way: Way, slots: Slots, random: Random) -> tuple[Question, Rendered]:
    spec: TemplateQuestion = template.questions[name]
    text = random.choice(spec.wordings)
    answer = formula.evaluate(spec.answer, slots.numbers)
    known = Slots(slots.words, {**slots.numbers, "answer": answer})
    asked = sentence(text, slots)
    because = sentence(way.because, known).text + " " if way.because else ""
    question = Question(
        text=asked.text,
        answer=numerals.digits(answer).replace(",", ""),
        target=f"answer:{name}",
        solution=because + sentence(spec.solution, known).text,
        unresolved=render(spec.open, known).text,
    )
    return question, asked


def _derivation(
    template: Template,
    ways: Mapping[str, Way],
    slots: Slots,
    page: _Page,
    carriers: Mapping[str, Span],
) -> Derivation:
    """Leaves are the printed slots; a fact told by another path is computed from its leaves."""
    nodes: dict[str, Node] = {
        slot: Node(id=slot, value=str(slots.numbers[slot]), spans=tuple(places)) for slot, places in page.spans.items()
    }
    for name, way in ways.items():
        if way.value is not None:
            if name in nodes:
                raise UsageError(
                    f"template {template.id}: way {way.way!r} of {name!r} prints the fact and computes it too"
                )
            nodes |= {node.id: node for node in formula.derive(way.value, name, slots.numbers)}
        elif name not in nodes:
            raise UsageError(f"template {template.id}: way {way.way!r} of {name!r} neither prints it nor has a value")
    for name, question in template.questions.items():
        derived = formula.derive(question.answer, f"answer:{name}", slots.numbers)
        nodes |= {node.id: node for node in derived if node.id not in nodes}
        missing = formula.names(question.answer) - set(nodes)
        if missing:
            raise UsageError(f"template {template.id}: the answer to {name!r} uses {sorted(missing)}, stated nowhere")
    facts = tuple(_fact(template, name, way, slots, carriers[name]) for name, way in ways.items())
    statements = tuple(restatements(template, ways, slots, page.text))
    return Derivation(nodes=tuple(nodes.values()), facts=facts, statements=statements)


def _fact(template: Template, name: str, way: Way, slots: Slots, carrier: Span) -> Fact:
    spec = template.facts[name]
    return Fact(
        id=name,
        node=name,
        way=way.way,
        missing=render(spec.missing, slots).text,
        clarifying_question=sentence(spec.ask, slots).text,
        hidings=(
            Hiding(form=HidingForm.ABSENT, span=carrier, text=sentence(way.absent, slots).text),
            Hiding(form=HidingForm.VAGUE, span=carrier, text=sentence(way.vague, slots).text),
        ),
    )
