"""Hostile text made harmless, for a terminal and for Markdown."""

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Controls, terminal escapes, invisible and bidirectional characters: they can hide or reorder what a reader sees."""

_MARKDOWN = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {mark: "\\" + mark for mark in "\\`*[]|~"})


def harmless(text: str) -> str:
    """The text with every unsafe character written out as \\u{...}; newlines and tabs stay."""
    return _UNSAFE.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", text)


def inline(text: str) -> str:
    """The text as words of one Markdown line, with no tag, link, image, emphasis, code or table cell of its own."""
    return " ".join(harmless(text).translate(_MARKDOWN).split())


def fenced(text: str, language: str = "text") -> str:
    """A Markdown code block whose fence is longer than any run of backticks in the text."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{harmless(text)}\n{fence}"
