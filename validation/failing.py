"""In which direction a model fails, told by intervals and not by points."""

from nescio.schemas.base import Frozen
from nescio.validation.figures import Figures
from nescio.validation.star_bootstrap import Share

TOLERANCE = 0.1
"""A share of failures that is still no failing; an interval that holds it leaves the question open."""


class Direction(Frozen):
    """What a model fails at: true, false, or null where the interval is too wide or there are no such rows."""

    answers_too_much: bool | None
    """Of the rows to abstain from, it answers more than the tolerance."""
    declines_too_much: bool | None
    """Of the answerable rows, it abstains from or refuses more than the tolerance."""
    refuses_instead: bool
    """It misses abstentions, and most of those that it misses it does not answer: it refuses, or is unclear."""
    told: str
    """The same in words."""


def direction(found: Figures, tolerance: float = TOLERANCE) -> Direction:
    """The direction in which a model fails by its figures.

    A model that refuses what it should abstain from has a low recall and yet makes nothing up: so "answers" goes by
    `answered_unanswerable`, and not by 1 - recall, which is the axis of the plane.
    """
    answers, declines = (_exceeds(share, tolerance) for share in (found.answered_unanswerable, found.over_abstention))
    recall, answered = found.abstention_recall, found.answered_unanswerable
    missed = recall.high is not None and 1 - recall.high > tolerance
    instead = missed and 2 * answered.count < recall.of - recall.count
    return Direction(
        answers_too_much=answers,
        declines_too_much=declines,
        refuses_instead=instead,
        told=_told(answers, declines)
        + ("; where it should abstain it mostly refuses or is unclear" if instead else ""),
    )


def _exceeds(share: Share, tolerance: float) -> bool | None:
    if share.low is None or share.high is None:
        return None
    return True if share.low > tolerance else False if share.high <= tolerance else None


def _told(answers: bool | None, declines: bool | None) -> str:
    answering, declining = "answers what it should not", "declines what it should answer"
    if answers and declines:
        return f"both: {answering} and {declining}"
    failing = answering if answers else declining if declines else ""
    untold = [name for name, found in ((answering, answers), (declining, declines)) if found is None]
    if not untold:
        return failing or "neither"
    open_ = f"open whether it {' and whether it '.join(untold)}"
    return f"{failing}; {open_}" if failing else open_
