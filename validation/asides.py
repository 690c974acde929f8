"""Asides: sentences that have nothing to do with a seed's story, so that they can tell none of its facts."""

import re
from collections.abc import Collection
from fractions import Fraction

from nescio.schemas.seed import Seed
from nescio.validation.numbers import read_numbers
from nescio.validation.reading import Rejected

_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDING = re.compile(r"(?<=\w\w\w)(?:['’]s|ings?|ied|ies|y|ed|es|e|(?<!s)s)$")
_PLAIN = frozenset(
    "the and but for nor not all any are was were been being has had have having does did done can could may might "
    "must shall should will would about after again also although among around because before behind below beside "
    "between both down during each either else even ever every everybody everyone everything few first for from her "
    "hers him his how here into its itself just last least less like made make many more most much myself near never "
    "next nobody nothing now off often once one only onto other others our out over own per quite rather same since "
    "some somebody someone something soon still such than that their them then there these they this those though "
    "through too toward twice two under until upon very via way went what when where whether which while who whole "
    "whose why with within without yet you your yours two three four five six seven eight nine ten eleven twelve "
    "hundred thousand half third fourth always already almost back get gets got give gives given goes gone have keep "
    "keeps kept know known let long look looked put said say says see seen seem seems take takes taken tell tells told "
    "think took want wants and ago away far new old little big great good well left right straight".split()
)


def is_aside(seed: Seed, sentence: str) -> bool:
    """Whether a sentence shares no telling word with anything that the seed says or might say."""
    evidence = seed.derivation
    texts = [seed.context, *(one.text for one in seed.questions)]
    texts += [text for fact in evidence.facts for text in (fact.missing, fact.clarifying_question)]
    texts += [hiding.text for fact in evidence.facts for hiding in fact.hidings]
    return _stems(sentence).isdisjoint(_stems(" ".join(texts)))


def check_aside(sentence: str, secrets: Collection[Fraction]) -> None:
    """Raises Rejected where an aside has a number that the text must not give."""
    for one in read_numbers(sentence):
        if not one.readings.isdisjoint(secrets):
            raise Rejected("value restated", f"{sentence!r} has the value of something that is hidden")


def _stems(text: str) -> set[str]:
    words = (word.lower() for word in _WORD.findall(text))
    return {_ENDING.sub("", word) for word in words if word not in _PLAIN}
