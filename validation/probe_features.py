"""What a shallow reader sees of a question beside its context: overlaps, distances and counts, never a word itself.

These are the features of the interaction probe (design rule 4): does the hole stand near the question's words? There
are four readings of "near", so that none can be had by moving away from another: the sentence's own words, a
second hop over the words of the best sentences, neighbouring sentences, and the name that a sentence speaks of.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_STOP = _words(
    "a an the and or but if then than so as of at by for from in into on onto to with without over under per out up "
    "is are was were be been being am do does did have has had having will would can could may might should must he "
    "she it they we you i him her them us me his its their our your my this that these those there here who whom "
    "whose what which when where why how many much more less fewer all both each every other another no not only also "
    "just too very"
)
_NUMBER_WORDS = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half "
    "third thirds quarter quarters dozen dozens twice thrice double doubled triple tripled single pair pairs "
    "fortnight"
)
_HEDGES = _words(
    "some several few many certain various numerous multiple about around roughly approximately nearly almost between "
    "couple handful bunch lot lots plenty unknown unspecified unclear unsure perhaps maybe possibly probably somewhat "
    "sometimes usually often varying different most any number amount portion part fraction"
)
_HEDGE_PAIRS = _words(
    "at_least at_most more_than less_than fewer_than up_to as_many as_much not_known not_say not_sure a_bit or_so"
)
_PRONOUNS = _words("he she it they his her its their this these that those")
_RANGE = re.compile(r"\d\s*(?:-|–|—|to|or)\s*\$?\d|\bbetween\b.{1,40}?\band\b", re.IGNORECASE)
_TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_BREAK = re.compile(r"(?<=[.!?。！？])\s*(?=\D)|\n+")
_ENDING = re.compile(r"(?<=\w\w\w)(?:['’]s|ings?|ied|ies?|y|ed|es?|(?<!s)s)$")
_FAR = 60.0  # "nowhere near", in words; larger distances are cut to it


@lru_cache(maxsize=40_000)
def _passage(text: str) -> "_Passage":
    """Versions of a text share most sentences, and groups of rows are read more than once."""
    return _Passage(text)


class _Passage:
    """A text cut into words: which are numbers, hedges or content words, and how many of each."""

    def __init__(self, text: str):
        tokens = _TOKEN.findall(text)
        lower = [token.lower() for token in tokens]
        two = [f"{a}_{b}" for a, b in zip(["", *lower], lower, strict=False)]
        digit, numeral = [token[0].isdigit() for token in tokens], [word in _NUMBER_WORDS for word in lower]
        self.number = [a or b for a, b in zip(digit, numeral, strict=True)]
        self.hedge = [word in _HEDGES or pair in _HEDGE_PAIRS for word, pair in zip(lower, two, strict=True)]
        plain = [not (n or h or w in _STOP) for n, h, w in zip(self.number, self.hedge, lower, strict=True)]
        self.stems = [_ENDING.sub("", word) if keep else "" for word, keep in zip(lower, plain, strict=True)]
        self.content = frozenset(self.stems) - {""}
        self.names = frozenset(s for s, t in zip(self.stems, tokens, strict=True) if s and t[0].isupper())
        self.figures = frozenset(token for token, here in zip(tokens, digit, strict=True) if here)
        self.phrases = frozenset(pair for pair in two[1:] if not set(pair.split("_")) <= _STOP)
        self.size, self.numbers, self.hedges = len(tokens), sum(self.number), sum(self.hedge)
        self.pronoun = bool(_PRONOUNS.intersection(lower[:1]))
        ranges = len(_RANGE.findall(text))
        self.counts = {"digits": sum(digit), "number words": sum(numeral), "hedges": self.hedges, "ranges": ranges}


_NOTHING = _Passage("")


def tally(text: str) -> dict[str, float]:
    """The additive counts of a text: characters, words, numbers (digits or words) and hedge words."""
    passage = _Passage(text)
    return {"length": len(text), "words": passage.size, "numbers": passage.numbers, "hedge words": passage.hedges}


class _Reading:
    """One question beside one context: `direct`, `hop`, `region` and `owned` say how near each sentence stands."""

    def __init__(self, question: _Passage, whole: _Passage, sentences: Sequence[_Passage], idf: Mapping[str, float]):
        self.question, self.whole, self.sentences, self.idf = question, whole, sentences, idf
        asked = question.content
        total = self.weight(asked) or 1.0
        self.direct = [self.weight(asked & one.content) / total for one in sentences]
        self.ranking = sorted(range(len(sentences)), key=lambda i: (-self.direct[i], i))
        best = [(j, sentences[j].content - asked, self.direct[j]) for j in self.ranking[:2]]
        self.hop = [
            sum(self.weight(one.content & words) * near for j, words, near in best if j != i)
            for i, one in enumerate(sentences)
        ]
        self.region = self._smeared()
        self.owned = self._owned()

    def weight(self, stems: Iterable[str]) -> float:
        """The summed rarity, in one order whatever the hash seed, so that a report repeats to the last bit."""
        return sum(self.idf[stem] for stem in sorted(stems))

    def _smeared(self) -> list[float]:
        """`direct` carried on to the neighbours, halved with each sentence of distance."""
        right, left = list(self.direct), list(self.direct)
        for i in range(1, len(right)):
            right[i] += right[i - 1] / 2
            left[-1 - i] += left[-i] / 2
        return [a + b - c for a, b, c in zip(right, left, self.direct, strict=True)]

    def _owned(self) -> list[float]:
        """1 where a sentence speaks of a name in the question; without a name of its own it goes on about the last."""
        shares, current = [], False
        for one in self.sentences:
            if one.names and not (one.pronoun and current):
                current = bool(one.names & self.question.content)
            shares.append(float(current))
        return shares


def features(texts: Sequence[tuple[str, str]]) -> list[dict[str, float]]:
    """The features of each (context, question), under readable names, the same names in the same order for all.

    NaN stands for what a row does not have (a second sentence, a hedge). The rarity of words is taken from the distinct
    contexts and questions of the set, so a row's features depend on the rows beside it.
    """
    contexts = {context: [_passage(one) for one in _BREAK.split(context) if one.strip()] for context, _ in texts}
    wholes = {context: _passage(context) for context in contexts}
    questions = {question: _passage(question) for _, question in texts}
    seen = Counter(word for passage in (*wholes.values(), *questions.values()) for word in passage.content)
    idf = {word: math.log((1 + len(wholes) + len(questions)) / count) for word, count in seen.items()}
    made = {}
    for context, question in dict.fromkeys(texts):
        reading = _Reading(questions[question], wholes[context], contexts[context], idf)
        parts = (part(reading) for part in (_totals, _places, _sharing, _linked, _distances, _profiles))
        made[context, question] = {name: float(value) for part in parts for name, value in part.items()}
    return [made[pair] for pair in texts]


def _totals(reading: _Reading) -> dict[str, float]:
    question, whole = reading.question, reading.whole
    return {
        "sentences": len(reading.sentences),
        **whole.counts,
        "share of sentences without a number": _mean(not one.numbers for one in reading.sentences),
        "question's content words": len(question.content),
        "question's numbers": question.numbers,
        "figures that question and context share": len(question.figures & whole.figures),
        "question words the context lacks": len(question.content - whole.content),
    }


def _places(reading: _Reading) -> dict[str, float]:
    last = len(reading.sentences) - 1
    places = {"best": reading.ranking[:1], "second best": reading.ranking[1:2], "last": [last][: last + 1]}
    row: dict[str, float] = {}
    for name, found in places.items():
        one = reading.sentences[found[0]] if found else _NOTHING
        values = {"words": one.size, "rarity shared": sum(reading.direct[i] for i in found), **one.counts}
        row |= {f"{key} in the {name} sentence": value if found else math.nan for key, value in values.items()}
        if name != "last":
            row[f"position of the {name} sentence"] = found[0] / max(last, 1) if found else math.nan
    return row


def _sharing(reading: _Reading) -> dict[str, float]:
    question, sentences = reading.question, reading.sentences
    groups = {
        "sharing": [one for one in sentences if one.content & question.content],
        "other": [one for one in sentences if not one.content & question.content],
    }
    phrase = max(sentences, key=lambda one: len(one.phrases & question.phrases), default=_NOTHING)
    row = {
        "sharing sentences": float(len(groups["sharing"])),
        "share of sharing sentences with a number": _mean(one.numbers > 0 for one in groups["sharing"]),
        "word pairs that question and context share": len(question.phrases & reading.whole.phrases),
        "numbers in the sentence with most shared word pairs": phrase.numbers,
        "hedges in the sentence with most shared word pairs": phrase.hedges,
    }
    for name, members in groups.items():
        row[f"numbers for each {name} sentence"] = _mean(one.numbers for one in members)
        row[f"hedges for each {name} sentence"] = _mean(one.hedges for one in members)
    return row


def _linked(reading: _Reading) -> dict[str, float]:
    """The strongest second-hop sentence, and the sentences that hold the question's rarest word."""
    linked = max(zip(reading.hop, reading.sentences, strict=True), key=lambda two: two[0], default=(0.0, _NOTHING))[1]
    found = sorted(reading.question.content & reading.whole.content)
    rarest = max(found, key=lambda word: reading.idf[word], default=None)
    holders = [one for one in reading.sentences if rarest in one.content]
    return {
        "numbers at the second hop": linked.numbers,
        "hedges at the second hop": linked.hedges,
        "sentences with the question's rarest word": len(holders),
        "numbers beside the question's rarest word": _mean(one.numbers for one in holders),
        "hedges beside the question's rarest word": _mean(one.hedges for one in holders),
    }


def _distances(reading: _Reading) -> dict[str, float]:
    """How far the question's words stand from numbers and hedges, and what numbers and hedges are followed by."""
    whole, asked = reading.whole, reading.question.content
    echo = [word in asked for word in whole.stems]
    row: dict[str, float] = {}
    for name, marks in {"number": whole.number, "hedge": whole.hedge}.items():
        gaps = [gap for gap, here in zip(_gaps(marks), echo, strict=True) if here]
        follows = [any(echo[i + 1 : i + 4]) for i, here in enumerate(marks) if here]
        row[f"words from a question word to the nearest {name}"] = min(gaps, default=_FAR)
        row[f"mean words from question words to the nearest {name}"] = _mean(gaps)
        row[f"{name}s followed by a question word"] = sum(follows)
        row[f"share of {name}s followed by a question word"] = _mean(follows)
    return row


def _profiles(reading: _Reading) -> dict[str, float]:
    """How many more numbers, hedges and holes stand near the question than elsewhere, for four readings of "near"."""
    kinds: dict[str, list[int]] = {
        "numbers": [one.numbers for one in reading.sentences],
        "hedges": [one.hedges for one in reading.sentences],
        "numberless sentences": [not one.numbers for one in reading.sentences],
    }
    nearness = {"words": reading.direct, "second hop": reading.hop, "region": reading.region, "name": reading.owned}
    row = {
        f"excess of {kind} near the question by {how}": _excess(near, values)
        for how, near in nearness.items()
        for kind, values in kinds.items()
    }
    for kind in ("hedges", "numberless sentences"):
        ranks = [rank for rank, i in enumerate(reading.ranking) if kinds[kind][i]]
        row[f"rank of the nearest of {kind}"] = min(ranks, default=math.nan)
    return row


def _excess(weights: Sequence[float], values: Sequence[float]) -> float:
    """The weighted mean of the values less their plain mean; NaN where nothing has weight."""
    total = sum(weights)
    return sum(a * b for a, b in zip(weights, values, strict=True)) / total - _mean(values) if total else math.nan


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / len(known) if known else math.nan


def _gaps(marks: Sequence[bool]) -> list[float]:
    """For each place, the distance in words to the nearest mark, at most _FAR."""
    gaps = [_FAR] * len(marks)
    for order in (range(len(marks)), reversed(range(len(marks)))):
        last = _FAR
        for i in order:
            last = 0.0 if marks[i] else min(last + 1, _FAR)
            gaps[i] = min(gaps[i], last)
    return gaps
