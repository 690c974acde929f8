"""The part of a card that says what rows were kept away from, and how the splits were kept apart."""

from pathlib import Path

from nescio.pipelines.card_figures import table
from nescio.pipelines.curate import Curated
from nescio.pipelines.safe_text import inline
from nescio.schemas.curate_spec import PUBLIC, CurateSpec

MOST = 20
"""Rows near a reference that the card lists; rejected.parquet has all that were dropped."""


def shown_name(entry: str) -> str:
    """An entry of `decontaminate` or `extend` without the folders of this machine; a Hub id as it is."""
    if entry.startswith(f"{PUBLIC}:"):
        return PUBLIC
    name, colon, column = entry.rpartition(":")
    if colon and not _exists(entry) and _exists(name):
        return f"{Path(name).name}:{column}"
    return Path(entry).name if _exists(entry) else entry


def _exists(name: str) -> bool:
    try:
        return Path(name).expanduser().exists()
    except (OSError, ValueError, RuntimeError):
        return False


def kept_off(curated: Curated) -> str:
    """What rows were kept away from, in one line."""
    told = [
        f"{inline(shown_name(name))} (a candidate came near {met.met:,} of its {met.texts:,} texts and was "
        f"{'kept, since the recipe allows it' if met.allowed else 'dropped'})"
        for name, met in curated.references.items()
    ]
    return "; ".join(told) or "no file: rows were not compared with any benchmark"


def curation_section(spec: CurateSpec, curated: Curated) -> str | None:
    """How rows were kept away from other datasets, and splits from one another; None where neither has to be told."""
    told = [_extended(curated), _splits(spec, curated), *_references(curated)]
    found = [one for one in told if one]
    return "## Kept apart\n\n" + "\n\n".join(found) if found else None


def _extended(curated: Curated) -> str | None:
    earlier = curated.earlier
    if not earlier.flat:
        return None
    sizes = ", ".join(f"{len(rows):,} of `{name}`" for name, rows in earlier.rows.items())
    added = sum(len(one.star.rows) for one in curated.entries)
    return (
        f"Extends {inline(shown_name(earlier.name))}: its {len(earlier.flat):,} rows ({sizes}) stand unchanged before "
        f"the new ones, with their ids and in their splits. {added:,} rows were added. The funnel "
        "and what is said of references are about the new ones."
    )


def _splits(spec: CurateSpec, curated: Curated) -> str | None:
    one = curated.nearness
    if one is None:
        return None
    near = (
        f", and stars of which two rows have a cosine of {one.threshold:g} or more, whatever their labels, "
        if one.threshold is not None
        else " "
    )
    linked = f" Nearness alone keeps {one.linked:,} pairs of stars together." if one.linked else ""
    held = ", ".join(f"`{name}`" for name in spec.split.held_out)
    checked = (
        "rows of two splits were compared anew, all with all, and none came nearer or shared"
        if one.threshold is not None
        else "none shared"
    )
    return (
        f"Stars of one template, text or seed{near}stand in one split: {one.groups:,} groups, the largest with "
        f"{one.largest:.1%} of the rows.{linked} At the end {checked} a star, seed, template or "
        "prompt." + (f" Held out, and so in `test` only: {held}." if held else "")
    )


def _references(curated: Curated) -> list[str]:
    if not curated.references and not curated.absent:
        return []
    rows = []
    for name, met in curated.references.items():
        own = [one for one in curated.contacts if one.reference == name]
        best = max((one.cosine for one in own if one.cosine is not None), default=None)
        rows.append(
            (
                inline(shown_name(name)),
                inline(met.licence or "-"),
                f"{met.texts:,}",
                f"{met.met:,}",
                str(sum(one.rule != "cosine" for one in own)),
                str(sum(one.rule == "cosine" for one in own)),
                "-" if best is None else f"{best:.3f}",
                "kept" if met.allowed else "dropped",
            )
        )
    head = (
        "reference",
        "its licence",
        "texts",
        "met",
        "rows by words",
        "rows by cosine",
        "highest cosine",
        "such stars",
    )
    told = [
        f"Compared were the prompts of the rows, by 13 words in a row{_by_cosine(curated)}, and their targets by words "
        "alone, with every text of the references: questions, contexts, short contexts joined with their questions, "
        "answers. No published row comes near one, save where the last column says that the recipe allows it.",
        table(head, rows),
    ]
    if curated.contacts:
        told.append(_contacts(curated))
    if curated.absent:
        told.append(f"Public sets not at hand, and so not compared with: {inline(', '.join(curated.absent))}.")
    return told if rows else told[2:]


def _by_cosine(curated: Curated) -> str:
    one = curated.nearness
    return f" and by a cosine of {one.threshold:g}" if one is not None and one.threshold is not None else ""


def _contacts(curated: Curated) -> str:
    order = sorted(curated.contacts, key=lambda one: (one.reference, -(one.cosine or 1.0), one.row))
    rows = [
        (
            f"`{one.row}`",
            inline(shown_name(one.reference)),
            inline(one.place),
            one.rule,
            "-" if one.cosine is None else f"{one.cosine:.3f}",
        )
        for one in order[:MOST]
    ]
    more = f"\n\n{len(order) - MOST:,} more are in `run.json`." if len(order) > MOST else ""
    return table(("candidate", "reference", "place", "rule", "cosine"), rows) + more
