"""What a card says of harm: what stood between the perturbations and the dataset, and what people released."""

from collections.abc import Sequence

from nescio.pipelines.ledger import Counts
from nescio.pipelines.quarantine import GATES, HUMAN, MODERATION, SENSITIVE, denying, model_writes
from nescio.schemas.example import Example
from nescio.schemas.recipe import Recipe
from nescio.validation.checkers.safety import CHECK


def safety_section(recipe: Recipe, domain: str, funnel: Counts, rows: Sequence[Example]) -> str | None:
    """What was withheld, released and left unread; null where neither rules nor models read for harm."""
    reads, moderates = denying(recipe, domain), bool(recipe.verify.moderation)
    concerned = domain in SENSITIVE or model_writes(recipe)
    withheld = {gate: _rows(funnel, gate) for gate in GATES}
    if not (reads or moderates or concerned or any(withheld.values())):
        return None
    voted = any(verdict.check in (MODERATION, HUMAN) for row in rows for verdict in row.verdicts)
    parts = [_between(recipe, reads, moderates, voted or bool(withheld[MODERATION]))]
    counts = [f"`{gate}` {count:,}" for gate, count in withheld.items() if count]
    parts.append(
        f"Rows withheld, with their stars: {', '.join(counts)}. They are not published, and a person may review them."
        if counts
        else "No row was withheld."
    )
    parts += _released(rows)
    return "## Harm\n\n" + "\n\n".join(parts)


def reviewed(funnel: Counts, rows: Sequence[Example]) -> bool:
    """Whether people decided about rows of a run, so that the same recipe without their decisions gives others."""
    return bool(_rows(funnel, HUMAN)) or any(verdict.check == HUMAN for row in rows for verdict in row.verdicts)


def _between(recipe: Recipe, reads: bool, moderates: bool, voted: bool) -> str:
    """What read the rows for harm; `voted` where a moderator's word decided about any."""
    spec = recipe.verify.moderation
    split = "**split votes were kept**" if spec and spec.controversial == "keep" else "a split vote is withheld as well"
    rules = (
        "Every prompt and every target was read by a deny list: rules on requests for harm, by the deed together with "
        "its target or means."
        if reads
        else "**The deny list was turned off** (`verify.safety: false`)."
        if not recipe.verify.safety
        else "No deny list read these rows: no model wrote in them, and they are about nothing that sounds unsafe."
    )
    models = (
        f"Moderators sorted the prompts into harmless, controversial and harmful; {split}."
        if moderates and voted
        else "**No moderator had a vote**: what they said of the prompts is stored, and decided nothing."
        if moderates
        else "No moderation model read them."
    )
    counts = reads + (moderates and voted)
    doubt = "Neither is proof" if counts == 2 else "That is no proof" if counts else "So nothing says"
    return f"{rules} {models} {doubt} that no row can be misused."


def _rows(funnel: Counts, gate: str) -> int:
    """Rows that fell at a gate, the innocent ones of their stars too."""
    return sum(
        count for reason, count in funnel.rejected.items() if reason.removeprefix("star: ").startswith(f"{gate}: ")
    )


def _released(rows: Sequence[Example]) -> list[str]:
    """How many published stars a person had to release, and from what."""
    found: dict[str, set[str]] = {CHECK: set(), MODERATION: set()}
    for row in rows:
        for verdict in row.verdicts:
            gate = verdict.detail.partition(" ")[0]
            if verdict.check == HUMAN and verdict.passed and gate in found:
                found[gate].add(row.cross_id or row.pair_id or row.id)
    told = []
    if found[MODERATION]:
        told.append(f"Human review released {_stars(found[MODERATION])} that moderators had withheld.")
    if found[CHECK]:
        told.append(
            f"**Human review released {_stars(found[CHECK])} that the deny list had caught**; their verdicts say "
            "who did and why."
        )
    return told


def _stars(found: set[str]) -> str:
    return f"{len(found):,} star{'s' * (len(found) != 1)}"
