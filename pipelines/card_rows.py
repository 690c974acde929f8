"""The part of a card that says what its rows are: roles, figures, joined texts, and a test split that was used."""

from collections import Counter
from collections.abc import Sequence

from nescio.pipelines.card_figures import table
from nescio.schemas.example import Example
from nescio.schemas.taxonomy import Domain, Figure, Role, Scenario

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
_BARE = (
    "Rows come in *stars* (`cross_id`) that stand or fall together. A `perturbed` row and its `twin` (`pair_id`) are "
    "compared with each other; unless something else is said here, the first should not be answered and the second "
    "should. A `clean` row is asked beside them."
)
_PAIRS = (
    "In a *pair* both rows are to be answered: the `perturbed` one sounds unsafe or is about what people dispute, or "
    "claims a role; its `twin` asks the same, or the like, without that."
)
_ASKED = (
    "In a *square* a text holds two clauses, one that can be answered and one that cannot, and asks one of them: in "
    "the `perturbed` row the second, in its `twin` the first. Every word stands once under each label; which clause is "
    "asked tells it."
)
_CLAUSES = frozenset({Domain.LOOKALIKE, Domain.POLITICS})
"""The domains whose squares are of two clauses."""
_SQUARES = (
    "Where there is no context, or where two values must go together, a star is a *square*: two questions (or texts) "
    "that have an answer, and have none once they exchange what they name. Every name and every wording stands once "
    "under each label."
)
_WEAKER = "Not every seed allows a star, and not every perturbation hides something."
_ARRANGED = "`figure` says how a row's star is arranged."
_MIRROR = "A `mirror` is weaker: its text alone may hint at the label."
_HIDING = frozenset({Figure.STAR, Figure.CROSS, Figure.RETOLD, Figure.MIRROR})
"""The figures in which facts of a text are hidden."""
_LOOKALIKES = (
    "Rows of the scenario `answerable_lookalike` are problems that look unanswerable and are not, beside ones that "
    "look alike and are."
)


def rows_section(rows: Sequence[Example]) -> str:
    """What a row is, and how many there are of each role and figure."""
    roles = Counter(row.role.value for row in rows)
    figures = {row.figure for row in rows}
    told = [
        *_arrangement(rows, figures),
        table(("role", "rows"), [(role.value, str(roles[role.value])) for role in Role]),
    ]
    if figures != {Figure.STAR}:
        weaker = [_WEAKER] if figures & _HIDING else []
        mirror = [_MIRROR] if Figure.MIRROR in figures else []
        told += [" ".join([*weaker, _ARRANGED, *mirror]), _by_figure(rows)]
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


def _arrangement(rows: Sequence[Example], figures: set[Figure]) -> list[str]:
    """What a star is, as far as these rows have such."""
    told = [_STARS if figures & _HIDING or not rows else _BARE]
    if Figure.SQUARE in figures:
        told.append(_ASKED if rows[0].domain in _CLAUSES else _SQUARES)
    return [*told, _PAIRS] if Figure.PAIR in figures else told


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
    clauses = (
        "two clauses by which of them is asked" if rows and rows[0].domain in _CLAUSES else _FIGURES[Figure.SQUARE]
    )
    lines = [
        (f"`{name}`", figure.value, clauses if figure is Figure.SQUARE else _FIGURES[figure], str(counts[name, figure]))
        for name in sorted({name for name, _ in counts})
        for figure in Figure
        if counts[name, figure]
    ]
    return table(("perturbation", "figure", "which is", "stars"), lines)
