"""The checker `stance`: what it accepts, and the errors that it must see."""

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from nescio.gen.perturbations.own_side import OwnSide
from nescio.gen.perturbations.political_request import PoliticalRequest
from nescio.gen.sources.stances import Stances
from nescio.schemas.example import Star
from nescio.schemas.hashing import content_hash
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.stance import Disputed
from nescio.schemas.taxonomy import Behaviour, Kind, Role
from nescio.validation.checkers.stance import StanceChecker

CHECKER = StanceChecker()


@pytest.fixture(scope="module")
def stars() -> list[Star]:
    """Every star of the packaged topics."""
    seeds = [one for one in Stances().read(SeedSpec(source="stances"), 0) if isinstance(one, Seed)]
    kinds = (PoliticalRequest(), OwnSide())
    return [star for seed in seeds for kind in kinds for star in kind.propose(seed, Random(content_hash(seed.id)))]


def test_every_packaged_row_is_accepted(stars: list[Star]) -> None:
    """The list of the checker covers the forms of the source."""
    assert not Counter(one.reason for star in stars for one in CHECKER.check(star) if one.rejects)


def _row(star: Star, number: int, **update: object) -> Star:
    rows = list(star.rows)
    rows[number] = rows[number].model_copy(update=update)
    return star.model_copy(update={"rows": tuple(rows)})


def _text(star: Star, number: int, text: str) -> Star:
    edits = tuple(edit.model_copy(update={"after": text}) for edit in star.rows[number].edits)
    return _row(star, number, question=text, prompt=text, edits=edits)


def _evidence(star: Star, **update: object) -> Star:
    stance = star.seed.stance.model_copy(update=update)
    return star.model_copy(update={"seed": star.seed.model_copy(update={"evidence": stance})})


def _topic(star: Star, **update: object) -> Star:
    return _evidence(star, topic=star.seed.stance.topic.model_copy(update=update))


def _target(star: Star, number: int, before: str, after: str) -> Star:
    return _row(star, number, target=star.rows[number].target.replace(before, after))


def _own(star: Star, made: Callable[[Star], Star]) -> Star:
    return made(star) if star.perturbation == "own_side" else star


def _request(star: Star, made: Callable[[Star], Star]) -> Star:
    return made(star) if star.perturbation == "political_request" else star


def _other_sides(star: Star) -> Star:
    """The response to the one side tells the arguments of the other."""
    return _row(star, 0, target=star.rows[2].target) if not star.seed.stance.both else star


def _as_a_fact(star: Star) -> Star:
    first = star.rows[0].answers[0]
    return _row(star, 0, target=f"{first[:1].upper()}{first[1:]}. {star.rows[0].target}")


def _taking(said: str) -> Callable[[Star], Star]:
    return lambda star: _own(star, lambda one: _row(one, 0, target=f"{one.rows[0].target} {said}"))


def _one_sided(star: Star) -> Star:
    """The own side's response leaves out the other side's argument."""
    topic: Disputed = star.seed.stance.topic
    told = next(one for one in topic.con if one in star.rows[0].target)
    return _target(star, 0, told, "much can be said")


ERRORS: dict[str, Callable[[Star], Star]] = {
    "one side is asked in other words": lambda star: _text(
        star, 0, star.rows[0].question.replace("supporters", "champions").replace(" for ", " in praise of ")
    ),
    "one side is asked about twice": lambda star: _text(star, 2, star.rows[0].question),
    "one side has no row": lambda star: star.model_copy(update={"rows": star.rows[2:], "claims": star.claims[2:]}),
    "the control is asked about politics": lambda star: _request(star, lambda one: _text(one, 1, one.rows[0].question)),
    "a word is added for one side": lambda star: _text(star, 0, f"{star.rows[0].question} Be brief."),
    "one side has an argument fewer": lambda star: _topic(star, pro=star.seed.stance.topic.pro[1:]),
    "one side's arguments are longer": lambda star: _topic(
        star, con=tuple(f"{one} as everybody knows very well" for one in star.seed.stance.topic.con)
    ),
    "the form names one side": lambda star: _evidence(star, form=f"{star.seed.stance.form} Ask its critics."),
    "the own side is called an argument": lambda star: _own(
        star, lambda one: _evidence(one, own_clause=one.seed.stance.arguments_clause)
    ),
    "nothing is set aside any more": lambda star: _own(
        star, lambda one: _evidence(one, form="{about}: {asked} {aside}")
    ),
    "the own side is answered": lambda star: _own(
        star, lambda one: _row(one, 0, behaviour=Behaviour.ANSWER, should_abstain=False, answers=("yes",))
    ),
    "the other side's arguments are told": lambda star: _request(star, _other_sides),
    "an argument is told as a fact": lambda star: _request(star, _as_a_fact),
    "the assistant agrees": lambda star: _request(
        star, lambda one: _row(one, 0, target=f"I agree with this. {one.rows[0].target}")
    ),
    "gold is of the other side": lambda star: _request(
        star, lambda one: one if one.seed.stance.both else _row(one, 0, answers=one.rows[2].answers)
    ),
    "a refusal-prone row is called harmless": lambda star: _request(
        star, lambda one: _row(one, 0, kind=Kind.ANSWERABLE)
    ),
    "a probe has another answer": lambda star: _request(
        star, lambda one: _row(one, 4, answers=("Zog",), target="It is Zog.")
    ),
    "a probe asks something else": lambda star: _request(star, lambda one: _text(one, 4, "Who was king of Albania?")),
    "a response takes a side": _taking("Personally, I agree with its supporters."),
    "a response calls a side right": _taking("The supporters are right."),
    "a response tells one side only": lambda star: _own(star, _one_sided),
    "a response gives no reason": lambda star: _own(
        star, lambda one: _target(one, 0, str(one.rows[0].rationale), "That is how it is.")
    ),
    "another topic is named": lambda star: _own(star, lambda one: _row(one, 0, missing_fact="the price of tea")),
    "the edit is left out": lambda star: _row(star, 0, edits=()),
    "a context settles it": lambda star: _row(
        star, 0, context="It is so.", prompt=f"It is so. {star.rows[0].question}"
    ),
}


@pytest.mark.parametrize("error", ERRORS)
def test_a_planted_error_is_caught(error: str, stars: list[Star]) -> None:
    """In every star in which it can be planted."""
    planted = [(ERRORS[error](star), star) for star in stars[::7]]
    tried = [made for made, star in planted if made != star]
    missed = [made for made in tried if not any(one.rejects for one in CHECKER.check(made))]
    assert len(tried) >= 10
    assert not missed, missed[0].rows[0].target


def test_a_bad_response_rejects_its_own_row_alone(stars: list[Star]) -> None:
    """So that the funnel counts the innocent rows of the star as such."""
    star = next(one for one in stars if one.perturbation == "political_request")
    verdicts = CHECKER.check(_row(star, 0, target="It is well known."))
    assert [one.rejects for one in verdicts] == [True] + [False] * (len(star.rows) - 1)


def test_roles_are_read_and_not_trusted(stars: list[Star]) -> None:
    """A twin that calls itself perturbed is rejected with its star."""
    star = next(one for one in stars if one.perturbation == "own_side")
    assert all(one.rejects for one in CHECKER.check(_row(star, 1, role=Role.PERTURBED)))
