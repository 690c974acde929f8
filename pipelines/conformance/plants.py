"""The fixed list of planted errors. Each makes a row's label wrong beyond dispute and leaves its columns consistent."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from nescio.gen.rows import Change
from nescio.pipelines.conformance.arithmetic import feeding
from nescio.pipelines.conformance.restored import FORMS, as_digits, by_another_path, secret_of, sentence
from nescio.pipelines.conformance.sites import (
    PLANTED,
    Site,
    after_sentence,
    at_end,
    labelled,
    needed_hidings,
    needed_leaves,
    rewritten,
    said,
    sites,
    spare_leaves,
    texts_of,
    undone,
    with_rows,
)
from nescio.pipelines.conformance.unhidden import (
    made_to_agree,
    object_counted,
    object_put_back,
    question_put_back,
    statement_removed,
)
from nescio.schemas.evidence import Node
from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Role

Planting = Callable[[Star], Iterator[Star]]
"""The stars that differ from a valid one by one error, at most one for each row; nothing where none can be planted."""


@dataclass(frozen=True)
class Plant:
    """One kind of error."""

    name: str
    about: str
    into: Planting


def _restored(form: str) -> Planting:
    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, Role.PERTURBED):
            secret = secret_of(site)
            told = secret and FORMS[form](secret)
            changes = after_sentence(site, sentence(secret, told)) if secret and told else None
            if changes:
                yield rewritten(site, changes)

    return planting


def _in_question(star: Star) -> Iterator[Star]:
    for site in sites(star, Role.PERTURBED):
        secret = secret_of(site)
        if secret and (told := as_digits(secret)):
            yield rewritten(site, site.changes(), f"{sentence(secret, told)} {site.row.question}")


def _later(star: Star) -> Iterator[Star]:
    for site in sites(star, Role.PERTURBED):
        secret = secret_of(site)
        if secret and (told := as_digits(secret)):
            yield rewritten(site, at_end(site, sentence(secret, told)))


def _another_path(which: int) -> Planting:
    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, Role.PERTURBED):
            secret = secret_of(site)
            told = list(by_another_path(site, secret)) if secret else []
            changes = after_sentence(site, told[which]) if told else None
            if changes:
                yield rewritten(site, changes)

    return planting


def _undone(star: Star) -> Iterator[Star]:
    for site in sites(star, Role.PERTURBED):
        if site.row.edits:
            yield undone(site)


def _with_text_of(role: Role) -> Planting:
    """A row of the role gets text and claim of the other row of its pair."""

    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, role):
            other = site.twin
            if other is not None:
                yield with_rows(star, {site.number: texts_of(site.row, other.row)}, {site.number: other.claim})

    return planting


def _decoy_real(star: Star) -> Iterator[Star]:
    for site in sites(star, Role.DECOY):
        for other in sites(star, Role.PERTURBED):
            if other.row.question == site.row.question:
                yield with_rows(star, {site.number: texts_of(site.row, other.row)}, {site.number: other.claim})
                break


def _labels_swapped(star: Star) -> Iterator[Star]:
    for site in sites(star, Role.PERTURBED):
        other = site.twin
        if other is not None:
            rows = {
                site.number: texts_of(site.row, other.row),
                other.number: texts_of(other.row, site.row),
            }
            yield with_rows(star, rows, {site.number: other.claim, other.number: site.claim})


def _fact_hidden(*roles: Role) -> Planting:
    """A fact that the answer needs is hidden in a row that should be answered."""

    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, *roles):
            found = next(needed_hidings(site), None)
            if found is not None:
                hiding = found[1]
                yield rewritten(site, [*site.changes(), Change(hiding.form.value, hiding.span, hiding.text)])

    return planting


def _number_changed(leaves: Callable[[Site], Iterator[Node]], *roles: Role) -> Planting:
    """One of the numbers in unchanged text is one more, and an edit says so."""

    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, *roles):
            changed = next(filter(None, (_one_more_of(site, node) for node in leaves(site))), None)
            if changed:
                yield rewritten(site, [*site.changes(), *changed])

    return planting


def _one_more_of(site: Site, node: Node) -> list[Change]:
    """The changes that make a number one more wherever it stands; none where it is not written in digits."""
    written = said(site, node)
    same = all(site.seed.context[span.start : span.end] == written for span in node.spans)
    if not same or not re.fullmatch(r"\$?\d{1,3}", written):
        return []
    text = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), written)
    return [Change(PLANTED, span, text) for span in node.spans]


def _wrong_gold(star: Star) -> Iterator[Star]:
    """Gold answer and target agree with each other and are wrong."""
    for site in sites(star, Role.TWIN, Role.DECOY, Role.CLEAN):
        gold = site.row.answers[0]
        wrong = _one_more(gold)
        if wrong:
            start, _, end = site.row.target.rpartition(gold)
            yield labelled(site, answers=(wrong,), target=f"{start}{wrong}{end}")


def _wrong_target(star: Star) -> Iterator[Star]:
    """The target ends in another number than the gold answer."""
    for site in sites(star, Role.TWIN, Role.DECOY, Role.CLEAN):
        gold = site.row.answers[0]
        wrong, (start, found, end) = _one_more(gold), site.row.target.rpartition(gold)
        if wrong and found:
            yield labelled(site, target=f"{start}{wrong}{end}")


def _answering_target(star: Star) -> Iterator[Star]:
    """The target of a row that should not be answered gives the seed's answer."""
    for site in sites(star, Role.PERTURBED):
        yield labelled(site, target=f"{site.question.solution} So the answer is {site.question.answer}")


def _question_replaced(star: Star) -> Iterator[Star]:
    """A row that hides a fact asks another question of the seed, and with it should have the other label."""
    seed = star.seed
    for site in sites(star, Role.PERTURBED, Role.TWIN, Role.DECOY):
        fact = site.hidden
        if fact is None or site.claim.stated or site.changes(site.claim.question):
            continue
        for question in seed.questions:
            needs = fact.node in feeding(seed.evidence, question.target)
            if needs != site.row.should_abstain and question.text != site.row.question:
                yield rewritten(site, site.changes(), question.text)
                break


def _one_more(gold: str) -> str | None:
    try:
        value = Fraction(gold.replace(",", "")) + 1
    except ValueError:
        return None
    return str(value) if value.denominator == 1 else f"{float(value):g}"


ANSWERED = (Role.TWIN, Role.DECOY)
_HIDDEN = "A hidden fact is told once more in a sentence right after its own, "

PLANTS: tuple[Plant, ...] = (
    Plant("change undone", "A perturbed row shows the seed's own text.", _undone),
    *(Plant(f"fact restored {form}", f"{_HIDDEN}{form}.", _restored(form)) for form in FORMS),
    Plant("fact restored in the question", "A hidden fact is told in digits in the question.", _in_question),
    Plant("fact restored in a later sentence", "A hidden fact is told in digits at the end of the text.", _later),
    Plant("fact restored by a quotient", "A product with a number of the text gives the fact.", _another_path(0)),
    Plant("fact restored by a difference", "A number of the text and its distance give the fact.", _another_path(1)),
    Plant("perturbed row with its twin's text", "An answerable text is labelled open.", _with_text_of(Role.PERTURBED)),
    Plant("twin with the perturbed text", "An open text is labelled answerable.", _with_text_of(Role.TWIN)),
    Plant("labels of a pair swapped", "Both rows of a pair have each other's text.", _labels_swapped),
    Plant("decoy turned real", "A decoy hides what its question needs.", _decoy_real),
    Plant("twin or decoy broken", "A fact that the answer needs is hidden too.", _fact_hidden(*ANSWERED)),
    Plant("clean row broken", "A fact that the answer needs is hidden.", _fact_hidden(Role.CLEAN)),
    Plant(
        "number changed in a twin or decoy",
        "A number that the answer needs changes.",
        _number_changed(needed_leaves, *ANSWERED),
    ),
    Plant(
        "number changed in a perturbed row",
        "A number changes of which the claim says nothing.",
        _number_changed(spare_leaves, Role.PERTURBED),
    ),
    Plant(
        "number changed in a clean row",
        "A number that the answer needs changes.",
        _number_changed(needed_leaves, Role.CLEAN),
    ),
    Plant("question replaced", "A row asks a question of the seed that has the other label.", _question_replaced),
    Plant("gold answer wrong", "Gold answer and target agree and are wrong.", _wrong_gold),
    Plant("target wrong", "The target ends in another number than the gold answer.", _wrong_target),
    Plant("target answers", "The target of a row that should not be answered gives an answer.", _answering_target),
    Plant("numbers made to agree", "The conflict that a row claims is put right.", made_to_agree),
    Plant("added sentence taken out", "Without it nothing conflicts.", statement_removed),
    Plant("object given a number", "What nothing was told of is counted.", object_counted),
    Plant("object put back", "A number counts what is not asked about.", object_put_back),
    Plant("question put back", "The question left out is asked.", question_put_back("", inside=False)),
    Plant("question put back as a task", "It is asked as a task.", question_put_back("Work this out: ", inside=False)),
    Plant("question put back inside", "It is asked within the text.", question_put_back("", inside=True)),
)
"""The fixed list; an error that a star has no place for is not planted there and not counted."""
