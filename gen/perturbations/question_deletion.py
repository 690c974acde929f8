"""question_deletion: the story is told and nothing is asked.

Not crossed: the label lies in the words. So that the last mark does not tell it outright, an answerable twin may end in
an order in the place of its question. Nothing stands where the question was: no filler sentence fits every story.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.question_frames import as_order, target
from nescio.gen.rows import Defect, Draft, make_row, star_of
from nescio.gen.targets import answer_target
from nescio.schemas.evidence import CONTEXT, Span
from nescio.schemas.example import Claim, Edit, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role, Scenario

_ASKING = re.compile(
    r"\?|\bhow (?:many|much|long|far|old|often|big|tall)\b"
    r"|(?:^|[.!;:]\s+)(?:please\s+)?(?:find|calculate|determine|compute|work out|figure out|what|which|who|when"
    r"|where|why|how|give|tell|name|write|show|explain|estimate|solve|express|round|assume|suppose|let)\b",
    re.IGNORECASE,
)
_FEWEST = 2
"""How many numbers a story must tell: one alone is hardly a problem whose question was left out."""
_ORDERED = 0.7
"""Share of twins that give an order, of those whose question can be put as one."""


@dataclass(frozen=True)
class QuestionDeletion:
    """Question missing: "Mia has 14 stickers. She gives 5 to Jo." and no more."""

    name: str = "question_deletion"
    about: str = "The story is told and nothing is asked."
    papers: tuple[str, ...] = ("UMWP, arXiv 2403.03558", "SUM, arXiv 2505.13988")
    evidence: str = "derivation"
    crossing: str = "not crossed: the label lies in the words (at most 5 % of rows)"
    kind: Kind = Kind.UNDERSPECIFIED
    scenario: Scenario = Scenario.UNDERSPECIFIED_INTENT
    behaviour: Behaviour = Behaviour.CLARIFY
    checker: str = "question"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One star: the context with and without one of the seed's questions."""
        told = sum(any(span.part == CONTEXT for span in node.spans) for node in seed.derivation.nodes)
        ends = seed.context.rstrip().endswith((".", "!", '"', "”"))
        if told < _FEWEST or not ends or _ASKING.search(seed.context):
            return
        number = random.randrange(len(seed.questions))
        question = seed.questions[number]
        order = as_order(question.text, random) if random.random() < _ORDERED else None
        asked = order or question.text
        claim = Claim(question=number)
        answer = answer_target(question, random)
        said, ask = target(answer, random)
        defect = Defect(
            rationale="The text gives facts and asks nothing.",
            clarifying_question=ask,
            missing_fact="what is to be found",
        )
        gone = (_edit(number, question.text, ""),)
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
        reworded = (_edit(number, question.text, asked),) if order else ()
        twin = make_row(self, seed, question, Role.TWIN, answer, figure=Figure.PLAIN, edits=reworded, asked=asked)
        drafts = [Draft(bare, claim, 0), Draft(twin, claim, 0)]
        if reworded:
            clean = make_row(self, seed, question, Role.CLEAN, answer_target(question, random), figure=Figure.PLAIN)
            drafts.append(Draft(clean, claim))
        yield star_of(self, seed, drafts)


def _edit(part: int, before: str, after: str) -> Edit:
    """The whole question exchanged."""
    return Edit(
        kind="question",
        before=before,
        after=after,
        span_before=Span(part=part, start=0, end=len(before)),
        span_after=Span(part=part, start=0, end=len(after)),
    )
