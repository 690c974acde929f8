"""Sampling, shuffling and splitting a loaded dataset so that the rows of a star, and with them pairs, stay together."""

from random import Random
from typing import TYPE_CHECKING

from nescio.schemas.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from datasets import Dataset
    from numpy.typing import NDArray

NAMES = ("cross_id", "pair_id", "id")
"""What names a row's star, the first that is not null: the star, else the pair, else the row alone."""


def sample_stars(data: "Dataset", n: int, seed: int = 0) -> "Dataset":
    """The rows of `n` whole stars, drawn by `seed`, in the order in which they stand.

    Which stars are drawn depends on their ids and the seed alone, not on the order of the rows. Raises UsageError where
    there are fewer, or where the data has no columns that tell its stars.
    """
    codes, number = _codes(data)
    if not 0 <= n <= number:
        raise UsageError(f"{n} stars are wanted; the data has {number}: ask for 0 to {number}")
    return _where(data, codes, _drawn(number, seed)[:n])


def shuffle_stars(data: "Dataset", seed: int = 0) -> "Dataset":
    """All rows, the stars in an order drawn by `seed`, those of a star together as they stand.

    Raises UsageError where the data has no columns that tell its stars.
    """
    import numpy as np

    codes, number = _codes(data)
    place = np.empty(number, dtype=np.int64)
    place[_drawn(number, seed)] = np.arange(number)
    return data.select(np.argsort(place[codes], kind="stable"))


def split_stars(data: "Dataset", fraction: float, seed: int = 0) -> tuple["Dataset", "Dataset"]:
    """Two datasets: so many stars, drawn by `seed`, that they are `fraction` of all, rounded; and the rest.

    Rows stand as they stood. Stars of one template or seed may part: the published splits keep those together too.
    Raises UsageError for a fraction beyond 0 and 1, or where the data has no columns that tell its stars.
    """
    if not 0 <= fraction <= 1:
        raise UsageError(f"the fraction is {fraction:g}; a number between 0 and 1 is wanted")
    codes, number = _codes(data)
    order = _drawn(number, seed)
    first = round(fraction * number)
    return _where(data, codes, order[:first]), _where(data, codes, order[first:])


def star_names(data: "Dataset") -> "pa.Array":
    """The name of each row's star: the column `star` of an export, else by NAMES. Reads these columns only.

    Raises UsageError where there are none, or where a row has no name.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = getattr(data, "column_names", None)
    if not isinstance(columns, list):
        raise UsageError(f"a {type(data).__name__} was given; one split of a dataset is wanted, such as data['train']")
    there = ["star"] if "star" in columns else [name for name in NAMES if name in columns]
    if not set(there) - {"id"}:
        raise UsageError(
            f"the data has no columns that tell its stars (star, or {', '.join(NAMES)}); it has "
            f"{', '.join(columns) or 'none'}. Load a dataset of nescio, or an export of one"
        )
    table = data.select_columns(there).with_format("arrow")[:]
    names = pc.coalesce(*(table[name].cast(pa.string()) for name in there))
    if names.null_count:
        raise UsageError(
            f"{names.null_count} of {len(data)} rows have no {' and no '.join(there)}: their star is unknown"
        )
    return names


def _codes(data: "Dataset") -> tuple["NDArray[np.int64]", int]:
    """Of each row the number of its star among their sorted names; and how many stars there are."""
    import numpy as np
    import pyarrow.compute as pc

    names = star_names(data)
    known = pc.unique(names)
    known = known.take(pc.sort_indices(known))
    return pc.index_in(names, value_set=known).to_numpy().astype(np.int64), len(known)


def _drawn(number: int, seed: int) -> "NDArray[np.int64]":
    """The numbers below `number` in an order drawn by `seed`."""
    import numpy as np

    order = list(range(number))
    Random(f"stars {seed}").shuffle(order)
    return np.array(order, dtype=np.int64)


def _where(data: "Dataset", codes: "NDArray[np.int64]", stars: "NDArray[np.int64]") -> "Dataset":
    """The rows of these stars, in the order in which they stand."""
    import numpy as np

    return data.select(np.flatnonzero(np.isin(codes, stars)))
