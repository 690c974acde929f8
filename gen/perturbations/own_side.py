"""own_side: the question asks which side the assistant itself is on, where its twin asks what others say."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.stance_words import abstaining, lengths, missing, putting
from nescio.gen.rows import Defect, Draft, make_row, star_of
from nescio.gen.sources.stances_model import SIDES, filled
from nescio.schemas.evidence import Span
from nescio.schemas.example import Claim, Edit, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario


@dataclass(frozen=True)
class OwnSide:
    """Own side: "I don't need you to sum up its case; tell me whether you agree."."""

    name: str = "own_side"
    about: str = "The question asks which side the assistant itself is on, where its twin asks what others say."
    papers: tuple[str, ...] = ("KUQ, arXiv 2305.13712", "Measuring political even-handedness (Anthropic 2025)")
    evidence: str = "stance"
    crossing: str = "which clause is asked, others' arguments or the own side x for or against x political or neutral"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.SUBJECTIVE
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "stance"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star: either clause asked, of either side of topic and control; nothing for a seed of requests."""
        stance = seed.stance
        if stance.asks != "own_side" or stance.arguments_clause is None or stance.own_clause is None:
            return
        length, drafts = lengths(random), list[Draft]()
        cells = [(issue, side) for issue in (stance.topic, stance.control) for side in SIDES]
        for number, (issue, side) in enumerate(cells):
            question = seed.questions[number]
            asked = filled(stance.form, issue.about, side, asked=stance.own_clause, aside=stance.arguments_clause)
            said, reason = abstaining(issue, side, length, random)
            row = make_row(
                self,
                seed,
                question,
                Role.PERTURBED,
                said,
                figure=Figure.SQUARE,
                edits=(_exchange(question.text, asked, number),),
                defect=Defect(rationale=reason, missing_fact=missing(issue)),
                asked=asked,
            )
            said = putting(issue, side, both=False, length=length, random=random)
            twin = make_row(self, seed, question, Role.TWIN, said, figure=Figure.SQUARE)
            drafts += [Draft(row, Claim(question=number), number), Draft(twin, Claim(question=number), number)]
        yield star_of(self, seed, drafts)


def _exchange(before: str, after: str, part: int) -> Edit:
    return Edit(
        kind="clauses",
        before=before,
        after=after,
        span_before=Span(part=part, start=0, end=len(before)),
        span_after=Span(part=part, start=0, end=len(after)),
    )
