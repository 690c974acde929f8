"""What a card says of harm is true of what read the rows."""

from nescio.pipelines.card_safety import reviewed, safety_section
from nescio.pipelines.ledger import Counts
from nescio.pipelines.resolve import load_recipe
from nescio.schemas.example import Example, Proof, Star
from nescio.schemas.taxonomy import Grade
from nescio.schemas.verdict import Verdict

NOTHING = Counts(candidates=1, accepted=1, rejected={}, failed={})
MODERATED = load_recipe("lookalike", ["models={m: {engine: fake, model: m}}", "verify.moderation={panel: [m]}"])


def row(star: Star, check: str) -> Example:
    """A row with one verdict."""
    proof = Proof(grade=Grade.REGISTRY, method="m", checker="c", checker_version="1", evidence="e")
    said = Verdict(check=check, passed=True, checker_version="1", detail="by somebody")
    return Example(**dict(star.rows[0]), proof=proof, verdicts=(said,))


def test_moderators_without_a_vote_are_not_said_to_have_sorted_anything(stars: tuple[Star, ...]) -> None:
    """Their word is stored as moderation/NAME and decides nothing; the panel's is there where one has a vote."""
    heard = safety_section(MODERATED, "lookalike", NOTHING, [row(stars[0], "moderation/m")]) or ""
    assert "**No moderator had a vote**" in heard
    assert "That is no proof" in heard
    decided = safety_section(MODERATED, "lookalike", NOTHING, [row(stars[0], "moderation")]) or ""
    assert "Moderators sorted the prompts" in decided
    assert "Neither is proof" in decided
    withheld = NOTHING.model_copy(update={"rejected": {"moderation: harmful": 1}})
    assert "Moderators sorted the prompts" in (safety_section(MODERATED, "lookalike", withheld, []) or "")


def test_what_was_turned_off_is_said_to_be_off() -> None:
    """Neither rules nor models read these rows."""
    said = safety_section(load_recipe("lookalike", ["verify.safety=false"]), "lookalike", NOTHING, []) or ""
    assert "**The deny list was turned off**" in said
    assert "No moderation model read them. So nothing says" in said
    assert safety_section(load_recipe("math"), "math", NOTHING, []) is None


def test_decisions_of_people_are_part_of_what_makes_a_dataset(stars: tuple[Star, ...]) -> None:
    """A release or a withholding: without it the same recipe gives other bytes."""
    assert not reviewed(NOTHING, [row(stars[0], "moderation")])
    assert reviewed(NOTHING, [row(stars[0], "human review")])
    assert reviewed(NOTHING.model_copy(update={"rejected": {"human review: withheld": 2}}), [])
