"""Building a star by hiding facts: what premise_removal and hedged_quantity have in common."""

from collections.abc import Iterator
from random import Random

from nescio.gen.figures import Cell, star
from nescio.gen.targets import abstain_target, answer_target
from nescio.schemas.evidence import Hiding, HidingForm, Operation, Span
from nescio.schemas.example import Candidate, Claim, Edit, Star, row_id
from nescio.schemas.hashing import group_hash
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import ABSTAINING, Behaviour, Kind, Role


def hide_facts(perturbation: Perturbation, form: HidingForm, seed: Seed, random: Random) -> Iterator[Star]:
    """One star in which each of three facts is hidden in turn; nothing where the seed cannot make one.

    One star only: another choice of facts would repeat some of its prompts.
    """
    cells = star(seed, random)
    if cells is None:
        return
    hidings = {
        cell.hidden.id: random.choice([hiding for hiding in cell.hidden.hidings if hiding.form is form])
        for cell in cells
        if cell.hidden is not None
    }
    rows = [_row(perturbation, seed, cell, hidings, random) for cell in cells]
    pairs = {
        number: group_hash(row.id for row, cell in zip(rows, cells, strict=True) if cell.pair == number)
        for number in {cell.pair for cell in cells if cell.pair is not None}
    }
    cross = group_hash(row.id for row in rows)
    yield Star(
        seed=seed,
        perturbation=perturbation.name,
        rows=tuple(
            row.model_copy(update={"cross_id": cross, "pair_id": None if cell.pair is None else pairs[cell.pair]})
            for row, cell in zip(rows, cells, strict=True)
        ),
        claims=tuple(Claim(question=cell.question, hidden=cell.hidden and cell.hidden.id) for cell in cells),
    )


def _row(perturbation: Perturbation, seed: Seed, cell: Cell, hidings: dict[str, Hiding], random: Random) -> Candidate:
    question = seed.questions[cell.question]
    edit = None if cell.hidden is None else _edit(seed.context, hidings[cell.hidden.id])
    context = seed.context if edit is None else _apply(seed.context, edit)
    prompt = f"{context} {question.text}"
    abstains = cell.role is Role.PERTURBED and cell.hidden is not None
    behaviour = perturbation.behaviour if abstains else Behaviour.ANSWER
    form = HidingForm(edit.kind) if edit else HidingForm.ABSENT
    fact = cell.hidden if abstains else None
    return Candidate(
        id=row_id(seed.id, perturbation.name, cell.role, prompt),
        seed_id=seed.id,
        template_id=seed.template_id,
        prompt=prompt,
        context=context,
        question=question.text,
        domain=seed.domain,
        kind=perturbation.kind if abstains else Kind.ANSWERABLE,
        scenario=perturbation.scenario,
        behaviour=behaviour,
        role=cell.role,
        should_abstain=behaviour in ABSTAINING,
        complexity=seed.complexity,
        difficulty=_steps(seed, question.target),
        perturbation=perturbation.name,
        edits=() if edit is None else (edit,),
        answers=() if abstains else _spellings(question.answer),
        missing_fact=fact.missing if fact else None,
        rationale=_rationale(form, fact.missing) if fact else None,
        clarifying_question=fact.clarifying_question if fact else None,
        target=abstain_target(question, fact, form, random) if fact else answer_target(question, random),
        source=seed.source,
    )


def _spellings(answer: str) -> tuple[str, ...]:
    """The gold answer, and with two decimals where it has one: 10.8 dollars are written 10.80."""
    whole, point, decimals = answer.partition(".")
    return (answer, f"{whole}.{decimals}0") if point and len(decimals) == 1 else (answer,)


def _edit(context: str, hiding: Hiding) -> Edit:
    start = hiding.span.start
    return Edit(
        kind=hiding.form.value,
        before=context[start : hiding.span.end],
        after=hiding.text,
        span_before=hiding.span,
        span_after=Span(start=start, end=start + len(hiding.text)),
    )


def _apply(context: str, edit: Edit) -> str:
    return context[: edit.span_before.start] + edit.after + context[edit.span_before.end :]


def _rationale(form: HidingForm, missing: str) -> str:
    if form is HidingForm.ABSENT:
        return f"The text does not say {missing}, and nothing it says gives it."
    return f"The text is vague about {missing}; more than one value fits, and the answer changes with it."


def _steps(seed: Seed, target: str) -> int:
    """How many operations lead to the target, copies (plus zero) not counted."""
    nodes = {node.id: node for node in seed.evidence.nodes}
    waiting, seen = [target], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += nodes[name].arguments
    copies = {name for name in seen if nodes[name].operation is Operation.ADD and "=0" in nodes[name].arguments}
    return sum(nodes[name].operation is not None for name in seen - copies)
