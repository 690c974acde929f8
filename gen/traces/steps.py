"""Reading a worked solution: one step for each calculation, with the sentence that tells its result.

The form is GSM8K's (arXiv 2110.14168): lines such as "She sold 48/2 = <<48/2=24>>24 clips.", then "#### 24". The
annotations are often missing or hold a bare number; then the arithmetic of the line itself is read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from nescio.gen.traces.arithmetic import Applied, Expression, Literal, evaluate, literals, number, parse
from nescio.schemas.evidence import Operation

_ANNOTATION = re.compile(r"<<(.*?)>>")
_RESULT = re.compile(r"\s*(?:about |approximately |-(?=[$\d]))?[$€£]?\s*(\d[\d,]*(?:\.\d+)?|\.\d+)(\s?/\s?\d+)?(\s?%)?")
_UNIT = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])|(?<=[\d\s])/\s?(?=[^\W\d_]{2})")
_PIECE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+|[^\W\d_]+(?:[-'’][^\W\d_]+)*|[-+*/÷×·()–—−⁄]|\S")
_OPERATORS = frozenset("+-*/÷×·–—−⁄xX")
_UNITS_BETWEEN = 4
"""How many words may stand between a number and the operator behind it: "2 large bags of rolls * 6"."""


@dataclass(frozen=True)
class Step:
    """One calculation of a solution."""

    line: str
    """The line without its annotations."""
    number: int
    """The line's number in the solution, from 0."""
    start: int
    """Where the calculation begins in the line; characters `start` to `result` are "48/2 = "."""
    result: int
    """Where the result stands, a currency sign before it included."""
    end: int
    value: Fraction
    expression: Applied


@dataclass(frozen=True)
class Trace:
    """A solution that could be read: its lines without annotations, its calculations and the gold answer."""

    lines: tuple[str, ...]
    steps: tuple[Step, ...]
    gold: Fraction


@dataclass(frozen=True)
class Unread:
    """Why a solution could not be read: a class of reasons and the particulars."""

    reason: str
    detail: str = ""


def read_trace(answer: str) -> Trace | Unread:
    """The steps of a solution that ends in "#### gold", each of which is exact; the gold answer is one's result."""
    body, mark, last = answer.rpartition("####")
    gold = number(last.strip().rstrip(".")) if mark else None
    if gold is None:
        return Unread("no gold answer", f"no number behind '####' in {answer[-60:]!r}")
    lines: list[str] = []
    steps: list[Step] = []
    for line in body.splitlines():
        text, notes = _stripped(line)
        if not text.strip():
            continue
        found = list(_steps(text, notes, len(lines)))
        lines.append(text)
        for one in found:
            if isinstance(one, Unread):
                return one
            steps.append(one)
    if not steps or steps[-1].value != gold:
        return Unread("gold not reached", f"the last step gives {steps[-1].value if steps else 'nothing'}, not {gold}")
    return Trace(tuple(lines), tuple(steps), gold)


def _stripped(line: str) -> tuple[str, dict[int, str]]:
    """The line without annotations, and each annotation under the place where it stood."""
    text, notes, at = "", {}, 0
    for match in _ANNOTATION.finditer(line):
        text += line[at : match.start()]
        notes[len(text)] = match[1]
        at = match.end()
    return text + line[at:], notes


def _steps(line: str, notes: dict[int, str], index: int) -> Iterator[Step | Unread]:
    """The calculations of one line, in order: at annotations and at equals signs."""
    places = {match.end(): "" for match in re.finditer("=", line)}
    for place, note in notes.items():
        before = line[:place].rstrip(" $€£")
        places.pop(len(before), None)
        places[place] = note
    for place, note in sorted(places.items()):
        shown = _RESULT.match(line, place)
        run = _run(line, len(line[:place].rstrip(" $€£=")))
        plain = parse(_without_units(line[run[0] : run[1]])) if run else None
        found = _annotated(note) if note else None
        if isinstance(found, Unread):
            yield found
            continue
        value, expression = found if found else (None, None)
        if value is None and shown:
            value = number(re.sub(r"\s", "", "".join(part or "" for part in shown.groups())))
        if isinstance(expression, Applied) and isinstance(plain, Applied) and _differ(expression, plain):
            # The annotation was mistyped: "15 - 5 = <<5+5=10>>10".
            expression = plain if evaluate(plain) == value else expression
        if not isinstance(expression, Applied):
            expression = plain if isinstance(plain, Applied) else None
            if expression is None or value is None or evaluate(expression) != value:
                continue
            if shown and shown[3]:
                value, expression = value * 100, Applied(Operation.MULTIPLY, expression, Literal(Fraction(100)))
        if value is None:
            continue
        start = run[0] if run and line[run[1] : place].strip(" $€£") in ("=", "") else place
        begin = len(line[:place].rstrip(" $€£"))
        begin += len(line[begin:]) - len(line[begin:].lstrip())
        end = shown.end() if shown else place
        yield Step(line, index, min(start, begin), begin, end, value, expression)


def _annotated(note: str) -> tuple[Fraction | None, Expression | None] | Unread:
    """What an annotation says: its value and its expression, null where it holds a bare number."""
    first, *rest = [part for part in note.split("=") if part.strip()] or [""]
    expression = parse(_without_units(first))
    value = number(_without_units(rest[-1])) if rest else None
    if expression is None or value is None:
        return Unread("annotation not readable", f"<<{note}>>")
    if not isinstance(expression, Applied):
        return value, None
    exact = evaluate(expression)
    if exact == value:
        return value, expression
    if exact is not None and abs(exact - value) <= max(Fraction(1), abs(exact)) / 50:
        return Unread("rounded step", f"<<{note}>> is {exact}")
    return Unread("annotation does not hold", f"<<{note}>> is {exact}")


def _differ(one: Expression, other: Expression) -> bool:
    """Whether two expressions hold other numbers."""
    return Counter(part.value for part in literals(one)) != Counter(part.value for part in literals(other))


def _without_units(text: str) -> str:
    """The text without "/hour" and "stickers/page", whose slash divides nothing."""
    return _UNIT.sub(" ", text)


def _run(line: str, end: int) -> tuple[int, int] | None:
    """Where the arithmetic that ends at a place begins: back over numbers, operators and units between them."""
    shown = _UNIT.sub(lambda match: "_" * len(match[0]), line)
    pieces = list(_PIECE.finditer(shown, 0, end))
    start, depth, words = -1, 0, 0
    wanted = "operand"
    for piece in reversed(pieces):
        text = piece[0]
        figure = text[0].isdigit() or (text[0] == "." and len(text) > 1)
        if wanted == "operand" or (wanted == "either" and (figure or text == ")")):
            unit = text in "_%" or (text[0].isalpha() and text not in "xX" and words < _UNITS_BETWEEN)
            if not (figure or unit or text == ")"):
                break
            words += unit
            depth += text == ")"
            if figure:
                start, wanted, words = piece.start(), "operator", 0
        elif text in _OPERATORS:
            wanted, words = "operand", 0
        elif text in "$€£" or (figure and _mixed(line, piece.end(), start)):
            start = piece.start()
        elif text == "(" and depth:
            depth -= 1
            start, wanted = piece.start(), "either"
        else:
            break
    return None if start < 0 or depth > 0 else (start, end)


def _mixed(line: str, end: int, start: int) -> bool:
    """Whether a whole number that ends at a place goes with the fraction that starts at another: 2 1/2."""
    return line[end:start].isspace() and "/" in line[start : start + 6]
