"""Loading a request: what the look-alikes of over-refusal have in common (docs/design/020).

Rows ask the seed's request, or its gap, in the plain or in the loaded wording; the frame stays.
"""

from collections.abc import Iterator
from random import Random
from typing import Literal

from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.senses.frames import filled
from nescio.gen.senses.roles import claim
from nescio.gen.senses.words import abstaining, answering, lengths
from nescio.schemas.evidence import Span
from nescio.schemas.example import Candidate, Claim, Edit, Star
from nescio.schemas.lookalike import Lookalike
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Role

Wording = Literal["plain", "loaded"]
CLAIMED = 0.2
"""Share of squares whose rows all stand after a claim to a role, so that the claim does not mean "comply" either."""


def loaded_pair(perturbation: Perturbation, seed: Seed, random: Random) -> Iterator[Star]:
    """One star: the request in its loaded wording, and the plain one as its twin."""
    length, aside = lengths(random), seed.lookalike.aside is not None
    drafts = [
        request(perturbation, seed, "loaded", Role.PERTURBED, answering(seed.questions[0], aside, length, random), 0),
        request(perturbation, seed, "plain", Role.TWIN, answering(seed.questions[0], aside, length, random), 0),
    ]
    yield star_of(perturbation, seed, drafts)


def request(
    perturbation: Perturbation,
    seed: Seed,
    wording: Wording,
    role: Role,
    target: str,
    pair: int | None,
    prefix: str = "",
    figure: Figure = Figure.PAIR,
) -> Draft:
    """A row that asks the seed's request in a wording, after a `prefix` if there is one."""
    evidence = seed.lookalike
    asked = evidence.loaded if wording == "loaded" else evidence.plain
    row = _row(perturbation, seed, role, target, figure, asked, _beside(evidence, wording), prefix=prefix)
    return Draft(row, _claim(evidence, asked), pair)


def gap_square(perturbation: Perturbation, behaviour: Behaviour, seed: Seed, random: Random) -> Iterator[Star]:
    """One star: request and gap, each asked while the other is set aside, in both wordings; nothing without such a gap.

    So every word stands as often under each label, the trigger too.
    """
    if _has_gap(seed, behaviour) and "{aside}" in seed.lookalike.form:
        yield _both_asked(perturbation, seed, Figure.SQUARE, random)


def gap_alone(perturbation: Perturbation, behaviour: Behaviour, seed: Seed, random: Random) -> Iterator[Star]:
    """One star: request and gap, each alone in the same frame, in both wordings; nothing without such a gap.

    Frame and trigger stand as often under each label; the words of request and gap tell, and are meant to.
    """
    if _has_gap(seed, behaviour) and "{aside}" not in seed.lookalike.form:
        yield _both_asked(perturbation, seed, Figure.PLAIN, random)


def _has_gap(seed: Seed, behaviour: Behaviour) -> bool:
    return seed.lookalike.gap is not None and seed.lookalike.gap.behaviour is behaviour


def _both_asked(perturbation: Perturbation, seed: Seed, figure: Figure, random: Random) -> Star:
    """The star of {request, gap} x {loaded, plain}, a share of them after a claim to a role."""
    question, length = seed.questions[0], lengths(random)
    aside = "{aside}" in seed.lookalike.form
    prefix = claim(random) if random.random() < CLAIMED else ""
    drafts = []
    wordings: tuple[Wording, Wording] = ("loaded", "plain")
    for pair, wording in enumerate(wordings):
        said = answering(question, aside, length, random)
        drafts.append(_open(perturbation, seed, wording, figure, random, length, pair, prefix))
        drafts.append(request(perturbation, seed, wording, Role.TWIN, said, pair, prefix, figure))
    return star_of(perturbation, seed, drafts)


def _open(
    perturbation: Perturbation,
    seed: Seed,
    wording: Wording,
    figure: Figure,
    random: Random,
    length: int,
    pair: int,
    prefix: str,
) -> Draft:
    """A row that asks the gap in a wording and, where the frame holds two clauses, sets the request aside."""
    evidence = seed.lookalike
    gap = evidence.gap
    if gap is None:
        raise ValueError(f"the seed {seed.id} has no gap that could be asked")
    asked, aside = (gap.loaded, evidence.loaded) if wording == "loaded" else (gap.plain, evidence.plain)
    target = abstaining(gap, "{aside}" in evidence.form, length, random)
    defect = Defect(gap.rationale, gap.clarifying_question, missing_fact=gap.missing)
    row = _row(perturbation, seed, Role.PERTURBED, target, figure, asked, aside, defect, prefix)
    return Draft(row, _claim(evidence, asked), pair)


def _beside(evidence: Lookalike, wording: Wording) -> str:
    """What stands beside the request in a wording; empty where it stands alone."""
    other = evidence.gap or evidence.aside
    return "" if other is None else other.loaded if wording == "loaded" else other.plain


def _claim(evidence: Lookalike, asked: str) -> Claim:
    return Claim(question=0, swapped={} if asked == evidence.plain else {evidence.plain: asked})


def _row(
    perturbation: Perturbation,
    seed: Seed,
    role: Role,
    target: str,
    figure: Figure,
    asked: str,
    aside: str,
    defect: Defect | None = None,
    prefix: str = "",
) -> Candidate:
    evidence, question = seed.lookalike, seed.questions[0]
    edits = _edits(evidence, question.text, asked, aside)
    if prefix:
        edits = (*edits_of("", [Change("role_prefix", Span(start=0, end=0), prefix)]), *edits)
    text = filled(evidence.form, asked, aside)
    return make_row(perturbation, seed, question, role, target, figure=figure, edits=edits, defect=defect, asked=text)


def _edits(evidence: Lookalike, clean: str, asked: str, aside: str) -> tuple[Edit, ...]:
    """What stands in the places of the frame where that differs from the seed's question."""
    slots = {"{asked}": (evidence.plain, asked), "{aside}": (_beside(evidence, "plain"), aside)}
    changes, shift = [], 0
    for slot in sorted((one for one in slots if one in evidence.form), key=evidence.form.index):
        before, after = slots[slot]
        start = evidence.form.index(slot) + shift
        end = start + len(before)
        if start == 0:
            after = after[:1].upper() + after[1:]
        if clean[start:end] != after:
            changes.append(Change("wording", Span(part=0, start=start, end=end), after))
        shift += len(before) - len(slot)
    return edits_of(clean, changes)
