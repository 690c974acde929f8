"""Tokens and cost: what was spent, cumulative over resumes, and the limits that stop a run."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import Field

from nescio.pipelines.estimate import Range
from nescio.pipelines.reply_store import Booked
from nescio.schemas.base import Frozen
from nescio.schemas.errors import BudgetReached


class StageSpend(Frozen):
    """What one stage spent on one model. `cost` is in US dollars, null where one reply's is unknown."""

    stage: str
    model: str
    replies: int
    tokens_in: int
    tokens_out: int
    uncounted: int
    """Replies whose tokens the engine did not tell; they are in no sum."""
    cost: float | None
    outcomes: dict[str, int] = Field(default_factory=dict)
    """What came of this run's questions: how objects came out of replies (constrained, parsed, repaired), texts, and
    faults by kind."""


@dataclass(frozen=True)
class Limits:
    """How far the asking of one invocation may go."""

    max_tokens: int | None = None
    """Of prompts and replies, over all resumes."""
    max_cost: float | None = None
    """In US dollars, over all resumes."""
    retry_failed: bool = False
    """Ask once more what failed in an earlier run."""
    partial: bool = False
    """Go on with what was asked where a limit is reached."""
    concurrency: int | None = None
    """Requests under way at a time, in the place of what the recipe says for each model."""


NO_LIMITS = Limits()


@dataclass
class _Sum:
    replies: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    uncounted: int = 0
    cost: float = 0.0
    unpriced: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)


@dataclass
class Spend:
    """The books of a run. `max_tokens` counts prompts and replies; `max_cost` is in US dollars."""

    max_tokens: int | None = None
    max_cost: float | None = None
    _sums: dict[tuple[str, str], _Sum] = field(default_factory=dict)
    _tokens: int = 0
    _cost: float = 0.0
    _replies: int = 0
    _unpriced: int = 0
    _uncounted: int = 0

    def book(self, model: str, booked: Iterable[Booked]) -> None:
        """Enter what replies of a model used."""
        for one in booked:
            into = self._sums.setdefault((one.stage, model), _Sum())
            into.replies += 1
            self._replies += 1
            if one.tokens_in is None or one.tokens_out is None:
                into.uncounted += 1
                self._uncounted += 1
            into.tokens_in += one.tokens_in or 0
            into.tokens_out += one.tokens_out or 0
            self._tokens += (one.tokens_in or 0) + (one.tokens_out or 0)
            if one.cost is None:
                into.unpriced += 1
                self._unpriced += 1
            else:
                into.cost += one.cost
                self._cost += one.cost

    def count(self, stage: str, model: str, outcomes: Iterable[str]) -> None:
        """Enter what came of questions."""
        self._sums.setdefault((stage, model), _Sum()).outcomes.update(outcomes)

    def forget_outcomes(self) -> None:
        """Count what comes of questions from here on only: a round asks those of the round before again."""
        for one in self._sums.values():
            one.outcomes.clear()

    @property
    def tokens(self) -> int:
        """All tokens that were told, of prompts and replies."""
        return self._tokens

    @property
    def cost(self) -> float | None:
        """US dollars; null where one reply's cost is unknown, and where there is none."""
        return None if self._unpriced or not self._replies else round(self._cost, 6)

    def stages(self, names: Mapping[str, str]) -> tuple[StageSpend, ...]:
        """The books by stage and model; `names` turns identities into names."""
        return tuple(
            StageSpend(
                stage=stage,
                model=names.get(model, model),
                replies=one.replies,
                tokens_in=one.tokens_in,
                tokens_out=one.tokens_out,
                uncounted=one.uncounted,
                cost=None if one.unpriced else round(one.cost, 6),
                outcomes=dict(sorted(one.outcomes.items())),
            )
            for (stage, model), one in sorted(self._sums.items())
        )

    @property
    def limited(self) -> bool:
        """Whether there is a limit."""
        return self.max_tokens is not None or self.max_cost is not None

    def affords(self, under_way: int) -> bool:
        """Whether one more request may be sent while so many are under way, at the mean of what replies cost so far."""
        if not self._replies:
            # Nothing is known yet: a first few find out, and no more can be lost than those.
            return under_way < 4 or not self.limited
        more = (under_way + 1) / self._replies
        within_tokens = self.max_tokens is None or self._tokens * (1 + more) <= self.max_tokens
        within_cost = self.max_cost is None or self._cost * (1 + more) <= self.max_cost
        return within_tokens and within_cost

    def check(self) -> None:
        """Raises BudgetReached where a limit keeps anything more from being asked."""
        if self.max_cost is not None and self._unpriced:
            raise BudgetReached(
                f"--max-cost {self.max_cost:g} is no use: {self._unpriced} of {self._replies} replies have no price. "
                "Give the model a `price` in the recipe (dollars for a million tokens), or use --max-tokens."
            )
        if self.max_tokens is not None and self._uncounted:
            raise BudgetReached(
                f"--max-tokens {self.max_tokens} cannot be kept: the server told no tokens for {self._uncounted} of "
                f"{self._replies} replies. Leave the limit out, or use a server that reports usage."
            )

    def foresee(self, tokens: Range | None, cost: Range | None) -> None:
        """Raises BudgetReached where even the low end of an estimate of what is left exceeds a limit."""
        over = []
        if self.max_tokens is not None and tokens is not None and self._tokens + tokens.low > self.max_tokens:
            over.append(f"{tokens.low:,.0f} to {tokens.high:,.0f} more tokens, --max-tokens is {self.max_tokens:,}")
        if self.max_cost is not None and cost is not None and self._cost + cost.low > self.max_cost:
            over.append(f"{cost.low:.2f} to {cost.high:.2f} more US dollars, --max-cost is {self.max_cost:g}")
        if over:
            raise BudgetReached(
                f"A probe says that this stage takes {' and '.join(over)}; {self._tokens:,} tokens are spent. What was "
                "said is recorded. Raise the limit, ask for less (--limit), or use --partial for as far as it goes."
            )

    def reached(self, unasked: int) -> BudgetReached:
        """The error to raise where so many questions stay unasked."""
        limits = [f"{self.max_tokens:,} tokens"] if self.max_tokens is not None else []
        limits += [f"{self.max_cost:g} US dollars"] if self.max_cost is not None else []
        spent = f"{self._tokens:,} tokens" + (f", {self._cost:.4f} US dollars" if self.cost is not None else "")
        return BudgetReached(
            f"The limit of {' or '.join(limits)} is reached: {spent} are spent, {unasked:,} questions are not asked. "
            "Everything that was said is recorded; run the same command with a higher limit and it goes on."
        )
