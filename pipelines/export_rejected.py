"""Authored rejected replies: the failure that a row invites, where no model has shown it.

A row that cannot be answered is answered all the same: with what a row of its star says that asks the same and tells
all, or with what its twin says of another thing, or by the twin's answer, claimed. A row that can be answered is
declined: with what its star's unanswerable row says to the same question, or by an abstention, a question back or a
refusal made of varied sentences. So most rejected replies are, all but word for word, good replies to another row, and
little in their wording tells them.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from random import Random
from typing import Protocol, TypeVar

from nescio.pipelines import rejected_texts as texts
from nescio.pipelines.export_chat import Abstention, in_form
from nescio.pipelines.read_rows import DataRow
from nescio.schemas.taxonomy import Kind, Role

NEAR = 0.7
"""Share of their words in order that two questions have in common, from which the answer of one tempts at the other."""
OF_THE_STAR = 0.7
"""Share of the answerable rows that are declined in the words of their star, where it has some."""
REFUSAL_PRONE, OTHERS = (0.8, 0.1, 0.1), (0.05, 0.2, 0.75)
"""How else answerable rows are declined: shares of refusals, questions back and abstentions."""
MOST = 3
"""Sentences at most beside the opening."""
LONG, LACKING = 70, 95
"""Characters from which a sentence is long, and how many must be lacking for one to be drawn."""
_TOLD = (Role.CLEAN, Role.DECOY, Role.TWIN, Role.PERTURBED)
"""Whose answer is taken first: a clean row's says nothing of what is missing."""


class Asking(Protocol):
    """What is known of a row without its texts."""

    @property
    def id(self) -> str:
        """Its own name."""

    @property
    def asks(self) -> str:
        """Its question."""

    @property
    def pair_id(self) -> str | None:
        """Its pair's name."""

    @property
    def role(self) -> Role:
        """Its place in the star."""

    @property
    def should_abstain(self) -> bool:
        """Its label."""


_Row = TypeVar("_Row", bound=Asking)


def tempting(row: _Row, star: Sequence[_Row]) -> _Row | None:
    """The answerable row whose answer a model might give to a row that has none; null where nothing tempts.

    One with the same question, else the twin if it is asked in nearly the same words: where the two questions differ
    altogether, or have the same words in another order, its answer would be nonsense.
    """
    answered = sorted((one for one in star if not one.should_abstain), key=lambda one: (_TOLD.index(one.role), one.id))
    same = next((one for one in answered if one.asks == row.asks), None)
    if same is not None or row.pair_id is None:
        return same
    return next((one for one in answered if one.pair_id == row.pair_id and _near(one.asks, row.asks)), None)


def told_of(model: DataRow, row: DataRow) -> tuple[str, str] | None:
    """What `model` is to say and its answer, told of what `row` asks about; null where nothing of that is named there.

    "Percy Fawcett was born in Torquay" told of William Marshal: as a model does that takes one thing for another. An
    answer stays as it is, but for a row whose premise is wrong: there the true name would correct it, so that the
    reply goes along with the premise ("Niklaus Wirth designed it").
    """
    names = _exchanged(model, row)
    told, answer = _exchange(model.target, names), model.answers[0]
    if answer not in told and row.correction:
        answer = _exchange(answer, names)
    return (told, answer) if told != model.target and answer in told else None


def _exchanged(model: DataRow, row: DataRow) -> dict[str, str]:
    """What one question has in the place of the other's words; nothing where more differs than that."""
    before, after = _words(model.asks), _words(row.asks)
    names: dict[str, str] = {}
    for what, start, end, first, last in _matcher(before, after).get_opcodes():
        if what == "replace":
            old = model.asks[before[start].start() : before[end - 1].end()]
            names[old] = row.asks[after[first].start() : after[last - 1].end()]
        elif what != "equal":
            return {}
    return names


def _exchange(text: str, names: Mapping[str, str]) -> str:
    """A text with every one of these names exchanged at once."""
    if not names:
        return text
    either = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", lambda found: names[found[0]], text)


def _near(one: str, two: str) -> bool:
    """Whether two questions ask the same of different things."""
    words, others = _words(one), _words(two)
    same = sorted(match[0].lower() for match in words) == sorted(match[0].lower() for match in others)
    return not same and _matcher(words, others).ratio() >= NEAR


def _words(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\w+", text))


def _matcher(one: Sequence[re.Match[str]], two: Sequence[re.Match[str]]) -> SequenceMatcher[str]:
    words, others = ([match[0].lower() for match in text] for text in (one, two))
    return SequenceMatcher(None, words, others, autojunk=False)


class Author:
    """Writes rejected replies, no sentence again before all others of its kind have had their turn."""

    def __init__(self, form: Abstention, random: Random):
        """Replies are in this form; what is drawn is drawn from `random`."""
        self._form, self._random = form, random
        self._guess = _Kind(texts.GUESS, texts.GUESS_ON, random)
        self._abstain = _Kind(texts.ABSTAIN, texts.ABSTAIN_ON, random)
        self._ask = _Kind(texts.ASK, texts.BEFORE_ASKING, random, before=True)
        self._refuse = _Kind(texts.REFUSE, texts.REFUSE_ON, random)

    def reply(self, row: DataRow, star: Sequence[DataRow]) -> str | None:
        """What is not to be said to a row of this star; null where there is no answer that tempts."""
        return self._answer(row, star) if row.should_abstain else self._decline(row, star)

    def _answer(self, row: DataRow, star: Sequence[DataRow]) -> str | None:
        model = tempting(row, star)
        if model is None:
            return None
        answer = model.answers[0]
        told = (model.target, answer) if model.asks == row.asks else told_of(model, row)
        text, answer = told or (self._guess.reply(len(row.target), answer), answer)
        return in_form(text, self._form, answer)

    def _decline(self, row: DataRow, star: Sequence[DataRow]) -> str:
        own = [one for one in star if one.should_abstain and one.asks == row.asks]
        if own and self._random.random() < OF_THE_STAR:
            one = self._random.choice(own)
            return in_form(one.target, self._form, None, one.clarifying_question)
        prone = row.kind == Kind.REFUSAL_PRONE
        shares = REFUSAL_PRONE if prone else OTHERS
        [kind] = self._random.choices((self._refuse, self._ask, self._abstain), shares)
        text = kind.reply(len(row.target))
        return in_form(text, self._form, None, text if kind is self._ask else None)


class _Kind:
    """One way to reply."""

    def __init__(self, openings: Sequence[str], others: Sequence[str], random: Random, *, before: bool = False):
        """`before` says that the other sentences come before the one of `openings`."""
        self._openings, self._before = _Deck(openings, random), before
        self._long, self._short = (
            _Deck([one for one in others if (len(one) >= LONG) == long], random) for long in (True, False)
        )

    def reply(self, length: int, answer: str = "") -> str:
        """About so many characters."""
        opening = self._openings.draw().format(answer=answer)
        others: list[str] = []
        for _ in range(MOST):
            lacking = length - sum(len(one) + 1 for one in (opening, *others))
            deck = self._long if lacking > LACKING else self._short
            sentence = deck.draw()
            if sentence in others or abs(lacking - len(sentence)) >= abs(lacking):
                deck.back(sentence)
                break
            others.append(sentence)
        return " ".join((*others, opening) if self._before else (opening, *others))


class _Deck:
    """Texts that come in an order drawn anew each time that all have come."""

    def __init__(self, cards: Sequence[str], random: Random):
        self._cards, self._random = cards, random
        self._left: list[str] = []

    def draw(self) -> str:
        if not self._left:
            self._left = self._random.sample(self._cards, len(self._cards))
        return self._left.pop()

    def back(self, card: str) -> None:
        """It was not needed."""
        self._left.append(card)
