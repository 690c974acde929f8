"""Statements of a drawn template: each fact told once more, in the words of its way by another path."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from random import Random

from nescio.gen.templates import formula, numerals
from nescio.gen.templates.draw import Slots, draw_way
from nescio.gen.templates.model import Template, Way
from nescio.gen.templates.render import sentence
from nescio.schemas.evidence import Node, Span, Statement
from nescio.schemas.hashing import content_hash

TRIES = 40
_WORD = re.compile(r"[a-z]{4,}")
_COMMON = frozenset(
    "about above after again also always another away been before below both came come does done down during each "
    "every exactly fewer first found from further gave give given gives goes good great half have here into just kept "
    "large larger last later least less little long longer made make makes many more most much number once only other "
    "others over part plenty quite rest same second several shorter small smaller some such take taken takes than that "
    "their them then there these they third this those through time times together took under until very well went "
    "were what when where which while will with without would year years day days week weeks hour hours minute minutes "
    "dollars kilograms grams litres metres centimetres percent cost costs paid bring brings brought".split()
)


def restatements(template: Template, ways: Mapping[str, Way], slots: Slots, context: str) -> Iterator[Statement]:
    """A statement for each fact that is told outright and has another path to it that fits the text, in order of name.

    Its numbers are drawn apart from the seed's own, by a hash of the context, and equal no other number of the text. A
    path that speaks of something else that the text has a word on (a cousin's age, last year's price) is left out: the
    two might not agree. So is one whose author says that it does not restate the fact.
    """
    taken = set(slots.numbers.values()).union(*map(numerals.literals, _told(template, ways)))
    for name in sorted(ways):
        if ways[name].value is not None:
            continue
        for way in template.facts[name].ways:
            if way.way == "path" and way.restates and not _shared_asides(template, ways, name, way):
                random = Random(content_hash("statement", template.id, context, name))
                found = _statement(name, way, slots, taken, random)
                if found is not None:
                    taken |= {Fraction(node.value) for node in found.nodes if node.spans}
                    yield found


def _told(template: Template, ways: Mapping[str, Way]) -> list[str]:
    """The sentences of the text, with their holes."""
    texts = [template.opening, *(text for way in ways.values() for text in (way.lead, way.known) if text)]
    return texts + [text for asked in template.questions.values() for text in asked.wordings]


def _shared_asides(template: Template, ways: Mapping[str, Way], name: str, path: Way) -> set[str]:
    """The words that a path and the text have in common, but for those that any telling of the template has."""
    core = [template.opening, *(fact.ways[0].known for fact in template.facts.values())]
    core += [text for asked in template.questions.values() for text in asked.wordings]
    core += [template.facts[name].missing]
    aside = _words([path.known]) - _words(core)
    return aside & _words([text for way in ways.values() for text in (way.lead, way.known) if text])


def _words(texts: list[str]) -> set[str]:
    """The telling words of some patterns, without a plural's s."""
    prose = " ".join(re.sub(r"\{[^{}]*\}", " ", text.lower()) for text in texts)
    return {word.removesuffix("s") for word in _WORD.findall(prose) if word not in _COMMON}


def _statement(name: str, way: Way, slots: Slots, taken: set[Fraction], random: Random) -> Statement | None:
    """The path's sentence with numbers that stand nowhere else, or None where none are found."""
    if way.value is None or not formula.names(way.value) <= set(way.let):
        return None
    for _ in range(TRIES):
        numbers = draw_way(way, slots.numbers, random)
        if numbers is None or not all(formula.holds(condition, numbers) for condition in way.where):
            continue
        own = [numbers[slot] for slot in way.let]
        if len(set(own)) < len(own) or not taken.isdisjoint(own):
            continue
        if formula.evaluate(way.value, numbers) != slots.numbers[name]:
            continue
        return _rendered(name, way, Slots(slots.words, numbers))
    return None


def _rendered(name: str, way: Way, slots: Slots) -> Statement | None:
    told = sentence(way.known, slots)
    spans: dict[str, list[Span]] = {}
    for mark in told.marks:
        spans.setdefault(mark.slot, []).append(Span(start=mark.start, end=mark.end))
    if way.value is None or not formula.names(way.value) <= set(spans) <= set(way.let):
        return None
    leaves = [Node(id=slot, value=str(slots.numbers[slot]), spans=tuple(places)) for slot, places in spans.items()]
    nodes = [*leaves, *formula.derive(way.value, "result", slots.numbers)]
    return Statement(id=f"again:{name}", about=name, text=told.text, nodes=tuple(_named(f"again:{name}:", nodes)))


def _named(prefix: str, nodes: list[Node]) -> Iterator[Node]:
    """The nodes with names of their own, which no node of the derivation has."""
    for node in nodes:
        arguments = tuple(prefix + one for one in node.arguments)
        yield node.model_copy(update={"id": prefix + node.id, "arguments": arguments})
