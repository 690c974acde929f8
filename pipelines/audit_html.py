"""An audit as one self-contained HTML page: no script, nothing loaded, every text of the dataset escaped."""

from collections.abc import Sequence

from nescio.pipelines.audit_show import group_table, told_rows
from nescio.pipelines.audit_verdict import GRADES, Finding, Shown, words_pattern
from nescio.pipelines.auditing import Audit
from nescio.pipelines.card_figures import figure
from nescio.pipelines.html import Section, document, interval, paragraph, shown, table, texts
from nescio.pipelines.html_charts import range_bar
from nescio.validation.audit_probes import ProbeFigure

_WORDS, _COUNTS = ("group", "word", "count"), ("repeats", "conflicts", "leaks")
_ENDS = (0.3, 1.0)
"""Of the line that an AUC is drawn on."""


def page(audit: Audit) -> str:
    """The whole page. Text of the dataset is shown with what hides or reorders it as \\u{...}."""
    grade = f'<p><span class="grade {_css(audit.grade)}">{shown(audit.grade)}</span></p>'
    lead = grade + "".join(map(paragraph, (audit.summary, *told_rows(audit))))
    advice = f"<ol>{''.join(f'<li>{shown(line)}</li>' for line in audit.advice)}</ol>"
    parts = [
        ("advice", "What to do", advice),
        ("probes", "Probes on all rows", _probes(audit)),
        ("groups", "Probes by group", _groups(audit)),
        ("words", "What gives the label away", _findings(audit, _WORDS)),
        ("interaction", "How question and context relate", _findings(audit, ("interaction",))),
        ("repeats", "Repeats, conflicts, leaks", _findings(audit, _COUNTS)),
        ("reading", "How to read this", _reading()),
    ]
    sections = [Section(*part) for part in parts if part[2]]
    return document(f"Audit of {audit.dataset}", lead, sections, contents=False)


def _css(grade: str) -> str:
    return grade.split()[0]


def _reading() -> str:
    meanings = "".join(f"<li><b>{shown(name)}</b>: {shown(said)}</li>" for name, said in GRADES.items())
    return (
        '<p class="dim">An AUC is the chance that a probe scores an abstain row above an answer row; .5 is chance. A '
        "probe is scored on rows of groups that it was not trained on. Intervals are 95 %, drawn over groups. A probe "
        f"fails where the whole interval is above its gate, and is doubtful where the figure is.</p><ul>{meanings}</ul>"
    )


def _probes(audit: Audit) -> str:
    rows = [_probe(one) for one in audit.probes["all"]]
    head = ("probe", ".3 to 1, gate dashed", "AUC (95 % interval)", "at most", "grade")
    return table("How well each probe tells the label", head, rows, ("", "bar", "number", "number")) if rows else ""


def _probe(one: ProbeFigure) -> list[str]:
    bar = range_bar((one.auc, one.low, one.high), _ENDS, gate=one.wanted, chance=0.5)
    return [
        f'{shown(one.probe)}<span class="dim reads"><br>{shown(one.reads)}</span>',
        f'<span class="{_css(one.grade)}">{bar}</span>',
        interval(figure(one.auc), f"{one.low:.3f} to {one.high:.3f}"),
        "-" if one.wanted is None else f"{one.wanted:.2f}",
        "" if one.wanted is None else f'<span class="{_css(one.grade)}">{shown(one.grade)}</span>',
    ]


def _groups(audit: Audit) -> str:
    if len(audit.probes) < 2:
        return ""
    head, rows = group_table(audit)
    parts = [table("AUC of each probe on each group", [*map(shown, head)], texts(rows))]
    parts.append('<p class="dim">! surely above the gate, ? above it but not surely, - too few rows or one label</p>')
    for name, words in audit.words_by_group.items():
        if words:
            listed = ", ".join(
                f"{one.word} ({'abstain' if one.abstain else 'answer'}, {one.abstain_rows} to {one.answer_rows})"
                for one in words
            )
            parts.append(f"<p><b>{shown(name)}</b>: {shown(listed)}</p>")
    return "\n".join(parts)


def _findings(audit: Audit, kinds: Sequence[str]) -> str:
    return "\n".join(_finding(one) for one in audit.findings if one.kind in kinds)


def _finding(one: Finding) -> str:
    return "\n".join([f"<h3>{shown(one.sentence)}</h3>", *(_example(row, one.mark) for row in one.examples)])


def _example(row: Shown, mark: str | None) -> str:
    side = "abstain" if row.abstain else "answer"
    where = f", {shown(row.split)}" if row.split else ""
    return f'<div class="row {side}"><b>row {row.row}, {side}{where}</b>{marked(row.text, mark)}</div>'


def marked(text: str, words: str | None) -> str:
    """The text with each occurrence of the words marked, whatever stands between them."""
    if not words:
        return shown(text)
    pieces, end = [], 0
    for found in words_pattern(words).finditer(text):
        pieces += [shown(text[end : found.start()]), f"<mark>{shown(found.group())}</mark>"]
        end = found.end()
    return "".join(pieces) + shown(text[end:])
