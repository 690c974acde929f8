"""What is shown on a terminal or in Markdown cannot act there."""

import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from nescio.pipelines.display import plain, show_star, show_table
from nescio.pipelines.safe_text import fenced, harmless, inline
from nescio.schemas.example import Star
from nescio.schemas.verdict import Verdict

ANYTHING = st.text(st.characters(codec=None, categories=None))
HOSTILE = "\x1b]52;c;cm0gLXJm\x07\x1b[2J [/foo] [link=http://x]y[/link] \u202egnp.exe\u2066 \x9b5m \u200b\ud800 `` <b>"


def shown(draw: object) -> str:
    """What a function writes to a console of a terminal."""
    assert callable(draw)
    screen = Console(file=io.StringIO(), width=10_000, force_terminal=True, color_system=None, highlight=False)
    draw(screen)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


def acts(text: str) -> list[str]:
    """The characters that a terminal obeys or that a reader cannot see, newline and tab aside."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)  # the console's own colours
    return [one for one in text if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and one not in "\n\t"]


@given(ANYTHING.filter(lambda text: "\\u{" not in text))
def test_harmless_text_has_nothing_that_acts(text: str) -> None:
    """No control, escape, surrogate, bidirectional or zero-width character is left, and none is lost."""
    found = harmless(text)
    assert acts(found) == []
    assert re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), found) == text


@given(ANYTHING)
def test_plain_text_has_no_markup(text: str) -> None:
    """Brackets in data are brackets: nothing is read as a style or link, and nothing crashes."""
    assert plain(text).plain == harmless(text)
    assert plain(text).spans == []


def test_a_star_is_shown_without_effects(stars: tuple[Star, ...]) -> None:
    """Hostile text in context, question, target and verdict is written out, never obeyed."""
    rows = tuple(
        row.model_copy(update={"context": HOSTILE + row.context, "question": HOSTILE, "target": HOSTILE, "edits": ()})
        for row in stars[0].rows
    )
    seed = stars[0].seed.model_copy(update={"template_id": HOSTILE})
    verdicts = [Verdict(check="c", passed=False, reason="r", detail=HOSTILE, checker_version="1") for _ in rows]
    text = shown(lambda screen: show_star(screen, stars[0].model_copy(update={"rows": rows, "seed": seed}), verdicts))
    assert acts(text) == []
    assert "[/foo]" in text
    assert r"\u{1b}]52;c" in text
    assert r"\u{202e}gnp.exe" in text
    assert "]8;" not in text


def test_a_star_shows_its_holes(stars: tuple[Star, ...]) -> None:
    """Each row is shown with role, hidden fact, question and target, and what was put into a hole in brackets."""
    star = next(one for one in stars if one.perturbation == "hedged_quantity")
    verdicts = [Verdict(check="dataflow", passed=True, detail="proved", checker_version="1") for _ in star.rows]
    text = shown(lambda screen: show_star(screen, star, verdicts))
    for row in star.rows:
        assert row.question in text
        assert all(f"[{edit.after}]" in text for edit in row.edits)
    assert text.count("hides nothing") == 2
    assert text.count("dataflow: proved") == 8


def test_tables_show_hostile_names() -> None:
    """Names come from data, and are shown as they are."""
    text = shown(lambda screen: show_table(screen, [HOSTILE], [[HOSTILE]]))
    assert acts(text) == []
    assert text.count("[/foo]") == 2


@given(ANYTHING)
def test_inline_text_is_words(text: str) -> None:
    """In Markdown the text makes one paragraph of words: no tag, link, image, code, table or rule."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(f"x {inline(text)} x")
    assert [one.type for one in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = {one.type for one in tokens[1].children or ()}
    assert children <= {"text", "text_special"}


@given(st.text("`a\n~-<>|", max_size=40))
def test_a_fence_holds_any_text(text: str) -> None:
    """A fenced text is one code block with that text, whatever backticks, rules or tags it has."""
    tokens = MarkdownIt("commonmark").parse(f"before\n\n{fenced(text)}\n\nafter")
    blocks = [one for one in tokens if one.type == "fence"]
    assert [one.content for one in blocks] == [text + "\n"]
    assert [one.type for one in tokens if one.type != "fence"].count("paragraph_open") == 2


@pytest.mark.parametrize(
    "text", ["---", "# head", "![x](http://evil)", "<script>alert(1)</script>", "a | b", "1. x", "&lt;", "_x_"]
)
def test_known_tricks_stay_words(text: str) -> None:
    """What Markdown would make of a text is taken from it, and a reader sees the text."""
    html = MarkdownIt("commonmark", {"html": True}).render(f"x {inline(text)}")
    assert re.sub("</?p>", "", html).count("<") == 0
