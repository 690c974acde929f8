"""Whether a text tells a value, for those who write passages; the checker has a reader of its own."""

import re
from collections.abc import Iterable
from fractions import Fraction

from nescio.gen.templates import numerals

_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their)\s+", re.I)
_COMMON = frozenset(
    "street lake bay hall inn hotel house bridge farm road river hill island school church mill tower park gate "
    "bank and sons company works club harbour cross mills captain doctor professor miss sister".split()
)
"""Last words of names that name nothing alone."""
_SMALL = frozenset("the a an of in on at by for and with from its his her their to or as".split())


def tells(text: str, values: Iterable[str]) -> bool:
    """Whether one of the values stands in a text, in this or another form."""
    return any(_stands(text, value) for value in values)


def _stands(text: str, value: str) -> bool:
    bare = _ARTICLE.sub("", value).strip()
    if not bare:
        return False
    if any(re.search(rf"(?<!\w){form}(?!\w)", text, re.I) for form in _forms(bare)):
        return True
    words = [word for word in re.findall(r"[^\W_]+", bare.lower()) if word not in _SMALL]
    if len(words) < 2 or any(word.isdigit() for word in words):
        return False
    sentences = (set(re.findall(r"[^\W_]+", one.lower())) for one in re.split(r"(?<=[.!?])\s+", text))
    return any(all(word in found for word in words) for found in sentences)


def _forms(bare: str) -> list[str]:
    """Patterns of a value: as it is with endings, a number in digits and words, a name's last word, a short year."""
    forms = [rf"{re.escape(bare)}(?:['’]?s|es|en|ed)?"]
    number = re.fullmatch(r"(\d[\d,]*)(\D.*)?", bare)
    if number:
        value = int(number[1].replace(",", ""))
        forms += [str(value), f"{value:,}"]
        if value < 1000:
            forms.append(re.escape(numerals.words(Fraction(value))).replace(r"\-", "[- ]"))
        if 1000 <= value <= 2099:
            forms.append(rf"['’]{value % 100:02d}")
    else:
        last = bare.split()[-1]
        if " " in bare and last[:1].isupper() and last.lower() not in _COMMON:
            forms.append(rf"{re.escape(last)}(?:['’]?s)?")
    return forms
