"""Contrasts: what subjective, unrecorded_detail and unsupported_request have in common.

Not crossed: the label is meant to lie in what is asked. But question and counterpart name the same two clauses, so that
a bag of words tells little.
"""

from collections.abc import Iterator
from random import Random

from nescio.gen.perturbations.contrast_words import Told, abstaining, answering, lengths
from nescio.gen.rows import Defect, Draft, make_row, star_of
from nescio.schemas.evidence import Span
from nescio.schemas.example import Claim, Edit, Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role


def contrasted(perturbation: Perturbation, seed: Seed, random: Random) -> Iterator[Star]:
    """One star: the seed's question, and its counterpart of that perturbation; nothing where it has none."""
    question, contrast = seed.questions[0], seed.contrast
    found = [one for one in contrast.counterparts if one.perturbation == perturbation.name]
    if not found:
        return
    other = random.choice(found)
    defect = Defect(other.rationale, other.clarifying_question, missing_fact=other.missing)
    length = lengths(random)
    answered = answering(question, "{aside}" in contrast.form, length, random)
    names = tuple(one.name for one in contrast.entries)
    told = Told(names, other.missing, other.rationale, other.clarifying_question)
    edit = Edit(
        kind="counterpart",
        before=question.text,
        after=other.text,
        span_before=Span(part=0, start=0, end=len(question.text)),
        span_after=Span(part=0, start=0, end=len(other.text)),
    )
    said = abstaining(perturbation.name, told, question.answer, length, random)
    bad = make_row(
        perturbation,
        seed,
        question,
        Role.PERTURBED,
        said,
        figure=Figure.PLAIN,
        edits=(edit,),
        defect=defect,
        asked=other.text,
    )
    twin = make_row(perturbation, seed, question, Role.TWIN, answered, figure=Figure.PLAIN)
    yield star_of(perturbation, seed, [Draft(bad, Claim(question=0), 0), Draft(twin, Claim(question=0), 0)])
