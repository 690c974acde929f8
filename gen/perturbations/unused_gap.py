"""unused_gap: the text says outright that a number is not known, and the question may or may not need it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from nescio.gen.figures import Cell
from nescio.gen.perturbations.added import absent_hidings, addition, after_all, figure_of, hidings, told_beside
from nescio.gen.perturbations.gap_frames import ONE_CLAUSE, TWO_CLAUSES
from nescio.gen.perturbations.handles import named, sayable
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets import answer_target
from nescio.gen.targets_lookalike import open_target, unused_target
from nescio.schemas.evidence import Fact, Hiding, HidingForm
from nescio.schemas.example import Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Complexity, Figure, Kind, Role, Scenario

_BOUND = re.compile(r"\d|\b(?:than|least|most|between|up to|under|over)\b")
"""What loose words with a bound have: they say too much for a number of which nothing is known."""
_SAID = re.compile(r"(?:by )?(?:how|what|which|where|when)\b")
"""How a noun clause begins that reads well after "nobody remembers"."""
_ONE = 0.05
"""How often the gap is spoken of alone: then its words stand near one question only, which tells a little."""


@dataclass(frozen=True)
class UnusedGap:
    """An explicit gap: "Nobody wrote down how many rolls went into each bag, only what a bag cost."

    The fact's own sentence no longer tells it. The twins and decoys are the look-alikes: their question does not need
    the number. The sentence names a fact that is told as well, and one of the two is always what the question needs.
    """

    name: str = "unused_gap"
    about: str = "The text says outright that a number is not known; most questions do not need it, some do."
    papers: tuple[str, ...] = ("AbstentionBench, arXiv 2506.09038", "GSM-IC, arXiv 2302.00093")
    evidence: str = "derivation"
    crossing: str = "fact said to be unknown x question (star)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.ANSWERABLE_LOOKALIKE
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "lookalike"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star or cross. No mirror: on SVAMP its gap sentence told the label (interaction AUC .82)."""
        found = figure_of(seed, random, lambda fact: bool(_ways(seed, fact)))
        if found is None or found[0] in (Figure.MIRROR, Figure.CROSS):
            return
        figure, cells = found
        gaps = _Gaps.drawn(seed, cells, random)
        if gaps is not None:
            yield star_of(self, seed, [self._draft(seed, figure, cell, gaps, random) for cell in cells])

    def _draft(self, seed: Seed, figure: Figure, cell: Cell, gaps: "_Gaps", random: Random) -> Draft:
        question, fact = seed.questions[cell.question], cell.hidden
        edits, defect = edits_of(seed.context, gaps.changes(cell)), None
        if fact is None:
            target = answer_target(question, random)
        elif cell.role is Role.PERTURBED:
            rationale = f"The text itself says that it is not known {fact.missing}, and nothing it says gives it."
            defect = Defect(rationale, fact.clarifying_question, missing_fact=fact.missing)
            form = gaps.hidings[fact.id].form
            target = open_target(question, fact, gaps.told_beside(cell), random, seed.derivation, form)
        else:
            target = unused_target(question, fact, random)
        row = make_row(self, seed, question, cell.role, target, figure=figure, edits=edits, defect=defect)
        return Draft(row, Claim(question=cell.question, hidden=fact and fact.id), cell.pair)


@dataclass(frozen=True)
class _Gaps:
    """How the rows of a star speak of their hidden facts: all in one frame and at one place."""

    hidings: Mapping[str, Hiding]
    needed: Mapping[int, Fact]
    """For each question the fact that is hidden from it in the figure."""
    others: Mapping[str, Fact]
    """For each hidden fact one that the text goes on to tell, where there is one."""
    names: Mapping[str, str]
    """The short names of facts that have one."""
    frame: str | None
    """A frame of two clauses; null where the gap is spoken of alone."""
    single: str
    at: int

    @classmethod
    def drawn(cls, seed: Seed, cells: Sequence[Cell], random: Random) -> "_Gaps | None":
        """Drawn for a figure; None where the text has no place for a sentence."""
        hidden = {cell.hidden.id: cell.hidden for cell in cells if cell.hidden is not None}
        chosen = {name: random.choice(_ways(seed, fact)) for name, fact in hidden.items()}
        places = after_all(seed.context, [one.span for one in chosen.values()])
        if not places:
            return None
        needed = {
            cell.question: cell.hidden for cell in cells if cell.role is Role.PERTURBED and cell.hidden is not None
        }
        others: dict[str, Fact] = {}
        for name, fact in hidden.items():
            told = [one for one in needed.values() if one.id != name] or [
                one for one in hidden.values() if one.id != name
            ]
            told = told or [one for one in told_beside(seed, fact) if _ways(seed, one)]
            others |= {name: random.choice(told)} if told else {}
        frame = None if random.random() < _ONE else random.choice(TWO_CLAUSES)
        # What people wrote goes on with "they" and "then": there the sentence stands last.
        at = places[-1] if seed.complexity is Complexity.NATURAL else random.choice(places)
        facts = seed.derivation.facts
        names = {fact.id: short for fact in facts if (short := named(fact, facts))}
        return cls(chosen, needed, others, names, frame, random.choice(ONE_CLAUSE), at)

    def changes(self, cell: Cell) -> tuple[Change, ...]:
        """What is changed in the context of a cell; nothing where no fact is hidden."""
        if cell.hidden is None:
            return ()
        hiding, other = self.hidings[cell.hidden.id], self.told_beside(cell)
        if other is None:
            said = self.single.format(gap=cell.hidden.missing)
        else:
            said = (self.frame or "").format(told=self.names.get(other.id, other.missing), gap=cell.hidden.missing)
        return (Change(hiding.form.value, hiding.span, hiding.text), addition(self.at, said))

    def told_beside(self, cell: Cell) -> Fact | None:
        """The fact that is named beside the hidden one: the one the question needs, if that is told."""
        if cell.hidden is None or self.frame is None:
            return None
        own = self.needed.get(cell.question)
        return own if own is not None and own.id != cell.hidden.id else self.others.get(cell.hidden.id)


def _ways(seed: Seed, fact: Fact) -> list[Hiding]:
    """The ways to hide a fact whose noun clause reads well: left out or, in a text that people wrote, in loose words.

    People's sentences seldom go on well without their number, so that loose words come first there.
    """
    brief = sayable(fact) and named(fact, seed.derivation.facts) is not None
    if not _SAID.match(fact.missing) or not (brief or seed.complexity is Complexity.NATURAL):
        return []
    loose = [one for one in hidings(fact) if one.form is HidingForm.VAGUE and not _BOUND.search(one.text)]
    return (loose if seed.complexity is Complexity.NATURAL else []) or absent_hidings(fact)
