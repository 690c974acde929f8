"""The checker `fluency`: an edited sentence must not be much odder to a language model than the one it replaced."""

from collections.abc import Sequence
from dataclasses import dataclass

from nescio.schemas.evidence import CONTEXT, Span
from nescio.schemas.example import Candidate, Star
from nescio.schemas.protocols import Loss, LossModel, LossRequest
from nescio.schemas.seed import Seed
from nescio.schemas.verdict import Verdict
from nescio.validation.numbers import sentence_starts

VERSION = "4"
_BEFORE = 2_000
"""Characters before a sentence that are read with it at most. A context of 4,000 tokens costs seconds for each sentence
on a CPU, and what stands pages before tells little of how odd it is."""


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
    """Clean and edited sentence in turn, for each edit; what follows a sentence is no matter to its loss.

    An edit inside a sentence is judged by the whole of it, one of a question by the question. An added sentence
    replaces none that it could be held against, and where nothing is left nothing can be odd: neither is judged. Nor
    are names that were exchanged between questions: they are odd only as far as what they say is false.
    """
    found: list[LossRequest] = []
    for edit in row.edits:
        if edit.kind == "swap":
            continue
        if edit.span_before.part != CONTEXT:
            clean, (start, end), text, (first, last) = _questions(star.seed, row, edit.span_before.part)
        elif edit.span_before.start == edit.span_before.end:
            continue
        else:
            clean, text = star.seed.context, row.context
            (start, end), (first, last) = _sentence(clean, edit.span_before), _sentence(text, edit.span_after)
        if start < end and first < last:
            found += [_request(clean, start, end), _request(text[:last], first, last)]
    return found


def _request(text: str, start: int, end: int) -> LossRequest:
    """Asks for the loss of a sentence after what stands before it, from a word's beginning on where that is long."""
    if start <= _BEFORE:
        return LossRequest(text, start, end)
    cut = text.rfind(" ", 0, start - _BEFORE) + 1
    return LossRequest(text[cut:end], start - cut, end - cut)


_Pair = tuple[str, tuple[int, int], str, tuple[int, int]]
"""The clean text and a place in it, the row's text and a place in that."""


def _questions(seed: Seed, row: Candidate, part: int) -> _Pair:
    """The clean question and the row's, each after its context."""
    asked = seed.questions[part].text
    clean = f"{seed.context} {asked}".lstrip()
    return (
        clean,
        (len(clean) - len(asked), len(clean)),
        row.prompt,
        (len(row.prompt) - len(row.question), len(row.prompt)),
    )


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """The span widened to the whole sentences that it touches, without the space around them."""
    said = text[span.start : span.end]
    first = span.start + (len(said) - len(said.lstrip()) if said.strip() else 0)
    last = max(first + 1, span.start + len(said.rstrip()))
    starts = [*sentence_starts(text), len(text)]
    start = max(one for one in starts if one <= first)
    end = min((one for one in starts if one >= last), default=len(text))
    return start, start + len(text[start:end].rstrip())


def _per_token(loss: Loss) -> float:
    """Nats a token, with a floor that keeps a sentence the model knows by heart from dividing by nothing."""
    return max(loss.nats / loss.tokens, 0.1) if loss.tokens else 0.1
