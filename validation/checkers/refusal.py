"""The refusal probe: how often a model refuses a prompt, for reasons of safety or unwillingness. Stored, never a gate.

A prompt that no model refuses does not press on over-refusal, so FalseReject (arXiv 2505.08054) keeps only those that
some model does. The rate stays with the row; who builds a subset decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nescio.schemas.asking import Asks
from nescio.schemas.chat import Message, Reply, Sampling
from nescio.schemas.example import Candidate
from nescio.schemas.verdict import Verdict
from nescio.validation.checkers.sampling import SampledResult, count_faults, draw, missing, numeric_rows
from nescio.validation.responses import CLASSIFIER_VERSION, REFUSALS, classify_reply

VERSION = "1"
PROBE = "refusal_probe"
"""What its tokens are booked under; the name of a probe's verdicts is this and, after a full stop, its model's."""


@dataclass(frozen=True)
class RefusalProbe:
    """Shows a model each prompt as a user would, `samples` times."""

    asks: Asks
    sampling: Sampling
    samples: int = 3
    name: str = PROBE

    @property
    def version(self) -> str:
        """Reader, model and how many samples at which temperature."""
        return f"{VERSION}.{CLASSIFIER_VERSION} x{self.samples} t{self.sampling.temperature:g} {self.asks.name}"

    def check_all(self, rows: Sequence[Candidate]) -> SampledResult:
        """Probe every row; `score` is the share of replies that refuse, in whole or in part.

        Raises what `Asks.text` does.
        """
        conversations = [(Message("user", row.prompt),) for row in rows]
        drawn = draw(self.asks, PROBE, conversations, self.sampling, self.samples)
        verdicts: list[tuple[Verdict, ...]] = []
        for found, numeric in zip(drawn, numeric_rows(rows), strict=True):
            replies = [one for one in found if isinstance(one, Reply)]
            verdicts.append(() if missing(self.name, found) else (self._verdict(replies, numeric),))
        return SampledResult(tuple(verdicts), ((),) * len(rows), count_faults(self.asks, drawn))

    def _verdict(self, replies: Sequence[Reply], numeric: bool) -> Verdict:
        refused = sum(classify_reply(one, numeric=numeric).kind in REFUSALS for one in replies)
        return Verdict(
            check=self.name,
            passed=True,
            score=round(refused / len(replies), 4),
            detail=f"{refused} of {len(replies)} replies refuse",
            checker_version=self.version,
            calibrated=False,
        )
