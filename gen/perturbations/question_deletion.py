"""question_deletion: the story is told and nothing is asked.

Not crossed: the label lies in the words. So that neither the last mark nor the length tells it outright, an answerable
twin may end in an order in the place of its question, and either text may have a further sentence that asks nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.question_frames import as_order, closing, target
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets import answer_target
from nescio.schemas.evidence import Span
from nescio.schemas.example import Claim, Edit, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario

_ASKING = re.compile(
    r"\?|\bhow (?:many|much|long|far|old|often|big|tall)\b"
    r"|(?:^|[.!;:]\s+)(?:please\s+)?(?:find|calculate|determine|compute|work out|figure out|what|which|who|when"
    r"|where|why|how|give|tell|name|write|show|explain|estimate|solve|express|round|assume|suppose|let)\b",
    re.IGNORECASE,
)
_CLOSED = 0.85
"""Share of perturbed texts with a further sentence, so that they are about as long as those with a question."""
_PADDED = 0.25
"""Share of twins with one."""


@dataclass(frozen=True)
class QuestionDeletion:
    """Question missing: "Mia has 14 stickers. She gives 5 to Jo." and no more."""

    name: str = "question_deletion"
    about: str = "The story is told and nothing is asked."
    papers: tuple[str, ...] = ("UMWP, arXiv 2403.03558", "SUM, arXiv 2505.13988")
    evidence: str = "derivation"
    crossing: str = "not crossed: the label lies in the words (mirror; at most 5 % of rows)"
    kind: Kind = Kind.UNDERSPECIFIED
    scenario: Scenario = Scenario.UNDERSPECIFIED_INTENT
    behaviour: Behaviour = Behaviour.CLARIFY
    checker: str = "question"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star: the context with and without one of the seed's questions."""
        if _ASKING.search(seed.context) or not seed.context.rstrip().endswith((".", "!", '"', "”")):
            return
        number = random.randrange(len(seed.questions))
        question = seed.questions[number]
        order = as_order(question.text, random) if random.random() < 0.7 else None
        asked = order or question.text
        claim = Claim(question=number)
        answer = answer_target(question, random)
        said, ask = target(answer, random)
        defect = Defect(
            rationale="The text gives facts and asks nothing.",
            clarifying_question=ask,
            missing_fact="what is to be found",
        )
        end = _closed(seed, asked, _CLOSED, random)
        gone = (*end, _edit(number, question.text, ""))
        bare = make_row(
            self,
            seed,
            question,
            Role.PERTURBED,
            said,
            figure=Figure.PLAIN,
            edits=gone,
            defect=defect,
            asked="",
        )
        end = _closed(seed, asked, _PADDED, random)
        reworded = (*end, _edit(number, question.text, asked)) if order else end
        twin = make_row(self, seed, question, Role.TWIN, answer, figure=Figure.PLAIN, edits=reworded, asked=asked)
        drafts = [Draft(bare, claim, 0), Draft(twin, claim, 0)]
        if reworded:
            clean = make_row(self, seed, question, Role.CLEAN, answer_target(question, random), figure=Figure.PLAIN)
            drafts.append(Draft(clean, claim))
        yield star_of(self, seed, drafts)


def _closed(seed: Seed, like: str, share: float, random: Random) -> tuple[Edit, ...]:
    """In a share of texts a further sentence at the end of the context."""
    if random.random() >= share:
        return ()
    end = len(seed.context)
    said = closing(like, random)
    return edits_of(seed.context, [Change("closing", Span(start=end, end=end), f" {said}")])


def _edit(part: int, before: str, after: str) -> Edit:
    """The whole question exchanged."""
    return Edit(
        kind="question",
        before=before,
        after=after,
        span_before=Span(part=part, start=0, end=len(before)),
        span_after=Span(part=part, start=0, end=len(after)),
    )
