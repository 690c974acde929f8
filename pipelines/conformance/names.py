"""Planted errors in questions about the world: a premise made true again, another name, a wrong answer in words."""

from collections.abc import Iterator

from nescio.gen.perturbations.swaps import placed
from nescio.gen.registry.index import Index, index_of
from nescio.gen.rows import Change, edits_of
from nescio.pipelines.conformance.sites import Site, labelled, sites, with_rows
from nescio.schemas.example import Star
from nescio.schemas.registry import Mention
from nescio.schemas.taxonomy import Role


def true_by_alias(star: Star) -> Iterator[Star]:
    """The exchanged name gives way to another name of the one that makes the question answerable."""
    for site in sites(star, Role.PERTURBED):
        mention, index = _exchanged(site), index_of(site.seed.triples.registry)
        kinds = _kinds(site, mention, index) if mention else []
        alias = next((one for kind in kinds for one in index.aliases(kind, mention.entity)), None) if mention else None
        if mention is not None and alias is not None:
            yield _renamed(site, mention, alias)


def another_name(star: Star) -> Iterator[Star]:
    """The exchanged name gives way to one that the claim does not name."""
    for site in sites(star, Role.PERTURBED):
        mention, index = _exchanged(site), index_of(site.seed.triples.registry)
        if mention is None:
            continue
        named = {mention.entity, *site.claim.swapped.values()}
        others = [name for kind in _kinds(site, mention, index) for name in index.names(kind) if name not in named]
        if others:
            yield _renamed(site, mention, others[0])


def wrong_name(star: Star) -> Iterator[Star]:
    """Gold answer and target agree with each other and name another entity."""
    for site in sites(star, Role.TWIN):
        gold, asked = site.row.answers[0], site.seed.triples.asked[site.claim.question]
        index = index_of(site.seed.triples.registry)
        if asked.relation is None or site.row.target.rpartition(gold)[1] == "":
            continue
        wrong = {"yes": "no", "no": "yes"}.get(gold)
        if wrong is None:
            others = index.names(index.relations[asked.relation].value)
            wrong = next((one for one in others if one not in site.row.answers), None)
        if wrong is not None:
            start, _, end = site.row.target.rpartition(gold)
            yield labelled(site, answers=(wrong,), target=f"{start}{wrong}{end}")


def wrong_correction(star: Star) -> Iterator[Star]:
    """The correction says what the question wrongly took for granted."""
    for site in sites(star, Role.PERTURBED):
        if site.row.correction and site.row.false_premise and site.seed.triples.asked[site.claim.question].presupposes:
            yield labelled(site, correction=f"{site.row.false_premise}.")


def _exchanged(site: Site) -> Mention | None:
    """What the clean question names in the slot that is exchanged; days have no other names."""
    evidence = site.seed.triples
    found = (one for one in evidence.asked[site.claim.question].mentions if one.slot == evidence.swap)
    return next((one for one in found if one.slot != "date"), None)


def _kinds(site: Site, mention: Mention, index: Index) -> list[str]:
    """The types that a mention's entity may have."""
    asked = site.seed.triples.asked[site.claim.question]
    kinds = [index.relations[one.relation].value for one in asked.presupposes if one.value == mention.slot]
    kinds += [index.relations[one.relation].subject for one in asked.presupposes if one.subject == mention.slot]
    if asked.relation is not None and mention.slot == asked.subject:
        kinds.append(index.relations[asked.relation].subject)
    return kinds


def _renamed(site: Site, mention: Mention, name: str) -> Star:
    """The star with another name in the exchanged place of the row."""
    clean = site.question.text
    change = Change("swap", mention.span, placed(name, mention, mention.span.start))
    text = clean[: mention.span.start] + change.text + clean[mention.span.end :]
    columns = {"question": text, "prompt": text, "edits": edits_of(clean, [change])}
    return with_rows(site.star, {site.number: site.row.model_copy(update=columns)})
