"""recoverable_fact: a fact is not told in its place, and another path to it may or may not be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random

from nescio.gen.perturbations.added import (
    Cell,
    Crossing,
    absent_hidings,
    addition,
    boundaries,
    cells,
    clean,
    crossing,
    hidings,
)
from nescio.gen.perturbations.loosening import can_loosen, loosened
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets_lookalike import open_target, path_of, recovered_target, unused_target
from nescio.schemas.evidence import Fact, Hiding, Statement
from nescio.schemas.example import Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario


@dataclass(frozen=True)
class RecoverableFact:
    """Another path: "each bag held fresh rolls", and elsewhere "a bag holds 2 rolls more than a tin, which holds 4".

    Each text hides one of two facts and speaks once more of both: of one so that it follows, of the other so that it
    stays open ("a few rolls more than a tin"). So every text and every question stands under both labels.
    """

    name: str = "recoverable_fact"
    about: str = "A fact is not told in its place; what is said elsewhere gives it, or only seems to."
    papers: tuple[str, ...] = ("AbstentionBench, arXiv 2506.09038", "QuestBench, arXiv 2503.22674")
    evidence: str = "derivation"
    crossing: str = "hidden fact x fact that another path gives x question (cross)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWERABLE_LOOKALIKE
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "lookalike"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star; nothing unless it has statements for two facts that two questions part."""
        parted = crossing(seed, random, lambda fact: bool(_ways(fact) and _statements(seed, fact)))
        if parted is None:
            return
        paths = _Paths.drawn(seed, parted, random)
        if paths is not None:
            rows = [self._draft(seed, paths, cell, random) for cell in cells(parted)]
            rows += [clean(self, seed, asked, random) for asked in (parted.first, parted.second)]
            yield star_of(self, seed, rows)

    def _draft(self, seed: Seed, paths: "_Paths", cell: Cell, random: Random) -> Draft:
        question, fact, defect = seed.questions[cell.asked], cell.hidden, None
        if cell.role is Role.PERTURBED:
            rationale = f"The text does not say {fact.missing}; what it says of it elsewhere leaves it open."
            defect = Defect(rationale, fact.clarifying_question, missing_fact=fact.missing)
            target = open_target(question, fact, cell.settled, random, seed.derivation, paths.hidden[fact.id].form)
        elif cell.needed:
            target = recovered_target(question, fact, path_of(paths.statements[fact.id]), random)
        else:
            target = unused_target(question, fact, random, untold=fact.id != cell.settled.id)
        edits = edits_of(seed.context, paths.changes(cell))
        row = make_row(self, seed, question, cell.role, target, figure=Figure.CROSS, edits=edits, defect=defect)
        stated = (paths.statements[cell.settled.id].id,)
        return Draft(row, Claim(question=cell.asked, hidden=fact.id, stated=stated), cell.pair)


@dataclass(frozen=True)
class _Paths:
    """How the texts of a star hide two facts and speak of them once more, all at the same places."""

    hidden: Mapping[str, Hiding]
    statements: Mapping[str, Statement]
    loose: Mapping[str, str]
    places: Mapping[str, int]

    @classmethod
    def drawn(cls, seed: Seed, parted: Crossing, random: Random) -> "_Paths | None":
        """Drawn for two facts; None where a statement gives away too much or the text has no place for one."""
        hidden, statements, loose = dict[str, Hiding](), dict[str, Statement](), dict[str, str]()
        facts = (parted.a, parted.b)
        for fact, other in (facts, facts[::-1]):
            fitting = [one for one in _statements(seed, fact) if not _hints(seed, one, other)]
            if not fitting:
                return None
            hidden[fact.id] = random.choice(_ways(fact))
            statements[fact.id] = random.choice(fitting)
            loose[fact.id] = loosened(statements[fact.id], random)
        ends = boundaries(seed.context, [one.span for one in hidden.values()])
        if not ends:
            return None
        after = {fact.id: [end for end in ends if end >= hidden[fact.id].span.end] or ends[-1:] for fact in facts}
        places = {fact.id: random.choice(after[fact.id]) for fact in random.sample(facts, 2)}
        return cls(hidden, statements, loose, places)

    def changes(self, cell: Cell) -> list[Change]:
        """One fact hidden; the statement of one told, that of the other left open."""
        hiding = self.hidden[cell.hidden.id]
        said = {
            name: self.statements[name].text if name == cell.settled.id else self.loose[name] for name in self.places
        }
        added = [addition(at, said[name]) for name, at in self.places.items()]
        return [Change(hiding.form.value, hiding.span, hiding.text), *added]


def _ways(fact: Fact) -> list[Hiding]:
    """Left out, where that can be: a loose word in the place of the fact and another in its path are one too many."""
    return absent_hidings(fact) or hidings(fact)


def _statements(seed: Seed, fact: Fact) -> list[Statement]:
    """The statements of a fact that can be told and can be left open."""
    return [
        one for one in seed.derivation.statements if one.about == fact.node and one.beside is None and can_loosen(one)
    ]


def _hints(seed: Seed, statement: Statement, other: Fact) -> bool:
    """Whether a statement's numbers happen to give another fact, or an answer, as well: the checker must refuse it."""
    values = {node.id: Fraction(node.value) for node in seed.derivation.nodes}
    own = [Fraction(node.value) for node in statement.nodes if node.spans]
    secret = values[other.node]
    if not {secret, *(values[question.target] for question in seed.questions)}.isdisjoint(own):
        return True
    return any(
        secret in (one + two, one - two, two - one, one * two) or secret * two == one or secret * one == two
        for one, two in combinations(own, 2)
    )
