"""The checker `entity`: a question about a thing of which the finished text gives no quantity.

Every text of a star must be the seed's, word for word, but for two nouns that changed places and one sentence that
mentions the other thing. A row that should not be answered asks about the thing that is only mentioned: every number
that stands with it counts something else or what the thing comes in ("3 boxes of pears"), no word of quantity and
nothing that takes it up stands with it, no other word of the text means or covers it, and without the numbers of the
other thing the derivation gives no answer. An answerable row asks about the thing that is counted;
its numbers are read again where they stand, and give the gold answer.

Taken on trust: that a number which counts one thing tells nothing of another; that the seed's things can change places
in its story. Not seen: a quantity told without a number and without a word of the lexicon.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import CONTEXT
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.belonging import belonging
from nescio.validation.evaluate import Values, determine
from nescio.validation.lexicon import lexicon, words_of
from nescio.validation.numbers import read_numbers
from nescio.validation.proving import agrees_with_itself, prove_rows
from nescio.validation.reading import Rejected, mention_at
from nescio.validation.rewording import Reworded, compare, edits_make, sentence_at
from nescio.validation.row_parts import gold_number

VERSION = "2"


@dataclass(frozen=True)
class Entity:
    """Checks stars in which two things change places."""

    name: str = "entity"
    version: str = VERSION
    method: str = "nouns and numbers re-read from the finished text; no quantity of the thing asked about"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed or of the star as a whole rejects every row."""
        return prove_rows(self, star, _prove, agrees_with_itself)


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    if not 0 <= claim.question < len(seed.questions):
        raise Rejected("unknown question", f"the claim names question {claim.question} of {len(seed.questions)}")
    question = seed.questions[claim.question]
    told = compare(seed.context, row.context, may_add=row.role is not Role.CLEAN)
    asked = compare(question.text, row.question, may_add=False)
    _parts(seed, row, claim, told)
    if row.role is Role.CLEAN and (told.renamed or asked.renamed or told.added):
        raise Rejected("clean row edited", "its context or its question is not the seed's")
    places = {CONTEXT: told.places, claim.question: asked.places}
    values = _stated(seed, row, places)
    _target(row, question.answer)
    if row.role is Role.PERTURBED:
        return _open(seed, row, claim, (told, asked), values)
    for name, other in asked.renamed.items():
        if told.renamed.get(name) != other:
            raise Rejected("asks about another thing", f"the question names {other!r}, the text {name!r}")
    if any(name not in asked.renamed and name in _nouns(question.text) for name in told.renamed):
        raise Rejected("asks about another thing", f"the question kept its nouns, the text has {told.renamed}")
    if told.added is not None:
        _harmless(row, told.added)
    found = determine(seed.derivation, values).get(question.target)
    if found is None or any(_gold(gold) != found for gold in row.answers):
        raise Rejected("wrong gold", f"the text gives {found}, the gold answer is {row.answers}")
    return f"the answer {row.answers[0]} follows from what the text states"


def _nouns(*texts: str) -> set[str]:
    """The known nouns of texts, in the singular."""
    return {noun.name for text in texts for word in words_of(text) if (noun := lexicon().noun(word.text))}


def _open(seed: Seed, row: Candidate, claim: Claim, reworded: tuple[Reworded, Reworded], values: Values) -> str:
    """The question asks about one thing, the numbers belong to another; in words."""
    told, asked = reworded
    pairs = asked.renamed or {name: new for name, new in told.renamed.items() if name in _nouns(row.question)}
    if len(pairs) != 1 or (asked.renamed and told.renamed):
        raise Rejected("asks about the counted thing", f"text {told.renamed}, question {asked.renamed}")
    own, other = next(iter(pairs.items()))
    lacking, counted = (other, own) if asked.renamed else (own, other)
    _apart(lacking, counted, row)
    _uncounted(lacking, counted, row)
    bound = set(belonging(seed.derivation, seed.context, own))
    question = seed.questions[claim.question]
    rest = {name: value for name, value in values.items() if name not in bound}
    if question.target in determine(seed.derivation, rest):
        raise Rejected("still answerable", f"the answer does not depend on a number of {counted}")
    if not (row.missing_fact and lacking in _nouns(row.missing_fact) and lacking in _nouns(row.target)):
        raise Rejected("names another thing", f"{row.missing_fact!r} does not name {lacking!r}")
    return f"the text counts {counted} and gives no quantity of {lacking}, which the question asks about"


def _apart(lacking: str, counted: str, row: Candidate) -> None:
    """The two are different things, and no other word of the row means or covers the one that is asked about."""
    words = lexicon()
    if lacking in words.same[counted] or words.general[lacking].isdisjoint(words.general[counted]):
        raise Rejected("not two things of a kind", f"{lacking!r} and {counted!r}")
    if lacking not in _nouns(row.question):
        raise Rejected("asks about another thing", f"{row.question!r} does not name {lacking!r}")
    there = words_of(row.prompt)
    covering = {one.lower for one in there} & words.general[lacking]
    if covering or words.same[lacking] & _nouns(row.prompt):
        raise Rejected("told under another word", f"{lacking!r} may be meant by {sorted(covering)}")
    if any(one.lower.startswith(lacking) and words.noun(one.text) is None for one in there if len(lacking) > 3):
        raise Rejected("told under another word", f"a word is made of {lacking!r}")


def _uncounted(lacking: str, counted: str, row: Candidate) -> None:
    """Wherever the context names the thing it is mentioned without any quantity, and nothing takes it up."""
    places = _places(row.context, lacking)
    if not places:
        raise Rejected("not mentioned", f"the context does not name {lacking!r}")
    for start, end in dict.fromkeys(sentence_at(row.context, place) for place in places):
        sentence = row.context[start:end]
        _no_quantity(sentence, lacking, counted)
        _not_taken_up(row.context[end:], counted)
    if read_numbers(row.question):
        raise Rejected("number in the question", f"{row.question!r} may tell of {lacking!r}")


def _places(text: str, name: str) -> list[int]:
    nouns = ((word.start, lexicon().noun(word.text)) for word in words_of(text))
    return [start for start, noun in nouns if noun is not None and noun.name == name]


def _no_quantity(sentence: str, lacking: str, counted: str) -> None:
    words = words_of(sentence)
    loose = [one.text for one in words if one.lower in lexicon().quantity]
    if loose:
        raise Rejected("quantity told", f"{loose[0]!r} stands in {sentence!r}")
    for number in read_numbers(sentence):
        if not _elsewhere([one.lower for one in words if one.start >= number.end][:4], lacking, counted):
            raise Rejected("quantity told", f"{sentence[number.start : number.end]!r} stands in {sentence!r}")
    if any(one.lower in lexicon().back for one in words):
        raise Rejected("taken up", f"{sentence!r} may take up another sentence")


def _elsewhere(after: list[str], lacking: str, counted: str) -> bool:
    """Whether the words behind a number give it to another thing: "12 loose pencils", "2 globes", "3 boxes of"."""
    words = lexicon()
    if after[1:2] == ["of"] and after[0] in words.holders:
        return True
    if after and after[0] in words.bearers:
        noun = words.noun(after[0])
        return after[1:2] != ["of"] and (noun is None or noun.name != lacking)
    head = after[2:3] if after[:2] == ["of", "the"] else after[after[:1] != [] and after[0] in words.plain :][:1]
    noun = words.noun(head[0]) if head else None
    return noun is not None and noun.many and noun.name == counted


def _not_taken_up(rest: str, counted: str) -> None:
    """Nothing that follows, up to where the counted thing is named, may speak of what was mentioned."""
    words = words_of(rest)
    stop = next((i for i, one in enumerate(words) if (n := lexicon().noun(one.text)) and n.name == counted), len(words))
    for number, one in enumerate(words[:stop]):
        after = words[number + 1] if number + 1 < len(words) else None
        bare = one.text[0].isdigit() and not one.text.endswith("%") and (after is None or not after.text[0].isalpha())
        money = number > 0 and words[number - 1].text == "$"
        if one.lower in lexicon().back or (bare and not money):
            raise Rejected("taken up", f"{one.text!r} may speak of what was mentioned")


def _harmless(row: Candidate, added: tuple[int, int]) -> None:
    """A second thing changes no number of the first."""
    sentence = row.context[slice(*added)]
    mixing = [one.text for one in words_of(row.context) if one.lower in lexicon().mixing]
    if mixing or read_numbers(sentence):
        raise Rejected("mention may matter", f"{sentence!r} beside {mixing[:1]}")
    if _nouns(sentence) & _nouns(row.question):
        raise Rejected("asks about the mentioned thing", f"{row.question!r} asks about what {sentence!r} names")


def _stated(seed: Seed, row: Candidate, places: Mapping[int, Mapping[int, int]]) -> Values:
    """The leaves whose number stands in the row where the seed has it."""
    found: Values = {}
    for node in seed.derivation.nodes:
        for span in node.spans:
            if span.part not in places:
                continue
            text = row.context if span.part == CONTEXT else row.question
            at = _moved(span.start, places[span.part])
            end = at + span.end - span.start
            whole = mention_at(read_numbers(text), (at, end))
            if any(
                Fraction(node.value) in one.readings
                for one in (*read_numbers(text[at:end]), *([whole] if whole else []))
            ):
                found[node.id] = Fraction(node.value)
    return found


def _moved(start: int, places: Mapping[int, int]) -> int:
    word = max((old for old in places if old <= start), default=0)
    return places.get(word, 0) + start - word


def _parts(seed: Seed, row: Candidate, claim: Claim, told: Reworded) -> None:
    """The row's columns agree with one another, with its claim and its seed."""
    question = seed.questions[claim.question].text
    if row.prompt != " ".join(part for part in (row.context, row.question) if part):
        raise Rejected("prompt differs from its parts", "it is not the context and the question and nothing else")
    if row.should_abstain != (row.role is Role.PERTURBED):
        raise Rejected("role differs from label", f"a {row.role.value} row, should_abstain is {row.should_abstain}")
    if claim.hidden or claim.values or claim.stated or claim.swapped != told.renamed:
        raise Rejected("claim differs from text", f"claimed {claim.swapped}, found {told.renamed}")
    for part, clean, text in ((CONTEXT, seed.context, row.context), (claim.question, question, row.question)):
        if not edits_make(clean, text, [edit for edit in row.edits if edit.span_before.part == part]):
            raise Rejected("edits differ from text", f"the edits do not turn {clean!r} into {text!r}")


def _target(row: Candidate, gold: str) -> None:
    """The reference response of an answerable row ends in the answer; another row's does not have it."""
    said = [one.readings for one in read_numbers(row.target)]
    answer = _gold(gold)
    if not row.should_abstain:
        if not said or answer not in said[-1]:
            raise Rejected("target misses the answer", f"the response does not end in {gold}")
        return
    shown = {value for one in read_numbers(row.prompt) for value in one.readings}
    if answer not in shown and any(answer in readings for readings in said):
        raise Rejected("target gives the answer", f"the response says {gold}, which the text does not")


def _gold(answer: str) -> Fraction:
    """The value of a gold answer; raises Rejected for one that is no number."""
    try:
        return gold_number(answer)
    except ValueError as error:
        raise Rejected("wrong gold", f"the gold answer {answer!r} is no number in digits") from error
