"""What an audit means: a grade by the gates, and sentences with examples."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nescio.pipelines.audit import Loaded
from nescio.pipelines.audit_advice import advice
from nescio.schemas.base import Frozen
from nescio.validation.audit_probes import ProbeFigure
from nescio.validation.audit_repeats import Repeat, Repeats
from nescio.validation.audit_words import TellingCount, TellingWord
from nescio.validation.leakage import SurfaceReport
from nescio.validation.probe_bench import FOLDS

EXAMPLES = 3
SHOWN_CHARACTERS = 300
_SEVERE = 0.80
GRADES = {
    "passes": "No probe is above its gate.",
    "doubtful": "A probe is above its gate, but not surely: more rows would tell.",
    "fails": "At least one probe is surely above its gate.",
    "given away": "A reader who sees only the surface knows the label of most rows.",
    "unmeasured": "There are too few rows: at least 10 groups with both labels are wanted.",
}
"""What a grade means."""


class Shown(Frozen):
    """A row as an example, by its number in the audit, its text cut to about SHOWN_CHARACTERS."""

    row: int
    abstain: bool
    text: str
    split: str | None = None


class Finding(Frozen):
    """One thing that was found: of what kind, in a sentence, and rows that show it."""

    kind: str
    sentence: str
    examples: tuple[Shown, ...] = ()
    mark: str | None = None
    """The word to look for in the examples."""


@dataclass(frozen=True)
class Verdict:
    """Grade, a summary of it in a sentence or two, findings and what to do."""

    grade: str
    summary: str
    findings: tuple[Finding, ...]
    advice: tuple[str, ...]


def verdict(
    loaded: Loaded,
    surface: Mapping[str, SurfaceReport],
    probes: Mapping[str, Sequence[ProbeFigure]],
    words: Sequence[TellingWord],
    counts: Sequence[TellingCount],
    twice: Repeats,
) -> Verdict:
    """What the figures mean for the one who made the dataset."""
    findings = _groups(surface)
    findings += [_word(one, loaded) for one in words]
    # The number of words is told only where the length in characters is not: it is nearly the same finding.
    sizes = {"words"} if any(one.count == "length" for one in counts) else set()
    findings += [_count(one, loaded) for one in counts if one.count not in sizes]
    findings += [
        Finding(kind="interaction", sentence=_related(cue.feature, cue.auc, cue.weight))
        for cue in surface["all"].cues
        if cue.probe == "interaction"
    ]
    findings += _repeats(twice, loaded)
    grade = _grade(probes["all"])
    told = advice(probes["all"], [one.word for one in words], twice, loaded.columns.pair is not None)
    return Verdict(grade, _summary(grade, probes, surface["all"]), tuple(findings), tuple(told))


def _grade(pooled: Sequence[ProbeFigure]) -> str:
    gated = [one for one in pooled if one.wanted is not None]
    if not gated:
        return "unmeasured"
    grades = {one.grade for one in gated}
    if any(one.low > _SEVERE for one in gated):
        return "given away"
    return next(name for name in ("fails", "doubtful", "passes") if name in grades)


def _summary(grade: str, probes: Mapping[str, Sequence[ProbeFigure]], report: SurfaceReport) -> str:
    """The grade in words, the probes above their gates, and groups that are worse than all rows."""
    parts = [GRADES[grade]]
    above = [(one.auc - one.wanted, one) for one in probes["all"] if one.wanted is not None and one.auc > one.wanted]
    ordered = [one for _, one in sorted(above, key=lambda two: -two[0])]
    if ordered:
        worst = ordered[0]
        parts.append(
            f"Of an abstain row and an answer row, the probe that reads only {worst.reads} picks the abstain row in "
            f"{100 * worst.auc:.0f} of 100 draws (AUC {worst.auc:.2f}, at most {worst.wanted:.2f} is wanted)."
        )
    if ordered[1:]:
        listed = ", ".join(f"{one.probe} {one.auc:.2f}" for one in ordered[1:])
        parts.append(f"Above their gates too: {listed}.")
    if report.pair_accuracy is not None and report.pair_accuracy >= 0.75:
        parts.append(
            f"Of two twins side by side the words tell the right one in {100 * report.pair_accuracy:.0f} of 100."
        )
    worse = [name for name, part in probes.items() if name != "all" and any(one.grade == "fails" for one in part)]
    if worse and grade in ("passes", "doubtful"):
        parts.append(f"All rows together hide what these groups do, which surely fail alone: {', '.join(worse)}.")
    return " ".join(parts)


def percent(share: float) -> str:
    """A share in words: two digits where it is small, and never a false nought."""
    return "0 %" if share == 0 else f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"


def _groups(surface: Mapping[str, SurfaceReport]) -> list[Finding]:
    """Groups with one label: what a row is about tells what to do with it."""
    alone = [name for name, one in surface.items() if name != "all" and one.positives in (0, one.rows)]
    if not alone:
        return []
    rows = sum(surface[name].rows for name in alone)
    sentence = (
        f"{len(alone)} of {len(surface) - 1} groups have one label only ({percent(rows / surface['all'].rows)} of the "
        f"rows): {', '.join(alone)}. There, knowing the group is knowing the label."
    )
    return [Finding(kind="group", sentence=sentence)]


def _word(one: TellingWord, loaded: Loaded) -> Finding:
    sides = [("abstain", one.abstain_share, one.abstain_rows), ("answer", one.answer_share, one.answer_rows)]
    (side, share, rows), (other, other_share, other_rows) = sides if one.abstain else sides[::-1]
    stable = "all" if one.folds == FOLDS else f"{one.folds} of"
    sentence = (
        f"`{one.word}` stands in {percent(share)} of the {side} rows and {percent(other_share)} of the {other} rows "
        f"({rows} and {other_rows}); the probe leans on it in {stable} {FOLDS} training parts."
    )
    return Finding(kind="word", sentence=sentence, examples=_shown(one.examples, loaded, one.word), mark=one.word)


def _count(one: TellingCount, loaded: Loaded) -> Finding:
    more = one.auc > 0.5
    area = max(one.auc, 1 - one.auc)
    means = f"{one.abstain_mean:.4g} against {one.answer_mean:.4g}"
    if one.count == "length":
        told = f"Abstain rows are {'longer' if more else 'shorter'}: {means} characters on average"
    else:
        told = f"Abstain rows have {'more' if more else 'fewer'} {one.count}: {means} on average"
    sentence = (
        f"{told}; that alone picks the abstain row of two in {100 * area:.0f} of 100 draws "
        f"(AUC {area:.3f}, {_span(one, more)})."
    )
    return Finding(kind="count", sentence=sentence, examples=_shown(one.examples, loaded))


def _span(one: TellingCount, more: bool) -> str:
    low, high = (one.low, one.high) if more else (1 - one.high, 1 - one.low)
    return f"{low:.3f} to {high:.3f}"


def _related(feature: str, auc: float | None, lost: float) -> str:
    alone = "" if auc is None else f" Alone its AUC is {auc:.2f}."
    return f"Question beside context: {feature}. Without it the interaction probe loses {max(lost, 0):.3f} AUC.{alone}"


def _repeats(twice: Repeats, loaded: Loaded) -> list[Finding]:
    """Repeats, conflicts and leaks that there are, one finding for each kind."""
    near = "" if not twice.near else f", {twice.near} rows are near another"
    told = []
    if twice.exact or twice.normalised or twice.near:
        told.append(
            (
                "repeats",
                f"{twice.exact} rows repeat an earlier text of their label, {twice.normalised} more do but for case, "
                f"marks and spaces{near}.",
            )
        )
    if twice.conflicts or twice.near_conflicts:
        beside = f" {twice.near_conflicts} more are near a row of the other label." if twice.near_conflicts else ""
        told.append(
            ("conflicts", f"{twice.conflicts} rows have a text that also stands under the other label.{beside}")
        )
    if twice.leaks:
        listed = ", ".join(f"{count} rows by {rule}" for rule, count in sorted(twice.leaks.items()))
        told.append(("leaks", f"Splits leak: {listed} stand in another split too."))
    return [
        Finding(kind=kind, sentence=sentence, examples=_twos(twice.examples.get(kind, ()), loaded))
        for kind, sentence in told
    ]


def _twos(examples: Sequence[Repeat], loaded: Loaded) -> tuple[Shown, ...]:
    return tuple(row for one in examples[:EXAMPLES] for row in _shown((one.first, one.second), loaded))


def _shown(numbers: Sequence[int], loaded: Loaded, words: str | None = None) -> tuple[Shown, ...]:
    return tuple(
        Shown(
            row=number,
            abstain=loaded.probes[number].label,
            text=cut(loaded.probes[number].text, words),
            split=loaded.splits[number],
        )
        for number in numbers
    )


def words_pattern(words: str) -> re.Pattern[str]:
    """Finds words and runs of marks one after another, whole ones."""
    parts = [
        rf"(?<!\w){re.escape(one)}(?!\w)" if one[0].isalnum() or one[0] == "_" else re.escape(one)
        for one in words.split()
    ]
    return re.compile(r"\s*".join(parts), re.IGNORECASE)


def cut(text: str, words: str | None) -> str:
    """At most SHOWN_CHARACTERS of the text, with the words in it, and dots where it goes on."""
    found = words_pattern(words).search(text) if words else None
    start = 0 if found is None or found.end() <= SHOWN_CHARACTERS else max(0, found.start() - SHOWN_CHARACTERS // 2)
    end = start + SHOWN_CHARACTERS
    return ("... " if start else "") + text[start:end] + (" ..." if end < len(text) else "")
