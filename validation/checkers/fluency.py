"""The checker `fluency`: an edited sentence must not be much odder to a language model than the one it replaced."""

from collections.abc import Sequence
from dataclasses import dataclass

from nescio.schemas.example import Candidate, Star
from nescio.schemas.protocols import Loss, LossModel, LossRequest
from nescio.schemas.verdict import Verdict

VERSION = "1"


@dataclass(frozen=True)
class Fluency:
    """Compares per-token losses, each given all text before it.

    The score is the largest ratio (edited to clean) over a row's edits; it fails above `max_ratio`. It says nothing of
    the label. How the threshold was chosen: docs/design/004-fluency.md.
    """

    model: LossModel
    max_ratio: float
    name: str = "fluency"
    version: str = VERSION

    def check_all(self, stars: Sequence[Star]) -> list[list[Verdict]]:
        """One verdict a row for each star. All losses are asked for in one go, which lets the model batch them."""
        asked = {request for star in stars for row in star.rows for request in _requests(star, row)}
        ordered = sorted(asked, key=lambda one: (one.text, one.start, one.end))
        losses = dict(zip(ordered, self.model.losses(ordered), strict=True))
        return [[self._verdict(star, row, losses) for row in star.rows] for star in stars]

    def _verdict(self, star: Star, row: Candidate, losses: dict[LossRequest, Loss]) -> Verdict:
        requests = _requests(star, row)
        pairs = zip(requests[::2], requests[1::2], strict=True)
        ratios = [_per_token(losses[after]) / _per_token(losses[before]) for before, after in pairs]
        worst = round(max(ratios, default=1.0), 4)
        passed = worst <= self.max_ratio
        return Verdict(
            check=self.name,
            passed=passed,
            score=worst,
            reason="" if passed else "odd wording",
            detail=f"the edited sentence costs {worst:.2f} times the loss of the clean one, at most {self.max_ratio:g}",
            checker_version=f"{self.version} {self.model.name}",
        )


def _requests(star: Star, row: Candidate) -> list[LossRequest]:
    """Clean and edited sentence in turn, for each edit. What follows an edited sentence is no matter to its loss."""
    found = []
    for edit in row.edits:
        found.append(LossRequest(star.seed.context, edit.span_before.start, edit.span_before.end))
        found.append(LossRequest(row.context[: edit.span_after.end], edit.span_after.start, edit.span_after.end))
    return found


def _per_token(loss: Loss) -> float:
    """Nats a token, with a floor that keeps a sentence the model knows by heart from dividing by nothing."""
    return max(loss.nats / loss.tokens, 0.1) if loss.tokens else 0.1
