"""Templates in which things that cannot be cut are shared out without remainder, and the seeds drawn from them.

A template has two divisions side by side, each with a question of its own. The text demands of both that nothing is
left over. docs/templates.md explains the format.
"""

from collections.abc import Mapping
from fractions import Fraction
from random import Random

from pydantic import Field

from nescio.gen.targets_remainder import division, evenly
from nescio.gen.templates import formula, numerals
from nescio.gen.templates.compose import LICENCE, mark_spans
from nescio.gen.templates.draw import Slots, vocabulary
from nescio.gen.templates.render import Rendered, sentence
from nescio.gen.worked import equations, evaluate, plain
from nescio.schemas.base import Frozen, Text
from nescio.schemas.errors import UsageError
from nescio.schemas.evidence import CONTEXT, Derivation, Fact, Node, Operation, Span
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

TRIES = 200


class DivisionSide(Frozen):
    """One of the two divisions. In side `p`, `{px}` things are divided by `{py}`, and `p` is the result."""

    y: str | list[int]
    """The divisors that may be drawn: a range like 4..9 or a list."""
    times: str
    """The results that may be drawn, as a range."""
    told: list[Text] = Field(min_length=1)
    """Sentences that tell both numbers; one is drawn."""
    things: Text
    """What is divided, in the plural: "girls"."""
    ask: Text
    """The question that would settle a division that does not come out."""
    text: list[Text] = Field(min_length=1)
    """Wordings of the question."""
    answer: str
    """The answer's formula, over the result and the template's slots."""


class DivisionTemplate(Frozen):
    """A situation with two divisions that the text wants without remainder."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    slots: dict[str, str]
    """Word lists and ranges."""
    opening: Text
    """It demands that nothing is left over."""
    more: list[Text] = ()  # type: ignore[assignment]
    """Sentences that tell the slots' numbers."""
    sides: dict[str, DivisionSide] = Field(min_length=2)


def compose_division(template: DivisionTemplate, index: int, random: Random) -> Seed | None:
    """The seed of the template's draw number `index`, or None where its numbers would repeat one another."""
    slots = _draw(template, random)
    if slots is None:
        return None
    told = [sentence(text, slots) for text in template.more]
    told += [sentence(random.choice(side.told), slots) for side in template.sides.values()]
    asked = {name: sentence(random.choice(side.text), slots) for name, side in template.sides.items()}
    context, spans = _text([sentence(template.opening, slots), *random.sample(told, len(told))])
    for part, question in enumerate(asked.values()):
        mark_spans(spans, question, part)
    nodes = _nodes(template, slots, spans)
    return Seed(
        source=Source(dataset="nescio/templates", record_id=f"{template.id}/{index}", licence=LICENCE),
        domain=Domain.MATH,
        context=context,
        questions=tuple(_question(name, text, nodes, random) for name, text in asked.items()),
        evidence=Derivation(nodes=nodes, facts=tuple(_facts(template, slots))),
        template_id=template.id,
        complexity=Complexity.TEMPLATED,
        grade=Grade.PROVED,
    )


def _draw(template: DivisionTemplate, random: Random) -> Slots | None:
    words: dict[str, str] = {}
    numbers: dict[str, Fraction] = {}
    for name, spec in template.slots.items():
        if spec in vocabulary():
            words[name] = random.choice(vocabulary()[spec])
        else:
            numbers[name] = _number(template, spec, random)
    for name, side in template.sides.items():
        numbers[f"{name}y"] = _number(template, side.y, random)
        numbers[name] = _number(template, side.times, random)
        numbers[f"{name}x"] = numbers[f"{name}y"] * numbers[name]
    taken = numerals.literals(" ".join([template.opening, *template.more, *_texts(template)]))
    if len(set(numbers.values())) < len(numbers) or not taken.isdisjoint(numbers.values()):
        return None
    return Slots(words, numbers)


def _texts(template: DivisionTemplate) -> list[str]:
    return [text for side in template.sides.values() for text in (*side.told, *side.text)]


def _number(template: DivisionTemplate, spec: str | list[int], random: Random) -> Fraction:
    if isinstance(spec, list):
        return Fraction(random.choice(spec))
    low, dots, high = spec.partition("..")
    high, _, step = high.partition("/")
    if not dots or not (low + high + (step or "1")).isdigit():
        raise UsageError(f"template {template.id}: {spec!r} is no word list and no range such as 4..9 or 60..90/5")
    return Fraction(random.randrange(int(low), int(high) + 1, int(step or 1)))


def _text(told: list[Rendered]) -> tuple[str, dict[str, list[Span]]]:
    """The sentences as one text, and where each number slot stands in it."""
    text = ""
    spans: dict[str, list[Span]] = {}
    for one in told:
        text += " " if text else ""
        mark_spans(spans, one, CONTEXT, len(text))
        text += one.text
    return text, spans


def _nodes(template: DivisionTemplate, slots: Slots, spans: Mapping[str, list[Span]]) -> tuple[Node, ...]:
    """Leaves are the printed slots; dividends, divisors and results count what cannot be cut."""
    counts = {f"{name}{end}" for name in template.sides for end in "xy"}
    nodes = {
        slot: Node(id=slot, value=str(slots.numbers[slot]), spans=tuple(places), whole=slot in counts)
        for slot, places in spans.items()
    }
    for name, side in template.sides.items():
        if not {f"{name}x", f"{name}y"} <= set(nodes) or name in nodes:
            raise UsageError(f"template {template.id}: side {name!r} has to tell {name}x and {name}y, and not {name}")
        value, arguments = str(slots.numbers[name]), (f"{name}x", f"{name}y")
        nodes[name] = Node(id=name, value=value, operation=Operation.DIVIDE, arguments=arguments, whole=True)
        derived = formula.derive(side.answer, f"answer:{name}", slots.numbers)
        nodes |= {node.id: node for node in derived if node.id not in nodes}
    return tuple(nodes.values())


def _question(name: str, asked: Rendered, nodes: tuple[Node, ...], random: Random) -> Question:
    values = evaluate(nodes, {}) or {}
    target = f"answer:{name}"
    _, *further = equations(nodes, values, target)
    even = evenly(division(values[f"{name}x"], values[f"{name}y"]), random)
    solution = " ".join([even, *(f"{step}." for step in further)])
    return Question(text=asked.text, answer=plain(values[target]), target=target, solution=solution)


def _facts(template: DivisionTemplate, slots: Slots) -> list[Fact]:
    """The dividends; no text hides them, but their question would settle a division that does not come out."""
    return [
        Fact(
            id=f"{name}x",
            node=f"{name}x",
            way="plain",
            missing=f"how many {side.things} there are",
            clarifying_question=sentence(side.ask, slots).text,
            hidings=(),
        )
        for name, side in template.sides.items()
    ]
