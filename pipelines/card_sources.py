"""The part of a card that says where the rows come from, and what their licences ask for."""

from collections import defaultdict
from collections.abc import Sequence

from nescio.pipelines.card_figures import table
from nescio.pipelines.licences import published_licence
from nescio.pipelines.safe_text import inline
from nescio.schemas.example import Example


def sources_section(rows: Sequence[Example], wanted: str) -> str:
    """Every dataset that gave seeds, with split, licence and revision; `wanted` is the recipe's licence."""
    seeds: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    counts: dict[tuple[str, str, str, str], int] = defaultdict(int)
    for row in rows:
        source = row.source
        key = (source.dataset, source.split or "-", source.licence, source.revision or "-")
        seeds[key].add(row.seed_id)
        counts[key] += 1
    lines = [(*map(inline, key), f"{len(seeds[key]):,}", f"{counts[key]:,}") for key in sorted(seeds)]
    chosen = published_licence(wanted, {row.source.licence for row in rows})
    why = "the strictest that these ask for" if wanted == "auto" else "which the recipe names and these allow"
    shown = table(("dataset", "split", "licence", "revision", "seeds", "rows"), lines)
    return f"## Provenance\n\n{shown}\n\nThe whole is under `{inline(chosen)}`, {why}."
