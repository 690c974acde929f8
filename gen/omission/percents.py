"""Percentages: 20% of her money, a 20% discount, increased by 20%, 20% more than."""

from nescio.gen.omission.amounts import bounded
from nescio.gen.omission.asking import ask
from nescio.gen.omission.clause import COPULAS, HOLE, asked, finish, rest_of
from nescio.gen.omission.site import Site
from nescio.gen.omission.subjects import governing
from nescio.gen.omission.verbs import FORMS
from nescio.gen.omission.ways import ABSENT, VAGUE, WITHHELD, Found, Way
from nescio.gen.omission.words import ADVERBS, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS, article

_RATES = frozenset(
    "discount tax tip raise increase decrease commission interest fee markup bonus deposit profit".split()
)
_UNFINISHED = frozenset("remaining total other rest original first".split())
_HALF = 50
_WHOLE = 100


def percent(site: Site) -> Found | None:
    """A number before "%" or "percent"."""
    if site.after() not in ("%", "percent") or not 0 < site.value < _WHOLE or site.spelled:
        return None
    if site.after(1) == "of":
        return _share(site)
    if site.before() == "by":
        return _by(site)
    if site.after(1) in ("more", "less", "fewer", "off"):
        return _compared(site)
    return _rate(site)


def _bounds(site: Site) -> list[str]:
    """Bounds that stay below 100 %."""
    sign = site.context[site.end : site.right[0].end]
    found = []
    for words in bounded(site.value, site.taken, "less"):
        numbers = [int(word) for word in words.split() if word.isdigit()]
        if all(one < _WHOLE and one % 5 == 0 for one in numbers):
            first, _, last = words.partition(" and ")
            found.append(f"{first}{sign} and {last}{sign}" if last else f"{words}{sign}")
    return found


def _share(site: Site) -> Found | None:
    """20% of the students."""
    if site.before() in DETERMINERS | {"only", "about", "than", "by", "the", "other", "remaining", "is", "to", "at"}:
        return None
    words: list[str] = []
    for token in site.right[2:8]:
        inner = not words and token.low in DETERMINERS
        ended = token.low in PREPOSITIONS | CONJUNCTIONS | ADVERBS | FORMS.keys() and len(words) > 1
        ended = ended or token.low.endswith("ly")
        if not token.is_word or token.is_number or ended or (token.low in DETERMINERS and not inner):
            break
        words.append(token.text)
    if any(word.lower() in PRONOUNS - {"her", "them"} for word in words):
        return None
    if words[:1] == ["them"]:
        words = ["them"]
    elif len(words) not in (2, 3, 4) or words[0].lower() not in DETERMINERS or words[-1].lower() in _UNFINISHED:
        return None
    length = 2 + len(words)
    form = FORMS.get(site.after(length))
    if form is not None and form.tense in ("base", "either"):
        return None
    if site.after(length) == "of":
        return None
    found = ask(site, f"what percentage of {' '.join(words)}", len(site.left), length)
    if found is None:
        return None
    stop = site.right[0].end
    ways: list[Way] = [(VAGUE, site.start, stop, one) for one in _bounds(site)]
    if site.value != _HALF and _HALF // 2 <= site.value <= _HALF * 3 // 2:
        ways.append((VAGUE, site.start, stop, "less than half" if site.value < _HALF else "more than half"))
    ways.append((WITHHELD, site.start, stop, "a certain percentage"))
    return found, ways


def _compared(site: Site) -> Found | None:
    """20% more apples than; 20% off."""
    more = site.after(1)
    before = site.before()
    if before in DETERMINERS | {"another", "extra", "additional", "than", "by", "at", "for"}:
        return None
    stop = site.right[0].end
    ways: list[Way] = []
    if more == "off":
        if site.right[2:] and site.right[2].is_word and site.after(2) not in PREPOSITIONS | {"and", "but", "each"}:
            return None
        found = ask(site, "what percentage off", len(site.left), 2, loose=False)
        ways += [(VAGUE, site.start, stop, one) for one in _bounds(site)]
        if site.after(2) in ("", ".", ",", ";", "and", "but") and before in COPULAS:
            ways.append((ABSENT, site.start, site.right[1].end, "on sale"))
    else:
        if "than" not in [one.low for one in site.right[2:8]]:
            return None
        verb = governing(site, len(site.left))
        if verb is None or verb.at != len(site.left) - 1:
            return None
        found = asked(site, "by what percentage", verb, [more, *rest_of(site.right[2:])], [])
        ways.append((ABSENT, site.start, site.right[1].start, ""))
    if found is None or (more != "off" and " than " not in found.missing):
        return None
    ways.append((WITHHELD, site.start, stop, "a certain percentage"))
    return found, ways


def _by(site: Site) -> Found | None:
    """Increased by 20%."""
    following = site.after(1)
    found = ask(site, "what percentage", len(site.left), 1)
    if found is None or not found.missing.startswith("by "):
        return None
    stop = site.right[0].end
    ways: list[Way] = [(VAGUE, site.start, stop, one) for one in _bounds(site)]
    ways.append((WITHHELD, site.start, stop, "a certain percentage"))
    if (
        following in ("", ".", ",", ";", "and", "each", "every", "in", "on", "for")
        and len(site.left) > 1
        and site.is_last(1)
    ):
        ways.append((ABSENT, site.left[-2].end, stop, ""))
    return found, ways


def _rate(site: Site) -> Found | None:
    """A 20% discount."""
    before = site.left[-1] if site.left else None
    if before is None or before.low not in ("a", "an", "the"):
        return None
    words: list[str] = []
    for token in site.right[1:5]:
        if not token.is_word or token.low in PREPOSITIONS | CONJUNCTIONS | DETERMINERS:
            break
        words.append(token.text)
        if token.low in _RATES:
            break
    if not words or words[-1].lower() not in _RATES:
        return None
    thing = " ".join(words)
    if words[-1].lower() == "interest":
        return None
    found = finish(f"what percentage the {thing} is", f"what percentage is the {thing}", f"the {thing} is {HOLE}")
    if found is None:
        return None
    named = f"{article(before.text, words[0])} {thing}"
    start, stop = before.start, site.right[len(words)].end
    ways: list[Way] = [(ABSENT, start, stop, named)]
    if before.low != "the":
        ways += [(VAGUE, start, stop, f"{named} of {one}") for one in _bounds(site)]
        ways.append((WITHHELD, start, stop, f"{named} of a certain percentage"))
    return found, ways
