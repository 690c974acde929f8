"""Hostile text made harmless, for a terminal and for Markdown."""

import re
import unicodedata

_ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode's controls, formats (bidirectional and zero-width ones among them), surrogates, line and paragraph ends."""

_INVISIBLE = set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks that show nothing."""

_MARKDOWN = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {mark: "\\" + mark for mark in "\\`*_[]|~"})


def harmless(text: str) -> str:
    """The text with what hides or reorders it or steers a terminal as \\u{...}; newlines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{{{ord(mark):x}}}" if _acts(mark) else mark for mark in text)


def _acts(mark: str) -> bool:
    return mark not in "\n\t" and (unicodedata.category(mark) in _ACTING or mark in _INVISIBLE)


def inline(text: str) -> str:
    """The text as words of one Markdown line, with no tag, link, image, emphasis, code or table cell of its own."""
    return " ".join(harmless(text).translate(_MARKDOWN).split())


def fenced(text: str, language: str = "text") -> str:
    """A Markdown code block whose fence is longer than any run of backticks in the text."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{harmless(text)}\n{fence}"
