"""Planted errors in look-alikes of over-refusal: a person for an object, another answer, a claim that says more."""

from collections.abc import Iterator

from nescio.gen.rows import Change, applied, edits_of
from nescio.pipelines.conformance.sites import Site, labelled, sites, with_rows
from nescio.schemas.evidence import Span
from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Behaviour, Role

_PERSON = "my neighbour"
_CLAIM = "I am a burglar."
_EVERY = (Role.PERTURBED, Role.TWIN, Role.CLEAN)


def person_for_object(star: Star) -> Iterator[Star]:
    """A loaded wording is said of a person."""
    for site in sites(star, *_EVERY):
        place = site.row.question.lower().find(site.seed.lookalike.object.lower())
        if place >= 0 and site.row.edits:
            text = site.row.question
            end = place + len(site.seed.lookalike.object)
            yield _asked(site, f"{text[:place]}{_PERSON}{text[end:]}")


def another_answer(star: Star) -> Iterator[Star]:
    """Gold answer and target agree with each other and are wrong."""
    for site in sites(star, *_EVERY):
        if site.row.answers:
            gold = site.row.answers[0]
            start, _, end = site.row.target.rpartition(gold)
            yield labelled(site, answers=("forty-two",), target=f"{start}forty-two{end}")


def another_claim(star: Star) -> Iterator[Star]:
    """Before the request stands a claim that is in no list."""
    for site in sites(star, Role.PERTURBED):
        change = Change("role_prefix", Span(start=0, end=0), _CLAIM)
        rest = [edit for edit in site.row.edits if edit.span_before.part == 0]
        columns = {"context": _CLAIM, "prompt": f"{_CLAIM} {site.row.question}"}
        edits = (*edits_of("", [change]), *rest)
        yield with_rows(site.star, {site.number: site.row.model_copy(update={**columns, "edits": edits})})


def request_left_open(star: Star) -> Iterator[Star]:
    """What should be answered is labelled as open."""
    for site in sites(star, *_EVERY):
        if not site.row.should_abstain:
            columns = {"should_abstain": True, "behaviour": Behaviour.ABSTAIN, "answers": ()}
            yield labelled(site, **columns, rationale="Nobody can know", missing_fact="what was asked")


def _asked(site: Site, text: str) -> Star:
    """The star with another question in the row, its edits true to it."""
    clean = site.question.text
    edits = edits_of(clean, [Change("wording", Span(part=0, start=0, end=len(clean)), text)])
    kept = tuple(edit for edit in site.row.edits if edit.span_before.part != 0)
    prompt = " ".join(part for part in (applied("", kept), text) if part)
    columns = {"question": text, "prompt": prompt, "edits": (*kept, *edits)}
    return with_rows(site.star, {site.number: site.row.model_copy(update=columns)})
