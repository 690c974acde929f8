"""The embedding map of a report: the published rows in the two main directions of their vectors (PCA).

No encoder is asked: the vectors are those that the run itself made and kept, for finding duplicates.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nescio.pipelines.html import paragraph, shown
from nescio.pipelines.html_charts import scatter
from nescio.pipelines.journal import input_key
from nescio.pipelines.observe import ENCODER_VERSION
from nescio.pipelines.report_folder import RunFolder
from nescio.pipelines.storage import StorageError
from nescio.pipelines.vectors import VectorStore

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 1500
"""Rows on the map."""
_FEWEST = 3
_SIZE, _SMALL = 520, 200
"""Sides of the map and of one perturbation's, in pixels."""
_DOT, _SMALL_DOT = 6, 4
_MARGIN = 0.02


def embedding_map(run: RunFolder) -> str:
    """The map and one of each perturbation; where there can be none, why."""
    model = next((one for one in run.record.models if one.role == "dedup"), None)
    folder = run.path / "vectors"
    if model is None or not (folder / f"{model.weights}.idx").is_file():
        return paragraph("There is no map: the run has no vectors of its rows (curate.dedup is off, or they are gone).")
    sample = run.sample(MOST)
    keys = [input_key(ENCODER_VERSION, prompt) for _, prompt, _ in sample]
    try:
        with VectorStore(folder, model.weights) as store:
            absent = set(store.missing(keys))
            vectors = store.get([key for key in keys if key not in absent])
    except StorageError as error:
        return paragraph(f"There is no map: {error}")
    rows = [(name, label) for (name, _, label), key in zip(sample, keys, strict=True) if key not in absent]
    if len(rows) < _FEWEST:
        return paragraph(f"There is no map: {len(rows)} published rows have a vector, {_FEWEST} are wanted.")
    places, shares = principal(vectors)
    return _drawn(rows, places, shares, model.name, sum(run.summary.splits.values()))


def principal(vectors: "NDArray[np.float32]") -> "tuple[NDArray[np.float64], tuple[float, float]]":
    """Places within the unit square, shape (rows, 2), and the shares of the variance in either direction.

    One scale for both directions. The sign of each is such that its largest weight is positive, so that equal vectors
    give equal maps.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    centred = vectors.astype(np.float64) - vectors.mean(axis=0, dtype=np.float64)
    with threadpool_limits(1):
        values, axes = np.linalg.eigh(centred.T @ centred)
    two = axes[:, -1:-3:-1]
    two = two * np.sign(two[np.abs(two).argmax(axis=0), [0, 1]])
    places = centred @ two
    low, high = places.min(axis=0), places.max(axis=0)
    side = float((high - low).max()) or 1.0
    whole = float(values.sum()) or 1.0
    unit = 0.5 + (places - (low + high) / 2) / side * (1 - 2 * _MARGIN)
    return unit, (float(max(values[-1], 0)) / whole, float(max(values[-2], 0)) / whole)


def _drawn(
    rows: Sequence[tuple[str, bool]],
    places: "NDArray[np.float64]",
    shares: tuple[float, float],
    encoder: str,
    published: int,
) -> str:
    points = [(name, float(x), float(y), label) for (name, label), (x, y) in zip(rows, places, strict=True)]
    abstain = sum(label for _, label in rows)
    across, up = (f"{100 * share:.0f} %" for share in shares)
    told = (
        f"{len(rows):,} of {published:,} published rows by the vectors of {encoder}, in the two directions of most "
        f"variance ({across} across, {up} up): {abstain:,} to abstain from, {len(rows) - abstain:,} "
        "to answer. A crossed star has nearly the same text under both labels, so there the colours should be mixed; "
        "what two directions show is a small part of what the vectors hold."
    )
    key = (
        '<p><span class="key answer"></span> to answer (round) &emsp; '
        '<span class="key abstain"></span> to abstain from (square)</p>'
    )
    every = scatter([(x, y, label) for _, x, y, label in points], _SIZE, _DOT)
    small = []
    for name in sorted({name for name, _ in rows}):
        own = [(x, y, label) for other, x, y, label in points if other == name]
        drawn = scatter(own, _SMALL, _SMALL_DOT)
        small.append(f"<figure>{drawn}<figcaption>{shown(f'{name}, {len(own):,} rows')}</figcaption></figure>")
    return (
        f'{paragraph(told)}{key}<figure class="map">{every}</figure>'
        f'<h3>The same map, one perturbation at a time</h3><div class="maps">{"".join(small)}</div>'
    )
