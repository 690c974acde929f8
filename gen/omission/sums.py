"""Sums of money that go: what a clause says without one, and whether it still says something."""

from nescio.gen.omission.bare import alone
from nescio.gen.omission.site import Site

ENDS = frozenset({"", ".", ",", ";", "and", "but", "while", "so"})
RATED = frozenset({"per", "each", "every", "a", "an", "apiece"})
_RAISED = frozenset(
    "earn earns earned save saves saved raise raises raised borrow borrows borrowed collect collects collected donate "
    "donates donated lend lends lent win wins won him her them".split()
)
"""What one does with money of which no sum is named."""
_TIMED = frozenset("hour day week month mile page word".split())
_WEIGHED = frozenset("pound ounce gallon yard foot meter kilogram liter dozen square".split()) - {"square"}


def is_rated(site: Site) -> bool:
    """Whether a rate follows: $5 each, $5 an hour."""
    return site.after() in RATED


def bare_money(site: Site, before: str) -> bool:
    """Whether "money" alone can be the object: saved money for a bike, spent money on books."""
    if is_rated(site) or not alone(site.left[:-1], site.right) or site.after() in ("from", "off", "in", "a"):
        return False
    if any(one.low in ("each", "every", "per", "need", "needs", "must") for one in (*site.left, *site.right)):
        return False
    if before in ("spend", "spends", "spent"):
        return site.after() == "on"
    return before in _RAISED and site.after() in ("for", "by", "to")


def goes_on(site: Site, on: int) -> bool:
    """Whether the clause ends there or goes on about the work."""
    return site.after(on) in ENDS or site.after(on) in ("for", "as", "at") or site.after(on).endswith("ing")


def by_the(verb: str, unit: str) -> str | None:
    """How a verb goes on without a sum: "charges by the hour", "is sold by the pound"."""
    if verb in ("charges", "charged", "charge", "paid") and unit in _TIMED:
        return f"{verb} by the"
    if verb in ("earns", "makes", "gets") and unit in _TIMED:
        return "is paid by the"
    if verb in ("earned", "made", "got") and unit in _TIMED:
        return "was paid by the"
    return "is sold by the" if verb == "costs" and unit in _WEIGHED else None
