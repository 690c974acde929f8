"""An audit as one self-contained HTML page: no script, nothing loaded, every text of the dataset escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from nescio.pipelines.audit_show import group_table, told_rows
from nescio.pipelines.audit_verdict import GRADES, Finding, Shown, words_pattern
from nescio.pipelines.auditing import Audit
from nescio.pipelines.card_figures import figure
from nescio.pipelines.safe_text import harmless
from nescio.validation.audit_probes import ProbeFigure

_STYLE = """
:root { color-scheme: light dark; --page: #fff; --ink: #1b1f24; --dim: #5b6470; --line: #d5dae0; --panel: #f5f7f9;
  --good: #1a7f37; --warn: #8a5a00; --bad: #c02626; --mark: #ffe58a; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e4e8ec; --dim: #9aa4af; --line: #363d45;
  --panel: #1d2227; --good: #58c176; --warn: #e0ac4c; --bad: #ff7b72; --mark: #6a5400; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; }
.dim { color: var(--dim); } .wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: normal; }
td.bar { min-width: 12rem; width: 40%; }
.grade { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; border: 2px solid; font-weight: 600; }
.passes { color: var(--good); } .doubtful, .unmeasured { color: var(--warn); } .fails, .given { color: var(--bad); }
.row { margin: .3rem 0; padding: .4rem .6rem; background: var(--panel); border-left: 4px solid var(--line);
  white-space: pre-wrap; }
.row.abstain { border-color: var(--warn); } .row.answer { border-color: var(--good); }
.row b { font-weight: 600; font-size: .85rem; color: var(--dim); display: block; }
mark { background: var(--mark); color: inherit; } svg { display: block; width: 100%; height: 1.4rem; }
svg .axis { stroke: var(--line); } svg .span { stroke: currentColor; stroke-width: 3; }
svg .gate { stroke: var(--dim); stroke-dasharray: 2 2; } svg circle { fill: currentColor; }
@media (max-width: 40rem) { .reads { display: none; } td.bar { min-width: 7rem; } body { font-size: 15px; } }
"""


def page(audit: Audit) -> str:
    """The whole page. Text of the dataset is shown with what hides or reorders it as \\u{...}."""
    parts = [
        f"<h1>Audit of {shown(audit.dataset)}</h1>",
        f'<p><span class="grade {_css(audit.grade)}">{shown(audit.grade)}</span></p>',
        *(f"<p>{shown(line)}</p>" for line in (audit.summary, *told_rows(audit))),
        "<h2>What to do</h2>",
        f"<ol>{''.join(f'<li>{shown(line)}</li>' for line in audit.advice)}</ol>",
        *_probes(audit),
        *_groups(audit),
        *_findings(
            "What gives the label away", [one for one in audit.findings if one.kind in ("group", "word", "count")]
        ),
        *_findings("How question and context relate", [one for one in audit.findings if one.kind == "interaction"]),
        *_findings(
            "Repeats, conflicts, leaks",
            [one for one in audit.findings if one.kind in ("repeats", "conflicts", "leaks")],
        ),
        "<h2>How to read this</h2>",
        '<p class="dim">An AUC is the chance that a probe scores an abstain row above an answer row; .5 is chance. A '
        "probe is scored on rows of groups that it was not trained on. Intervals are 95 %, drawn over groups. A probe "
        "fails where the whole interval is above its gate, and is doubtful where the figure is.</p>",
        f"<ul>{''.join(f'<li><b>{shown(name)}</b>: {shown(said)}</li>' for name, said in GRADES.items())}</ul>",
    ]
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Audit of {shown(audit.dataset)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def shown(text: str) -> str:
    """Text as it may stand in HTML, in and outside of attributes."""
    return escape(harmless(text), quote=True)


def _css(grade: str) -> str:
    return grade.split()[0]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are HTML already."""
    heads = "".join(f"<th>{shown(one)}</th>" for one in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def _probes(audit: Audit) -> list[str]:
    lines = []
    for one in audit.probes["all"]:
        wanted = "-" if one.wanted is None else f"{one.wanted:.2f}"
        cells = [
            f'<td>{shown(one.probe)}<span class="dim reads"><br>{shown(one.reads)}</span></td>',
            f'<td class="bar {_css(one.grade)}">{_bar(one)}</td>',
            f"<td>{figure(one.auc, (one.low, one.high))}</td><td>{wanted}</td>",
            f'<td class="{_css(one.grade)}">{"" if one.wanted is None else shown(one.grade)}</td>',
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    if not lines:
        return []
    head = "<th>probe</th><th>.3 to 1, gate dashed</th><th>AUC (95 % interval)</th><th>at most</th><th></th>"
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return ["<h2>Probes on all rows</h2>", f'<div class="wide">{table}</div>']


def _bar(one: ProbeFigure) -> str:
    """The AUC and its interval on a line from .3 to 1, with chance and the gate."""

    def x(value: float) -> str:
        return f"{2 + 96 * (min(max(value, 0.3), 1.0) - 0.3) / 0.7:.1f}%"

    gate = (
        "" if one.wanted is None else f'<line class="gate" x1="{x(one.wanted)}" x2="{x(one.wanted)}" y1="0" y2="100%"/>'
    )
    return (
        f'<svg role="img" aria-label="{figure(one.auc, (one.low, one.high))}">'
        '<line class="axis" x1="0" x2="100%" y1="50%" y2="50%"/>'
        f'<line class="axis" x1="{x(0.5)}" x2="{x(0.5)}" y1="0" y2="100%"/>{gate}'
        f'<line class="span" x1="{x(one.low)}" x2="{x(one.high)}" y1="50%" y2="50%"/>'
        f'<circle cx="{x(one.auc)}" cy="50%" r="4"/></svg>'
    )


def _groups(audit: Audit) -> list[str]:
    if len(audit.probes) < 2:
        return []
    head, rows = group_table(audit)
    parts = ["<h2>Probes by group</h2>", _table(head, [[shown(cell) for cell in row] for row in rows])]
    parts.append('<p class="dim">! surely above the gate, ? above it but not surely, - too few rows or one label</p>')
    for name, words in audit.words_by_group.items():
        if words:
            listed = ", ".join(
                f"{one.word} ({'abstain' if one.abstain else 'answer'}, {one.abstain_rows} to {one.answer_rows})"
                for one in words
            )
            parts.append(f"<p><b>{shown(name)}</b>: {shown(listed)}</p>")
    return parts


def _findings(title: str, findings: Sequence[Finding]) -> list[str]:
    if not findings:
        return []
    parts = [f"<h2>{shown(title)}</h2>"]
    for one in findings:
        parts.append(f"<h3>{shown(one.sentence)}</h3>")
        parts += [_example(row, one.mark) for row in one.examples]
    return parts


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
