"""evidence_removal: the passage no longer tells what a question asks for (MuSiQue, SQuAD 2.0)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from nescio.gen.figures import Cell, arrange
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets_passage import abstain_target, answer_target
from nescio.schemas.evidence import CONTEXT, Fact, Hiding, HidingForm
from nescio.schemas.example import Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario

_FORMS = (HidingForm.ABSENT, HidingForm.VAGUE)


@dataclass(frozen=True)
class EvidenceRemoval:
    """A fact's sentence gives way to one that does not tell it: left out, or in loose words.

    A good model abstains and does not ask back: whoever asks about a text does not know its answer either.
    """

    name: str = "evidence_removal"
    about: str = "The passage no longer tells what the question asks for; its sentence tells something else as exactly."
    papers: tuple[str, ...] = ("MuSiQue, arXiv 2108.00573", "SQuAD 2.0, arXiv 1806.03822")
    evidence: str = "passage"
    crossing: str = "hidden fact x question (star)"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "passage"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star in one form, or the best figure it has; nothing where it has none."""
        passage = seed.passage.model_copy(update={"restatements": ()})
        bare = seed.model_copy(update={"evidence": passage})
        for form in random.sample(_FORMS, len(_FORMS)):
            facts = [fact for fact in passage.facts if ways(fact, form)]
            found = arrange(bare, random, facts)
            if found is None:
                continue
            figure, cells = found
            hidden = {cell.hidden.id: cell.hidden for cell in cells if cell.hidden is not None}
            drawn = {name: random.choice(ways(fact, form)) for name, fact in hidden.items()}
            yield star_of(self, seed, [self._draft(seed, figure, cell, drawn, random) for cell in cells])
            return

    def _draft(self, seed: Seed, figure: Figure, cell: Cell, drawn: Mapping[str, Hiding], random: Random) -> Draft:
        question, fact = seed.questions[cell.question], cell.hidden
        changes, defect = [], None
        if fact is not None:
            hiding = drawn[fact.id]
            changes = [Change(hiding.form.value, hiding.span, hiding.text)]
        if fact is not None and cell.role is Role.PERTURBED:
            rationale = f"The passage does not say {fact.missing}, and nothing it says gives it."
            defect = Defect(rationale, fact.clarifying_question, missing_fact=fact.missing)
            target = abstain_target(question, fact, nearby(seed, {fact.id}, random), random)
        else:
            target = answer_target(question, random)
        edits = edits_of(seed.context, changes)
        row = make_row(self, seed, question, cell.role, target, figure=figure, edits=edits, defect=defect)
        return Draft(row, Claim(question=cell.question, hidden=fact and fact.id), cell.pair)


def ways(fact: Fact, form: HidingForm) -> list[Hiding]:
    """The ways to hide a fact of the context in a form."""
    return [one for one in fact.hidings if one.form is form and one.span.part == CONTEXT]


def nearby(seed: Seed, hidden: set[str], random: Random) -> str:
    """What the passage says on another matter, as a sentence; empty where nothing is known of it."""
    said: Sequence[str] = [
        one.solution
        for one, needs in zip(seed.questions, seed.passage.needs, strict=False)
        if not hidden.intersection(needs) and one.solution
    ]
    return random.choice(said) if said else ""
