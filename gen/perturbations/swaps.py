"""Exchanging what two questions name: {subject 1, subject 2} x {value 1, value 2} (design section 3).

What the perturbations of registry questions have in common: both questions have answers, and neither has one once they
have exchanged an entity or a date. Every name and every frame stands once under each label.
"""

from collections.abc import Collection, Iterator
from random import Random

from nescio.gen.registry.index import Index, index_of, upper_first
from nescio.gen.registry.outcomes import Ending, Outcome, outcome
from nescio.gen.registry.targets import answered, refused, words_of
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.schemas.example import Claim, Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.registry import Mention, Triples
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Figure, Role

_CORRECTED = frozenset({Ending.FALSE, Ending.OVER, Ending.NOT_YET})
"""Endings in which the question says something that is not so, and a good reply puts it right."""


def swap(perturbation: Perturbation, seed: Seed, random: Random, endings: Collection[Ending]) -> Iterator[Star]:
    """The square of a seed with two questions, if these, exchanged, end in just the endings named."""
    evidence = seed.triples
    if evidence.swap is None or len(seed.questions) != len(evidence.asked) or len(evidence.asked) != 2:
        return
    index = index_of(evidence.registry)
    first, second = _named(evidence, 0), _named(evidence, 1)
    if first is None or second is None:
        return
    ended = [_ended(index, evidence, number) for number in (0, 1)]
    if {one.ending for one in ended} != set(endings):
        return
    drafts = list[Draft]()
    for number, named in enumerate(((first, second), (second, first))):
        drafts += _pair(perturbation, seed, index, number, named, ended[number], random)
    yield star_of(perturbation, seed, drafts)


def _named(evidence: Triples, number: int) -> Mention | None:
    """What a question names in the slot that is exchanged."""
    return next((one for one in evidence.asked[number].mentions if one.slot == evidence.swap), None)


def _filled(evidence: Triples, number: int) -> dict[str, str]:
    """The slots of a question once it names what the other one named."""
    filled = {one.slot: one.entity for one in evidence.asked[number].mentions}
    theirs = _named(evidence, 1 - number)
    return filled if theirs is None else {**filled, theirs.slot: theirs.entity}


def _ended(index: Index, evidence: Triples, number: int) -> Outcome:
    return outcome(index, evidence.asked[number], _filled(evidence, number), evidence.reference)


def _pair(
    perturbation: Perturbation,
    seed: Seed,
    index: Index,
    number: int,
    named: tuple[Mention, Mention],
    ended: Outcome,
    random: Random,
) -> Iterator[Draft]:
    """A question as it is, and as it is with the other one's entity."""
    evidence, question = seed.triples, seed.questions[number]
    mine, theirs = named
    answer = answered(question, random, why=evidence.asked[number].relation is None)
    twin = make_row(perturbation, seed, question, Role.TWIN, answer, figure=Figure.SQUARE)
    yield Draft(twin, Claim(question=number), number)
    text = seed.questions[1 - number].text[theirs.span.start : theirs.span.end]
    change = Change("swap", mine.span, placed(text, theirs, mine.span.start))
    edits = edits_of(question.text, [change])
    asked = question.text[: mine.span.start] + change.text + question.text[mine.span.end :]
    words = words_of(index, ended, _filled(evidence, number), evidence.reference)
    row = make_row(
        perturbation,
        seed,
        question,
        Role.PERTURBED,
        refused(ended, words, answer, random),
        figure=Figure.SQUARE,
        edits=edits,
        defect=_defect(ended, words),
        asked=asked,
    )
    yield Draft(row, Claim(question=number, swapped={mine.entity: theirs.entity}), number)


def placed(text: str, mention: Mention, start: int) -> str:
    """A mention's text for another place: with a capital where a sentence begins, without one that was owed to that."""
    if start == 0:
        return upper_first(text)
    return mention.entity if text == upper_first(mention.entity) else text


def _defect(ended: Outcome, words: dict[str, str]) -> Defect:
    ending = ended.ending
    if ending is Ending.FALSE:
        return Defect(
            rationale=f"The question takes it for granted that {words['wrong']}; that is not so.",
            clarifying_question=f"Do you mean {words['true']}?",
            false_premise=words["wrong"],
            correction=f"{words['right']}.",
            behaviour=Behaviour.CORRECT_PREMISE,
        )
    if ending in _CORRECTED:
        over = ending is Ending.OVER
        premise = f"{words['subject']} is still to come" if over else f"there was an answer on {words['day']}"
        return Defect(
            rationale=f"The question takes it for granted that {premise}.",
            false_premise=premise,
            correction=f"{words['right']}; {'it began' if over else 'that was'} on {words['since']}.",
            behaviour=Behaviour.CORRECT_PREMISE,
        )
    reasons = {
        Ending.FUTURE: f"{words['subject']} had not taken place by {words['today']}.",
        Ending.UNKNOWN: words.get("reason", ""),
        Ending.CHANGING: f"The answer changes, and what holds on the day of the question is not known; on "
        f"{words['today']} it was so: {words.get('right', '')}.",
    }
    return Defect(rationale=reasons[ending], missing_fact="what the answer is", behaviour=Behaviour.ABSTAIN)
