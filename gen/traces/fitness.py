"""Which numbers of a problem may be hidden without doubt about what the hiding does."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from nescio.gen.omission.facts import Leaf
from nescio.gen.traces.constants import conventional
from nescio.gen.traces.derive import Derived
from nescio.gen.traces.grounding import Stated
from nescio.gen.traces.mentions import Form, Mention
from nescio.schemas.evidence import CONTEXT, Span

_LARGE = 20
"""From here on, a sum that holds between three numbers that a solution uses is not taken for chance."""

_BOUND = re.compile(
    r"\b(?:at least|at most|(?<!add )(?<!adds )(?<!added )(?<!rang )(?<!came )up to|no (?:more|less|fewer) than"
    r"|(?:a )?(?:minimum|maximum) of|about|approximately|roughly|nearly|almost|(?P<than>(?:more|less|fewer) than))\s+"
    r"(?:an? |the |another )?\$?$",
    re.IGNORECASE,
)
"""Words before a number that only bound it or say that it is rounded."""
_RELATION = re.compile(
    r"(?:\d%?|\bpercent|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|times|half))"
    r"(?: [\w-]+){0,3} ?$",
    re.IGNORECASE,
)
"""What stands before "more than" where it compares: 7 more than 10, 2 inches less than 30."""


def hideable(derived: Derived, targets: Iterable[str]) -> list[Leaf]:
    """The leaves of the context of which it is beyond doubt whether each of the questions needs them.

    Left out are ones, numbers that everyone knows (7 days), that stand twice, that a solution may or may not have used,
    and that other numbers of the text may give: a total beside its parts, a result that the text states as well. There
    is none where a step leads nowhere, for then some number was mistaken for another. There is none where the answer
    comes from a number that the text only bounds ("at least 5 litres"), for then the text has no definite answer.
    """
    if _leads_nowhere(derived) or _uses_bounded(derived):
        return []
    doubtful = _open_use(derived, set(targets)) | _stated_results(derived)
    if not _tight(derived):
        doubtful |= {one.name for one in derived.stated} - derived.final.possible
    values = [one.mention.value for one in derived.stated]
    return [
        Leaf(one.name, Span(part=CONTEXT, start=one.mention.start, end=one.mention.end), one.mention.value)
        for one in derived.stated
        if one.part == CONTEXT
        and one.name not in doubtful
        and one.mention.form is not Form.CLOCK
        and one.mention.value != 1
        and values.count(one.mention.value) == 1
        and not conventional(one.mention.value, one.mention.noun)
        and not _given_by_others(derived, one)
    ]


def _uses(derived: Derived) -> Counter[str]:
    """How often each node is an argument of what the question's answer is computed from."""
    needed, found = {derived.targets[-1]}, Counter[str]()
    for node in reversed(derived.graph.nodes):
        if node.id in needed:
            needed.update(node.arguments)
            found.update(node.arguments)
    return found


def _leads_nowhere(derived: Derived) -> bool:
    """Whether a step's result is not used for the question's answer."""
    uses = _uses(derived)
    return any(target not in uses for target in derived.targets[:-1] if target != derived.targets[-1])


def _uses_bounded(derived: Derived) -> bool:
    """Whether a number that may play a part in the answer is told as a bound or as rounded."""
    texts = {CONTEXT: derived.context}
    used = [one for one in derived.stated if one.name in derived.final.possible]
    return any(is_bounded(texts.get(one.part, derived.question), one.mention) for one in used)


def is_bounded(text: str, mention: Mention) -> bool:
    """Whether what stands right before a number bounds it; "7 more than 10" and "less than twice" do not."""
    found = _BOUND.search(text[: mention.start])
    if found is None or found["than"] is None:
        return found is not None
    related = mention.form in (Form.MULTIPLE, Form.SHARE) or _RELATION.search(text[: found.start()])
    return not related


def _tight(derived: Derived) -> bool:
    """Whether the solution uses what it uses plainly enough to say that the other numbers play no part.

    It does not where a small number is used twice or one comes from common knowledge, for it may be another one, worked
    out in the head, and where a number is added to or multiplied by itself, for another may have said how often.
    """
    percent = any(one.mention.form is Form.PERCENT for one in derived.stated)
    known = {node.id for node in derived.graph.pruned(derived.targets) if node.world}
    if known - ({"=1", "=100", "=1/100"} if percent else {"=1"}):
        return False
    uses = _uses(derived)
    small = any(uses[one.name] > 1 and abs(one.mention.value) <= _LARGE for one in derived.stated)
    return not small and all(len(set(node.arguments)) == len(node.arguments) for node in derived.graph.nodes)


def _open_use(derived: Derived, targets: set[str]) -> set[str]:
    """The leaves that some question needs on one reading of the solution and not on another."""
    found: set[str] = set()
    for target in targets:
        basis = derived.final if target == derived.targets[-1] else derived.graph.basis[target]
        found |= basis.possible - basis.certain
    return found


def _stated_results(derived: Derived) -> set[str]:
    """The leaves of results that are written in the text too, by chance or because the solution was roundabout."""
    found: set[str] = set()
    for target in derived.targets:
        value = derived.graph.value(target)
        if any(one.mention.value == value for one in derived.stated):
            found |= derived.graph.basis[target].possible
    return found


def _given_by_others(derived: Derived, leaf: Stated) -> bool:
    """Whether two other numbers of the text give the leaf, one of them unused, or large ones by a sum."""
    used = derived.final.possible
    others = [one for one in derived.stated if one.name != leaf.name]
    value = leaf.mention.value
    for number, one in enumerate(others):
        for two in others[number + 1 :]:
            a, b = one.mention.value, two.mention.value
            if {one.name, two.name} <= used and leaf.name in used:
                if max(a, b, value) >= _LARGE and value in (a + b, a - b, b - a):
                    return True
            elif value in _results(a, b):
                return True
    return False


def _results(a: Fraction, b: Fraction) -> Sequence[Fraction]:
    quotients = [a / b] if b else []
    return [a + b, a - b, b - a, a * b, *quotients, *([b / a] if a else [])]
