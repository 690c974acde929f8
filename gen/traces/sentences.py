"""Sentences of a solution that tell one result, and the questions they answer.

"Mara sold 24 clips in May." answers "How many clips did Mara sell in May?". Only a few narrow frames are read; what
fits none is left alone.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from nescio.gen.traces.mentions import read_mentions
from nescio.gen.traces.steps import Step
from nescio.gen.traces.verbs import Verb, is_base, verb_of

_FILLER = re.compile(
    r"^(?:(?:so|thus|then|therefore|hence|also|next|now|and|finally|first|second|this means(?: that)?|"
    r"that means(?: that)?|we know(?: that)?|in total|altogether|overall|together|as a result|consequently)\b,? ?)+",
    re.I,
)
_CUT = re.compile(r"^.*?(?:,? so|,? which means|,? meaning|,? therefore|,? thus)(?: that)?,? (?=[A-Za-z])", re.I)
_BECAUSE = re.compile(r",? (?:because|since|as)$")
_LEAD = r"(?P<lead>(?:In|On|At|After|Before|During|For|From|By|With|Over|Within) [^,.\d$]{3,60}, )?"
_SUBJECT = (
    r"(?P<subject>[A-Z][a-z]+(?:(?: and|'s|’s) [A-Z]?[a-z]+)?|[Hh]e|[Ss]he"
    r"|(?:[Tt]he|[Hh]is|[Hh]er|[Ee]ach|[Ee]very)(?: [a-z]+){1,3}?)"
)
_NUMBER = r"(?:a total of |a sum of )?(?P<money>\$)?(?P<number>\d[\d,]*(?:\.\d+)?)"
_UNIT = (
    r"(?P<noun>(?: (?!more|fewer|less|extra|additional|other|of|times|percent)[a-z-]+){1,3}?(?: of(?: [a-z]+){1,2}?)?)"
)
_REST = (
    r"(?P<rest>(?: (?:in|on|at|from|for|to|with|per|each|every|a|during|after|before|by|this|last|over|into|"
    r"altogether|total|left|of|together|around|under|through|toward|towards|across)\b[^.,;:=$\d]*)?)"
)
_VERB = r"(?P<will>will )?(?P<verb>[a-z]+)(?P<particle> (?:away|out|up|off|back|down))?"
_ACTION = re.compile(rf"{_LEAD}{_SUBJECT} {_VERB} {_NUMBER}{_UNIT}{_REST}$")
_PAYMENT = re.compile(rf"{_LEAD}{_SUBJECT} {_VERB} {_NUMBER}(?: dollars)?{_REST}$")
_THERE = re.compile(rf"{_LEAD}[Tt]here (?P<be>are|were|will be) {_NUMBER}{_UNIT}{_REST}$")
_MEASURE = re.compile(
    r"(?P<what>[Tt]he (?:total |average |final |original |new |regular |combined )?"
    r"(?:number|amount|cost|price|weight|length|height|width|area|perimeter|distance|time|age|score|sum|difference|"
    r"profit|volume|speed|salary|income|discount|capacity|size)(?: [^.,;:=$\d]+?)?)"
    rf" (?P<be>is|was|will be) {_NUMBER}(?: dollars)?(?P<noun>(?: [a-z-]+){{0,3}})$"
)
_AGE = re.compile(rf"{_LEAD}{_SUBJECT} (?P<be>is|was|will be) {_NUMBER} years old(?P<rest>(?: now| today)?)$")
_COSTING = frozenset({"cost", "spend", "earn", "pay", "make", "save", "receive", "owe", "raise", "donate", "collect"})
_BROKEN = re.compile(
    r"\b(?:so|because|since|if|when|while|which|who|whom|whose|that|but|or|than|as|making|leaving|bringing|including|"
    r"more|fewer|less|extra|additional|would|could|should|can|it|they|them|their|this|these|those|we|you|your|our|I|"
    r"x|her own|his own|times|percent|equals?|he|she|other|others|rest|remainder|remaining|same|both|only|just)\b"
)


@dataclass(frozen=True)
class Told:
    """A sentence that tells a result, and the question it answers."""

    question: str
    statement: str
    start: int
    """Where the number stands in the statement."""
    end: int
    subject: str
    verb: str
    """The base form; "be" for what there is."""
    noun: str
    """What is counted; empty for money and for named quantities."""
    adjunct: str
    """When, where, of what: the phrases that narrow the question down."""


def told(step: Step, people: Collection[str]) -> Told | None:
    """What a step's line tells, if all of it fits a frame. `people` are the problem's named persons.

    "He" and "she" become the only person there is; a sentence about other pronouns tells nothing.
    """
    before, after = step.line[: step.start].strip(), step.line[step.result :].strip().rstrip(".! ")
    before = _FILLER.sub("", re.sub(r"[\s=$]+$", "", before)).strip()
    sentence = f"{before} {after}".strip()
    if _BECAUSE.search(before):
        before = _BECAUSE.sub("", before)
        stated = [one.value for one in read_mentions(before)]
        if stated != [step.value]:
            return None
        sentence = before
    if _CUT.match(before):
        before = _CUT.sub("", before)
        sentence = f"{before} {after}".strip()
    if not before or len(sentence.split()) > 24:
        return None
    sentence = sentence[0].upper() + sentence[1:]
    for frame, make in ((_THERE, _there), (_MEASURE, _measure), (_AGE, _age), (_ACTION, _action), (_PAYMENT, _payment)):
        match = frame.match(sentence)
        if match and len(read_mentions(sentence)) == 1:
            found = make(match, people)
            if found is not None and not _BROKEN.search(found.question.split(maxsplit=2)[-1]):
                return found
    return None


def _named(match: re.Match[str], people: Collection[str]) -> str | None:
    """The subject in a form that stands on its own."""
    subject = match["subject"]
    if subject.lower() in ("he", "she"):
        return next(iter(people)) if len(people) == 1 else None
    first = re.match(r"[A-Z][a-z]+", subject)
    if subject.lower().startswith(("his ", "her ")):
        return f"{next(iter(people))}'s{subject[3:]}" if len(people) == 1 else None
    if subject.lower().startswith(("the ", "each ", "every ")):
        return subject[0].lower() + subject[1:]
    others = re.search(r" and ([A-Z][a-z]+)$", subject)
    known = first is not None and first[0] in people and (others is None or others[1] in people)
    return subject if known else None


def _plural(subject: str) -> bool:
    return " and " in subject or (subject.startswith("the ") and subject.endswith("s"))


def _asked(match: re.Match[str], subject: str) -> tuple[Verb, str] | None:
    """The verb of a sentence, and how the question about it begins behind what is asked: "did Mara sell"."""
    if match["will"]:
        verb = Verb(match["verb"], "will") if is_base(match["verb"]) else None
    else:
        verb = verb_of(match["verb"], _plural(subject))
    return None if verb is None else (verb, f"{verb.auxiliary} {subject} {verb.base}{match['particle'] or ''}")


def _action(match: re.Match[str], people: Collection[str]) -> Told | None:
    subject = _named(match, people)
    asked = _asked(match, subject) if subject else None
    noun = match["noun"].strip()
    if subject is None or asked is None or match["money"] or noun.startswith("dollar") or not _countable(noun):
        return None
    told_first = f"{subject} {match['will'] or ''}{match['verb']}{match['particle'] or ''}"
    return _made(match, "How many " + noun, asked[1], told_first, subject, asked[0].base, noun)


def _payment(match: re.Match[str], people: Collection[str]) -> Told | None:
    subject = _named(match, people)
    asked = _asked(match, subject) if subject else None
    if subject is None or asked is None or asked[0].base not in _COSTING:
        return None
    if not match["money"] and " dollars" not in match[0][match.end("number") : match.end("number") + 8]:
        return None
    what = "How much" if asked[0].base == "cost" else "How much money"
    told_first = f"{subject} {match['will'] or ''}{match['verb']}{match['particle'] or ''}"
    return _made(match, what, asked[1], told_first, subject, asked[0].base, "")


def _there(match: re.Match[str], people: Collection[str]) -> Told | None:
    del people
    noun = match["noun"].strip()
    if match["money"] or not _countable(noun) or re.match(r" (?:from|for|to|with|of)\b", match["rest"]):
        return None
    asked = "will there be" if match["be"] == "will be" else f"{match['be']} there"
    return _made(match, "How many " + noun, asked, f"there {match['be']}", "", "be", noun)


def _age(match: re.Match[str], people: Collection[str]) -> Told | None:
    subject = _named(match, people)
    if subject is None:
        return None
    be = match["be"].split()
    asked = " ".join([be[0], subject, *be[1:]])
    return _made(match, "How old", asked, f"{subject} {match['be']}", subject, "be", "years old")


def _measure(match: re.Match[str], people: Collection[str]) -> Told | None:
    del people
    be = match["be"].split()
    what = match["what"][0].lower() + match["what"][1:]
    question = " ".join(["What", be[0], what, *be[1:]]) + "?"
    head = f"The{what[3:]} {match['be']} {match['money'] or ''}"
    statement = f"{head}{match['number']}{match['noun']}."
    return Told(question, statement, len(head), len(head) + len(match["number"]), what, "be", "", what)


def _made(
    match: re.Match[str], what: str, asked: str, told_first: str, subject: str, verb: str, noun: str
) -> Told | None:
    """Question and statement from their parts."""
    lead, rest = match["lead"] or "", match["rest"].rstrip()
    opening = what[0].lower() + what[1:]
    if lead and not rest and lead.split()[0] in _MOVED:
        question = f"{what} {asked} {lead[0].lower()}{lead[1:].rstrip(', ')}?"
    else:
        question = f"{lead}{opening if lead else what} {asked}{rest}?"
    head = f"{lead}{told_first} {match['money'] or ''}"
    head = head[0].upper() + head[1:]
    tail = f" {noun}" if noun else (" dollars" if not match["money"] else "")
    statement = f"{head}{match['number']}{tail}{rest}."
    return Told(question, statement, len(head), len(head) + len(match["number"]), subject, verb, noun, f"{lead}{rest}")


_MOVED = frozenset("In On At For From During".split())
"""Words that begin a phrase which reads best at a question's end."""
_MEASURES = frozenset(
    "gallons liters litres pounds ounces cups bags boxes pieces slices packs kilos kilograms grams miles feet inches "
    "meters hours minutes days weeks months years pairs bottles cans loads sheets types kinds sets rows bunches dozens "
    "tons quarts pints teaspoons tablespoons packages cartons crates baskets buckets ears loaves bars jars glasses "
    "milliliters kilometers ml kg km".split()
)
_PLURALS = frozenset("people children men women feet fish sheep geese mice teeth deer cattle".split())


def _countable(noun: str) -> bool:
    """Whether a noun phrase is in the plural: "red marbles", "gallons of water"."""
    first, of, _ = noun.partition(" of ")
    head = first.split()[-1]
    if of and head not in _MEASURES:
        return False
    return head in _PLURALS or (head.endswith("s") and not head.endswith(("ss", "us", "is")))
