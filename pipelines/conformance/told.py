"""Planted errors in passages and situations: a hidden fact told again, or one hidden that the answer needs."""

from collections.abc import Callable, Iterator

from nescio.gen.figures import seed_facts, seed_needs
from nescio.gen.rows import Change
from nescio.pipelines.conformance.planting import Planting
from nescio.pipelines.conformance.sites import Site, after_sentence, at_end, rewritten, sites
from nescio.schemas.evidence import CONTEXT, Fact
from nescio.schemas.example import Star
from nescio.schemas.passage import Passage, Situation, Stated
from nescio.schemas.taxonomy import Role


def told_again(place: Callable[[Site, str], list[Change] | None], name: int = 0) -> Planting:
    """The hidden fact is asked and answered in the text, by its value's name of that number."""

    def planting(star: Star) -> Iterator[Star]:
        for site in sites(star, Role.PERTURBED):
            stated = _stated(site)
            if site.hidden is not None and stated is not None and name < len(stated.values):
                changes = place(site, f"{site.hidden.clarifying_question} {stated.values[name]}.")
                if changes:
                    yield rewritten(site, changes)

    return planting


TOLD_NEXT = told_again(after_sentence)
TOLD_LATER = told_again(at_end)
TOLD_OTHERWISE = told_again(at_end, 1)


def needed_hidden(star: Star) -> Iterator[Star]:
    """A fact that the answer needs is hidden in a row that should be answered."""
    for site in sites(star, Role.TWIN, Role.DECOY, Role.CLEAN):
        if site.claim.stated:
            continue
        needs = seed_needs(site.seed).get(site.claim.question, set())
        facts = [one for one in seed_facts(site.seed) if one.id in needs and one.id != site.claim.hidden]
        hidden = next((change for fact in facts for change in _hidings(site, fact)), None)
        if hidden is not None:
            yield rewritten(site, [*site.changes(), hidden])


def _hidings(site: Site, fact: Fact) -> Iterator[Change]:
    for one in fact.hidings:
        if one.span.part == CONTEXT and site.free(one.span):
            yield Change(one.form.value, one.span, one.text)


def _stated(site: Site) -> Stated | None:
    """What the hidden fact tells."""
    match site.seed.evidence:
        case Passage() as passage:
            pass
        case Situation(passage=passage):
            pass
        case _:
            return None
    return next((one for one in passage.stated if site.hidden is not None and one.id == site.hidden.node), None)
