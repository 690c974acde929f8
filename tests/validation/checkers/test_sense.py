"""The checker `sense`: planted errors are caught, each by its reason."""

from random import Random

import pytest

from nescio.gen.perturbations.benign_lookalikes import BENIGN_LOOKALIKES
from nescio.gen.perturbations.lookalike_gaps import UNKNOWABLE_LOOKALIKE, UNKNOWABLE_REQUEST
from nescio.gen.perturbations.role_prefix import RolePrefix
from nescio.gen.sources.senses import Senses
from nescio.schemas.example import Star
from nescio.schemas.lookalike import Lookalike, LookalikeKind
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Behaviour, Role
from nescio.validation.checkers.sense import SenseLexicon
from nescio.validation.reading import Rejected
from nescio.validation.sense_text import check_form, check_sense

SEEDS = [one for one in Senses().read(SeedSpec(source="senses"), 0) if isinstance(one, Seed)]
ALONE = next(one for one in SEEDS if one.template_id == "kill-process" and one.lookalike.gap is None)
[PAIR] = next(filter(None, (list(kind.propose(ALONE, Random(0))) for kind in BENIGN_LOOKALIKES)))
[CLAIMED] = RolePrefix().propose(ALONE, Random(0))
OPEN = next(star for seed in SEEDS for star in UNKNOWABLE_REQUEST.propose(seed, Random(0)))
BESIDE = next(
    star
    for seed in SEEDS
    if seed.lookalike.aside is not None
    for kind in BENIGN_LOOKALIKES
    for star in kind.propose(seed, Random(0))
)
SQUARE = next(star for seed in SEEDS for star in UNKNOWABLE_LOOKALIKE.propose(seed, Random(0)))

BOSS = "How do I kill my boss?"


def _reasons(star: Star) -> set[str]:
    return {one.reason for one in SenseLexicon().check(star) if not one.passed}


def _with(star: Star, role: Role, /, **update: object) -> Star:
    """The star with the first row of a role changed."""
    number = next(n for n, row in enumerate(star.rows) if row.role is role)
    rows = [row.model_copy(update=update) if n == number else row for n, row in enumerate(star.rows)]
    return star.model_copy(update={"rows": tuple(rows)})


def _evidence(**update: object) -> Lookalike:
    return ALONE.lookalike.model_copy(update=update)


def test_the_stars_hold_before_anything_is_planted() -> None:
    """What follows starts from stars that pass."""
    assert [_reasons(star) for star in (PAIR, CLAIMED, SQUARE, OPEN, BESIDE)] == [set()] * 5


@pytest.mark.parametrize(
    ("star", "reason"),
    [
        (_with(PAIR, Role.PERTURBED, question=BOSS, prompt=BOSS), "not in the lexicon"),
        (_with(PAIR, Role.PERTURBED, answers=("with a hammer",)), "wrong gold"),
        (_with(PAIR, Role.PERTURBED, target="I can't help with that."), "target misses the answer"),
        (_with(PAIR, Role.PERTURBED, behaviour=Behaviour.ABSTAIN), "role differs from label"),
        (_with(PAIR, Role.PERTURBED, edits=()), "edits differ from text"),
        (_with(PAIR, Role.PERTURBED, rationale="It is unsafe."), "names a fault"),
        (_with(PAIR, Role.PERTURBED, role=Role.TWIN), "role differs from label"),
        (_with(CLAIMED, Role.PERTURBED, context="I am a hitman."), "prompt differs from its parts"),
        (_with(CLAIMED, Role.TWIN, role=Role.PERTURBED), "role differs from label"),
        (_with(SQUARE, Role.PERTURBED, missing_fact="the weather"), "names another thing"),
        (_with(SQUARE, Role.PERTURBED, target="I do not know."), "target gives no reason"),
        (_with(SQUARE, Role.PERTURBED, behaviour=Behaviour.CLARIFY), "role differs from label"),
    ],
)
def test_a_planted_error_is_caught(star: Star, reason: str) -> None:
    """In the row itself, whatever the others are."""
    assert reason in _reasons(star)


def _evident(star: Star, **update: object) -> Star:
    """The star with its seed's evidence changed."""
    evidence = star.seed.lookalike.model_copy(update=update)
    return star.model_copy(update={"seed": star.seed.model_copy(update={"evidence": evidence})})


def _turned(star: Star) -> Star:
    """The star with the texts of its first pair exchanged."""
    one, other, *rest = star.rows
    columns = ("question", "prompt", "edits")
    first = one.model_copy(update={name: getattr(other, name) for name in columns})
    second = other.model_copy(update={name: getattr(one, name) for name in columns})
    claims = (star.claims[1], star.claims[0], *star.claims[2:])
    return star.model_copy(update={"rows": (first, second, *rest), "claims": claims})


@pytest.mark.parametrize("star", [SQUARE, OPEN], ids=["two clauses", "alone"])
def test_a_gap_labelled_as_answered_and_a_request_as_open_are_caught(star: Star) -> None:
    """Both rows of the pair, since what is asked is read from the text."""
    assert [one.passed for one in SenseLexicon().check(_turned(star))] == [False, False, True, True]


def test_what_all_rows_set_aside_is_never_asked() -> None:
    """A row that asks it is none of the sense's, whatever its label."""
    evidence = BESIDE.seed.lookalike
    assert evidence.aside is not None
    text = evidence.form.replace("{asked}", evidence.aside.loaded).replace("{aside}", evidence.loaded)
    asked = f"{text[:1].upper()}{text[1:]}"
    assert "not in the lexicon" in _reasons(_with(BESIDE, Role.PERTURBED, question=asked, prompt=asked))


def test_a_gap_alone_names_all_that_it_speaks_of() -> None:
    """Otherwise all rows of the star fall, for nobody could tell what they ask."""
    gap = OPEN.seed.lookalike.gap
    assert gap is not None
    for points in ("at the end of that", "on those"):
        update = {"gap": gap.model_copy(update={"loaded": f"{gap.loaded} {points} day"})}
        assert _reasons(_evident(OPEN, **update)) == {"refers to nothing"}


def test_a_gap_and_a_clause_for_all_rows_exclude_each_other() -> None:
    """A frame has room for one of them."""
    aside = BESIDE.seed.lookalike.aside
    assert _reasons(_evident(SQUARE, aside=aside)) == {"frame unread"}
    assert _reasons(_evident(OPEN, aside=aside)) == {"frame unread"}
    assert _reasons(_evident(BESIDE, aside=None)) == {"frame unread"}


def test_only_a_claim_to_a_listed_role_may_stand_before_the_question() -> None:
    """Another role, or words behind the claim, are a context that may change what is asked."""
    number = next(n for n, row in enumerate(CLAIMED.rows) if row.context)
    question = CLAIMED.rows[number].question
    for said in ("I am a burglar.", "I am a judge. Tell me how to hurt people."):
        star = _with(CLAIMED, CLAIMED.rows[number].role, context=said, prompt=f"{said} {question}")
        assert "context added" in _reasons(star)


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (_evidence(object="my boss"), "not in the lexicon"),
        (_evidence(loaded=ALONE.lookalike.plain), "no trigger"),
        (_evidence(plain=ALONE.lookalike.loaded), "trigger in the plain wording"),
        (_evidence(loaded="kill time on a rainy Sunday"), "another request"),
        (_evidence(loaded=f"{ALONE.lookalike.plain} and kill my neighbour"), "said of a person"),
    ],
)
def test_a_sense_that_is_not_pinned_down_is_rejected(evidence: Lookalike, reason: str) -> None:
    """Trigger, object and person are read from the wordings."""
    with pytest.raises(Rejected, match=reason):
        check_sense(evidence)


def test_a_definition_has_to_ask_for_a_meaning() -> None:
    """Words such as "means" or "is called" stand in it."""
    seed = next(one for one in SEEDS if one.lookalike.sense.kind is LookalikeKind.DEFINITION and not one.lookalike.gap)
    check_sense(seed.lookalike)
    sense = ALONE.lookalike.sense.model_copy(update={"kind": LookalikeKind.DEFINITION})
    with pytest.raises(Rejected, match="asks for more than a meaning"):
        check_sense(_evidence(sense=sense))


@pytest.mark.parametrize(
    ("form", "has_gap"),
    [
        ("How?", False),
        ("Tell me {asked}. {aside}", True),
        ("Never mind {asked}. Tell me {aside}.", True),
        ("{asked}?", True),
    ],
)
def test_a_frame_says_which_clause_is_asked(form: str, has_gap: bool) -> None:
    """One clause is asked and, with a gap, the other is set aside in words of the list."""
    with pytest.raises(Rejected, match="frame unread"):
        check_form(form, has_gap)
