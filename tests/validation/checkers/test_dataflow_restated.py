"""A hidden value that the finished text still gives, in whatever form, is caught."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import isqrt
from typing import Any

import pytest

from nescio.schemas.evidence import CONTEXT
from nescio.schemas.example import Star
from nescio.schemas.taxonomy import Role

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
ONES += "seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
PARTS = {2: "half", 3: "third", 4: "quarter", 5: "fifth", 8: "eighth", 10: "tenth"}
GLYPHS = {"1/2": "½", "1/4": "¼", "3/4": "¾", "1/3": "⅓", "2/3": "⅔", "1/5": "⅕", "3/5": "⅗", "3/8": "⅜"}
ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth".split()
GROUPS = {2: ("a pair", "both", "twice one", "a couple"), 3: ("a trio", "treble that of one", "thrice one")}
GROUPS |= {4: ("a quartet",), 20: ("a score",), 13: ("a baker's dozen",), 12: ("one dozen", "12"), 24: ("two dozen",)}
GROUPS |= {6: ("half a dozen", "half-a-dozen"), 18: ("a dozen and a half",), 30: ("two and a half dozen",)}
GROUPS |= {7: ("a week", "as many as there are days in the week"), 14: ("two weeks", "a fortnight"), 60: ("an hour",)}
GROUPS |= {30: ("half an hour",), 15: ("a quarter of an hour",), 90: ("an hour and a half",), 5: ("a fiver, 5",)}
GROUPS |= {8: ("as many as the legs of a spider",), 26: ("as many as the letters of the alphabet",), 10: ("X",)}


def word(number: int) -> str:
    """The number in English words, by a way of its own; below 1000."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    return f"{ONES[number // 100]} hundred" + (f" and {word(number % 100)}" if number % 100 else "")


def roman(number: int) -> str:
    """The number in Roman figures; below 40."""
    text = ""
    for size, figures in ROMAN:
        text, number = text + figures * (number // size), number % size
    return text


def plain(n: int) -> dict[str, str]:
    """Ways to tell a whole number that is hidden, by kind; only those that fit it."""
    found = {
        "digits": f"{n}",
        "word": word(n),
        "capital word": word(n).capitalize(),
        "word without hyphen": word(n).replace("-", " "),
        "words run together": word(n).replace("-", ""),
        "decimal": f"{n}.0",
        "letters apart": "-".join(word(n).replace("-", "")),
        "digits apart": " ".join(str(n)),
        "digits in words": " ".join(ONES[int(digit)] for digit in str(n)),
        "leading zero": f"0{n}",
        "full-width digits": "".join(chr(0xFF10 + int(digit)) for digit in str(n)),
        "arabic digits": "".join(chr(0x0660 + int(digit)) for digit in str(n)),
        "zero width inside": "\u200b".join(f"{n}\u2060"),
        "soft hyphen in the word": "\u00ad".join(word(n)),
        "superscript": "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(n)),
        "bold digits": "".join(chr(0x1D7CE + int(digit)) for digit in str(n)),
        "weeks as days": f"{7 * n} days a time in weeks",
        "hours as minutes": f"{60 * n} minutes, in hours",
        "dollars as cents": f"{100 * n} cents, in dollars",
        "digit and scale": f"{n}00 divided by a hundred",
        "thing of so many": f"a {word(n)}-piece set",
    }
    if 2 <= n < 40:
        found["roman"] = roman(n)
    if 3 <= n <= 10:
        found |= {"ordinal": f"up to the {ORDINALS[n - 3]} one", "grouping": f"in {word(n)}{'es' if n == 6 else 's'}"}
        found |= {"fold": f"{word(n)}fold", "pack": f"in a {word(n)}pack"}
    return found | {f"phrase {name}": name for name in GROUPS.get(n, ())}


def hedged(n: int) -> dict[str, str]:
    """Ways to tell a whole number that is hidden by words that seem to leave it open."""
    return {
        "about": f"about {n}",
        "roughly": f"roughly {word(n)}",
        "exactly": f"exactly {n}",
        "or so": f"{n} or so",
        "nearly": f"nearly {n}",
        "halfway": f"halfway between {n - 2} and {n + 2}",
        "average": f"the average of {n - 1} and {n + 1}",
        "middle of a range": f"{n - 1} to {n + 1}, or rather the middle of that",
        "range of one": f"between {n} and {n}",
        "at least and at most": f"at least {n} and at most {n}",
        "more than and fewer than": f"more than {n - 1} but fewer than {n + 1}",
        "between its neighbours": f"between {n - 1} and {n + 1}",
        "no more and no fewer": f"no more than {n} and no fewer than {n}",
        "not anything but": f"nothing but {n}",
    }


def computed(n: int) -> dict[str, str]:
    """Ways to tell a whole number that is hidden by a small sum."""
    found = {
        "sum": f"{n // 2} and {n - n // 2} more",
        "sum in words": f"{word(n // 2)} plus {word(n - n // 2)}",
        "difference": f"{n + 3} less 3",
        "difference in sentences": f"{n + 9} at first. Then 9 were taken away",
        "half of the double": f"half of {2 * n}",
    }
    for divisor in (2, 3, 4, 5):
        if n % divisor == 0 and n > divisor:
            found |= {
                "product": f"{n // divisor} times {divisor}",
                "rows of": f"{divisor} rows with {n // divisor} in each",
            }
            found |= {
                "symbols": f"{n // divisor} × {divisor}",
                "product in words": f"{word(divisor)} by {word(n // divisor)}",
            }
    if n % 2 == 0:
        found |= {"twice": f"twice {n // 2}", "pairs": f"{n // 2} pairs"}
    if isqrt(n) ** 2 == n:
        found |= {"square": f"the square of {isqrt(n)}", "squared": f"{isqrt(n)} squared", "power": f"{isqrt(n)}²"}
    return found


def share(value: Fraction) -> dict[str, str]:
    """Ways to tell a share that is hidden, by kind."""
    top, bottom = value.numerator, value.denominator
    found = {
        "fraction": f"{value}",
        "so many in": f"{top} in every {bottom}",
        "so many out of": f"{2 * top} out of {2 * bottom}",
    }
    found |= (
        {"percent": f"{float(value * 100):g}%", "per cent": f"{float(value * 100):g} per cent"}
        if 100 % bottom == 0
        else {}
    )
    found |= {"decimals": f"{float(value):g}"} if 100 % bottom == 0 else {}
    found |= {"glyph": GLYPHS[str(value)]} if str(value) in GLYPHS else {}
    if bottom in PARTS:
        found["fraction in words"] = f"{word(top)} {PARTS[bottom]}{'s' if top > 1 else ''}".replace("halfs", "halves")
    return {f"share, {kind}": text for kind, text in found.items()}


def forms(value: Fraction) -> dict[str, str]:
    """Ways to tell a hidden value, by kind."""
    if value.denominator == 1 and 2 <= value < 1000:
        return plain(int(value)) | hedged(int(value)) | computed(int(value))
    return share(value) if 0 < value < 1 else {"digits": f"{float(value):g}"}


@pytest.mark.parametrize("place", ["clause", "sentence"])
def test_a_restated_value_is_caught(rows: Callable, caught: Callable, place: str) -> None:
    """Whatever form the hidden value takes in the edited sentence or in one after it, 95 % of the rows are rejected."""
    tried, missed, example = Counter[str](), Counter[str](), dict[str, str]()
    for planted in rows(Role.PERTURBED)[::3]:
        after = planted.row.edits[0].after
        for kind, text in forms(planted.secret).items():
            told = f"{after.rstrip('.')}, {text} in fact." if place == "clause" else f"{after} Now it is {text}."
            star: Star = planted.told(told)
            tried[kind] += 1
            if not caught(planted, star):
                missed[kind] += 1
                example.setdefault(kind, f"{planted.secret}: {told}")
    assert len(tried) > 60
    bad = {kind: (missed[kind], tried[kind], example[kind]) for kind in missed if missed[kind] > 0.05 * tried[kind]}
    assert not bad, "\n".join(f"{kind}: {found}" for kind, found in bad.items())


def known(planted: Any) -> Iterator[tuple[Fraction, str]]:
    """The values of leaves that still stand in the row, with the noun that follows them."""
    start = planted.row.edits[0].span_before.start
    for node in planted.star.seed.derivation.nodes:
        for span in node.spans[:1]:
            value, after = Fraction(node.value), planted.row.context[span.end : span.end + 40]
            noun = re.match(r"\s([^\W\d_]{4,})", after)
            if span.part == CONTEXT and span.end <= start and value.denominator == 1 and value > 1 and noun:
                yield value, noun[1]


def from_others(planted: Any, value: Fraction, noun: str) -> Iterator[tuple[str, str]]:
    """Ways to tell the hidden value by way of another number that stands in the text."""
    secret = planted.secret
    if secret.denominator > 1 or not 2 <= secret < 500 or value > 999:
        return
    if secret * value >= 20:
        yield "product as a total", f"which makes {secret * value} for all the {noun}"
        yield "product, no noun", f"a matter of {secret * value}"
    yield "sum as a total", f"together with the {noun} that makes {secret + value} in all"
    if secret > value:
        yield "more than", f"{secret - value} more than there are {noun}"
        yield "more than the", f"{word(int(secret - value))} more than the {noun}"
    if secret < value:
        yield "fewer than", f"{value - secret} fewer than there are {noun}"
    if secret % value == 0 and secret > value:
        yield "times as many", f"{secret / value} times as many as the {noun}"
    if value % secret == 0 and value > secret:
        yield "a share of", f"{word(int(value / secret))} times fewer than the {noun}"
    if secret == 2 * value:
        yield "twice as many", f"twice as many as the {noun}"
    if secret > 6:
        yield "three new numbers", f"first {secret - 5}, then 2 and later 3 more"
        yield "three new numbers, product", f"first {secret - 6} and then 2 rows of 3"


def test_a_value_told_by_way_of_another_is_caught(rows: Callable, caught: Callable) -> None:
    """A total that the hidden value goes into, or a comparison with a number of the text, is rejected."""
    tried, missed, example = Counter[str](), Counter[str](), dict[str, str]()
    for planted in rows(Role.PERTURBED):
        after = planted.row.edits[0].after
        for leaf in list(known(planted))[:3]:
            for kind, text in from_others(planted, *leaf):
                tried[kind] += 1
                if not caught(planted, planted.told(f"{after.rstrip('.')}, {text}.")):
                    missed[kind] += 1
                    example.setdefault(kind, f"{planted.secret}, {leaf}: {after} | {text}")
    bad = {kind: (missed[kind], tried[kind], example[kind]) for kind in missed if missed[kind] > 0.05 * tried[kind]}
    assert not bad, "\n".join(f"{kind}: {found}" for kind, found in bad.items())


def test_the_answer_itself_is_caught(rows: Callable, caught: Callable) -> None:
    """An abstaining row whose text states the answer of its question, where that is no small number, is rejected."""
    tried, missed = 0, []
    for planted in rows(Role.PERTURBED):
        gold = planted.star.seed.questions[planted.star.claims[planted.number].question].answer
        if Fraction(gold) >= 20:
            tried += 1
            if not caught(planted, planted.told(f"{planted.row.edits[0].after.rstrip('.')}, {gold} in the end.")):
                missed.append(gold)
    assert tried > 40
    assert len(missed) <= 0.05 * tried, missed
