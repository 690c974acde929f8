"""Whether an answer is the gold one: numbers as exact rationals with their units, other answers by normalised text.

1,200 = 1200 = 1.2 thousand, $1.50 = 150 cents, 3/4 = 0.75, 2 hours = 120 minutes; but 24 hours are not 24 days, and 5
kilometres neither 5 miles nor 5 hours. A unit that only one of the two names is taken as understood.
"""

import re
import string
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.taxonomy import Domain
from nescio.validation.number_grammar import Quantity, quantities
from nescio.validation.number_tokens import plain, tokens
from nescio.validation.response_parts import strip_markup

_DIMENSIONS: dict[str, dict[str, int | str]] = {
    "time": {
        "second seconds sec secs s": 1, "minute minutes min mins": 60, "hour hours hr hrs h": 3600,
        "day days": 86400, "week weeks": 604800, "fortnight fortnights": 1209600,
    },
    "span": {"month months": 1, "year years": 12, "decade decades": 120, "century centuries": 1200},
    "mass": {
        "mg milligram milligrams": "1/1000", "g gram grams gramme grammes": 1,
        "kg kilogram kilograms kilo kilos": 1000, "tonne tonnes": 1000000,
    },
    "length": {
        "mm millimetre millimetres millimeter millimeters": 1,
        "cm centimetre centimetres centimeter centimeters": 10,
        "m metre metres meter meters": 1000, "km kilometre kilometres kilometer kilometers": 1000000,
    },
    "imperial length": {"inch inches": 1, "foot feet ft": 12, "yard yards": 36, "mile miles": 63360},
    "volume": {
        "ml millilitre millilitres milliliter milliliters": 1, "cl centilitre centilitres": 10,
        "l litre litres liter liters": 1000,
    },
    "dollars": {"$ dollar dollars usd": 1, "¢ cent cents": "1/100"},
    "euros": {"€ euro euros eur": 1},
    "pounds": {"£ gbp": 1, "pence": "1/100"},
    "ratio": {"% percent": "1/100"},
}  # fmt: skip
_UNITS = {
    name: (dimension, Fraction(size))
    for dimension, table in _DIMENSIONS.items()
    for names, size in table.items()
    for name in names.split()
}
"""Of each unit its dimension and its size in the dimension's base unit."""
_UNIT = re.compile(r"[ -]?(?P<name>per\s?cent|[^\W\d_]+|[%¢€£])", re.IGNORECASE)
_LONG = 12
"""Words of a value; more are a reply."""
_FEW = 6
"""Words of a value that names two answers."""
_TURNED_DOWN = re.compile(r" (?:not|\w+n t|rather than|instead of)$")
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_LETTER = re.compile(r"\W*(?:option |choice )?\(?([a-z])\)?\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """A number with the unit beside it, null where no known one is."""

    values: frozenset[Fraction]
    unit: str | None

    def same(self, other: "Amount") -> bool:
        """Whether both are the same quantity."""
        if self.unit is None or other.unit is None:
            return bool(self.values & other.values) or self._bare_ratio(other)
        (one, size), (two, factor) = _UNITS[self.unit], _UNITS[other.unit]
        if one != two:
            return False
        return bool({value * size for value in self.values} & {value * factor for value in other.values})

    def _bare_ratio(self, other: "Amount") -> bool:
        """A percentage beside a bare number may be meant as the ratio: 25 % and 0.25."""
        ratio, bare = (self, other) if self.unit is not None else (other, self)
        if ratio.unit is None or _UNITS[ratio.unit][0] != "ratio":
            return False
        return bool({value / 100 for value in ratio.values} & bare.values)


def is_numeric(answer: str) -> bool:
    """Whether an answer is a number and, at most, a word or two about it ("40", "$40", "12 red apples")."""
    text = strip_markup(answer)
    found = _amounts(text)
    return len(found) == 1 and len(text.split()) <= 3 + text.count(" ", 0, found[0][0].end)


def numbers_wanted(rows: Iterable[tuple[str, str, Sequence[str]]]) -> list[bool]:
    """For each (star, domain, gold answers) whether a number is wanted: an unanswerable row has no answer to tell by.

    So it is where the answers of its star, or else of its domain, are all numbers; where there is none, in mathematics.
    """
    rows = list(rows)
    groups: dict[tuple[str, str], list[bool]] = {}
    for star, domain, golds in rows:
        for group in (("star", star), ("domain", domain)):
            groups.setdefault(group, []).extend(is_numeric(one) for one in golds)
    return [
        all(groups["star", star] or groups["domain", domain] or [domain == Domain.MATH]) for star, domain, _ in rows
    ]


def same_answer(value: str, golds: Iterable[str], choices: tuple[str, ...] = ()) -> bool:
    """Whether `value` is one of the gold answers.

    A numeric gold answer wants the same quantity first in `value`; in more than a dozen words, which are a whole reply
    and no value, anywhere. Another one wants its words in `value`, in order and side by side, apart from case, accents,
    punctuation and articles, and not turned down ("not Canberra"). Two answers ("12 or 15") are none. With `choices`, a
    letter stands for its choice.
    """
    letter = _LETTER.fullmatch(value)
    place = ord(letter[1].lower()) - ord("a") if letter else -1
    if 0 <= place < len(choices):
        value = choices[place]
    golds = tuple(golds)
    return any(_same(value, gold) for gold in golds) and not _undecided(value, golds)


def _same(value: str, gold: str) -> bool:
    if is_numeric(gold):
        wanted = amount(gold)
        given = [one for _, one in _amounts(strip_markup(value))][: None if len(value.split()) > _LONG else 1]
        return wanted is not None and any(one.same(wanted) for one in given)
    words = normalised(gold)
    return words != "" and any(
        not _TURNED_DOWN.search(text[: match.start()])
        for text in (f" {normalised(value)} ",)
        for match in re.finditer(f"(?= {re.escape(words)} )", text)
    )


def _undecided(value: str, golds: Sequence[str]) -> bool:
    """Whether a value is a gold answer or something else: "12 or 15", "Canberra or Sydney"."""
    parts = re.split(r"(?<!,)\s+or\s+", strip_markup(value).strip(" ."), flags=re.IGNORECASE)
    if len(parts) != 2 or len(value.split()) > _FEW or any(re.search(r"\bor\b", one.lower()) for one in golds):
        return False
    if all(is_numeric(one) for one in golds):
        return amount(parts[1]) is not None and not any(_same(parts[1], one) for one in golds)
    wanted = {normalised(one) for one in golds}
    shown = [normalised(one).removeprefix("either ") for one in parts]
    return any(one in wanted for one in shown) and not all(one in wanted for one in shown)


def amount(text: str) -> Amount | None:
    """The first number of a text with its unit; null where there is none."""
    found = _amounts(strip_markup(text))
    return found[0][1] if found else None


def _amounts(text: str) -> list[tuple[Quantity, Amount]]:
    shown, _ = plain(text)
    found = []
    for one in quantities(shown, tokens(shown)):
        before, after = shown[: one.start].rstrip(), _UNIT.match(shown, one.end)
        sign = -1 if re.search(r"(?<![\w)])-\s?[$€£]?$", before) else 1
        percent = shown[one.start : one.end].rstrip().lower().endswith(("%", "percent", "per cent"))
        unit = before[-1:] if before[-1:] in ("$", "€", "£") else "%" if percent else _named(after)
        # The reader gives a percentage both ways, as 25 and as 1/4; here it is 25 of the unit %.
        values = {max(one.values)} if percent else one.values
        found.append((one, Amount(frozenset(sign * value for value in values), unit)))
    return found


def _named(match: re.Match[str] | None) -> str | None:
    name = re.sub(r"\s", "", match["name"].lower()) if match else ""
    return name if name in _UNITS else None


def normalised(text: str) -> str:
    """Lower case, single spaces, no accents, punctuation or articles, as SQuAD scores answers (arXiv 1606.05250)."""
    shown = unicodedata.normalize("NFKD", strip_markup(text)).casefold()
    shown = "".join(one for one in shown if not unicodedata.combining(one))
    shown = shown.translate({ord(one): " " for one in string.punctuation})
    return " ".join(_ARTICLES.sub(" ", shown).split())
