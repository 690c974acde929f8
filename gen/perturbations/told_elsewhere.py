"""Look-alikes of a passage: two facts are gone from their places, and what is added tells one and names the other.

What restated_evidence, dispersed_evidence and resolved_evidence have in common: told fact x question (docs/design/018).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from random import Random

from nescio.gen.passages.restating import RULING
from nescio.gen.passages.retelling import OFFSET
from nescio.gen.perturbations.added import addition
from nescio.gen.perturbations.evidence_removal import nearby, ways
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets_passage import (
    abstain_target,
    answer_target,
    counted_target,
    disputed_target,
    settled_target,
)
from nescio.schemas.evidence import Fact, HidingForm, Span
from nescio.schemas.example import Claim, Star
from nescio.schemas.passage import Passage, Restatement
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Question, Seed
from nescio.schemas.taxonomy import Figure, Role

_FORMS = (HidingForm.ABSENT, HidingForm.VAGUE)
_WORKING = 14
"""Words more that an answer takes which is worked out."""


@dataclass(frozen=True)
class _Told:
    """Two facts, the questions that need them, and for each the sentence that tells it and names the other."""

    facts: tuple[Fact, Fact]
    asked: tuple[int, int]
    sentences: tuple[Restatement, Restatement]


def tell_elsewhere(perturbation: Perturbation, kind: str, why: str, seed: Seed, random: Random) -> Iterator[Star]:
    """One star from sentences whose id begins with `kind`; `why` says why a row has no answer, with {missing}."""
    found = list(_pairs(seed.passage, kind))
    if not found:
        return
    told = random.choice(found)
    form = random.choice(_FORMS)
    hidings = [random.choice(ways(fact, form) or list(fact.hidings)) for fact in told.facts]
    ends = _paragraph_ends(seed.context, [one.span for one in hidings])
    at, drawn = told.sentences[0].at, random.choice(ends)
    at = drawn if at is None else at
    hidden = [Change(one.form.value, one.span, one.text) for one in hidings]
    drafts = list[Draft]()
    for pair, asked in enumerate(told.asked):
        for told_first in (not pair, bool(pair)):
            which = 0 if told_first else 1
            said = told.sentences[which].text
            changes = [*hidden, addition(at, said)]
            drafts.append(_draft(perturbation, why, seed, told, (pair, asked, which), changes, random))
    for asked in told.asked:
        question = seed.questions[asked]
        row = make_row(perturbation, seed, question, Role.CLEAN, answer_target(question, random), figure=Figure.CROSS)
        drafts.append(Draft(row, Claim(question=asked)))
    yield star_of(perturbation, seed, drafts)


def _draft(
    perturbation: Perturbation,
    why: str,
    seed: Seed,
    told: _Told,
    cell: tuple[int, int, int],
    changes: list[Change],
    random: Random,
) -> Draft:
    pair, asked, which = cell
    question, fact, defect = seed.questions[asked], told.facts[pair], None
    said, ruled = told.sentences[which], told.sentences[which].id.startswith(RULING)
    if which == pair:
        role, target = Role.TWIN, _answered(question, said, random)
    else:
        role, near = Role.PERTURBED, nearby(seed, {one.id for one in told.facts}, random)
        defect = Defect(why.format(missing=fact.missing), fact.clarifying_question, missing_fact=fact.missing)
        more = _WORKING if said.id.startswith(OFFSET) else 0
        target = (
            disputed_target(question, fact, near, random)
            if ruled
            else abstain_target(question, fact, near, random, more)
        )
    edits = edits_of(seed.context, changes)
    row = make_row(perturbation, seed, question, role, target, figure=Figure.CROSS, edits=edits, defect=defect)
    claim = Claim(question=asked, hidden=told.facts[1 - which].id, stated=(told.sentences[which].id,))
    return Draft(row, claim, pair)


def _answered(question: Question, said: Restatement, random: Random) -> str:
    """How the added sentences tell the answer."""
    if said.id.startswith(OFFSET):
        return counted_target(
            question, f"{said.text.partition('. ')[0]}.", said.text[said.span.start : said.span.end], random
        )
    nth = re.search(r"\b(first|second) \w+ (?:is|has)\b", said.text) if said.id.startswith(RULING) else None
    return answer_target(question, random) if nth is None else settled_target(question, nth[1], random)


def _pairs(passage: Passage, kind: str) -> Iterator[_Told]:
    """Every two facts that can be told in each other's place, each asked for by a question of its own."""
    owners = {fact.node: fact for fact in passage.facts if fact.hidings}
    asked: Mapping[str, int] = {needs[0]: number for number, needs in reversed(list(enumerate(passage.needs)))
                                if len(needs) == 1}  # fmt: skip
    said = [one for one in passage.restatements if one.id.startswith(f"{kind}:")]
    for one, other in combinations(said, 2):
        crossed = (one.about, one.beside) == (other.beside, other.about) and _frame(one) == _frame(other)
        if crossed and {one.about, other.about} <= set(owners) & set(asked):
            facts = (owners[one.about], owners[other.about])
            if not _overlap(facts):
                yield _Told(facts, (asked[one.about], asked[other.about]), (one, other))


def _frame(one: Restatement) -> str:
    """What two sentences must share: the id but for the facts they tell."""
    return one.id.removesuffix(f":{one.about}:{one.beside}")


def _overlap(facts: tuple[Fact, Fact]) -> bool:
    return any(
        one.span.start < other.span.end and other.span.start < one.span.end
        for one in facts[0].hidings
        for other in facts[1].hidings
    )


def _paragraph_ends(context: str, hidden: list[Span]) -> list[int]:
    """The ends of the paragraphs in which something is hidden."""
    ends = set[int]()
    for span in hidden:
        at = context.find("\n\n", span.end)
        ends.add(len(context) if at < 0 else at)
    return sorted(ends)
