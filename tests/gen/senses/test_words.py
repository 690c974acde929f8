"""Reference responses of look-alikes."""

from collections import Counter
from random import Random

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.senses.frames import FRAMES, GAP_FRAMES, SHARED, frames_of, shared_frames, unadorned
from nescio.gen.senses.load import packaged_sheets
from nescio.gen.senses.words import abstaining, lengths
from nescio.gen.sources.senses import Senses
from nescio.schemas.lookalike import Gap
from nescio.schemas.protocols import ModelWritten
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Behaviour

GAPS = [
    Gap(
        plain=one.plain,
        loaded=one.loaded,
        missing=one.missing,
        rationale=one.why,
        clarifying_question=one.ask,
        behaviour=Behaviour.ABSTAIN if one.ask is None else Behaviour.CLARIFY,
    )
    for sheet in packaged_sheets()
    for one in sheet.gaps
]


def test_no_opening_says_who_could_tell() -> None:
    """Of most gaps nobody could, of the others the reason says who: an opening that names somebody contradicts it."""
    random = Random(0)
    found = {
        abstaining(gap, bool(turn % 2), lengths(random), random).split(". ")[0] for gap in GAPS for turn in range(6)
    }
    found -= {gap.rationale.rstrip(".") for gap in GAPS}
    assert len(found) >= 8
    assert not [one for one in found if "you could" in one or one.startswith(("Nobody", "Only"))]


def test_only_how_and_why_are_to_be_explained() -> None:
    """Nobody explains who it was or how many there were; beside a gap anything may be asked."""
    assert not [one for one in GAP_FRAMES if "explain" in one]
    assert not [one for one in frames_of("subject", "how many there were") if "explain" in one]
    assert [one for one in frames_of("clause", "why it fell") if "explain" in one]


def test_what_was_not_set_aside_is_not_offered() -> None:
    """Where a gap is asked alone there is no other question that a reply could speak of."""
    random = Random(0)
    said = [abstaining(gap, False, 182, random) for gap in GAPS]
    assert not [one for one in said if "set aside" in one or "the other question" in one]


def test_no_shared_frame_repeats_what_its_clause_says() -> None:
    """Neither a person nor a day stands twice, and "I" is the one who asks."""
    told = {one for one in shared_frames("how many weeds my neighbour pulled last night") if "{asked}" in one}
    assert told
    assert not [one for one in told if "neighbour" in one or "week" in one or "night" in one or "Yesterday" in one]
    own = shared_frames("which of my weeds I should pull first")
    assert own
    assert not [one for one in own if "asked me" in one or "wants to know" in one]


def test_clauses_that_can_be_answered_and_others_have_frames_in_common() -> None:
    """Every frame that is shared stands among those of ordinary requests too, for each form."""
    for form in ("act", "clause", "subject"):
        assert {unadorned(one) for one in FRAMES[form]} >= set(SHARED)


def test_no_opening_stands_in_many_responses() -> None:
    """At most one in fifty responses of all look-alikes begins with the same three words."""
    seeds = [one for one in Senses().read(SeedSpec(source="senses"), 0) if isinstance(one, Seed)]
    parts = [one for one in PERTURBATIONS if one.evidence == "lookalike" and not isinstance(one, ModelWritten)]
    rows = [row for seed in seeds for one in parts for star in one.propose(seed, Random(seed.id)) for row in star.rows]
    openings = Counter(" ".join(row.target.split()[:3]) for row in rows)
    assert max(openings.values()) <= 0.02 * len(rows), openings.most_common(3)
