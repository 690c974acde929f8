"""What to do about what an audit found, the most urgent first."""

from collections.abc import Sequence

from nescio.validation.audit_probes import ProbeFigure
from nescio.validation.audit_repeats import Repeats

_WORDS = {"words", "additive", "characters", "hedges and denials"}
_PLACE = 0.6
"""AUC of the place in the file from which on it is spoken of."""


def advice(pooled: Sequence[ProbeFigure], words: Sequence[str], twice: Repeats, paired: bool) -> list[str]:
    """Sentences in the imperative. `words` are those that give the label away, the most telling first."""
    above = {one.probe for one in pooled if one.wanted is not None and one.auc > one.wanted}
    told = [*_repeats(twice), *_cues(above, words)]
    if above and not paired:
        told.append("Name twins or stars with --pair if there are any, so that no probe learns from a twin.")
    if above:
        told.append("Where nothing can be rewritten, --balance OUT keeps the most rows on which every probe passes.")
    if any(one.probe == "position" and one.low > _PLACE for one in pooled):
        told.append(
            "Shuffle the rows before training, and keep ids free of order: the place in the file tells the label."
        )
    return told or ["Nothing has to be done about the surface; let people read a sample for what no probe sees."]


def _repeats(twice: Repeats) -> list[str]:
    told = []
    if twice.conflicts or twice.near_conflicts:
        told.append("Read the conflicting rows and decide each label, or drop both: no model can learn from them.")
    if twice.leaks:
        told.append("Split again by star, pair, seed, template and text before any figure of a test split is believed.")
    if twice.exact or twice.normalised or twice.near:
        told.append("Remove the repeats (nescio dedup).")
    return told


def _cues(above: set[str], words: Sequence[str]) -> list[str]:
    told = []
    if above & _WORDS:
        first = ", ".join(f"`{word}`" for word in words[:3])
        told.append(
            "Write both sides alike: one source, one rewriter, one set of phrases for abstain and answer rows"
            + (f"; begin with {first}." if first else ".")
        )
    if above & {"length", "word count"}:
        told.append("Make both sides equally long: put a true and irrelevant text of its length for what is removed.")
    if "counts" in above:
        told.append("Use the same punctuation, numbers and number of sentences on both sides.")
    if "interaction" in above:
        told.append("Let the hole stand near the question's words under both labels: decoys and crossed questions.")
    if above & {"question alone", "context alone"}:
        told.append("Ask the same questions of the same contexts on both sides: one part alone tells the label.")
    return told
