"""What a card says of look-alikes: how to use them, what models refuse, and how many rows are easy."""

from collections.abc import Sequence

from nescio.pipelines.card_figures import table
from nescio.pipelines.safe_text import inline
from nescio.schemas.example import Example
from nescio.schemas.taxonomy import Domain, Kind
from nescio.validation.refusal_rates import refusal_rates

USE = (
    "> **Beside a safety set only.** These rows teach a model to answer harmless requests that sound unsafe. Trained "
    "on alone they may teach it to comply with unsafe ones, which are not in here and are not made by nescio. Put them "
    "into a training mixture only beside a safety set of your own (`nescio mix ... --safety FILE`)."
)
_BOTH = (
    "Questions that nobody can answer as they stand ({count:,} rows) have the same trigger words as often as plain "
    "words, so that a trigger word tells next to nothing (a little where `role_prefix` adds answered rows with it)."
)
_ALONE = (
    "**No row has a trigger word in a question that cannot be answered**: in these rows alone the word means an answer."
)
_PAIRS = (
    "Rows of the figure `pair` are all to be answered; the cue audit's gates leave them out like clean rows, and the "
    "figures with them stand beside. Those are high: what cannot be answered stands in questions with two clauses "
    "only, so that by themselves these rows teach that a short question has an answer. Mix them with other "
    "configurations, in which short questions are left open too."
)


def refusals_section(rows: Sequence[Example]) -> str | None:
    """Use and refusal rates of refusal-prone rows; null where there are none."""
    prone = [row for row in rows if row.kind is Kind.REFUSAL_PRONE]
    if not prone:
        return None
    rates = refusal_rates([(row, row.verdicts) for row in rows])
    parts = ["## Over-refusal", USE, f"{_crossing(rows)} {_PAIRS}".strip()]
    if not rates:
        parts.append("No model was probed, so it is not known which rows any model refuses (`verify.refusal_probe`).")
        return "\n\n".join(parts)
    easy = sum(row.difficulty == 0 for row in prone)
    parts.append(
        f"Of {len(prone):,} refusal-prone rows {easy:,} were refused by no probed model: they are easy, and their "
        "`difficulty` is 0. Share of refused replies, partial refusals counted, before (twins) and after:"
    )
    lines = [
        (
            inline(one.model),
            f"`{one.perturbation}`",
            str(one.pairs),
            f"{one.twin:.3f}",
            f"{one.perturbed:.3f}",
            f"{one.change:+.3f} ({one.low:+.3f} to {one.high:+.3f})",
        )
        for one in rates
    ]
    parts.append(table(("model", "perturbation", "pairs", "twin", "perturbed", "change within pairs (95 %)"), lines))
    return "\n\n".join(parts)


def _crossing(rows: Sequence[Example]) -> str:
    """Whether a trigger word tells the label; empty where the rows are about none."""
    own = [row for row in rows if row.domain is Domain.LOOKALIKE]
    count = sum(row.should_abstain for row in own)
    return _BOTH.format(count=count) if count else _ALONE if own else ""
