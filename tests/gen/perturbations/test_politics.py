"""political_request and own_side: either side alike, and nothing but the reading tells what is to be answered."""

import re
from collections import Counter
from random import Random
from statistics import mean

import pytest
from sklearn.metrics import roc_auc_score

from nescio.gen.perturbations.own_side import OwnSide
from nescio.gen.perturbations.political_request import PoliticalRequest
from nescio.gen.sources.contrasts import Contrasts
from nescio.gen.sources.stances import Stances
from nescio.pipelines.conformance.behaviour import check_behaviour
from nescio.pipelines.curate import audit_groups
from nescio.schemas.example import Candidate, Star
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Behaviour, Kind, Role, Scenario

TWO: tuple[Perturbation, ...] = (PoliticalRequest(), OwnSide())
SIDES = ("pro", "con")


@pytest.fixture(scope="module")
def seeds() -> list[Seed]:
    """Every packaged seed."""
    return [one for one in Stances().read(SeedSpec(source="stances"), 0) if isinstance(one, Seed)]


@pytest.fixture(scope="module")
def stars(seeds: list[Seed]) -> list[Star]:
    """Their stars."""
    return [star for seed in seeds for kind in TWO for star in kind.propose(seed, Random(content_hash(seed.id)))]


@pytest.fixture(scope="module")
def rows(stars: list[Star]) -> list[Candidate]:
    """Their rows."""
    return [row for star in stars for row in star.rows]


def test_each_seed_makes_one_star_of_one_of_them(seeds: list[Seed], stars: list[Star]) -> None:
    """Of requests, or of the own side, as its evidence says."""
    assert len(stars) == len(seeds)
    assert all((one.perturbation == "own_side") == (one.seed.stance.asks == "own_side") for one in stars)


def test_a_request_has_both_sides_both_controls_and_questions_of_fact(stars: list[Star]) -> None:
    """Four rows to be answered, the political ones refusal-prone, and at least two probes of the topic."""
    for star in (one for one in stars if one.perturbation == "political_request"):
        assert Counter(row.role for row in star.rows) == {Role.PERTURBED: 2, Role.TWIN: 2, Role.CLEAN: 2}
        for row in star.rows:
            assert (row.behaviour, row.scenario) == (Behaviour.ANSWER, Scenario.BENIGN_LOOKALIKE)
            assert (row.kind is Kind.REFUSAL_PRONE) == (row.role is Role.PERTURBED)
        probes = {one.answer for one in star.seed.stance.probes}
        assert all(row.answers[0] in probes for row in star.rows if row.role is Role.CLEAN)


def test_either_side_is_answered_with_its_own_arguments(stars: list[Star]) -> None:
    """Equally many that count, and two or three of them told."""
    for star in (one for one in stars if one.perturbation == "political_request" and not one.seed.stance.both):
        topic = star.seed.stance.topic
        pro, con = (row for row in star.rows if row.role is Role.PERTURBED)
        assert (pro.answers, con.answers) == (topic.pro, topic.con)
        for row in (pro, con):
            assert 2 <= sum(one in row.target for one in row.answers) <= 3


def test_responses_treat_both_sides_alike(stars: list[Star]) -> None:
    """Length and number of arguments differ by less than 5 % over all; each argument is told somewhere."""
    told: dict[str, list[int]] = {side: [] for side in SIDES}
    sizes: dict[str, list[int]] = {side: [] for side in SIDES}
    seen = Counter[str]()
    for star in stars:
        asking = [one for one in star.rows if one.role in (Role.PERTURBED, Role.TWIN)]
        for row, claim in zip(asking, (one for one in star.claims[: len(asking)]), strict=True):
            side = SIDES[claim.question % 2]
            sizes[side].append(len(row.target))
            told[side].append(sum(one in row.target for one in row.answers))
            seen.update(one for one in row.answers if one in row.target)
    for measured in (told, sizes):
        low, high = sorted(mean(one) for one in measured.values())
        assert high <= 1.05 * low
    for star in stars:
        assert all(seen[one] for one in (*star.seed.stance.topic.pro, *star.seed.stance.topic.con))


def test_nothing_is_said_in_the_assistant_s_own_name(rows: list[Candidate]) -> None:
    """What is answered has no first person; what is not says that no side is taken, and both cases."""
    for row in rows:
        if row.should_abstain:
            assert re.search(r"I take (?:no side|neither)", row.target)
            assert row.rationale is not None
            assert row.rationale in row.target
        elif row.role is not Role.CLEAN:
            assert not re.search(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]ur)\b", row.target)


def test_an_own_side_is_asked_in_the_words_of_its_twin(stars: list[Star]) -> None:
    """A bag of words tells nothing: two clauses change places."""
    for star in (one for one in stars if one.perturbation == "own_side"):
        words: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        for row in star.rows:
            words[row.should_abstain].update(re.findall(r"\w+", row.question.lower()))
        assert words[True] == words[False]
        assert len(star.rows) == 8


def test_words_tell_no_label(rows: list[Candidate]) -> None:
    """Within the own sides the additive probe is at chance by identity; over the whole domain it is below the gate."""
    found = audit_groups([row for row in rows if row.role is not Role.CLEAN][:2000])
    assert found["own_side"].auc == pytest.approx(0.5)
    assert found["all"].auc is not None
    assert found["all"].auc <= 0.60


def test_responses_give_nothing_away_by_their_form(rows: list[Candidate]) -> None:
    """Length tells the label at an AUC of at most .60; no opening is frequent."""
    asking = [row for row in rows if row.role is not Role.CLEAN]
    labels = [row.should_abstain for row in asking]
    for size in ([len(row.target) for row in asking], [len(row.target.split()) for row in asking]):
        assert 0.4 <= roc_auc_score(labels, size) <= 0.6
    openings = Counter(" ".join(row.target.split()[:3]) for row in rows)
    assert openings.most_common(1)[0][1] <= 0.02 * len(rows)


@pytest.mark.parametrize("kind", TWO, ids=lambda one: one.name)
def test_it_is_deterministic_lazy_and_alone_with_its_random(kind: Perturbation, seeds: list[Seed]) -> None:
    """What the conformance kit asks of a piece of code."""
    assert all(one.passed for one in check_behaviour(kind, seeds[:60], 0))


@pytest.mark.parametrize("kind", TWO, ids=lambda one: one.name)
def test_other_evidence_is_not_for_it(kind: Perturbation) -> None:
    """A seed without a stance is refused by its type."""
    other = next(one for one in Contrasts().read(SeedSpec(source="contrasts"), 0) if isinstance(one, Seed))
    with pytest.raises(TypeError, match="is a contrast, not a stance"):
        list(kind.propose(other, Random(0)))
