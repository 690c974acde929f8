"""Sums of money: costs $5, sold for $4 each, earns $15 an hour, a $20 shirt, $5 more than."""

from collections.abc import Iterator
from fractions import Fraction

from nescio.gen.omission.amounts import bounded
from nescio.gen.omission.asking import ask
from nescio.gen.omission.bare import alone, base_of
from nescio.gen.omission.clause import HOLE, Asked, asked, finish, rest_of
from nescio.gen.omission.site import Site
from nescio.gen.omission.subjects import Verb, governing
from nescio.gen.omission.sums import ENDS, RATED, bare_money, by_the, goes_on, is_rated
from nescio.gen.omission.verbs import FORMS
from nescio.gen.omission.ways import ABSENT, VAGUE, WITHHELD, Found, Way
from nescio.gen.omission.words import DETERMINERS, PREPOSITIONS, article, is_plural, singular

_GOT = frozenset(
    "earn earns earned save saves saved spend spends spent raise raises raised owe owes owed borrow borrows borrowed "
    "receive receives received collect collects collected donate donates donated make makes made give gives gave "
    "lend lends lent win wins won him her them".split()
)
_PRICES = frozenset("cost costs charge charges".split())
_HAS_MONEY = _GOT | frozenset("has had have get gets got need needs needed keep keeps found find finds lost".split())
_CHARGED = frozenset("pay pays paid charge charges charged".split())
_SHORT = 12
_VERBS = frozenset("sells costs charges buys gets earns goes pays".split())
_SELLING = frozenset("selling buying making getting purchasing ordering including and".split())
_KINDS = frozenset(
    "coloring colouring drawing sleeping cooking sewing shopping baking swimming fishing wedding".split()
)
_MONEY = frozenset("bill note coin card loan".split())
_ENDING = frozenset("and that which to each every when or if he she they so".split())
_TRADES = frozenset("buy sell purchase order rent get work mow clean wash offer buying selling".split())
_SOLD = frozenset("buy sell purchase order rent get".split())
_FEES = frozenset(
    "tip discount fee bill coupon deposit tax fine salary allowance bonus budget profit rebate refund donation loan "
    "payment paycheck check wage pension reward prize gift card voucher debt bribe charge raise withdrawal "
    "rent investment".split()
)


def money(site: Site) -> Found | None:
    """A number after "$"."""
    if site.before() != "$":
        return None
    following = site.after()
    if following in ("more", "less"):
        return _compared(site)
    if following in ("off", "worth", "bills", "bill", "-", "coins", "dollars", "of") or site.after(1) == "$":
        return None
    if site.right and site.right[0].is_word and following not in PREPOSITIONS | RATED | ENDS | {"then", "to", "left"}:
        return _adjective(site)
    start = len(site.left) - 1
    begin = site.left[-1].start
    total = 3 if site.before(2) == "of" and site.before(3) == "total" and site.before(4) == "a" else 0
    before = site.left[start - total - 1].low if start > total else ""
    if before in DETERMINERS or before in (
        "only",
        "just",
        "about",
        "than",
        "over",
        "under",
        "least",
        "another",
        "extra",
    ):
        return None
    if before in ("for", "at"):
        return _price(site, start, begin)
    noun = "how much money" if before in _HAS_MONEY and not is_rated(site) else "how much"
    if before in PREPOSITIONS - {"by"}:
        return None
    found = ask(site, noun, start - total, 0, loose=before in PREPOSITIONS)
    if found is None:
        return None
    begin = site.left[start - total].start if total else begin
    return found, list(_ways(site, begin, before))


def _loose(value: Fraction) -> Iterator[str]:
    if 3 <= value <= 9:
        yield "a few dollars"
    if 5 <= value <= 12:
        yield "several dollars"
    if 200 <= value <= 999:
        yield "hundreds of dollars"
    if 300 <= value <= 600:
        yield "a few hundred dollars"
    if 300 <= value <= 900:
        yield "several hundred dollars"
    if 2000 <= value < 100_000:
        yield "thousands of dollars"
    if 3000 <= value <= 9000:
        yield "several thousand dollars"


def _ways(site: Site, begin: int, before: str) -> Iterator[Way]:
    for words in (*_loose(site.value), *bounded(site.value, site.taken, "less", mark="$")):
        yield VAGUE, begin, site.end, words
    if before not in ("is", "are", "was", "were"):
        bare = before in _PRICES | _CHARGED or is_rated(site) or site.after() == "for"
        yield WITHHELD, begin, site.end, "a certain amount" if bare else "a certain amount of money"
    if bare_money(site, before):
        yield ABSENT, begin, site.end, "money"
    if before in _CHARGED and site.after() == "for" and site.is_last():
        yield ABSENT, begin, site.right[0].start, ""
    unit = site.right[1] if is_rated(site) and len(site.right) > 1 else None
    if unit is not None and site.after() in ("per", "a", "an", "every") and goes_on(site, 2):
        said = by_the(before, unit.low)
    else:
        said = None
    if unit is not None and said:
        yield ABSENT, site.left[-2].start, unit.end, f"{said} {unit.low}"


def _price(site: Site, start: int, begin: int) -> Found | None:
    """Sold for $12, at $4 each."""
    prep = site.left[start - 1]
    each = site.after() in ("each", "apiece")
    cut = site.right[0].end if each else site.end
    following = site.after(1) if each else site.after()
    rate = following in ("a", "an", "per", "every", "each")
    per = " ".join(one.text for one in site.right[:2]) if rate and not each else ""
    sold = prep.low == "at" or any(base_of(one.low) in _SOLD for one in site.left)
    found = _each_costs(site, start - 1, per) if (each or rate) and sold else None
    if found is None and (not (each or rate)):
        verb = governing(site, start - 1)
        found = (
            ask(site, "how much", start, 0) if verb is not None and prep.low == "for" and _trades(site, verb) else None
        )
        found = found and _stranded(site, found)
    if found is None:
        return None
    ways: list[Way] = []
    for words in (*_loose(site.value), *bounded(site.value, site.taken, "less", mark="$")):
        ways.append((VAGUE, begin, site.end, words))
    for words in ("a certain price", "a fixed price"):
        ways.append((WITHHELD, prep.start, site.end, f"at {words}"))
    bought = start > 1 and site.left[start - 2].low in _VERBS | {"sell", "sold", "cost", "bought", "rents", "rented"}
    if (
        following in ENDS
        and site.is_last(int(each))
        and not bought
        and start > 1
        and site.left[start - 2].text not in (",",)
    ):
        ways.append((ABSENT, site.left[start - 2].end, cut, ""))
    return found, ways


def _stranded(site: Site, found: Asked) -> Asked | None:
    """ "For how much Ada sold a lamp" as people say it: "how much Ada sold a lamp for"; None where words follow."""
    start = "for how much "
    if site.after() not in ENDS or not found.missing.startswith(start) or len(found.missing.split()) > _SHORT:
        return None
    question = found.question[len(start) :].rstrip("?")
    return finish(f"how much {found.missing[len(start) :]} for", f"how much {question} for", found.told)


def _trades(site: Site, verb: Verb) -> bool:
    """Whether the verb, or the one after it, is of buying and selling."""
    said = [one.low for one in site.left[verb.at : verb.at + 5]]
    return any(word in _TRADES or (word in FORMS and FORMS[word].base in _TRADES) for word in said)


def _each_costs(site: Site, upto: int, per: str) -> Asked | None:
    """Shirts at $5 each: how much each of the shirts costs."""
    words: list[str] = []
    for token in reversed(site.left[:upto]):
        if not token.is_word or token.is_number or token.low in PREPOSITIONS | DETERMINERS | FORMS.keys() - {"used"}:
            if token.is_word and is_plural(token.text) and not words and token.low not in _VERBS:
                words.insert(0, token.text)
                continue
            if token.low in PREPOSITIONS | DETERMINERS or token.text == "-":
                return None
            break
        if token.low in _SELLING or token.low == "some":
            break
        if token.low.endswith("ing") and token.low not in _KINDS:
            return None
        words.insert(0, token.text)
    if not words or not is_plural(words[-1]) or len(words) > 4 or words[0].lower() in ("and", "or", "some", "more"):
        return None
    things = " ".join(words)
    if per:
        told = f"the {things} cost {HOLE} {per}"
        return finish(f"how much the {things} cost {per}", f"how much do the {things} cost {per}", told)
    one = singular(words[-1])
    each = " ".join(["each", *words[:-1], one]) if one else f"each of the {things}"
    return finish(f"how much {each} costs", f"how much does {each} cost", f"{each} costs {HOLE}")


def _adjective(site: Site) -> Found | None:
    """A $20 shirt, a $3 tip."""
    before = site.left[-2] if len(site.left) > 1 else None
    words = _thing(site)
    if before is None or not words or before.low not in ("a", "an", "the", "his", "her", "their"):
        return None
    thing, fee = " ".join(words), words[-1].lower() in _FEES
    det = "the" if before.low in ("a", "an") else before.low
    if fee:
        found = finish(f"how large {det} {thing} is", f"how large is {det} {thing}", f"{det} {thing} is {HOLE}")
    else:
        told = f"{det} {thing} costs {HOLE}"
        found = finish(f"how much {det} {thing} costs", f"how much does {det} {thing} cost", told)
    if found is None:
        return None
    named = f"{article(before.text, words[0])} {thing}"
    start, stop = before.start, site.right[len(words) - 1].end
    ways: list[Way] = [(ABSENT, start, stop, named)]
    if before.low in ("a", "an"):
        joint, amount = ("of", "a certain amount") if fee else ("for", "a certain price")
        ways.append((WITHHELD, start, stop, f"{named} {joint} {amount}"))
        for bound in bounded(site.value, site.taken, "less", mark="$"):
            ways.append((VAGUE, start, stop, f"{named} {joint} {bound}"))
    return found, ways


def _thing(site: Site) -> list[str]:
    """The singular noun after a sum, with what describes it; nothing where its end is not sure."""
    words: list[str] = []
    for token in site.right[:4]:
        if not token.is_word or token.is_number or token.low in _ENDING | PREPOSITIONS | DETERMINERS:
            break
        words.append(token.text)
    last = words[-1].lower() if words else ""
    verb = last in FORMS and last not in _FEES
    return [] if len(words) > 3 or not words or verb or is_plural(last) or last in _MONEY else words


def _compared(site: Site) -> Found | None:
    """$5 more than."""
    more = site.right[0]
    if site.after(1) != "than" or site.before(2) in ("for", "at", "about") or len(site.left) < 2:
        return None
    verb = governing(site, len(site.left) - 1)
    if verb is None or verb.at != len(site.left) - 2:
        return None
    found = asked(site, f"how much {more.low}", verb, [], rest_of(site.right[1:]))
    if found is None or " than " not in found.missing:
        return None
    begin = site.left[-1].start
    free = alone(site.left[:-1], site.right)
    ways: list[Way] = [(ABSENT, begin, more.start, "")] if free else []
    ways += [(VAGUE, begin, site.end, words) for words in _loose(site.value)]
    ways += [(WITHHELD, begin, site.end, "a certain amount")]
    return found, ways
