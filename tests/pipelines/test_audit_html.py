"""The page of an audit shows hostile text as text, loads nothing, and says what the audit says."""

import json
from html.parser import HTMLParser
from random import Random

import pytest

from nescio.pipelines.audit import Columns
from nescio.pipelines.audit_html import marked, page
from nescio.pipelines.audit_verdict import SHOWN_CHARACTERS, cut, percent
from nescio.pipelines.auditing import Audit, AuditOptions, audit_all

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> \"'&amp; \u202eevil\u2066 \x1b[31m </style><!-- unclear"
)


class Tags(HTMLParser):
    """Collects the tags of a page, whether they are closed in order, and their attributes."""

    def __init__(self) -> None:
        """Nothing is seen yet."""
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "br", "line", "circle"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag, which has to be this one."""
        if tag not in ("line", "circle"):
            assert self.open.pop() == tag


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The audit of a file whose texts, groups and name attack the page."""
    random = Random(0)
    path = tmp_path_factory.mktemp("audit") / "<b>rows.jsonl"
    rows = [
        {
            "q": f"{HOSTILE if n % 2 else 'plain'} {random.choice(('boat', 'lamp', 'river'))} {n // 4}",
            "y": n % 2,
            "g": f"<i>{n % 4}\u202e",
            "fold": "test" if n % 5 else "train",
        }
        for n in range(80)
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    columns = Columns(text="q", label="y", group="g")
    return audit_all(str(path), AuditOptions(columns, split="fold"))[0]


def test_hostile_text_stays_text(hostile: Audit) -> None:
    """No tag but the page's own, no script, no handler, nothing to load, and no control that hides or reorders."""
    text = page(hostile)
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert not tags.seen & {"script", "img", "link", "iframe", "object", "i", "base", "form", "a"}
    assert not {name for name in tags.attributes if name.startswith("on")} | tags.attributes & {"src", "href"}
    assert "\\u{202e}" in text
    assert not set(text) & set("\u202e\u2066\x1b")
    assert "default-src 'none'" in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_page_says_what_the_audit_says(hostile: Audit) -> None:
    """Grade, every probe and every finding stand on it; the word is marked in its examples."""
    text = page(hostile)
    assert hostile.grade == "given away"
    assert all(one.probe in text for one in hostile.probes["all"])
    assert text.count("<h3>") == len(hostile.findings) > 2
    assert "<mark>" in text
    assert "prefers-color-scheme: dark" in text
    assert 'name="viewport"' in text


def test_an_audit_is_json_and_back(hostile: Audit) -> None:
    """The audit's model survives its own JSON."""
    assert Audit.model_validate_json(hostile.model_dump_json()) == hostile


def test_words_are_marked_where_they_stand() -> None:
    """Whole words and runs of marks are marked, in any case and over any space; nothing else is changed."""
    assert marked("No  information, no inform", "no information") == "<mark>No  information</mark>, no inform"
    assert marked("a < b", "<") == "a <mark>&lt;</mark> b"
    assert marked("x & y", None) == "x &amp; y"


def test_long_examples_show_the_word() -> None:
    """Of a long text the part with the word is shown, and dots where it goes on."""
    text = "boat " * 200 + "unclear " + "lamp " * 200
    shown = cut(text, "unclear")
    assert "unclear" in shown
    assert len(shown) <= SHOWN_CHARACTERS + 8
    assert (shown[:4], shown[-4:]) == ("... ", " ...")
    assert cut("short", "unclear") == "short"


def test_shares_are_never_falsely_nought() -> None:
    """Small shares keep two digits, and only nought is nought."""
    assert [percent(share) for share in (0.0, 0.0021, 0.079, 0.31, 1.0)] == ["0 %", "0.21 %", "7.9 %", "31 %", "100 %"]
