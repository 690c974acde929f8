"""HTML pages in one file: no script, nothing loaded, every text from outside escaped and made harmless.

Functions return HTML. What comes from outside is given as text and escaped here, or has been through `shown`; it never
stands in an attribute.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from nescio.pipelines.html_style import STYLE
from nescio.pipelines.safe_text import harmless
from nescio.schemas.hashing import content_hash

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy of every page."""
LONGEST = 1500
"""Characters of a text that are shown, about."""
_BEGINNING, _BESIDE, _WITHIN = 600, 120, 300
"""Of a text that is too long: characters shown of its beginning, on either side of a mark, and of a mark."""
_MOST_MARKS = 8


@dataclass(frozen=True)
class Section:
    """A part of a page under a heading. `slug` is its anchor: letters of ours, never a text from outside."""

    slug: str
    title: str
    body: str


def document(title: str, lead: str, sections: Sequence[Section], *, contents: bool = True, footer: str = "") -> str:
    """A whole page. `lead` stands under the title; `contents` lists the sections."""
    links = "".join(f'<li><a href="#{one.slug}">{shown(one.title)}</a></li>' for one in sections)
    nav = f'<nav aria-label="Contents"><ul>{links}</ul></nav>\n' if contents else ""
    skip = '<a class="skip" href="#main">Skip to the content</a>\n' if contents else ""
    body = "\n".join(
        f'<section aria-labelledby="{one.slug}"><h2 id="{one.slug}">{shown(one.title)}</h2>\n{one.body}</section>'
        for one in sections
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{shown(title)}</title><style>{STYLE}</style></head>\n<body>\n"
        f'{skip}<header><h1>{shown(title)}</h1>\n{lead}</header>\n{nav}<main id="main">\n{body}\n</main>\n'
        f"{f'<footer>{footer}</footer>' if footer else ''}</body></html>\n"
    )


def shown(text: str) -> str:
    """A text as it may stand in HTML; what hides or reorders it is \\u{...}."""
    return escape(harmless(text), quote=True)


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of text; `kind` is a class of the style."""
    return f"<p{_class(kind)}>{shown(text)}</p>"


def bullets(texts: Iterable[str]) -> str:
    """A list of texts; empty for none."""
    items = "".join(f"<li>{shown(one)}</li>" for one in texts)
    return f"<ul>{items}</ul>" if items else ""


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Names and values side by side, both texts."""
    inner = "".join(f"<div><dt>{shown(name)}</dt><dd>{shown(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="facts">{inner}</dl>'


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], kinds: Sequence[str] = ()) -> str:
    """A table that scrolls in its own box. `caption` is a text, `head` and cells are HTML, the first heads its row.

    `kinds` are classes of the columns: number, bar, long, or nothing.
    """
    classes = [_class(kind) for kind in (*kinds, *[""] * (len(head) - len(kinds)))]
    heads = "".join(f'<th scope="col"{kind}>{one}</th>' for one, kind in zip(head, classes, strict=True))
    lines = []
    for first, *rest in rows:
        cells = "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(rest, classes[1:], strict=True))
        lines.append(f'<tr><th scope="row"{classes[0]}>{first}</th>{cells}</tr>')
    full = ' class="full"' if {"bar", "long"} & set(kinds) else ""
    body = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody>"
    name = f"table-{content_hash(caption, body)[:12]}"
    return (
        f'<div class="wide" role="group" aria-labelledby="{name}" tabindex="0"><table{full}>'
        f'<caption id="{name}"><span>{shown(caption)}</span></caption>{body}</table></div>'
    )


def texts(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Rows of texts as rows of cells."""
    return [[shown(cell) for cell in row] for row in rows]


def interval(value: str, ends: str) -> str:
    """A cell with a figure and, below it, its interval; both are texts."""
    return f'{shown(value)}<br><span class="dim ends">{shown(ends)}</span>'


def fold(summary: str, body: str, *, opened: bool = False) -> str:
    """A part to fold out; `summary` is a text, `body` HTML."""
    return f"<details{' open' if opened else ''}><summary>{shown(summary)}</summary>{body}</details>"


def excerpt(text: str, marks: Iterable[tuple[int, int]] = ()) -> str:
    """The text with the places `marks` (start, end) marked; where it is long, its beginning and what is about these.

    What is left out is counted. Places beyond the text and those that overlap an earlier one are not marked.
    """
    placed = _placed(marks, len(text))
    pieces, end = [], 0
    for start, stop in _windows(placed, len(text)):
        if start > end:
            pieces.append(_left_out(start - end))
        pieces.append(_marked(text, placed, start, stop))
        end = stop
    return "".join(pieces) + (_left_out(len(text) - end) if end < len(text) else "")


def _placed(marks: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(marks)):
        if 0 <= start < end <= length and (not found or start >= found[-1][1]):
            found.append((start, end))
    return found


def _windows(marks: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """What is shown of a text, in order, none touching another."""
    if length <= LONGEST:
        return [(0, length)]
    wanted = [(0, _BEGINNING)]
    wanted += [(start - _BESIDE, min(end, start + _WITHIN) + _BESIDE) for start, end in marks[:_MOST_MARKS]]
    found: list[tuple[int, int]] = []
    for start, end in wanted:
        start, end = max(start, 0), min(end, length)
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _marked(text: str, marks: Sequence[tuple[int, int]], start: int, end: int) -> str:
    pieces, at = [], start
    for low, high in marks:
        low, high = max(low, start), min(high, end)
        if low < high:
            pieces += [shown(text[at:low]), f"<mark>{shown(text[low:high])}</mark>"]
            at = high
    return "".join(pieces) + shown(text[at:end])


def _left_out(number: int) -> str:
    return f'<span class="left-out"> [… {number:,} characters left out …] </span>'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
