"""Planted errors for perturbations that hide no fact: conflicts, impossible conditions, other objects, no question."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from nescio.gen.rows import Change
from nescio.pipelines.conformance.sites import Site, at_end, rewritten, sites
from nescio.schemas.evidence import CONTEXT, Statement
from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Role

_COUNTED = re.compile(r"\d $")


def statement_removed(star: Star) -> Iterator[Star]:
    """The added sentence without which nothing conflicts is taken out again."""
    for site in _conflicting(star):
        kept = [one for one in site.changes() if one.span.start < one.span.end]
        if site.claim.stated and len(kept) < len(site.changes()):
            yield rewritten(site, kept)


def made_to_agree(star: Star) -> Iterator[Star]:
    """The conflicting number is put right: in the added sentence, or in the text."""
    for site in _conflicting(star):
        own = {node.id for node in site.seed.derivation.nodes}
        if own & set(site.claim.values):
            kept = [one for one in site.changes() if one.span.start == one.span.end]
            if len(kept) < len(site.changes()):
                yield rewritten(site, kept)
                continue
        changed = [_put_right(site, one) for one in site.changes()]
        if changed != site.changes():
            yield rewritten(site, changed)


def object_counted(star: Star) -> Iterator[Star]:
    """The object that is asked about and of which nothing was told gets a number."""
    for site in sites(star, Role.PERTURBED):
        noun = _asked_object(site)
        if noun:
            yield rewritten(site, at_end(site, f"In all, there were 12 {noun}."))


def object_counted_where_named(star: Star) -> Iterator[Star]:
    """The sentence that merely mentions the object gives it a number."""
    for site in sites(star, Role.PERTURBED):
        noun, changes = _asked_object(site), site.changes()
        told = [_numbered(one, noun) if one.span.start == one.span.end else one for one in changes]
        if noun and told != changes:
            yield rewritten(site, told)


def object_equalled(star: Star) -> Iterator[Star]:
    """There are as many of the object as of the one that is counted."""
    for site in sites(star, Role.PERTURBED):
        asked, counted = _asked_object(site), _counted_object(site)
        if asked and counted and asked != counted:
            yield rewritten(site, at_end(site, f"There were exactly as many {asked} as {counted}."))


def object_put_back(star: Star) -> Iterator[Star]:
    """In an answerable row with a renamed object, a number counts the old one again, of which nothing is asked."""
    for site in sites(star, Role.TWIN, Role.DECOY):
        changes = site.changes()
        for change in changes:
            renamed = change.text.isalpha() and site.claim.swapped
            if renamed and _COUNTED.search(site.seed.context[: change.span.start]):
                yield rewritten(site, [one for one in changes if one != change])
                break


def question_put_back(lead: str, inside: bool) -> Callable[[Star], Iterator[Star]]:
    """The question that was left out stands there again, after some words of introduction."""

    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, Role.PERTURBED):
            asked = site.question.text
            if len(site.row.question) < len(asked) / 2:
                again = f"{lead}{asked}"
                yield rewritten(site, at_end(site, again) if inside else site.changes(), None if inside else again)

    return planting


def _conflicting(star: Star) -> Iterator[Site]:
    return (site for site in sites(star, Role.PERTURBED) if site.claim.values and site.claim.hidden is None)


def _put_right(site: Site, change: Change) -> Change:
    """An added statement as the evidence has it; any other change as it is."""
    for statement in _stated(site):
        told = set(site.claim.values) & {node.id for node in statement.nodes}
        if told and change.span.part == CONTEXT and change.span.start == change.span.end:
            head = change.text[: len(change.text) - len(change.text.lstrip())]
            tail = change.text[len(change.text.rstrip()) :]
            return Change(change.kind, change.span, f"{head}{statement.text}{tail}")
    return change


def _stated(site: Site) -> list[Statement]:
    return [one for one in site.seed.derivation.statements if one.id in site.claim.stated]


def _asked_object(site: Site) -> str:
    """The noun that the row's question has and its text does not count; empty where no object was renamed."""
    part = site.claim.question
    asked = [edit.after for edit in site.row.edits if edit.span_before.part == part]
    if not asked:
        asked = [
            site.question.text[span.start : span.end]
            for thing in site.seed.derivation.things
            for span in thing.spans
            if thing.noun in site.claim.swapped and span.part == part
        ]
    return next((word for word in asked if word.isalpha()), "")


def _counted_object(site: Site) -> str:
    """The noun that the row's text counts in its place."""
    part = site.claim.question
    asked = [edit.before for edit in site.row.edits if edit.span_before.part == part]
    renamed = [one.text for one in site.changes() if one.span.start < one.span.end]
    return next((word for word in asked or renamed if word.isalpha()), "")


def _numbered(change: Change, noun: str) -> Change:
    return (
        replace(change, text=re.sub(rf"\b{re.escape(noun)}\b", f"12 {noun}", change.text, count=1)) if noun else change
    )
