"""Asking a model how sure it is, and reading what it states: verbalised confidence (RLCR, arXiv 2507.16806)."""

import re

ASK = (
    "When you have replied, say how sure you are that your reply is right: a number from 0 to 100 with a percent sign, "
    "between <confidence> and </confidence>."
)
"""What is put below a prompt; another wording is another question to the model."""
_TAGGED = re.compile(r"<confidence>(?P<inside>[^<]{0,80})(?:</confidence>|\Z)", re.IGNORECASE)
_LINE = re.compile(
    r"^[\s*_#>-]*(?:my |overall )?confidence(?: level| score)?(?: is)?[\s*_]*[:=]?[\s*_]*"
    r"(?P<inside>[\d.,]+\s*(?:%|percent|/\s*\d+)?)[\s*_.]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(r"(?P<number>-?(?:\d+(?:[.,]\d+)?|\.\d+))\s*(?P<unit>%|percent|/\s*100?\b)?", re.IGNORECASE)


def read_confidence(reply: str) -> tuple[str, float | None]:
    """The reply without its stated confidence, and that confidence from 0 to 1; null where it states none.

    Of several statements the last counts. Read are <confidence>70%</confidence> and a line "Confidence: 70%". Without
    a unit, up to 1 is taken as a probability and more as a percentage; "7/10" and "70/100" are read too. What is below
    0 or above 100 %, is no number or is several numbers (a range) states none, and is taken off all the same.
    """
    found = [*_TAGGED.finditer(reply)] or [*_LINE.finditer(reply)]
    if not found:
        return reply, None
    rest = reply
    for one in reversed(found):
        rest = rest[: one.start()] + rest[one.end() :]
    return rest.strip(), _share(found[-1]["inside"])


def _share(text: str) -> float | None:
    numbers = [*_NUMBER.finditer(text.replace("\N{MINUS SIGN}", "-"))]
    if len(numbers) != 1:
        return None
    value = float(numbers[0]["number"].replace(",", "."))
    unit = re.sub(r"\s", "", numbers[0]["unit"] or "")
    if unit == "/10":
        value /= 10
    elif unit or value > 1:
        value /= 100
    return value if 0 <= value <= 1 else None
