"""Saying a quantity loosely: words that are true of it, and round bounds with room on both sides."""

from collections.abc import Collection, Iterator
from fractions import Fraction

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()

_SOME, _MANY = 12, 20
"""From here on people give a range of things that they count, or say that they are fewer than so many."""


def bounds(value: Fraction, taken: Collection[Fraction]) -> tuple[int | None, int | None]:
    """A round number below the value and one above it, neither near it nor `taken`; None where there is none."""
    step = _step(value)
    low = int(value * Fraction(17, 20) // step * step)
    low -= step if low == value else 0
    high = int(-(-value * Fraction(6, 5) // step) * step)
    high += step if high in (value, value + 1) else 0
    lows = [one for one in (low, low - step, low - 2 * step) if one >= 2 and 5 * one >= 2 * value and one not in taken]
    highs = [one for one in (high, high + step, high + 2 * step) if one >= 5 and one not in taken]
    return (lows[0] if lows else None), (highs[0] if highs else None)


def _step(value: Fraction) -> int:
    size = 1
    while value >= 100 * size:
        size *= 10
    if value >= 30 * size:
        return 10 * size
    return 5 * size if value >= 12 * size else size


def bounded(value: Fraction, taken: Collection[Fraction], less: str, mark: str = "", spell: bool = False) -> list[str]:
    """Such as "more than 40", "fewer than 60" and "between 40 and 60"; `mark` stands before each number ("$")."""
    low, high = bounds(value, taken)

    def write(number: int) -> str:
        return _WORDS[number] if spell and number < len(_WORDS) else f"{mark}{number:,}"

    counted = less == "fewer"
    found = []
    if low is not None:
        found += [f"more than {write(low)}"] + ([] if counted else [f"at least {write(low)}"])
    if high is not None and (value >= _MANY or not counted):
        found.append(f"{less} than {write(high)}")
    if low is not None and high is not None and (value >= _SOME or not counted):
        found.append(f"between {write(low)} and {write(high)}")
    return found


def loosely(value: Fraction, unit: bool = False) -> Iterator[str]:
    """Words before a plural noun that are true of the value; fewer of them before a unit of measure."""
    if 3 <= value <= 6:
        yield "a few"
    if 4 <= value <= 12:
        yield "several"
    if 8 <= value <= 99 and not unit:
        yield "quite a few"
    if 20 <= value <= 999 and not unit:
        yield "a lot of"
    if 36 <= value <= 99 and not unit:
        yield "dozens of"
    if 200 <= value <= 999:
        yield "hundreds of"
    if 300 <= value <= 900:
        yield "several hundred"
    if 300 <= value <= 600:
        yield "a few hundred"
    if 2000 <= value < 100_000:
        yield "thousands of"
    if 3000 <= value <= 9000:
        yield "several thousand"
