"""Ways in which a model may spoil what it was asked to rewrite, each on what it would have said."""

import json
import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from nescio.schemas.seed import Seed

OPENERS = "The A An In On Of For At If How What There It Its By With From".split()


class Said:
    """What a model replies: the texts as they were shown, for a test to change."""

    def __init__(self, seed: Seed, texts: Sequence[str]):
        """The texts are sentences, questions and replacements, one after the other."""
        behind = sum(len(fact.hidings) for fact in seed.derivation.facts)
        first = len(texts) - behind - len(seed.questions)
        self.seed = seed
        self.sentences, self.questions = list(texts[:first]), list(texts[first : len(texts) - behind])
        self.replacements = list(texts[len(texts) - behind :])

    def json(self) -> str:
        """The reply."""
        return json.dumps({name: getattr(self, name) for name in ("sentences", "questions", "replacements")})

    def carrier(self, number: int) -> int:
        """Which sentence tells the fact of that number."""
        place = self.seed.derivation.facts[number].hidings[0].span
        return self.sentences.index(self.seed.context[place.start : place.end])

    def value(self, number: int) -> Fraction:
        """The value of the fact of that number."""
        name = self.seed.derivation.facts[number].node
        return next(Fraction(node.value) for node in self.seed.derivation.nodes if node.id == name)


Change = Callable[[Said], bool]
"""Changes a reply; false where it cannot be changed in that way."""


def lower(text: str) -> str:
    """With a small first letter where the first word is no name."""
    return text[:1].lower() + text[1:] if text.split()[0] in OPENERS else text


def _swap(texts: list[str], pattern: str, replacement: str | Callable[[re.Match[str]], str], most: int = 1) -> bool:
    """Replace in the first text that has the pattern."""
    for number, text in enumerate(texts):
        made = re.sub(pattern, replacement, text, count=most)
        if made != text:
            texts[number] = made
            return True
    return False


def number_changed(said: Said) -> bool:
    """A number of the text is one more."""
    return _swap(said.sentences, r"(?<![\d.,:])\d+(?![\d.,:])", lambda found: str(int(found[0]) + 1))


def numbers_swapped(said: Said) -> bool:
    """Two numbers of a sentence change places."""
    return _swap(said.sentences, r"\b(\d+)\b(?![.,:]\d)([^.\d]*)\b(\d+)\b(?![.,:]\d)", r"\3\2\1")


def number_dropped(said: Said) -> bool:
    """A number becomes vague."""
    return _swap(said.sentences, r" \d+ ", " some ")


def number_added(said: Said) -> bool:
    """A number that the text did not have."""
    said.sentences[0] = said.sentences[0].rstrip(".") + ", as 3 people could see."
    return True


def sentence_dropped(said: Said) -> bool:
    """The last sentence is left out."""
    said.sentences.pop()
    return True


def sentences_merged(said: Said) -> bool:
    """Two sentences become one."""
    last = said.sentences.pop()
    said.sentences[-1] = said.sentences[-1].rstrip(".") + ", and " + lower(last)
    said.sentences.append("")
    return True


def sentences_exchanged(said: Said) -> bool:
    """Two facts change places."""
    a, b = said.carrier(0), said.carrier(1)
    said.sentences[a], said.sentences[b] = said.sentences[b], said.sentences[a]
    return a != b


def questions_exchanged(said: Said) -> bool:
    """The questions come in another order."""
    said.questions.reverse()
    return True


def fact_restored(said: Said) -> bool:
    """A hiding text tells the fact as the clean text does."""
    said.replacements[0] = said.sentences[said.carrier(0)]
    return True


def value_restored(said: Said) -> bool:
    """A hiding text ends in the value."""
    value = said.value(0)
    said.replacements[0] = said.replacements[0].rstrip(".") + f", {value} to be exact."
    return value.denominator == 1


def value_in_words(said: Said) -> bool:
    """The same in words."""
    words = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 12: "twelve"}
    said.replacements[0] = said.replacements[0].rstrip(".") + f", {words.get(int(said.value(0)))} in fact."
    return said.value(0) in words


def value_told_elsewhere(said: Said) -> bool:
    """A sentence of the clean text tells the value of another one."""
    other = next(n for n in range(len(said.sentences)) if n != said.carrier(0))
    said.sentences[other] = said.sentences[other].rstrip(".") + f" (the number above is {said.value(0)})."
    return said.value(0).denominator == 1


def hiding_of_another_fact(said: Said) -> bool:
    """The hiding texts of two facts change places."""
    said.replacements[0], said.replacements[2] = said.replacements[2], said.replacements[0]
    return True


def hedge_added(said: Said) -> bool:
    """An exact number becomes an approximate one."""
    return _swap(said.sentences, r"(?<= )(?=\d+ )", "about ")


def hedge_removed(said: Said) -> bool:
    """A vague word of a hiding text becomes a number."""
    return _swap(said.replacements, r"\b(?:quite )?a (?:few|good many)\b|\bseveral\b", "4")


def negation(said: Said) -> bool:
    """The first verb is denied."""
    return _swap(said.sentences, r"\b(is|are|was|were)\b", r"\1 not")


def comparison_turned(said: Said) -> bool:
    """More becomes fewer, before becomes after."""
    turned = {"more": "fewer", "older": "younger", "younger": "older", "heavier": "lighter", "lighter": "heavier"}
    turned |= {"before": "after", "after": "before", "longer": "shorter", "shorter": "longer", "higher": "lower"}
    return _swap(said.sentences, rf"\b(?:{'|'.join(turned)})\b", lambda found: turned[found[0]])


def unit_changed(said: Said) -> bool:
    """Minutes become hours."""
    turned = {"minutes": "hours", "hours": "minutes", "kg": "g", "kilograms": "grams", "days": "weeks", "weeks": "days"}
    turned |= {"meters": "miles", "metres": "miles", "minute": "hour", "hour": "minute", "week": "month"}
    return _swap(said.sentences, rf"\b(?:{'|'.join(turned)})\b", lambda found: turned[found[0]])


def rate_dropped(said: Said) -> bool:
    """Each one becomes the one."""
    return _swap(said.sentences, r"\b[Ee]ach (\w+)", r"The \1")


def verb_turned(said: Said) -> bool:
    """Who sold buys."""
    turned = {"buys": "sells", "sold": "bought", "pays": "earns", "uses": "adds", "takes": "gives", "gets": "loses"}
    turned |= {"sells": "buys", "bought": "sold", "costs": "earns", "spends": "saves", "opens": "closes"}
    return _swap(said.sentences, rf"\b(?:{'|'.join(turned)})\b", lambda found: turned[found[0]])


def names_swapped(said: Said) -> bool:
    """Two names change places in a sentence."""
    names = sorted(set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", " ".join(said.sentences))))
    if len(names) < 2:
        return False
    a, b = names[:2]
    return _swap(said.sentences, rf"\b(?:{a}|{b})\b", lambda found: b if found[0] == a else a, 0)


def name_added(said: Said) -> bool:
    """Somebody joins in."""
    said.replacements[0] = said.replacements[0].rstrip(".") + ", said Benedikt."
    return True


def nouns_swapped(said: Said) -> bool:
    """What two numbers of a sentence count changes places."""
    return _swap(said.sentences, r"(\d+ )([a-z]{4,})\b([^.\d]*)(\d+ )(?!\2)([a-z]{4,})\b", r"\1\5\3\4\2")


def translated(said: Said) -> bool:
    """A sentence in another language, with its first number."""
    return _swap(said.sentences, r".*?(\d+).*", r"Auf jeden Fall waren es hier genau \1 davon am Ende.")


def digits_disguised(said: Said) -> bool:
    """A hiding text tells the value in digits of another script."""
    said.replacements[0] = said.replacements[0].rstrip(".") + f", {chr(0x0660 + int(said.value(0) % 10))} of them."
    return said.value(0) < 10


def hidden_characters(said: Said) -> bool:
    """Invisible characters between all letters."""
    said.sentences[0] = "\u200b".join(said.sentences[0])
    return True


def chatter(said: Said) -> bool:
    """The reply begins with talk and an enumeration."""
    said.sentences[0] = f"Here is the rewritten sentence: 1. {said.sentences[0]}"
    return True


def second_sentence(said: Said) -> bool:
    """One sentence becomes two."""
    said.sentences[0] += " Nobody knows why."
    return True


SABOTAGE: tuple[Change, ...] = (
    number_changed,
    numbers_swapped,
    number_dropped,
    number_added,
    sentence_dropped,
    sentences_merged,
    sentences_exchanged,
    questions_exchanged,
    fact_restored,
    value_restored,
    value_in_words,
    value_told_elsewhere,
    hiding_of_another_fact,
    hedge_added,
    hedge_removed,
    negation,
    comparison_turned,
    unit_changed,
    rate_dropped,
    verb_turned,
    names_swapped,
    name_added,
    nouns_swapped,
    translated,
    digits_disguised,
    hidden_characters,
    chatter,
    second_sentence,
)
