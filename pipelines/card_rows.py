"""The part of a card that says what its rows are: roles, figures, joined texts, and a test split that was used."""

from collections import Counter
from collections.abc import Sequence

from nescio.pipelines.card_figures import table
from nescio.schemas.example import Example
from nescio.schemas.taxonomy import Figure, Role, Scenario

_FIGURES = {
    Figure.STAR: "three hidden facts by two questions",
    Figure.CROSS: "two hidden facts by two questions; no decoys",
    Figure.RETOLD: "two hidden facts by which of them another sentence tells",
    Figure.SQUARE: "two values of one thing by two values of another",
    Figure.MIRROR: "the same edit where the question needs what it changes and where it does not",
    Figure.PAIR: "one request in two wordings, or of two topics, both to be answered",
    Figure.PLAIN: "not crossed: the label is meant to lie in the words",
}
_STARS = (
    "Rows come in *stars* (`cross_id`): one context with facts a, b and c, and two questions, A that needs a and B "
    "that needs b. Each fact is hidden in turn, and each text is asked both questions. Where the question needs "
    "the hidden fact the row is `perturbed` and should not be answered; its `twin` (`pair_id`) asks the same of a "
    "text that hides something else; a `decoy` hides what neither question needs; a `clean` row hides nothing. So "
    "neither a context nor a question tells the label by itself: only reading does."
)
_SQUARES = (
    "Where there is no context, or where two values must go together, a star is a *square*: two questions (or texts) "
    "that have an answer, and have none once they exchange what they name. Every name and every wording stands once "
    "under each label."
)
_WEAKER = (
    "Not every seed allows a star, and not every perturbation hides something: `figure` says how a row's star is "
    "arranged. A `mirror` is weaker: its text alone may hint at the label."
)
_LOOKALIKES = (
    "Rows of the scenario `answerable_lookalike` are problems that look unanswerable and are not, beside ones that "
    "look alike and are."
)


def rows_section(rows: Sequence[Example]) -> str:
    """What a row is, and how many there are of each role and figure."""
    roles = Counter(row.role.value for row in rows)
    figures = {row.figure for row in rows}
    told = [
        _STARS,
        *([_SQUARES] if Figure.SQUARE in figures else []),
        table(("role", "rows"), [(role.value, str(roles[role.value])) for role in Role]),
    ]
    if figures != {Figure.STAR}:
        told += [_WEAKER, _by_figure(rows)]
    if any(row.scenario is Scenario.ANSWERABLE_LOOKALIKE for row in rows):
        told.append(_LOOKALIKES)
    joined = sum(bool(row.context_seed_ids) for row in rows)
    if joined:
        told.append(f"The texts of {joined:,} rows join two stories (`context_seed_ids`).")
    told.append(
        "Use `should_abstain` as the label, `target` as a reference response, and keep stars whole when you sample or "
        "split again."
    )
    return "## What a row is\n\n" + "\n\n".join(told)


def held_out(rows: Sequence[Example]) -> str | None:
    """A warning, where rows were made from the test split of another dataset."""
    found = sorted({row.source.dataset for row in rows if row.source.split == "test"})
    if not found:
        return None
    return (
        f"> **Made from a test split** (of {', '.join(found)}): for measurements only. Do not publish it and do not "
        "train on it, or that test is spent."
    )


def _by_figure(rows: Sequence[Example]) -> str:
    stars = {(row.perturbation, row.figure, row.cross_id or row.id) for row in rows}
    counts = Counter((name, figure) for name, figure, _ in stars)
    lines = [
        (f"`{name}`", figure.value, _FIGURES[figure], str(counts[name, figure]))
        for name in sorted({name for name, _ in counts})
        for figure in Figure
        if counts[name, figure]
    ]
    return table(("perturbation", "figure", "which is", "stars"), lines)
