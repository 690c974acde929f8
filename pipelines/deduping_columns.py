"""Which columns of a dataset say what, and the rows that follow from them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from nescio.pipelines.deduping_files import Rows
from nescio.schemas.errors import UsageError
from nescio.validation.duplication_records import Row

TEXTS = ("prompt", "question", "text", "instruction", "problem", "query", "input", "Question", "Body")
_SPLITS = {"test": 2, "validation": 1, "valid": 1, "val": 1, "dev": 1}
"""Of two duplicates in two splits the one in the test split stays, and goes from what is trained on."""
PREFERENCES = ("first", "longest", "shortest")


@dataclass(frozen=True)
class Columns:
    """Which column says what; null where none does or nothing was said."""

    text: str | None = None
    label: str | None = None
    star: str | None = None
    pair: str | None = None
    seed: str | None = None
    template: str | None = None
    split: str | None = None

    def named(self) -> dict[str, str]:
        """Those that there are."""
        return {what: name for what, name in asdict(self).items() if name is not None}


KNOWN = {
    "text": TEXTS,
    "label": ("should_abstain", "label", "answerable", "is_answerable"),
    "star": ("cross_id", "star"),
    "pair": ("pair_id", "pair"),
    "seed": ("seed_id",),
    "template": ("template_id",),
}
"""Names that are understood where nothing was said: nescio's own first."""


def found_columns(splits: Mapping[str, Rows], asked: Columns, dataset: str) -> Columns:
    """What was asked for, and the rest by the names that nescio uses and others; an empty name asks for none.

    Raises UsageError where a column is missing or none is known for a text.
    """
    names = list(dict.fromkeys(name for rows in splits.values() for name in rows.columns))
    columns = replace(
        asked,
        **{
            what: next((one for one in known if one in names), None)
            for what, known in KNOWN.items()
            if getattr(asked, what) is None
        },
    )
    columns = replace(columns, **{what: None for what, name in columns.named().items() if not name})
    missing = [name for name in columns.named().values() if name not in names]
    if missing or columns.text is None:
        raise UsageError(
            f"{dataset} has no column {', '.join(missing) or ' or '.join(TEXTS)}; it has {', '.join(names)}. "
            "Name yours with --text, --label, ..."
        )
    return columns


def dataset_rows(splits: Mapping[str, Rows], columns: Columns, prefer: str, dataset: str) -> list[Row]:
    """The rows of all splits, one after another. Raises UsageError for a preference that is none."""
    found = []
    for name, rows in splits.items():
        told = {what: _column(rows, column) for what, column in columns.named().items()}
        worth = _preferences(rows, told["text"], prefer, dataset)
        for number in range(len(rows)):
            one = {what: values[number] for what, values in told.items()}
            unit = _prefixed("star", one.get("star")) or _prefixed("pair", one.get("pair"))
            split = str(one.get("split") or name)
            found.append(
                Row(
                    text=_text(one["text"]),
                    label=None if one.get("label") is None else str(one["label"]),
                    unit=unit,
                    seed=_told(one.get("seed")),
                    template=_told(one.get("template")),
                    preference=worth[number],
                    split=_SPLITS.get(split.lower(), 0),
                )
            )
    return found


def _column(rows: Rows, column: str) -> list[Any]:
    return rows.values(column) if column in rows.columns else [None] * len(rows)


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _told(value: object) -> str | None:
    return None if value in (None, "") else str(value)


def _prefixed(what: str, value: object) -> str | None:
    return None if value in (None, "") else f"{what} {value}"


def _preferences(rows: Rows, texts: list[Any], prefer: str, dataset: str) -> list[float]:
    """How much each row is worth: of two duplicates the one with more stays."""
    if prefer == "first":
        return [0.0] * len(rows)
    if prefer in ("longest", "shortest"):
        sign = 1 if prefer == "longest" else -1
        return [float(sign * len(_text(text))) for text in texts]
    if prefer not in rows.columns:
        raise UsageError(
            f"--prefer is {prefer!r}; wanted is {', '.join(PREFERENCES)} or a column of {dataset} that holds numbers: "
            f"{', '.join(rows.columns)}"
        )
    try:
        return [float(value) for value in rows.values(prefer)]
    except (TypeError, ValueError) as error:
        raise UsageError(f"--prefer: the column {prefer} of {dataset} holds what is no number ({error})") from error
