"""resolved_conflict: two sources have two values for a fact, and the next sentence may say which is right."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from nescio.gen.perturbations.added import Cell, Crossing, absent_hidings, addition, after_all, cells, clean, crossing
from nescio.gen.perturbations.conflict_frames import REPORTS, RULINGS, SOURCES
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets_lookalike import disputed_target, settled_target, unused_target
from nescio.gen.worked import above, evaluate, sound
from nescio.schemas.evidence import CONTEXT, Fact, Hiding, Node
from nescio.schemas.example import Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario

_CLAUSE = re.compile(r"(?:how|what|which|where|when)\b")
"""How a noun clause begins that can be asked, known and spoken of."""
_UNIT = re.compile(r"How many ([a-z]{3,}s|people|children)\b")
_FOLLOWING = re.compile(r" ([a-z]{3,}s|people|children|percent)\b")
_NEAR = (1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 10, -10)


@dataclass(frozen=True)
class ResolvedConflict:
    """Two sources: "the first list says 6 rolls, the second 8", and then "the second list is right about that".

    Each text hides one of two facts behind a dispute and says of one of the two facts which source is right. So every
    text and every question stands under both labels.
    """

    name: str = "resolved_conflict"
    about: str = "Two sources differ on a number; a further sentence says which is right about it, or about another."
    papers: tuple[str, ...] = ("AbstentionBench, arXiv 2506.09038", "ReliableMath, arXiv 2507.03133")
    evidence: str = "derivation"
    crossing: str = "disputed fact x fact on which a source is right x question (cross)"
    kind: Kind = Kind.UNDERSPECIFIED
    scenario: Scenario = Scenario.ANSWERABLE_LOOKALIKE
    behaviour: Behaviour = Behaviour.CLARIFY
    checker: str = "lookalike"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star; nothing unless two facts with numbers that can be quoted are parted by two questions."""
        quotes = {fact.id: _quote(seed, fact, random) for fact in seed.derivation.facts}
        parted = crossing(seed, random, lambda fact: quotes[fact.id] is not None and bool(absent_hidings(fact)))
        conflict = parted and _Conflict.drawn(seed, parted, quotes, random)
        if parted is None or not isinstance(conflict, _Conflict):
            return
        rows = [self._draft(seed, conflict, cell, random) for cell in cells(parted)]
        rows += [clean(self, seed, asked, random) for asked in (parted.first, parted.second)]
        yield star_of(self, seed, rows)

    def _draft(self, seed: Seed, conflict: "_Conflict", cell: Cell, random: Random) -> Draft:
        question, fact, defect = seed.questions[cell.asked], cell.hidden, None
        quote = conflict.quotes[fact.id]
        if cell.role is Role.PERTURBED:
            rationale = f"The text has two values for {fact.missing} and does not say which is right."
            defect = Defect(rationale, fact.clarifying_question, missing_fact=fact.missing)
            one, two = conflict.in_order(quote)
            target = disputed_target(question, fact, cell.settled, (one, two), random)
        elif cell.needed:
            target = settled_target(question, fact, f"{conflict.nth} {conflict.source}", quote.true, random)
        else:
            target = unused_target(question, fact, random, untold=False)
        edits = edits_of(seed.context, conflict.changes(cell))
        row = make_row(self, seed, question, cell.role, target, figure=Figure.CROSS, edits=edits, defect=defect)
        return Draft(row, Claim(question=cell.asked, hidden=fact.id), cell.pair)


@dataclass(frozen=True)
class _Quote:
    """What the two sources say of a fact, as words: its value and another one."""

    true: str
    false: str


@dataclass(frozen=True)
class _Conflict:
    """How the texts of a star speak of the sources, all in the same frames and at the same places."""

    hidden: Mapping[str, Hiding]
    quotes: Mapping[str, _Quote]
    facts: tuple[Fact, Fact]
    report: str
    ruling: str
    source: str
    nth: str
    """The source that is right."""
    place: int

    @classmethod
    def drawn(
        cls, seed: Seed, parted: Crossing, quotes: Mapping[str, "_Quote | None"], random: Random
    ) -> "_Conflict | None":
        """Drawn for two facts; None where the text has no place for the sentences."""
        facts = (parted.a, parted.b)
        hidden = {fact.id: random.choice(absent_hidings(fact)) for fact in facts}
        places = after_all(seed.context, [one.span for one in hidden.values()])
        sources = [one for one in SOURCES if one not in seed.context.lower()]
        if not places or not sources:
            return None
        source, nth = random.choice(sources), random.choice(("first", "second"))
        said = {name: quote for name, quote in quotes.items() if quote is not None}
        report, ruling = random.choice(REPORTS), random.choice(RULINGS)
        return cls(hidden, said, facts, report, ruling, source, nth, random.choice(places))

    def in_order(self, quote: _Quote) -> tuple[str, str]:
        """What the first source says and what the second."""
        return (quote.true, quote.false) if self.nth == "first" else (quote.false, quote.true)

    def changes(self, cell: Cell) -> list[Change]:
        """One fact hidden and in dispute, one on which a source is said to be right."""
        hiding = self.hidden[cell.hidden.id]
        told = next(fact for fact in self.facts if fact.id != cell.hidden.id)
        other = next(fact for fact in self.facts if fact.id != cell.settled.id)
        one, two = self.in_order(self.quotes[cell.hidden.id])
        number, _, unit = one.partition(" ")
        report = self.report.format(
            source=self.source,
            agreed=told.missing,
            disputed=cell.hidden.missing,
            one=number if unit in cell.hidden.missing.split() else one,
            two=two.split(" ")[0],
        )
        ruling = self.ruling.format(source=self.source, nth=self.nth, trusted=cell.settled.missing, other=other.missing)
        changes = [Change(hiding.form.value, hiding.span, hiding.text)]
        return [*changes, addition(self.place, report), addition(self.place, ruling)]


def _quote(seed: Seed, fact: Fact, random: Random) -> _Quote | None:
    """A fact's value and another that fits as well, in words; None where it is not told in one number of its own."""
    node = next(one for one in seed.derivation.nodes if one.id == fact.node)
    spans = [span for span in node.spans if span.part == CONTEXT]
    if not spans or not _CLAUSE.match(fact.missing):
        return None
    before, after = seed.context[: spans[0].start], seed.context[spans[0].end :]
    said, value = seed.context[spans[0].start : spans[0].end], Fraction(node.value)
    other = _another(seed, node, random) if value not in _answers(seed).values() else None
    if said.endswith("%") or after.startswith("%"):
        scale = 100 if value < 1 else 1
        return _words(value * scale, other and other * scale, "{}%")
    if said.startswith("$") or before.endswith("$"):
        return _words(value, other, "${}")
    unit = _UNIT.match(fact.clarifying_question) or _FOLLOWING.match(after)
    return _words(value, other, f"{{}} {unit[1]}") if unit else None


def _words(value: Fraction, other: Fraction | None, frame: str) -> _Quote | None:
    if other is None or value.denominator > 1 or other.denominator > 1 or min(value, other) < 2:
        return None
    return _Quote(frame.format(f"{int(value):,}"), frame.format(f"{int(other):,}"))


def _another(seed: Seed, node: Node, random: Random) -> Fraction | None:
    """Another value of a leaf that stands nowhere else and leaves every quantity of the seed as sound as it was."""
    value = Fraction(node.value)
    taken = {Fraction(one.value) for one in seed.derivation.nodes}
    step = Fraction(1, 100) if value < 1 else Fraction(5) if value >= 100 and value % 5 == 0 else Fraction(1)
    for factor in random.sample(_NEAR, len(_NEAR)):
        other = value + factor * step
        if other > 0 and other not in taken and len(str(int(other))) == len(str(int(value))):
            values = evaluate(seed.derivation.nodes, {node.id: other})
            if values is not None and sound(seed.derivation.nodes, values) and _matters(seed, node, values):
                return other
    return None


def _matters(seed: Seed, node: Node, values: Mapping[str, Fraction]) -> bool:
    """Whether the answer to every question that is computed from the node changes."""
    answers = _answers(seed)
    return all(values[name] != answers[name] for name in answers if node.id in above(seed.derivation, name))


def _answers(seed: Seed) -> dict[str, Fraction]:
    """The values of the nodes that the questions ask for."""
    targets = {question.target for question in seed.questions}
    return {node.id: Fraction(node.value) for node in seed.derivation.nodes if node.id in targets}
