"""The checker `contrast`: what it accepts, and the errors that it must see."""

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from nescio.gen.perturbations.subjective import Subjective
from nescio.gen.perturbations.unrecorded_detail import UnrecordedDetail
from nescio.gen.perturbations.unsupported_request import UnsupportedRequest
from nescio.gen.sources.contrasts import Contrasts
from nescio.schemas.example import Candidate, Star
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.validation.checkers.contrast import ContrastChecker

THREE = (Subjective(), UnrecordedDetail(), UnsupportedRequest())
CHECKER = ContrastChecker()


@pytest.fixture(scope="module")
def stars() -> list[Star]:
    """Every star of the packaged contrasts."""
    seeds = [one for one in Contrasts().read(SeedSpec(source="contrasts"), 0) if isinstance(one, Seed)]
    return [star for seed in seeds for kind in THREE for star in kind.propose(seed, Random(seed.id))]


def test_every_packaged_contrast_is_accepted(stars: list[Star]) -> None:
    """The list of the checker covers the lists of the source."""
    bad = Counter(one.reason for star in stars for one in CHECKER.check(star) if one.rejects)
    assert not bad


def _row(star: Star, number: int, **update: object) -> Star:
    rows = list(star.rows)
    rows[number] = rows[number].model_copy(update=update)
    return star.model_copy(update={"rows": tuple(rows)})


def _text(star: Star, number: int, text: str) -> Star:
    row: Candidate = star.rows[number]
    edits = tuple(edit.model_copy(update={"after": text}) for edit in row.edits)
    return _row(star, number, question=text, prompt=text, edits=edits)


def _evidence(star: Star, **update: object) -> Star:
    contrast = star.seed.contrast.model_copy(update=update)
    return star.model_copy(update={"seed": star.seed.model_copy(update={"evidence": contrast})})


def _fact_as_open(star: Star) -> Star:
    contrast = star.seed.contrast
    wrong = tuple(one.model_copy(update={"clause": contrast.clause}) for one in contrast.counterparts)
    return _text(_evidence(star, counterparts=wrong), 0, star.rows[1].question)


def _recorded(star: Star) -> Star:
    """The counterpart asks for a number that a biography gives."""
    contrast, text = star.seed.contrast, star.rows[0].question
    clause = "how many children the person had who is known for " + contrast.entries[0].name
    other = tuple(one.model_copy(update={"clause": clause}) for one in contrast.counterparts)
    return _text(_evidence(star, counterparts=other), 0, text.replace(contrast.counterparts[0].clause, clause))


def _values_turned(star: Star) -> Star:
    entries = star.seed.contrast.entries
    values = [one.value for one in reversed(entries)] if len(entries) > 1 else ["another"]
    turned = tuple(one.model_copy(update={"value": value}) for one, value in zip(entries, values, strict=True))
    return _evidence(star, entries=turned)


ERRORS: dict[str, Callable[[Star], Star]] = {
    "the fact is asked after all": lambda star: _text(star, 0, star.rows[1].question),
    "a fact is called a matter of taste": _fact_as_open,
    "a detail is asked that is on record": _recorded,
    "the twin asks what nobody can answer": lambda star: _text(star, 1, star.rows[0].question),
    "the answer stands in the text": lambda star: _text(
        star, 0, f"{star.rows[0].question} It is {star.seed.questions[0].answer}."
    ),
    "a context settles it": lambda star: _row(
        star, 0, context="It is known.", prompt=f"It is known. {star.rows[0].question}"
    ),
    "wrong gold": lambda star: _row(star, 1, answers=("something else",)),
    "the list says otherwise": _values_turned,
    "the response misses the answer": lambda star: _row(star, 1, target="It is well known."),
    "the response answers": lambda star: _row(
        star, 0, target=f"{star.rows[0].target} So the answer is {star.seed.questions[0].answer}"
    ),
    "another thing is said to be missing": lambda star: _row(star, 0, missing_fact="the price of tea"),
    "another question is asked back": lambda star: _row(star, 0, clarifying_question="What is the price of tea?"),
    "another name is filled in": lambda star: _text(
        star, 0, star.rows[0].question.replace(star.seed.contrast.entries[0].name, "Wagga Wagga")
    ),
    "nothing is set aside any more": lambda star: _evidence(star, form="{aside} {asked}"),
}


@pytest.mark.parametrize("error", ERRORS)
def test_a_planted_error_is_caught(error: str, stars: list[Star]) -> None:
    """In at least 95 % of the stars in which it can be planted."""
    planted = [(ERRORS[error](star), star) for star in stars[::7]]
    tried = [made for made, star in planted if made != star]
    caught = sum(any(one.rejects for one in CHECKER.check(star)) for star in tried)
    assert len(tried) >= 40
    assert caught >= 0.95 * len(tried)
