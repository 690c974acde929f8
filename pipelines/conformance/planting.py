"""Ways to plant an error in a star. Each makes a row wrong beyond dispute and leaves its columns consistent."""

import re
from collections.abc import Callable, Iterator
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
    rewritten,
    said,
    sites,
    texts_of,
    undone,
    with_rows,
)
from nescio.schemas.evidence import Node
from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Role

Planting = Callable[[Star], Iterator[Star]]
"""The stars that differ from a valid one by one error, at most one for each row; nothing where none can be planted."""


def restored(form: str) -> Planting:
    """A hidden fact is told once more, in that form, right after its own sentence."""

    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, Role.PERTURBED):
            secret = secret_of(site)
            told = secret and FORMS[form](secret)
            changes = after_sentence(site, sentence(secret, told)) if secret and told else None
            if changes:
                yield rewritten(site, changes)

    return planting


def in_question(star: Star) -> Iterator[Star]:
    """It is told in digits before the question."""
    for site in sites(star, Role.PERTURBED):
        secret = secret_of(site)
        if secret and (told := as_digits(secret)):
            yield rewritten(site, site.changes(), f"{sentence(secret, told)} {site.row.question}")


def later(star: Star) -> Iterator[Star]:
    """It is told in digits at the end of the context."""
    for site in sites(star, Role.PERTURBED):
        secret = secret_of(site)
        if secret and (told := as_digits(secret)):
            yield rewritten(site, at_end(site, sentence(secret, told)))


def another_path(which: int) -> Planting:
    """It is told by way of a number that still stands: a product (0) or a distance (1)."""

    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, Role.PERTURBED):
            secret = secret_of(site)
            told = list(by_another_path(site, secret)) if secret else []
            changes = after_sentence(site, told[which]) if told else None
            if changes:
                yield rewritten(site, changes)

    return planting


def change_undone(star: Star) -> Iterator[Star]:
    """A perturbed row shows the seed's own text."""
    for site in sites(star, Role.PERTURBED):
        if site.row.edits:
            yield undone(site)


def with_text_of(role: Role) -> Planting:
    """A row of the role gets text and claim of the other row of its pair."""

    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, role):
            other = site.twin
            if other is not None:
                yield with_rows(star, {site.number: texts_of(site.row, other.row)}, {site.number: other.claim})

    return planting


def decoy_real(star: Star) -> Iterator[Star]:
    """A decoy gets text and claim of the perturbed row with its question."""
    for site in sites(star, Role.DECOY):
        for other in sites(star, Role.PERTURBED):
            if other.row.question == site.row.question:
                yield with_rows(star, {site.number: texts_of(site.row, other.row)}, {site.number: other.claim})
                break


def labels_swapped(star: Star) -> Iterator[Star]:
    """Both rows of a pair get each other's text and claim."""
    for site in sites(star, Role.PERTURBED):
        other = site.twin
        if other is not None:
            rows = {
                site.number: texts_of(site.row, other.row),
                other.number: texts_of(other.row, site.row),
            }
            yield with_rows(star, rows, {site.number: other.claim, other.number: site.claim})


def fact_hidden(*roles: Role) -> Planting:
    """A fact that the answer needs is hidden in a row that should be answered."""

    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, *roles):
            found = next(needed_hidings(site), None)
            if found is not None:
                hiding = found[1]
                yield rewritten(site, [*site.changes(), Change(hiding.form.value, hiding.span, hiding.text)])

    return planting


def number_changed(leaves: Callable[[Site], Iterator[Node]], *roles: Role) -> Planting:
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


def wrong_gold(star: Star) -> Iterator[Star]:
    """Gold answer and target agree with each other and are wrong."""
    for site in sites(star, Role.TWIN, Role.DECOY, Role.CLEAN):
        gold = site.row.answers[0]
        wrong = _one_more(gold)
        if wrong:
            start, _, end = site.row.target.rpartition(gold)
            yield labelled(site, answers=(wrong,), target=f"{start}{wrong}{end}")


def wrong_target(star: Star) -> Iterator[Star]:
    """The target ends in another number than the gold answer."""
    for site in sites(star, Role.TWIN, Role.DECOY, Role.CLEAN):
        gold = site.row.answers[0]
        wrong, (start, found, end) = _one_more(gold), site.row.target.rpartition(gold)
        if wrong and found:
            yield labelled(site, target=f"{start}{wrong}{end}")


def answering_target(star: Star) -> Iterator[Star]:
    """The target of a row that should not be answered gives the seed's answer."""
    for site in sites(star, Role.PERTURBED):
        if not site.row.should_abstain:
            continue
        yield labelled(site, target=f"{site.question.solution} So the answer is {site.question.answer}")


def question_replaced(star: Star) -> Iterator[Star]:
    """A row that hides a fact asks another question of the seed, and with it should have the other label."""
    seed = star.seed
    for site in sites(star, Role.PERTURBED, Role.TWIN, Role.DECOY):
        fact = site.hidden
        if fact is None or site.claim.stated or site.changes(site.claim.question):
            continue
        for question in seed.questions:
            needs = fact.node in feeding(seed.derivation, question.target)
            if needs != site.row.should_abstain and question.text != site.row.question:
                yield rewritten(site, site.changes(), question.text)
                break


def _one_more(gold: str) -> str | None:
    try:
        value = Fraction(gold.replace(",", "")) + 1
    except ValueError:
        return None
    return str(value) if value.denominator == 1 else f"{float(value):g}"
