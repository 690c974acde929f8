"""Whether a question or sentence means one thing in its problem, and holds through the whole of it.

Everything doubtful is refused: what is told would be published as if it were beyond dispute.
"""

import re
from collections.abc import Set

from nescio.gen.traces.derive import Derived
from nescio.gen.traces.mentions import Form, read_mentions
from nescio.gen.traces.sentences import Told
from nescio.gen.traces.verbs import is_base
from nescio.gen.traces.wording import content, people, specific, stem

_CHANGES = re.compile(
    r"\b(?:after|then|now|left|remain(?:s|ing|ed)?|gave|gives?|giving|sold|sells?|lost|loses?|ate|eats?|bought|buys?|"
    r"found|finds?|spent|spends?|add(?:s|ed)?|remov\w+|receiv\w+|donat\w+|us(?:e|ed|es)|another|later|start\w*|begin\w*|"
    r"join\w*|leaves?|more|takes?|took|puts?|broke\w*|burst|died?|dies|stole\w*|threw|throws?|moves?|moved|came|comes?|"
    r"went|goes|got|gets?|eaten|born|lent|lends?|borrow\w*|trade[sd]?|swap\w*)\b",
    re.I,
)
_STAGES = re.compile(r"\b(?:left|remain\w*|now|still|then|after|end|back|final\w*|later)\b", re.I)
_STATES = frozenset("have be own need hold contain".split())
_BEING = re.compile(r"\b(?:is|are|was|were|be|have|own)\b", re.I)
_TIMES = re.compile(r"\b(?:days?|weeks?|months?|years?|morning|afternoon|evening|night|hours?|time|\w+day)\b", re.I)
_PRICES = re.compile(
    r"\b(?:discount\w*|off|coupons?|sale|tax\w*|tips?|fees?|refund\w*|rebate|deal|free|promotion)\b|%", re.I
)
_MONEY = re.compile(r"\b(?:costs?|price|pay|paid|spend|spent|money|charged?|bill|profit|earn\w*)\b", re.I)
_RATED = re.compile(
    r"(?<!total )\bprice of\b|\b(?:at|to) first\b|\bthe (?:liter|bag|box|pack|piece|pound|cup|hour|day)\b"
    r"|\bWhat \w+ the number of \w+\?$"
)
"""What may as well mean one of the things: the price of potatoes, the number of floors."""
_RELATIVE = re.compile(r" (?:\w+ ){0,2}(?:more|fewer|less|times|as)\b")
_ORDINAL = re.compile(r"\b(first|second|third|fourth|fifth|last|next)\b", re.I)
_CLAUSE = re.compile(r"[.;!?]\s|, |\band\b|\bwhile\b|\bbut\b")
_TOTALS = re.compile(r"\b(?:and|altogether|total|in all|combined|together)\b", re.I)


def one_meaning(derived: Derived, question: str) -> bool:
    """Whether a question's words mean one thing in the problem: no price before and after tax, no rate for a total."""
    whole = f"{derived.context} {derived.question}"
    prices = _MONEY.search(question) and _PRICES.search(whole)
    numbered = _ordinals(question) <= _ordinals(whole)
    return numbered and not prices and not _RATED.search(question) and not _stated_outright(derived, question)


def lasting(derived: Derived, one: Told) -> bool:
    """Whether what a sentence tells holds through the whole story, or says when it does."""
    if one.verb not in _STATES or not one.noun or one.adjunct.strip().lower().startswith(("after", "before")):
        return True
    changing = _STAGES.search(derived.question) or _CHANGES.search(derived.context)
    return not changing and not _TIMES.search(one.adjunct)


def holds(derived: Derived, question: str) -> bool:
    """Whether what a question asks for is the same through the whole story: no "are there" where things come and go."""
    if not _BEING.search(question) or re.search(r"\b(?:after|before)\b", question, re.I):
        return True
    return not (_STAGES.search(derived.question) or _CHANGES.search(derived.context))


def unlike_the_final(derived: Derived, question: str, adjunct: str = "") -> bool:
    """Whether a question cannot be taken for the problem's own: it names something else, or a part of its sum."""
    own, final = specific(content(question)), specific(content(derived.question))
    part = bool(specific(content(adjunct))) and bool(_TOTALS.search(derived.question)) and bool(final - own)
    return bool(own - final) or part


def _ordinals(text: str) -> Set[str]:
    return {one.lower() for one in _ORDINAL.findall(text)}


def _stated_outright(derived: Derived, question: str) -> bool:
    """Whether a clause of the context that tells a number of its own has all that the question names.

    "How many blocks did Ann travel to the shop?" could mean the 7 of "She rode the bus 7 blocks to the shop".
    """
    persons = content(" ".join(people(f"{derived.context} {derived.question}")))
    named = content(question) - persons - {_verb(question)}
    things = specific(named) or named
    if _TOTALS.search(question) and len(things) > 1:
        return False
    return any(
        things <= content(clause)
        for clause in _CLAUSE.split(derived.context)
        if any(one.form is Form.PLAIN and not _RELATIVE.match(clause[one.end :]) for one in read_mentions(clause))
    )


def _verb(question: str) -> str:
    """The stem of a question's verb: "travel" of "did Ann travel to the shop"."""
    return next((stem(word) for word in question.rstrip("?").split() if is_base(word)), "")
