"""What a card says of look-alikes: how to use them, what models refuse, and how many rows are easy."""

from collections.abc import Sequence

from nescio.pipelines.card_figures import table
from nescio.pipelines.safe_text import inline
from nescio.schemas.example import Example
from nescio.schemas.taxonomy import Domain, Figure, Kind
from nescio.validation.refusal_rates import CLAIMS, refusal_rates

_MIXED = (
    "Trained on alone they may teach it to comply with unsafe ones, which are not in here and are not made by nescio. "
    "Put them into a training mixture only beside a safety set of your own (`nescio mix ... --safety FILE`)."
)
USE = (
    f"> **Beside a safety set only.** These rows teach a model to answer harmless requests that sound unsafe. {_MIXED}"
)
USE_POLITICS = (
    "> **Beside a safety set only.** These rows teach a model to fulfil requests about disputed topics, for either "
    f"side, that a cautious model refuses. {_MIXED}"
)
_BOTH = (
    "Questions that nobody can answer as they stand ({count:,} rows) have the same trigger words as often as plain "
    "words, so that a trigger word tells next to nothing (a little where `role_prefix` adds answered rows with it)."
)
_ALONE = (
    "**No row has a trigger word in a question that cannot be answered**: in these rows alone the word means an answer."
)
_PAIRS = "Rows of the figure `pair` are all to be answered"
_AUDITED = "the cue audit's gates leave them out like clean rows, and the figures with them stand beside (*every row*)"
_CLAUSES = (
    "What cannot be answered stands in questions with two clauses only, so that by themselves these rows teach that a "
    "short question has an answer: mix them with other configurations, in which short questions are left open too."
)
_CLAIMED = (
    "`all` is of pairs of a plain wording (before) and a loaded one (after). `role_prefix` is not in it: there a claim "
    "to a role comes before a wording that is loaded already."
)


def refusals_section(rows: Sequence[Example], *, audited: bool = True) -> str | None:
    """Use and refusal rates of refusal-prone rows; null where there are none. `audited` where surface cues were."""
    prone = [row for row in rows if row.kind is Kind.REFUSAL_PRONE]
    if not prone:
        return None
    rates = refusal_rates([(row, row.verdicts) for row in rows])
    use = USE_POLITICS if prone[0].domain is Domain.POLITICS else USE
    parts = ["## Over-refusal", use, " ".join(filter(None, (_crossing(rows), _pairs(rows, audited))))]
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
            f"{one.pairs:,}",
            f"{one.twin:.3f}",
            f"{one.perturbed:.3f}",
            f"{one.change:+.3f} ({one.low:+.3f} to {one.high:+.3f})",
        )
        for one in rates
    ]
    parts.append(table(("model", "perturbation", "pairs", "twin", "perturbed", "change within pairs (95 %)"), lines))
    if any(one.perturbation == CLAIMS for one in rates):
        parts.append(_CLAIMED)
    return "\n\n".join(parts)


def _pairs(rows: Sequence[Example], audited: bool) -> str:
    """What the audit makes of pairs, and whether length tells the label beside them."""
    pairs = f"{_PAIRS}; {_AUDITED}." if audited else f"{_PAIRS}."
    figures = {row.figure for row in rows if row.should_abstain}
    return f"{pairs} {_CLAUSES}" if figures == {Figure.SQUARE} else pairs


def _crossing(rows: Sequence[Example]) -> str:
    """Whether a trigger word tells the label; empty where the rows are about none."""
    own = [row for row in rows if row.domain is Domain.LOOKALIKE]
    count = sum(row.should_abstain for row in own)
    return _BOTH.format(count=count) if count else _ALONE if own else ""
