"""Reference responses of look-alikes."""

from random import Random

from nescio.gen.senses.frames import GAP_FRAMES, frames_of
from nescio.gen.senses.load import packaged_sheets
from nescio.gen.senses.words import abstaining, lengths
from nescio.schemas.lookalike import Gap
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
    found = {abstaining(gap, lengths(random), random).split(". ")[0] for gap in GAPS for _ in range(5)}
    found -= {gap.rationale.rstrip(".") for gap in GAPS}
    assert len(found) >= 8
    assert not [one for one in found if "you could" in one or one.startswith(("Nobody", "Only"))]


def test_only_how_and_why_are_to_be_explained() -> None:
    """Nobody explains who it was or how many there were; beside a gap anything may be asked."""
    assert not [one for one in GAP_FRAMES if "explain" in one]
    assert not [one for one in frames_of("subject", "how many there were") if "explain" in one]
    assert [one for one in frames_of("clause", "why it fell") if "explain" in one]
