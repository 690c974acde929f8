"""Reading a reply: its markup taken off, its sentences with the cues in them, and answers in a form of their own."""

import json
import re
from collections import deque
from dataclasses import dataclass
from itertools import pairwise

from nescio.validation import refusal_cues
from nescio.validation import response_cues as cues
from nescio.validation.correction_cues import CORRECTS
from nescio.validation.numbers import Mention, read_numbers, sentence_starts

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "−": "-"})
_LATEX = (
    (re.compile(r"\\d?t?frac\s*\{([^{}]+)\}\s*\{([^{}]+)\}"), r"\1/\2"),
    (re.compile(r"\\(?:text|mathrm|mathbf|textbf|operatorname|mbox)\s*\{([^{}]*)\}"), r" \1"),
    (re.compile(r"\{,\}|\\[,!](?=\d{3}(?!\d))"), ","),
    (re.compile(r"\\([$%#&])"), r"\1"),
    (re.compile(r"\\times|\\cdot"), "x"),
    (re.compile(r"\\[()\[\],;:! ]|\\(?:quad|left|right|displaystyle)\b|\$\$"), " "),
)
_MARKUP = re.compile(r"\*\*|__|`+|^\s*(?:>|#{1,6}(?=\s)|[-*•](?=\s))\s*", re.MULTILINE)
_BOXED = re.compile(r"\\boxed\s*\{")
_HASHES = re.compile(r"^\s*####\s*(.+?)\s*$", re.MULTILINE)
_BRACKETS = re.compile(r"\([^()]*\)")
_FENCED = re.compile(r"^\s*```(?:json)?\s*(\{.*\})\s*```\s*$", re.DOTALL)


HEAD, TAIL = 8_000, 24_000
"""Characters that are read of a long reply: some models repeat themselves up to the limit."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a reply, in lower case where `low`, and the cues found in it (empty where there is none)."""

    text: str
    low: str
    abstains: str
    lacks: str
    asks: bool
    corrects: str
    declines: str
    moralises: str
    dismisses: bool
    norms: bool
    conditional: bool

    @property
    def about_knowing(self) -> bool:
        """Whether it speaks of what is not known or not told."""
        return bool(self.abstains or self.lacks)


@dataclass(frozen=True)
class Explicit:
    """An answer in a form of its own: \\boxed{}, a line of ####, or a JSON object with the key `answer`."""

    value: str
    form: str
    asks: bool = False


def clip(text: str) -> str:
    """A text of a bounded length: of a longer one, its beginning and its end, where what it does is said."""
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def strip_markup(text: str) -> str:
    """The text with straight quotes and without LaTeX and Markdown signs; its words and numbers stay."""
    text = text.translate(_QUOTES)
    for pattern, instead in _LATEX:
        text = pattern.sub(instead, text)
    return _MARKUP.sub("", text)


def explicit_answer(text: str) -> Explicit | None:
    """The last answer that the reply sets apart by form; null where it sets none apart."""
    if (found := _json_answer(text)) is not None:
        return found
    boxed = deque(_BOXED.finditer(text), maxlen=1)
    if boxed:
        return Explicit(strip_markup(_braced(text, boxed[0].end())).strip(), "boxed")
    hashes = _HASHES.findall(text)
    return Explicit(strip_markup(hashes[-1]).strip(), "hashes") if hashes else None


def _braced(text: str, start: int) -> str:
    """From after an opening brace to the one that closes it, or to the end."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[start:place]
    return text[start:]


def _json_answer(text: str) -> Explicit | None:
    """A reply that is a JSON object with the key `answer`, also in a code fence."""
    fenced = _FENCED.match(text)
    try:
        found = json.loads(fenced[1] if fenced else text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or "answer" not in found:
        return None
    value = found["answer"]
    shown = "" if value is None else value if isinstance(value, str) else json.dumps(value)
    return Explicit(shown.strip(), "json", asks=bool(found.get("question")))


def read_sentences(text: str) -> list[Sentence]:
    """The sentences of a text without markup, one line at a time, those of no letter or digit left out."""
    found = []
    for line in text.splitlines():
        starts = [*sentence_starts(line), len(line)]
        for start, end in pairwise(starts):
            piece = line[start:end].strip()
            if any(one.isalnum() for one in piece):
                found.append(_sentence(piece))
    return found


def _sentence(text: str) -> Sentence:
    low = text.lower()
    asks = cues.ASKS_USER.search(low) is not None or text.rstrip("\"')* ").endswith("?")
    return Sentence(
        text=text,
        low=low,
        abstains=_hit(cues.ABSTAINS, low),
        lacks=_hit(cues.LACKS, low),
        asks=asks and cues.COURTESY.search(low) is None,
        corrects=_hit(CORRECTS, low),
        declines=_hit(refusal_cues.DECLINES, low),
        moralises=_hit(refusal_cues.MORALISES, low),
        dismisses=cues.DISMISSES.search(low) is not None,
        norms=refusal_cues.NORMS.search(low) is not None,
        conditional=cues.CONDITIONAL.search(low) is not None,
    )


def _hit(pattern: re.Pattern[str], low: str) -> str:
    found = pattern.search(low)
    return found[0].strip() if found else ""


def exact_numbers(text: str) -> list[Mention]:
    """The numbers that the text states, without those it only bounds."""
    return [one for one in read_numbers(text) if one.exact]


def answer_number(text: str) -> str | None:
    """The number that a sentence gives as its result, with sign, currency and unit.

    That is the first after the last equals sign, or else the first one. Null where there is none.
    """
    tail = text[text.rfind("=") + 1 :] if "=" in text else text
    numbers = exact_numbers(tail) or exact_numbers(text)
    source = tail if exact_numbers(tail) else text
    return shown_number(source, numbers[0]) if numbers else None


def last_number(text: str) -> str | None:
    """The last number that a text states, with sign, currency and unit; null where it states none.

    What stands in brackets says it in other words and is read only where nothing stands outside.
    """
    outside = _BRACKETS.sub(" ", text)
    text = outside if exact_numbers(outside) else text
    numbers = exact_numbers(text)
    return shown_number(text, numbers[-1]) if numbers else None


def shown_number(text: str, one: Mention) -> str:
    """A number as it stands, with the sign or currency before it and the word after it."""
    before = re.search(r"(?:(?<![\w)])-\s?)?[$€£]?\s?$", text[: one.start])
    after = re.match(r"[ -]?(?:[^\W\d_]+|[%°¢€£])", text[one.end :])
    start = before.start() if before else one.start
    return text[start : one.end + (after.end() if after else 0)].strip()
