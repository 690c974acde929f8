"""Sites: rows of a star in which an error can be planted, and how to plant it so that all columns stay consistent.

What is planted must be all that is wrong: a changed text carries its edits, its prompt and its ids along.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.gen.figures import seed_facts
from nescio.gen.rows import Change, applied, edits_of
from nescio.pipelines.conformance.arithmetic import evaluate, feeding
from nescio.schemas.evidence import CONTEXT, Fact, Hiding, Node, Span
from nescio.schemas.example import Candidate, Claim, Star, row_id
from nescio.schemas.hashing import group_hash
from nescio.schemas.seed import Question, Seed
from nescio.schemas.taxonomy import Role

PLANTED = "planted"
"""The kind of an edit that the kit made."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*(?=\s|$)")


@dataclass(frozen=True)
class Site:
    """One row of a star."""

    star: Star
    number: int

    @property
    def row(self) -> Candidate:
        """The row as the perturbation made it."""
        return self.star.rows[self.number]

    @property
    def claim(self) -> Claim:
        """What the perturbation says of it."""
        return self.star.claims[self.number]

    @property
    def seed(self) -> Seed:
        """The star's seed."""
        return self.star.seed

    @property
    def question(self) -> Question:
        """The seed's question that the row asks."""
        return self.seed.questions[self.claim.question]

    @property
    def hidden(self) -> Fact | None:
        """The fact that the row hides, if any."""
        return next((fact for fact in seed_facts(self.seed) if fact.id == self.claim.hidden), None)

    @property
    def twin(self) -> "Site | None":
        """The other row of its pair."""
        pair = self.row.pair_id
        numbers = [n for n, row in enumerate(self.star.rows) if n != self.number and pair and row.pair_id == pair]
        return Site(self.star, numbers[0]) if len(numbers) == 1 else None

    def changes(self, part: int = CONTEXT) -> list[Change]:
        """The row's edits of one part, as changes of the clean text."""
        return [
            Change(edit.kind, edit.span_before, edit.after) for edit in self.row.edits if edit.span_before.part == part
        ]

    def free(self, span: Span) -> bool:
        """Whether a stretch of the clean context is as it was."""
        return all(span.end <= one.span.start or one.span.end <= span.start for one in self.changes())


def sites(star: Star, *roles: Role) -> Iterator[Site]:
    """The rows of a star that have one of the roles."""
    return (Site(star, number) for number, row in enumerate(star.rows) if row.role in roles)


def rewritten(site: Site, changes: Sequence[Change], question: str | None = None) -> Star:
    """The star with the row's context made anew from the clean one, and perhaps with another question."""
    edits = edits_of(site.seed.context, changes)
    kept = tuple(edit for edit in site.row.edits if edit.span_before.part != CONTEXT)
    context = applied(site.seed.context, edits)
    text = site.row.question if question is None else question
    columns = {"context": context, "question": text, "edits": (*edits, *kept), "prompt": _joined(context, text)}
    return with_rows(site.star, {site.number: site.row.model_copy(update=columns)})


def undone(site: Site) -> Star:
    """The star with the row's text put back to the seed's."""
    context, text = site.seed.context, site.question.text
    columns = {"context": context, "question": text, "edits": (), "prompt": _joined(context, text)}
    return with_rows(site.star, {site.number: site.row.model_copy(update=columns)})


def texts_of(row: Candidate, other: Candidate) -> Candidate:
    """A row with the texts and edits of another one, and its own labels."""
    return row.model_copy(
        update={name: getattr(other, name) for name in ("prompt", "context", "question", "choices", "edits")}
    )


def labelled(site: Site, **columns: object) -> Star:
    """The star with other values in columns of the row."""
    return with_rows(site.star, {site.number: site.row.model_copy(update=columns)})


def with_rows(star: Star, rows: dict[int, Candidate], claims: dict[int, Claim] | None = None) -> Star:
    """The star with rows, and perhaps claims, replaced, and with the ids that follow."""
    made = [rows.get(number, row) for number, row in enumerate(star.rows)]
    named = [
        row.model_copy(update={"id": _id(star, row)}) if number in rows else row for number, row in enumerate(made)
    ]
    pairs = {
        pair: group_hash(row.id for row in named if row.pair_id == pair) for pair in {row.pair_id for row in named}
    }
    cross = group_hash(row.id for row in named)
    whole = tuple(
        row.model_copy(update={"cross_id": cross, "pair_id": row.pair_id and pairs[row.pair_id]}) for row in named
    )
    stated = tuple((claims or {}).get(number, claim) for number, claim in enumerate(star.claims))
    return star.model_copy(update={"rows": whole, "claims": stated})


def after_sentence(site: Site, text: str) -> list[Change] | None:
    """The row's changes and a further sentence, right after the one in which its first edit stands."""
    changes = site.changes()
    if not changes:
        return None
    first, clean = changes[0], site.seed.context
    ends = clean[: first.span.end].rstrip()[-1:] in ".!?" and first.text.rstrip()[-1:] in ".!?"
    if ends and first.span.start < first.span.end:
        return [Change(first.kind, first.span, f"{first.text.rstrip()} {text}"), *changes[1:]]
    found = _SENTENCE_END.search(clean, first.span.end)
    place = Span(start=found.end(), end=found.end()) if found else Span(start=len(clean), end=len(clean))
    return [*changes, Change(PLANTED, place, f" {text}")] if site.free(place) else None


def at_end(site: Site, text: str) -> list[Change]:
    """The row's changes and a further sentence at the end of the context."""
    end = len(site.seed.context)
    return [*site.changes(), Change(PLANTED, Span(start=end, end=end), f" {text}")]


def needed_leaves(site: Site) -> Iterator[Node]:
    """Numbers in unchanged text that the row's answer changes with; each stands in the context and nowhere else."""
    evidence, target = site.seed.derivation, site.question.target
    above = feeding(evidence, target)
    told = {name: Fraction(value) for name, value in site.claim.values.items()} | _restated(site)
    for node in evidence.nodes:
        if node.id not in above or not node.spans or node.id in told:
            continue
        if any(span.part != CONTEXT or not site.free(span) for span in node.spans):
            continue
        before = evaluate(evidence, told).get(target)
        if before != evaluate(evidence, told | {node.id: Fraction(node.value) + 1}).get(target):
            yield node


def spare_leaves(site: Site) -> Iterator[Node]:
    """Numbers in unchanged text of which the row's claim says nothing; each stands in the context and nowhere else."""
    hidden = site.hidden
    own = feeding(site.seed.derivation, hidden.node) if hidden else set()
    for node in site.seed.derivation.nodes:
        still = all(span.part == CONTEXT and site.free(span) for span in node.spans)
        if node.spans and still and node.id not in own and node.id not in site.claim.values:
            yield node


def _restated(site: Site) -> dict[str, Fraction]:
    """Quantities that an added sentence tells in the place of the hidden fact."""
    if site.claim.hidden is None:
        return {}
    about = {one.about for one in site.seed.derivation.statements if one.id in site.claim.stated}
    return {node.id: Fraction(node.value) for node in site.seed.derivation.nodes if node.id in about}


def needed_hidings(site: Site) -> Iterator[tuple[Fact, Hiding]]:
    """Facts that the row's question needs and that can still be hidden, wholly, in text that is as it was."""
    evidence = site.seed.derivation
    above = feeding(evidence, site.question.target)
    about = {one.about for one in evidence.statements if one.id in site.claim.stated}
    for fact in evidence.facts:
        roots = feeding(evidence, fact.node)
        told = roots & (about | set(site.claim.values)) or any(fact.node in feeding(evidence, name) for name in about)
        if fact.node not in above or fact.id == site.claim.hidden or told:
            continue
        leaves = [node for node in evidence.nodes if node.id in roots and node.spans]
        for hiding in fact.hidings:
            gone = any(all(_inside(span, hiding.span) for span in node.spans) for node in leaves)
            if hiding.span.part == CONTEXT and gone and site.free(hiding.span):
                yield fact, hiding


def said(site: Site, node: Node) -> str:
    """How the clean context first writes a leaf; empty where it does not."""
    spans = [span for span in node.spans if span.part == CONTEXT]
    return site.seed.context[spans[0].start : spans[0].end] if spans else ""


def _inside(span: Span, other: Span) -> bool:
    return span.part == other.part and other.start <= span.start and span.end <= other.end


def _joined(context: str, question: str) -> str:
    return " ".join(part for part in (context, question) if part)


def _id(star: Star, row: Candidate) -> str:
    return row_id(star.seed.id, row.perturbation, row.role, row.prompt, row.choices)
