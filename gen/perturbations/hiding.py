"""Hiding facts: what premise_removal, hedged_quantity and variable_withholding have in common."""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from nescio.gen.figures import Cell
from nescio.gen.perturbations.added import addition, boundaries
from nescio.gen.perturbations.evenness import retold_or_best
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.targets import abstain_target, answer_target
from nescio.schemas.evidence import CONTEXT, Fact, Hiding, HidingForm
from nescio.schemas.example import Claim, Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role


def hide_facts(
    perturbation: Perturbation,
    form: HidingForm,
    seed: Seed,
    random: Random,
    usable: Callable[[Fact], bool] = lambda _: True,
) -> Iterator[Star]:
    """One star in which facts are hidden in turn, in the best figure the seed has; nothing where it has none.

    Only `usable` facts are hidden. One star only: another choice of facts would repeat some of its prompts.
    """
    facts = [fact for fact in seed.derivation.facts if usable(fact) and _ways(fact, form)]
    found = retold_or_best(seed, random, facts, form)
    if found is None:
        return
    figure, cells = found
    hidings = {cell.hidden.id: random.choice(_ways(cell.hidden, form)) for cell in cells if cell.hidden is not None}
    place = _place(seed.context, list(hidings.values())) if figure is Figure.RETOLD else None
    if figure is Figure.RETOLD and place is None:
        return
    drafts = [_draft(perturbation, seed, figure, cell, hidings, place, random) for cell in cells]
    yield star_of(perturbation, seed, drafts)


def _place(context: str, hidden: Sequence[Hiding]) -> int | None:
    """Where the sentence that tells a fact once more stands in all rows: at the end, where it breaks up no story."""
    places = [end for end in boundaries(context) if end >= max(one.span.end for one in hidden)]
    return places[-1] if places else None


def _ways(fact: Fact, form: HidingForm) -> list[Hiding]:
    return [hiding for hiding in fact.hidings if hiding.form is form and hiding.span.part == CONTEXT]


def _draft(
    perturbation: Perturbation,
    seed: Seed,
    figure: Figure,
    cell: Cell,
    hidings: dict[str, Hiding],
    place: int | None,
    random: Random,
) -> Draft:
    question = seed.questions[cell.question]
    hiding = None if cell.hidden is None else hidings[cell.hidden.id]
    changes = [] if hiding is None else [Change(hiding.form.value, hiding.span, hiding.text)]
    changes += [addition(place, cell.told.text)] if cell.told is not None and place is not None else []
    fact = cell.hidden if cell.role is Role.PERTURBED else None
    if fact is None or hiding is None:
        defect, target = None, answer_target(question, random)
    else:
        defect = Defect(_rationale(hiding.form, fact.missing), fact.clarifying_question, missing_fact=fact.missing)
        target = abstain_target(question, fact, hiding.form, random, seed.derivation)
    edits = edits_of(seed.context, changes)
    row = make_row(perturbation, seed, question, cell.role, target, figure=figure, edits=edits, defect=defect)
    stated = (cell.told.id,) if cell.told is not None else ()
    claim = Claim(question=cell.question, hidden=cell.hidden and cell.hidden.id, stated=stated)
    return Draft(row, claim, cell.pair)


def _rationale(form: HidingForm, missing: str) -> str:
    if form is HidingForm.VAGUE:
        return f"The text is vague about {missing}; more than one value fits, and the answer changes with it."
    return f"The text does not say {missing}, and nothing it says gives it."
