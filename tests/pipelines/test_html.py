"""HTML pages: every text stays text, long ones are cut with what was left out counted, and all can be read."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines.html import LONGEST, Section, document, excerpt, fold, shown, table
from nescio.pipelines.html_charts import range_bar, scatter, stacked_bar
from nescio.pipelines.html_style import DARK, LIGHT, STYLE
from nescio.pipelines.safe_text import harmless

NASTY = st.text(st.characters() | st.sampled_from("<>&\"'\u202e\u2066\x1b\x00\u200b")) | st.sampled_from(
    ["<script>", '"><img src=x onerror=1>', "</details>", "<!--", "]]>", "&lt;", "</style>", "\ud800"]
)
ENOUGH = 4.5


class Text(HTMLParser):
    """The text of a page, and its tags."""

    def __init__(self) -> None:
        """Nothing is seen yet."""
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags.add(tag)
        self.attributes |= set(attrs)

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def read(page: str) -> Text:
    """A page as a parser sees it."""
    found = Text()
    found.feed(page)
    found.close()
    return found


@given(NASTY, st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=4))
def test_an_excerpt_holds_the_text_and_no_tag_but_marks(text: str, marks: list[tuple[int, int]]) -> None:
    """Whatever the text and the places to mark, what is read is the harmless text, and only marks stand in it."""
    found = read(excerpt(text, marks))
    assert found.text == harmless(text)
    assert found.tags <= {"mark"}
    assert not found.attributes


@given(NASTY, NASTY)
def test_tables_and_folds_keep_texts_apart_from_tags(first: str, second: str) -> None:
    """Captions and summaries are text, whatever they hold, and an attribute has no more of them than a hash."""
    made = table(first, ("a", "b"), [[shown(first), shown(second)]]) + fold(second, shown(first))
    found = read(made)
    assert found.tags <= {"div", "table", "caption", "span", "thead", "tbody", "tr", "th", "td", "details", "summary"}
    named = {value for name, value in found.attributes if name in ("id", "aria-labelledby")}
    assert len(named) == 1
    assert all(re.fullmatch("table-[0-9a-f]{12}", str(one)) for one in named)
    assert {name for name, _ in found.attributes} <= {"class", "role", "tabindex", "scope", "id", "aria-labelledby"}
    assert found.text.count(harmless(first)) >= 3 if first else True


def test_long_texts_are_cut_and_what_is_left_out_is_counted() -> None:
    """The beginning and what is about each mark stay; the numbers of characters add up to the whole."""
    text = "a" * 50_000 + "HOLE" + "b" * 50_000
    found = read(excerpt(text, [(50_000, 50_004)]))
    assert "HOLE" in found.text
    assert len(found.text) < LONGEST
    left_out = [int(one.replace(",", "")) for one in re.findall(r"\[… ([\d,]+) characters", found.text)]
    kept = re.sub(r" \[… [\d,]+ characters left out …\] ", "", found.text)
    assert sum(left_out) + len(kept) == len(text)
    assert len(excerpt("x" * 100_000, [(number, number + 1) for number in range(0, 90_000, 2)])) < 10_000


def test_marks_that_overlap_or_lie_outside_are_not_marked() -> None:
    """A place that is none in the text, or within an earlier one, marks nothing."""
    assert excerpt("abcdef", [(1, 3), (2, 5), (4, 9), (3, 3), (-1, 2)]) == "a<mark>bc</mark>def"


def test_a_page_has_landmarks_headings_in_order_and_a_policy() -> None:
    """One h1, then h2 in sections with names of their own; nothing may be loaded and no script may run."""
    page = document("A <title>", "<p>lead</p>", [Section("one", "One & all", "<h3>inner</h3>")], footer="end")
    found = read(page)
    assert {"header", "nav", "main", "section", "footer", "h1", "h2"} <= found.tags
    assert ("href", "#one") in found.attributes
    assert ("aria-labelledby", "one") in found.attributes
    assert ("lang", "en") in found.attributes
    assert [int(level) for level in re.findall(r"<h(\d)", page)] == [1, 2, 3]
    assert "default-src 'none'" in page
    assert "script-src" not in page
    assert "<script" not in page
    assert "<title>A &lt;title&gt;</title>" in page


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_text_colour_has_enough_contrast(colours: dict[str, str]) -> None:
    """At least 4.5 to 1 on the page and on panels, and the text's own colour on marks too, in light and in dark."""
    inks = ("ink", "dim", "link", "good", "warn", "bad", "abstain", "answer")
    pairs = [(ink, ground) for ink in inks for ground in ("page", "panel")] + [("ink", "mark")]
    poor = {pair: round(contrast(*(colours[one] for one in pair)), 2) for pair in pairs}
    assert not {pair: value for pair, value in poor.items() if value < ENOUGH}
    assert set(LIGHT) == set(DARK) >= set(re.findall(r"var\(--([a-z]+)\)", STYLE))


def test_charts_are_drawings_without_words() -> None:
    """They are hidden from readers who hear the page, since figures stand beside them, and stay within their frame."""
    drawings = [
        range_bar((0.5, -4.0, 9.0), (0.0, 1.0), gate=0.6, chance=0.5),
        stacked_bar([("accepted", 3), ("failed", 1)], 4),
        stacked_bar([("accepted", 0)], 0),
        scatter([(0.0, 0.0, True), (1.0, 1.0, False)], 100, 4),
    ]
    for one in drawings:
        assert 'aria-hidden="true"' in one
        assert not read(one).text
        assert all(0 <= float(value) <= 100 for value in re.findall(r'(?:x1|x2|cx|x)="([\d.-]+)%?"', one))


def contrast(first: str, second: str) -> float:
    """WCAG's contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """WCAG's relative luminance of #rrggbb."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
