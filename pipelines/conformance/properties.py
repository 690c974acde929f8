"""What every star promises: it changes what it says, keeps the rest, builds its figure, and its columns agree."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from nescio.gen.rows import applied
from nescio.pipelines.conformance.report import PropertyResult
from nescio.schemas.evidence import CONTEXT
from nescio.schemas.example import Candidate, Edit, Star, row_id
from nescio.schemas.hashing import group_hash
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Question
from nescio.schemas.taxonomy import Behaviour, Figure, Kind, Role

P, T, D, C = Role.PERTURBED, Role.TWIN, Role.DECOY, Role.CLEAN
ROLES: dict[Figure, dict[Role, int]] = {
    Figure.STAR: {P: 2, T: 2, D: 2, C: 2},
    Figure.CROSS: {P: 2, T: 2, C: 2},
    Figure.RETOLD: {P: 2, T: 2, C: 1},
    Figure.SQUARE: {P: 2, T: 2},
    Figure.MIRROR: {P: 1, T: 1},
    Figure.PAIR: {P: 1, T: 1},
    Figure.PLAIN: {P: 1, T: 1},
}
"""Rows of each role. Of decoys and clean rows there may be more; in a square a clean row may be a twin,
and one star may hold several squares, or several pairs."""
SEVERAL = (Figure.SQUARE, Figure.PAIR, Figure.PLAIN)
"""Figures of which one star may hold several."""

Breaches = Callable[[Perturbation, Star], Iterator[str]]


@dataclass(frozen=True)
class StarProperty:
    """A promise that can be seen in one star."""

    name: str
    about: str
    breaches: Breaches


def check_stars(perturbation: Perturbation, stars: Sequence[Star]) -> list[PropertyResult]:
    """Every promise, tried on every star."""
    return [_tried(one, perturbation, stars) for one in STAR_PROPERTIES]


def _tried(promise: StarProperty, perturbation: Perturbation, stars: Sequence[Star]) -> PropertyResult:
    found = [(star, breach) for star in stars if (breach := next(promise.breaches(perturbation, star), ""))]
    example = f"{found[0][1]} (seed {found[0][0].seed.id})" if found else ""
    return PropertyResult(
        name=promise.name, about=promise.about, tried=len(stars), broken=len(found), counterexample=example
    )


def _changes(_: Perturbation, star: Star) -> Iterator[str]:
    for row, question in _asked(star):
        same = row.context == star.seed.context and row.question == question.text
        if row.role is C and not same:
            yield f"a clean row is not the seed's text: {row.prompt[:120]!r}"
        if row.role is P and (same or not row.edits):
            yield f"a perturbed row is the seed's own text or names no edit: {row.prompt[:120]!r}"


def _asked(star: Star) -> Iterator[tuple[Candidate, Question]]:
    """The rows whose claims name a question of the seed, with that question; the others are told of by `_keeps`."""
    for row, claim in zip(star.rows, star.claims, strict=False):
        if 0 <= claim.question < len(star.seed.questions):
            yield row, star.seed.questions[claim.question]


def _keeps(_: Perturbation, star: Star) -> Iterator[str]:
    for row, claim in zip(star.rows, star.claims, strict=False):
        if not 0 <= claim.question < len(star.seed.questions):
            yield f"a claim names question {claim.question}, the seed has {len(star.seed.questions)}"
            continue
        asked = star.seed.questions[claim.question].text
        for part, clean, finished in (
            (CONTEXT, star.seed.context, row.context),
            (claim.question, asked, row.question),
        ):
            edits = [edit for edit in row.edits if edit.span_before.part == part]
            yield from _unlike(clean, finished, edits)
        others = {edit.span_before.part for edit in row.edits} - {CONTEXT, claim.question}
        if others:
            yield f"edits of part {min(others)}, which the row does not show"
        if row.prompt != " ".join(text for text in (row.context, row.question) if text):
            yield "the prompt is not the context and the question with a space between"


def _unlike(clean: str, finished: str, edits: Sequence[Edit]) -> Iterator[str]:
    for edit in edits:
        before, after = edit.span_before, edit.span_after
        if clean[before.start : before.end] != edit.before:
            yield f"an edit says {edit.before!r} stood where {clean[before.start : before.end]!r} stands"
        if finished[after.start : after.end] != edit.after:
            yield f"an edit says {edit.after!r} stands where {finished[after.start : after.end]!r} stands"
    if applied(clean, edits) != finished:
        yield f"the edits are not the whole difference: they give {applied(clean, edits)[:160]!r}"


def _figure(_: Perturbation, star: Star) -> Iterator[str]:
    figures = {row.figure for row in star.rows}
    if len(figures) > 1:
        yield f"rows of one star say {' and '.join(sorted(figures))}"
    figure, counts = star.rows[0].figure, Counter(row.role for row in star.rows)
    for role, wanted in ROLES[figure].items():
        found = counts[role] + (counts[C] if figure is Figure.SQUARE and role is T else 0)
        most = wanted if role in (P, T) and figure not in SEVERAL else len(star.rows)
        if not wanted <= found <= most:
            yield f"a {figure.value} has {counts[role]} {role.value} rows, {wanted} are wanted"
    for pair in {row.pair_id for row in star.rows if row.role is P}:
        roles = sorted(row.role for row in star.rows if pair is not None and row.pair_id == pair)
        if roles not in ([P, T], [C, P]):
            yield f"a perturbed row's pair is {', '.join(roles) or 'missing'}, one answerable row beside it is wanted"
    if figure in (Figure.STAR, Figure.CROSS):
        yield from _one_sided(
            (row.should_abstain, (row.context, row.question)) for row in star.rows if row.role in (P, T)
        )
    if figure in (Figure.SQUARE, Figure.RETOLD) and not _exchanged(star):
        yield from _square(star)


def _exchanged(star: Star) -> bool:
    """Whether the texts under the two labels are made of the same words: two questions that exchanged a name."""
    words: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for row in star.rows:
        words[row.should_abstain].update(re.findall(r"\w+", f"{row.context} {row.question}".lower()))
    return words[True] == words[False]


def _square(star: Star) -> Iterator[str]:
    """About one of the questions, every edit, as it is worded after, and every wording asked stands under both labels.

    Further rows may ask another question of the same texts.
    """
    asked = sorted({claim.question for claim in star.claims})
    found = []
    for number in asked:
        rows = [row for row, claim in zip(star.rows, star.claims, strict=False) if claim.question == number]
        sides = ((row.should_abstain, (row.question, *(edit.after for edit in row.edits))) for row in rows)
        breach = next(_one_sided(sides), "")
        if not breach:
            return
        found.append(breach)
    yield found[0]


def _one_sided(rows: Iterable[tuple[bool, Iterable[str]]]) -> Iterator[str]:
    """Texts that stand under one label only, each row given by its label and its texts."""
    sides: dict[str, set[bool]] = {}
    for label, texts in rows:
        for text in texts:
            sides.setdefault(text, set()).add(label)
    return (f"stands under one label only: {text[:120]!r}" for text, labels in sides.items() if len(labels) == 1)


def _labels(perturbation: Perturbation, star: Star) -> Iterator[str]:
    if star.perturbation != perturbation.name or len(star.claims) != len(star.rows):
        yield f"a star of {star.perturbation!r} with {len(star.rows)} rows and {len(star.claims)} claims"
    for row in star.rows:
        wanted: dict[str, object] = {"perturbation": perturbation.name, "scenario": perturbation.scenario}
        wanted |= {"seed_id": star.seed.id, "domain": star.seed.domain, "source": star.seed.source}
        opens = row.role is P
        wanted |= {
            "kind": perturbation.kind if opens else Kind.ANSWERABLE,
            "should_abstain": _abstains(perturbation, opens),
        }
        wanted |= {"behaviour": _behaviour(perturbation, row) if opens else Behaviour.ANSWER}
        for column, value in wanted.items():
            if getattr(row, column) != value:
                yield f"a {row.role.value} row has {column} {getattr(row, column)!r}, {value!r} is wanted"
        told = any((row.missing_fact, row.false_premise, row.rationale))
        if told != row.should_abstain:
            yield f"a {row.role.value} row {'says' if told else 'does not say'} what is the matter with it"


def _behaviour(perturbation: Perturbation, row: Candidate) -> Behaviour:
    """The perturbation's own; where it abstains, a row that says something false is to be put right."""
    puts_right = perturbation.behaviour is Behaviour.ABSTAIN and row.false_premise
    return Behaviour.CORRECT_PREMISE if puts_right else perturbation.behaviour


def _abstains(perturbation: Perturbation, opens: bool) -> bool:
    return opens and perturbation.behaviour is not Behaviour.ANSWER


def _ids(perturbation: Perturbation, star: Star) -> Iterator[str]:
    ids = [row.id for row in star.rows]
    prompts = [row.prompt for row in star.rows]
    if len(set(ids)) < len(ids) or len(set(prompts)) < len(prompts):
        yield f"a prompt or an id stands twice in a star: {Counter(prompts).most_common(1)[0][0][:120]!r}"
    for row in star.rows:
        if row.id != row_id(star.seed.id, perturbation.name, row.role, row.prompt, row.choices):
            yield f"the id {row.id} does not follow from seed, perturbation, role and prompt"
        if row.cross_id != star.id:
            yield f"cross_id {row.cross_id} is not the hash of the star's ids"
        if row.pair_id and row.pair_id != group_hash(one.id for one in star.rows if one.pair_id == row.pair_id):
            yield f"pair_id {row.pair_id} is not the hash of the pair's ids"


def _targets(_: Perturbation, star: Star) -> Iterator[str]:
    for row, question in _asked(star):
        text = row.target.strip()
        ending = text.rstrip(" .!)")
        if row.should_abstain:
            gold = question.answer
            if not text or re.search(rf"(?<![\w.,]){re.escape(gold)}$", ending):
                yield f"the target of a row that should not be answered is empty or ends in the answer: {text[-120:]!r}"
            elif len(text.split()) < 4:
                yield f"the target names nothing that is missing or wrong: {text!r}"
        elif not any(ending.endswith(answer.rstrip(" .!)")) and text != answer for answer in row.answers):
            yield f"a target has to be worked out and to end in the answer {row.answers[0]!r}: {text[-120:]!r}"
        if re.search(r"\{\w*\}", text) and not re.search(r"\{\w*\}", star.seed.model_dump_json()):
            yield f"an unfilled hole in a target: {text[:120]!r}"


STAR_PROPERTIES: tuple[StarProperty, ...] = (
    StarProperty("changes what it claims", "Perturbed rows are edited, clean rows are not.", _changes),
    StarProperty("keeps the rest", "The edits are the whole difference to the seed's text.", _keeps),
    StarProperty("builds its figure", "Rows, pairs and crossing are what the figure says.", _figure),
    StarProperty("labels agree", "Role, kind, behaviour, scenario and gold columns agree.", _labels),
    StarProperty("ids follow", "Ids are unique and follow from the content; a prompt stands once.", _ids),
    StarProperty("targets are well formed", "Answers end in the answer, abstentions do not.", _targets),
)
"""What can be seen in one star."""
