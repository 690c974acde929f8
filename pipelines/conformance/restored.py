"""Ways to tell a hidden value once more: the fact restored as digits, a word, a sum, in another unit, and so on.

A way is certain only if nobody can argue that it tells another quantity. So the fact is named by its own noun clause
or question: "It is known how many rolls went into each bag: half of 12."
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from nescio.pipelines.conformance.sites import Site, said
from nescio.schemas.evidence import CONTEXT

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_PARTS = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}
_DOZENS = {6: "half a dozen", 12: "a dozen", 18: "a dozen and a half", 24: "two dozen", 36: "three dozen"}
_UNITS = {
    "hour": ("minutes", 60),
    "minute": ("seconds", 60),
    "day": ("hours", 24),
    "week": ("days", 7),
    "dollar": ("cents", 100),
    "kilogram": ("grams", 1000),
    "metre": ("centimetres", 100),
    "meter": ("centimeters", 100),
    "litre": ("millilitres", 1000),
    "liter": ("milliliters", 1000),
    "kilometre": ("metres", 1000),
    "kilometer": ("meters", 1000),
}
_FRAMES = (
    "It is known {missing}: {form}.",
    "{ask} The answer to that is {form}.",
    "To be exact about {missing}: {form}.",
    "{ask} {Form}.",
)
_PLAIN = re.compile(r"\$?[\d,]+(?:\.\d+)?%?|[A-Za-z][A-Za-z -]*")


@dataclass(frozen=True)
class Secret:
    """A hidden value: what it is called and asked for by, its size, and whether the clean text writes it as money."""

    missing: str
    ask: str
    value: Fraction
    money: bool

    @property
    def whole(self) -> int | None:
        """The value where it is a whole number from 2 to 999."""
        return int(self.value) if self.value.denominator == 1 and 2 <= self.value < 1000 else None


def secret_of(site: Site) -> Secret | None:
    """What the row hides; None where it hides no fact, or one that is no plain number (a time of day)."""
    fact = site.hidden
    node = next((node for node in site.seed.derivation.nodes if fact is not None and node.id == fact.node), None)
    if fact is None or node is None or not fact.missing or not fact.clarifying_question:
        return None
    written = said(site, node)
    if written and not _PLAIN.fullmatch(written):
        return None
    return Secret(
        fact.missing,
        fact.clarifying_question,
        Fraction(node.value),
        written.startswith("$") or "dollar" in fact.clarifying_question,
    )


def as_digits(secret: Secret) -> str | None:
    """6, $4.50, 1/3."""
    sign = "$" if secret.money else ""
    if secret.value.denominator == 1 or 100 % secret.value.denominator == 0:
        shown = f"{float(secret.value):.2f}" if secret.money and secret.value.denominator > 1 else None
        return sign + (shown or f"{float(secret.value):g}")
    return f"{secret.value}"


def as_word(secret: Secret) -> str | None:
    """Six; two thirds are left to `as_digits`."""
    return None if secret.whole is None else word(secret.whole)


def as_fraction(secret: Secret) -> str | None:
    """Half of 12, a third of 18: the part is chosen by the value, so that all occur."""
    if secret.whole is None:
        return None
    part = 2 + secret.whole % len(_PARTS)
    return f"{_PARTS[part]} of {part * secret.whole}"


def as_sum(secret: Secret) -> str | None:
    """4 and 2 more."""
    n = secret.whole
    return None if n is None or n < 3 else f"{n - n // 3} and {n // 3} more"


def as_difference(secret: Secret) -> str | None:
    """9 less 3."""
    return None if secret.whole is None else f"{secret.whole + 3} less 3"


def in_another_unit(secret: Secret) -> str | None:
    """Half a dozen for 6; 300 cents, 120 minutes where the noun clause names the unit."""
    n = secret.whole
    if n is None:
        return None
    if n in _DOZENS and re.match(r"how many ", secret.missing):
        return _DOZENS[n]
    if secret.money:
        return f"{100 * n} cents"
    found = re.match(r"how many (\w+?)s?\b", secret.missing)
    unit = _UNITS.get(found[1]) if found else None
    return f"{unit[1] * n} {unit[0]}" if unit else None


FORMS: dict[str, Callable[[Secret], str | None]] = {
    "as digits": as_digits,
    "as a word": as_word,
    "as a fraction of something": as_fraction,
    "as a sum": as_sum,
    "as a difference": as_difference,
    "in another unit": in_another_unit,
}
"""Ways to write the value, by name."""


def sentence(secret: Secret, form: str) -> str:
    """A sentence that tells it beyond dispute, in one of a few frames."""
    frame = _FRAMES[len(secret.missing) % len(_FRAMES)]
    return frame.format(missing=secret.missing, ask=secret.ask, form=form, Form=form[:1].upper() + form[1:])


def by_another_path(site: Site, secret: Secret) -> Iterator[str]:
    """Sentences that tell it by way of a number which still stands in the row: a product, a ratio, a difference."""
    n = secret.whole
    if n is None:
        return
    for node in site.seed.derivation.nodes:
        written, value = said(site, node), Fraction(node.value)
        stands = node.operation is None and all(span.part == CONTEXT and site.free(span) for span in node.spans)
        if not (stands and re.fullmatch(r"\d{1,3}", written) and value != n and 2 <= value < 1000):
            continue
        yield f"It is known {secret.missing} if one divides {n * value} by the {written} told here."
        yield f"It is known {secret.missing}: as many as the {written} told here {_apart(n, int(value))}."


def _apart(number: int, other: int) -> str:
    return f"and {number - other} more" if number > other else f"without {other - number} of them"


def word(number: int) -> str:
    """A whole number below 1000 in English words."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    return f"{_ONES[number // 100]} hundred" + (f" and {word(number % 100)}" if number % 100 else "")
