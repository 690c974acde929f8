"""Making rows: what every perturbation has in common once it knows its texts.

A perturbation makes one Draft for each row and puts them together with `star_of`, which gives pairs and stars ids.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nescio.schemas.evidence import CONTEXT, Derivation, Operation, Span
from nescio.schemas.example import Candidate, Claim, Edit, Star, row_id
from nescio.schemas.hashing import group_hash
from nescio.schemas.protocols import Perturbation
from nescio.schemas.registry import Triples
from nescio.schemas.seed import Question, Seed
from nescio.schemas.taxonomy import ABSTAINING, Behaviour, Figure, Kind, Role

_TENTHS = re.compile(r"-?[0-9]+\.[0-9]")


@dataclass(frozen=True)
class Defect:
    """What is the matter with a row that should not be answered, in gold."""

    rationale: str
    clarifying_question: str | None = None
    missing_fact: str | None = None
    false_premise: str | None = None
    correction: str | None = None
    behaviour: Behaviour | None = None
    """What a good model does here, where that is not what it does with the perturbation's other rows."""


@dataclass(frozen=True)
class Draft:
    """One row before its star is known."""

    row: Candidate
    claim: Claim
    pair: int | None = None
    """Rows of a star with the same number are a pair: a perturbed row and its twin."""


def make_row(
    perturbation: Perturbation,
    seed: Seed,
    question: Question,
    role: Role,
    target: str,
    *,
    figure: Figure,
    edits: Sequence[Edit] = (),
    defect: Defect | None = None,
    asked: str | None = None,
) -> Candidate:
    """A row that asks `question` of the seed's context with `edits` applied (in order, against the clean context).

    With a `defect` it should not be answered, without one its answer is the question's and it is answerable, or, of a
    perturbation whose rows may be refused, refusal-prone. `asked` is the question's text
    where that was changed; edits of it (part 0 and on) are noted and not applied. Ids of pair and star are left null.
    """
    behaviour = Behaviour.ANSWER if defect is None else defect.behaviour or perturbation.behaviour
    context = applied(seed.context, [edit for edit in edits if edit.span_before.part == CONTEXT])
    text = question.text if asked is None else asked
    prompt = " ".join(part for part in (context, text) if part)
    return Candidate(
        id=row_id(seed.id, perturbation.name, role, prompt),
        seed_id=seed.id,
        template_id=seed.template_id,
        context_seed_ids=seed.context_seed_ids,
        prompt=prompt,
        context=context,
        question=text,
        domain=seed.domain,
        kind=perturbation.kind if defect or _refusal_prone(perturbation, role) else Kind.ANSWERABLE,
        scenario=perturbation.scenario,
        behaviour=behaviour,
        role=role,
        should_abstain=behaviour in ABSTAINING,
        complexity=seed.complexity,
        difficulty=difficulty(seed, question),
        perturbation=perturbation.name,
        figure=figure,
        edits=tuple(edits),
        answers=spellings(question) if defect is None else (),
        missing_fact=defect and defect.missing_fact,
        false_premise=defect and defect.false_premise,
        correction=defect and defect.correction,
        rationale=defect and defect.rationale,
        clarifying_question=defect and defect.clarifying_question,
        target=target,
        source=seed.source,
    )


def _refusal_prone(perturbation: Perturbation, role: Role) -> bool:
    """Whether a row that should be answered is one that a model may refuse."""
    return role is Role.PERTURBED and perturbation.kind is Kind.REFUSAL_PRONE


def star_of(perturbation: Perturbation, seed: Seed, drafts: Sequence[Draft]) -> Star:
    """The drafts as one star, their pairs and the star named by their members' ids."""
    numbers = {draft.pair for draft in drafts if draft.pair is not None}
    pairs = {number: group_hash(one.row.id for one in drafts if one.pair == number) for number in numbers}
    cross = group_hash(draft.row.id for draft in drafts)
    rows = (
        one.row.model_copy(update={"cross_id": cross, "pair_id": None if one.pair is None else pairs[one.pair]})
        for one in drafts
    )
    return Star(
        seed=seed, perturbation=perturbation.name, rows=tuple(rows), claims=tuple(draft.claim for draft in drafts)
    )


@dataclass(frozen=True)
class Change:
    """One change that is to be made to a clean text: put `text` in the place of `span`; `kind` names it in the row."""

    kind: str
    span: Span
    text: str


def edits_of(clean: str, changes: Sequence[Change]) -> tuple[Edit, ...]:
    """The changes as edits in the order of the text, each with its place before and after all of them.

    They must not overlap. An insertion has an empty span; of several at one place the first stays first.
    """
    edits = []
    shift = 0
    for change in sorted(changes, key=lambda one: (one.span.start, one.span.end)):
        start, end = change.span.start, change.span.end
        after = Span(part=change.span.part, start=start + shift, end=start + shift + len(change.text))
        edits.append(
            Edit(
                kind=change.kind,
                before=clean[start:end],
                after=change.text,
                span_before=change.span,
                span_after=after,
            )
        )
        shift += len(change.text) - (end - start)
    return tuple(edits)


def applied(clean: str, edits: Sequence[Edit]) -> str:
    """A clean text with edits in the order of the text applied."""
    made, at = "", 0
    for edit in edits:
        made += clean[at : edit.span_before.start] + edit.after
        at = edit.span_before.end
    return made + clean[at:]


def spellings(question: Question) -> tuple[str, ...]:
    """The gold answer, its other names, and a decimal with two places where it has one: 10.8 dollars are 10.80."""
    answer = question.answer
    cents = (f"{answer}0",) if _TENTHS.fullmatch(answer) else ()
    return (answer, *question.also, *cents)


def difficulty(seed: Seed, question: Question) -> int | None:
    """Steps of a derivation, confusability of what may be exchanged; null where the evidence measures none."""
    match seed.evidence:
        case Derivation():
            return steps(seed.evidence, question.target)
        case Triples():
            return seed.evidence.confusability
        case _:
            return None


def steps(derivation: Derivation, target: str) -> int:
    """How many operations lead to the target, copies (plus zero) not counted."""
    nodes = {node.id: node for node in derivation.nodes}
    waiting, seen = [target], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += nodes[name].arguments
    copies = {name for name in seen if nodes[name].operation is Operation.ADD and "=0" in nodes[name].arguments}
    return sum(nodes[name].operation is not None for name in seen - copies)
