"""The checker of passages: what it refuses."""

import re
from collections.abc import Callable
from random import Random

import pytest

from nescio.gen.perturbations.dispersed_evidence import DispersedEvidence
from nescio.gen.perturbations.entity_swap import EntitySwap
from nescio.gen.perturbations.evidence_removal import EvidenceRemoval
from nescio.gen.perturbations.resolved_evidence import ResolvedEvidence
from nescio.gen.perturbations.restated_evidence import RestatedEvidence
from nescio.gen.rows import Change, edits_of
from nescio.schemas.evidence import Span
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.taxonomy import Kind, Role
from nescio.validation.checkers.passage import PassageText
from nescio.validation.passage_values import distances, told_in
from tests.passage_sheet import drawn_pairs, drawn_seeds

HIDING: tuple[Perturbation, ...] = (EvidenceRemoval(), RestatedEvidence(), DispersedEvidence(), ResolvedEvidence())
NAMES = re.compile(r"the (?:windmill|chapel|granary)")
FORMS: dict[str, Callable[[str], str]] = {
    "as it was": lambda value: f"That was in {value}.",
    "as a short year": lambda value: f"People speak of the fire of '{value[2:]}.",
    "as a name": lambda value: f"The {value} event is still remembered.",
    "from another year": lambda value: f"It came three years after the fair of {int(value) - 3}.",
}


def stars(perturbation: Perturbation, count: int = 6) -> list[Star]:
    """Stars of draws of the documented sheets."""
    seeds = drawn_pairs(2 * count) if perturbation.name == "entity_swap" else drawn_seeds(count)
    return [star for seed in seeds for star in perturbation.propose(seed, Random(seed.id))]


def with_row(star: Star, number: int, row: Candidate, claim: Claim | None = None) -> Star:
    """The star with another row."""
    rows, claims = list(star.rows), list(star.claims)
    rows[number] = row
    claims[number] = claim or claims[number]
    return star.model_copy(update={"rows": tuple(rows), "claims": tuple(claims)})


def edited(star: Star, number: int, changes: list[Change]) -> Star:
    """The star with more done to a row's clean context, and its columns to match."""
    row = star.rows[number]
    old = [Change(one.kind, one.span_before, one.after) for one in row.edits]
    edits = edits_of(star.seed.context, [*old, *changes])
    context, at = "", 0
    for one in edits:
        context += star.seed.context[at : one.span_before.start] + one.after
        at = one.span_before.end
    context += star.seed.context[at:]
    made = {"context": context, "edits": edits, "prompt": f"{context} {row.question}"}
    return with_row(star, number, row.model_copy(update=made))


def caught(star: Star, number: int) -> bool:
    """Whether the checker refuses that row."""
    return PassageText().check(star)[number].rejects


def rows_of(star: Star, *roles: Role) -> list[int]:
    """The numbers of the rows with a role."""
    return [number for number, row in enumerate(star.rows) if row.role in roles]


def hidden_value(star: Star, number: int) -> str:
    """The answer that a perturbed row hides."""
    return star.seed.questions[star.claims[number].question].answer


@pytest.mark.parametrize("perturbation", HIDING, ids=lambda one: one.name)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", ["end", "start", "paragraph"])
def test_a_restored_fact_is_refused_in_any_form_and_place(perturbation: Perturbation, form: str, place: str) -> None:
    """A restored fact is refused in any form and place."""
    for star in stars(perturbation):
        for number in rows_of(star, Role.PERTURBED):
            value = hidden_value(star, number)
            said = FORMS[form](value) if value.isdigit() else f"That was {value}."
            text = star.seed.context
            at = {"end": len(text), "start": 0, "paragraph": text.find("\n\n")}[place]
            inserted = f"{said} " if place == "start" else f" {said}"
            assert caught(edited(star, number, [Change("planted", Span(start=at, end=at), inserted)]), number)


@pytest.mark.parametrize("form", FORMS)
def test_a_hiding_that_tells_the_value_is_refused_though_the_evidence_has_it(form: str) -> None:
    """A hiding that tells the value is refused though the evidence has it."""
    for seed in drawn_seeds(6):
        passage = seed.passage
        (fire,) = [fact for fact in passage.facts if fact.id == "fire"]
        year = next(one.values[0] for one in passage.stated if one.id == "fire")
        hidings = tuple(one.model_copy(update={"text": f"{one.text} {FORMS[form](year)}"}) for one in fire.hidings)
        facts = tuple(
            one if one.id != "fire" else fire.model_copy(update={"hidings": hidings}) for one in passage.facts
        )
        bad = seed.model_copy(update={"evidence": passage.model_copy(update={"facts": facts})})
        for star in EvidenceRemoval().propose(bad, Random(0)):
            for number, claim in enumerate(star.claims):
                assert caught(star, number) == (claim.hidden == "fire")


@pytest.mark.parametrize("perturbation", [*HIDING, EntitySwap()], ids=lambda one: one.name)
def test_a_wrong_gold_and_a_wrong_target_are_refused(perturbation: Perturbation) -> None:
    """A wrong gold and a wrong target are refused."""
    for star in stars(perturbation):
        for number in rows_of(star, Role.TWIN, Role.DECOY, Role.CLEAN):
            row = star.rows[number]
            assert caught(with_row(star, number, row.model_copy(update={"answers": ("1066",)})), number)
            assert caught(with_row(star, number, row.model_copy(update={"target": f"{row.target} or 1066"})), number)


@pytest.mark.parametrize("perturbation", HIDING, ids=lambda one: one.name)
def test_a_target_that_gives_the_hidden_value_is_refused(perturbation: Perturbation) -> None:
    """A target that gives the hidden value is refused."""
    for star in stars(perturbation):
        for number in rows_of(star, Role.PERTURBED):
            row = star.rows[number]
            target = f"{row.target} It may be {hidden_value(star, number)}, I think."
            assert caught(with_row(star, number, row.model_copy(update={"target": target})), number)


@pytest.mark.parametrize("perturbation", [*HIDING, EntitySwap()], ids=lambda one: one.name)
def test_rows_of_a_pair_that_exchange_their_texts_are_refused(perturbation: Perturbation) -> None:
    """A twin with the perturbed row's text is refused, and the reverse."""
    for star in stars(perturbation):
        for role, other in ((Role.PERTURBED, Role.TWIN), (Role.TWIN, Role.PERTURBED)):
            for number in rows_of(star, role):
                row = star.rows[number]
                (theirs,) = [one for one in rows_of(star, other) if star.rows[one].pair_id == row.pair_id]
                texts = {name: getattr(star.rows[theirs], name) for name in ("context", "question", "prompt", "edits")}
                assert caught(with_row(star, number, row.model_copy(update=texts), star.claims[theirs]), number)


def test_a_decoy_that_hides_what_its_question_needs_is_refused() -> None:
    """A decoy that hides what its question needs is refused."""
    for star in stars(EvidenceRemoval()):
        for number in rows_of(star, Role.DECOY):
            row = star.rows[number]
            (real,) = [one for one in rows_of(star, Role.PERTURBED) if star.rows[one].question == row.question]
            texts = {name: getattr(star.rows[real], name) for name in ("context", "prompt", "edits")}
            assert caught(with_row(star, number, row.model_copy(update=texts), star.claims[real]), number)


def test_a_swap_that_names_what_the_passage_does_not_or_changes_more_is_refused() -> None:
    """A swap that names what the passage does not, or that changes more, is refused."""
    for star in stars(EntitySwap()):
        for number in rows_of(star, Role.PERTURBED):
            row = star.rows[number]
            for question in (NAMES.sub("the forge", row.question), row.question.replace("the text", "the book") + "!"):
                made = {"question": question, "prompt": f"{row.context} {question}"}
                assert caught(with_row(star, number, row.model_copy(update=made)), number)


def test_evidence_that_takes_the_told_name_for_the_other_is_refused() -> None:
    """The checker reads for itself of which name a sentence tells it."""
    for star in stars(EntitySwap()):
        for number, shared in enumerate(star.seed.passage.shared):
            turned = shared.model_copy(update={"told": shared.untold, "untold": shared.told})
            sentences = [turned if at == number else one for at, one in enumerate(star.seed.passage.shared)]
            passage = star.seed.passage.model_copy(update={"shared": tuple(sentences)})
            bad = star.model_copy(update={"seed": star.seed.model_copy(update={"evidence": passage})})
            assert all(caught(bad, row) for row in range(len(star.rows)))


def test_a_number_beside_the_other_name_is_refused() -> None:
    """A number beside the name that is left open is refused: it may tell what is asked."""
    for star in stars(EntitySwap()):
        names = {one.id: one.values[0] for one in star.seed.passage.stated}
        name = names[star.seed.passage.shared[0].untold]
        seed = star.seed.model_copy(update={"context": f"{star.seed.context} Of {name} they say 1731."})
        rows = [row.model_copy(update={"context": seed.context}) for row in star.rows]
        bad = star.model_copy(update={"seed": seed, "rows": tuple(rows)})
        assert all(caught(bad, row) for row in range(len(star.rows)))


def test_a_label_that_is_turned_round_is_refused() -> None:
    """A label that is turned round is refused."""
    for star in stars(RestatedEvidence()):
        for number in rows_of(star, Role.TWIN):
            row = star.rows[number]
            other = star.rows[rows_of(star, Role.PERTURBED)[0]]
            made = {name: getattr(other, name) for name in ("behaviour", "should_abstain", "missing_fact", "target")}
            made |= {"role": Role.PERTURBED, "answers": (), "kind": Kind.UNANSWERABLE}
            made |= {"clarifying_question": other.clarifying_question}
            assert caught(with_row(star, number, row.model_copy(update=made)), number)


def test_a_distance_is_refused_where_it_might_count_from_something_else() -> None:
    """\"Nine years later" is refused away from the sentence that dates, after what is left open, and if it is wrong."""
    done = set[str]()
    for star in stars(DispersedEvidence(), 40):
        for number in rows_of(star, Role.TWIN, Role.PERTURBED):
            (said,) = [one for one in star.seed.passage.restatements if one.id in star.claims[number].stated]
            dated, _, told = said.text.partition(". ")
            fact = next(one for one in star.seed.passage.facts if one.node == said.beside)
            part = said.text[said.span.start : said.span.end]
            wrong = part.replace(part.split()[0], "ninety-nine", 1)
            texts = {
                "wrong": f"{dated}. {told.replace(part, wrong)}",
                "far": f"{dated}. The inn is older. {told}",
                "open": f"{dated}. Who knows {fact.missing}? {told}",
            }
            for name, text in texts.items():
                if name == "wrong" or part.endswith((" later", " earlier")):
                    done.add(name)
                    assert caught(_restated(star, said.id, text, part), number)
    assert done == {"wrong", "far", "open"}


def _restated(star: Star, name: str, text: str, part: str) -> Star:
    """The star with another text put in, and evidence to match."""
    passage = star.seed.passage
    old = next(one for one in passage.restatements if one.id == name)
    at = text.find(part)
    span = old.span if at < 0 else Span(start=at, end=at + len(part))
    said = tuple(
        one if one.id != name else one.model_copy(update={"text": text, "span": span}) for one in passage.restatements
    )
    seed = star.seed.model_copy(update={"evidence": passage.model_copy(update={"restatements": said})})
    changed = [edited_text(row, old.text, text) for row in star.rows]
    return star.model_copy(update={"seed": seed, "rows": tuple(changed)})


def edited_text(row: Candidate, old: str, new: str) -> Candidate:
    """The row with another text in its context, and its other columns to match."""
    edits = tuple(one.model_copy(update={"after": one.after.replace(old, new)}) for one in row.edits)
    made = {"context": row.context.replace(old, new), "prompt": row.prompt.replace(old, new), "edits": edits}
    return row.model_copy(update=made)


def test_values_are_read_in_other_forms() -> None:
    """Values are read in words, as short years, by a name's last word and by all of their words in one sentence."""
    assert told_in("Twelve came.", ["12"])
    assert told_in("It was '72.", ["1872"])
    assert told_in("Eighteen seventy-two was a bad year.", ["1872"])
    assert told_in("Mr Brandt stayed.", ["Ilse Brandt"])
    assert told_in("The keel had split.", ["a split keel"])
    assert not told_in("It was 1873.", ["1872"])
    assert distances("three years later; two decades before; the same year; a year earlier") == {3, -20, 0, -1}
