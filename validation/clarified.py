"""Whether a reply that abstains names what is missing, or what is wrong with the question: the clarification rule.

Abstain-R1 (arXiv 2604.17073) rewards an abstention for the reason that it gives, which models judge. Here a rule
decides: the words of the missing fact by stem, and its numbers, in one sentence that asks or speaks of what is not
known. It knows that the price of a bag is what a bag costs, and no other synonyms, so it errs towards no and figures by
it are lower bounds. It reads English.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import dropwhile, islice, takewhile

from nescio.validation.response_parts import Sentence, clip, read_sentences, strip_markup

SHARE = 0.5
"""Of the fact's words that tell it from what is asked, and of all its words: so many stand in the sentence."""
SHARE_OF_ASKED = 0.6
"""Where the question itself has all the words of the fact: so many of them."""
LONGEST = 40
"""Telling words of a sentence that may name something: one that lists whatever the prompt has names nothing."""
_UNNAMED = ("what the answer is", "what is to be found", "a side of the assistant's own")
"""Missing facts of which a reply has nothing to name but that it does not answer."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+(?:,\d{3})*(?:\.\d+)?")
_QUANTITY = re.compile(r"\b(?:how (?:many|much)|(?:number|amount|quantity|count) of)\b")
_OPENS = re.compile(
    r"\b(?:how|which|what|who|whom|whose|whether|where|when|depends?|depending|known|knew|unless|without|needs?|needed|"
    r"lacks?|missing|unanswered|open|silent|nothing|no|not|neither|never)\b|n't\b|\?[\"')*\s]*$"
)
"""What a sentence that names something unknown has."""
_EMPTY = frozenset(
    "a an the this that these those of in on at to for from by with as into out up off over per about than then and "
    "or but not no nor so if is are was were be been being am do does did done has have had having will would can "
    "could may might shall should must what which who whom whose when where why how many much more most number amount "
    "quantity count value figure there here it its he him his she her hers they them their theirs i me my we us our "
    "you your yours one's each every any all some anything something someone kind sort way exactly exact precisely "
    "because actually please know known knew tell tells told say says said state states stated give gives gave given "
    "mention mentioned specify specified provide provided need needs needed mean means meant answer question text "
    "passage problem story information detail details someone's own usually other only also just".split()
)
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth last next previous upper lower left right older "
    "younger larger smaller morning afternoon evening monday tuesday wednesday thursday friday saturday "
    "sunday north south east west".split()
)
"""Words that tell one of several things from another: a sentence that has others in their place speaks of another."""
_NUMERALS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13)), strict=True)
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in "rose:rise risen:rise won:win sold:sell bought:buy got:get gotten:get took:take taken:take began:begin "
    "begun:begin paid:pay went:go gone:go goes:go built:build left:leave made:make kept:keep held:hold ran:run "
    "wore:wear drew:draw drove:drive grew:grow wrote:write written:write lost:lose sent:send spent:spend taught:teach "
    "caught:catch fell:fall felt:feel flew:fly found:find fought:fight met:meet rode:ride sang:sing sat:sit "
    "slept:sleep stood:stand swam:swim threw:throw came:come lit:light led:lead read:read brought:bring hid:hide "
    "children:child men:man women:woman people:person loaves:loaf shelves:shelf halves:half".split()
)
_SAME = (
    "long length far distance duration",
    "cost price fee charge",
    "weigh weight heavy",
    "old age",
    "high height tall",
    "wide width",
    "deep depth",
    "fast speed",
    "hold contain fit capacity",
    "name called",
    "live reside",
    "year date",
)
"""Words that speak of the same measure: the length of a thing is how long it is."""
_COUNT = "#"
"""Stands for a number of things among the measures that a text speaks of."""
_STEMS = ((r"ies$", "y"), (r"ied$", "y"), (r"'s?$", ""), (r"(?<=ss|sh|ch|.x)es$", ""), (r"(?<![su])s$", ""))
_SUFFIXES = tuple((re.compile(ending), instead) for ending, instead in _STEMS)
_TENSE = re.compile(r"(?<=[^\W\d_]{3})(?:ing|ed|ness)$")
_DOUBLED = re.compile(r"([bdgklmnprt])\1$")


@dataclass(frozen=True)
class _Phrase:
    """What is looked for: its words by stem, those that the question has not, and what it counts."""

    words: tuple[str, ...]
    telling: frozenset[str]
    counted: frozenset[str]


def _bare(word: str) -> str:
    """A word in lower case without its endings."""
    word = _IRREGULAR.get(word, word)
    for ending, instead in _SUFFIXES:
        word = ending.sub(instead, word) if len(word) > 3 else word
    shorter = _TENSE.sub("", word)
    shorter = _DOUBLED.sub(r"\1", shorter) if shorter != word else shorter
    return shorter.removesuffix("e") if len(shorter) > 3 else shorter


_MEASURES = {_bare(word): _bare(words.split()[0]) for words in _SAME for word in words.split()}


def stem(word: str) -> str:
    """A word in lower case without the endings of plural, past tense and -ing; a number without its commas.

    Words for one measure have one stem: price and cost, length and long.
    """
    word = word.lower()
    if word[:1].isdigit():
        return word.replace(",", "")
    if word in _NUMERALS:
        return _NUMERALS[word]
    bare = _bare(word)
    return _MEASURES.get(bare, bare)


def content(text: str) -> frozenset[str]:
    """The telling words of a text by stem, and its numbers."""
    return frozenset(_sequence(text))


def _sequence(text: str) -> tuple[str, ...]:
    words = (word.lower().removesuffix("'s") for word in _WORD.findall(text.replace("’", "'")))
    return tuple(stem(word) for word in words if word not in _EMPTY and not word.endswith("n't"))


def nameable(missing_fact: str | None) -> bool:
    """Whether there is anything to name: of "what the answer is" a reply says all that there is by abstaining."""
    return bool(missing_fact and not missing_fact.startswith(_UNNAMED) and content(missing_fact))


def names_missing(
    reply: str, missing_fact: str, *, clarifying_question: str | None = None, question: str = "", prompt: str = ""
) -> bool:
    """Whether one sentence of a reply names the missing fact, as it is put there or in the clarifying question.

    The sentence asks, speaks of what is not known, or holds a question word. It has half of the fact's words and half
    of those that `question` (what was asked, without its context) has not, or three fifths of all where the question
    has all of them. It counts what the fact counts ("how many plums", not "how many crates") and does not speak of
    another thing of `prompt` in the place of one ("a lesson for beginners", not "for lifesavers"). The question, said
    again, names nothing that it has not. False where there is nothing to name (`nameable`).
    """
    if not nameable(missing_fact):
        return False
    asked, known = content(question), content(prompt)
    phrases = [_Phrase(_sequence(missing_fact), content(missing_fact) - asked, _counted(missing_fact))]
    other = content(clarifying_question or "")
    # A question back that has no word of its own beside what was asked would be named by asking that again.
    if clarifying_question and other and (other - asked or not phrases[0].telling):
        phrases.append(_Phrase(_sequence(clarifying_question), other - asked, _counted(clarifying_question)))
    return any(_named(phrases, text, known) for text in _naming(reply, question))


def names_premise(reply: str, false_premise: str, *, correction: str | None = None, question: str = "") -> bool:
    """Whether a reply says what is wrong with a question.

    Where a correction is known ("Zaha Hadid designed the MAXXI") it has half of the correction's words, and half of
    those that the question has not. Else it has the first two numbers of the false premise (the two that contradict
    each other, the dividend and the divisor), or half of its words where there are fewer.
    """
    said = content(strip_markup(clip(reply)))
    if correction:
        wanted = content(correction)
        new = frozenset() if correction.startswith("There is no ") else wanted - content(question)
        return _share(wanted, said) >= SHARE and _share(new, said) >= SHARE
    numbers = list(dict.fromkeys(stem(one) for one in _WORD.findall(false_premise) if one[0].isdigit()))
    if len(numbers) > 1:
        return set(numbers[:2]) <= said
    words = content(false_premise)
    return bool(words) and _share(words, said) >= SHARE


def _naming(reply: str, question: str) -> Iterator[str]:
    """The sentences that may name what is missing, the question that was asked apart."""
    opened = False
    for one in read_sentences(strip_markup(clip(reply))):
        echo = one.text.endswith("?") and bool(question) and _sequence(one.text) == _sequence(question)
        if (opened or _open(one)) and not echo:
            yield one.text
        # The number of an item in a list is read as a sentence.
        opened = one.text.rstrip().endswith(":") or (opened and not any(map(str.isalpha, one.text)))


def _open(one: Sentence) -> bool:
    return bool(one.about_knowing or one.asks or one.conditional or _OPENS.search(one.low))


def _counted(text: str) -> frozenset[str]:
    """Of each quantity that a text names, what is counted: the telling words that come first, two at most."""
    found: set[str] = set()
    for match in _QUANTITY.finditer(text.lower()):
        rest = iter(_WORD.findall(text[match.end() :].lower()))
        if match[0] != "how much":  # what follows is what is measured, and not what is counted
            rest = dropwhile(_EMPTY.__contains__, rest)
        found.update(stem(word) for word in islice(takewhile(lambda word: word not in _EMPTY, rest), 2))
    return frozenset(found)


def _named(phrases: Sequence[_Phrase], sentence: str, known: frozenset[str]) -> bool:
    """Whether a sentence has enough of a wording, and nowhere another thing in the place of the one that it means."""
    said, counted = _sequence(sentence), _counted(sentence)
    if len(said) > LONGEST:
        return False
    near = [one for one in phrases if _enough(one, frozenset(said), counted)]
    own = frozenset(word for one in phrases for word in one.words)
    return bool(near) and not any(_another(one.words, said, (known | _ORDINALS) - own) for one in near)


def _enough(wanted: _Phrase, said: frozenset[str], counted: frozenset[str]) -> bool:
    if wanted.counted and counted and not wanted.counted & counted:
        return False
    measures = _measured(frozenset(wanted.words), wanted.counted), _measured(said, counted)
    if all(measures) and measures[0].isdisjoint(measures[1]):
        return False
    least = SHARE if wanted.telling else SHARE_OF_ASKED
    return _share(frozenset(wanted.words), said) >= least and _share(wanted.telling, said) >= SHARE


def _measured(words: frozenset[str], counted: frozenset[str]) -> frozenset[str]:
    """The measures that a text speaks of: a price is no number of things."""
    return words & frozenset(_MEASURES.values()) | ({_COUNT} if counted else set())


def _another(wanted: tuple[str, ...], said: tuple[str, ...], others: frozenset[str]) -> bool:
    """Whether words of the fact give their place to one of the other things that the prompt has, or to an ordinal.

    A place is beside words that both have; what is said in other words elsewhere in the sentence is still said.
    """
    blocks = SequenceMatcher(a=wanted, b=said, autojunk=False).get_opcodes()
    for place, (kind, start, end, first, last) in enumerate(blocks):
        if kind != "replace" or not set(wanted[start:end]).isdisjoint(said):
            continue
        size = end - start
        near = set(said[first:last][:size] if place > 0 else ())
        near |= set(said[first:last][-size:] if place < len(blocks) - 1 else ())
        if near & others:
            return True
    return False


def _share(wanted: frozenset[str], said: frozenset[str]) -> float:
    return len(wanted & said) / len(wanted) if wanted else 1.0
