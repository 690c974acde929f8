"""The checker `question`: a text that asks nothing, beside one that does.

Both must have the seed's context, word for word, and nothing beside it.
A row that should not be answered has no question, no order and no word of asking where one would stand. Its twin asks
the seed's question, in its words or as an order with the same words but for the form of a verb, and its gold answer
follows from the derivation.
"""

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from nescio.schemas.evidence import CONTEXT
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.evaluate import Values, determine
from nescio.validation.numbers import read_numbers, sentence_starts
from nescio.validation.proving import agrees_with_itself, prove_rows
from nescio.validation.reading import Rejected, mention_at
from nescio.validation.rewording import edits_make
from nescio.validation.row_parts import gold_number

VERSION = "2"
_VERBS = (
    "find|calculate|determine|compute|work|figure|tell|give|name|state|say|count|estimate|solve|evaluate|report|list|show"
    "|write|express|explain|answer|help|let|please|decide|check|add|subtract|multiply|divide|round|identify|provide|reckon"
)
_ORDER = re.compile(rf"^[\"'“(]*(?:(?:now|then|next|so|and|please|also|finally|first)\b[\s,]*)*(?:{_VERBS})\b", re.I)
_WH = re.compile(r"^[\"'“(]*(?:and|so|then|now|but)?[\s,]*(?:how|what|which|who|whose|whom|when|where|why)\b", re.I)
_INVERTED = re.compile(
    r"^[\"'“(]*(?:is|are|was|were|do|does|did|can|could|would|should|has|have|had)"
    r"\s(?:there|the|he|she|it|they|we|you|his|her|their|each|this|that|these|those)\b",
    re.I,
)
_INSIDE = re.compile(
    r"\?|？|\bhow (?:many|much|long|far|old|often|big|tall|heavy|high|wide|fast)\b"
    r"|(?:^|[,;:]\s*(?:and |so |then )?|\b(?:know|tell me|find|see|say|state|give|question is)\s)what(?:'s|’s| is| are"
    r"| was| were| will)\b|\bthe question\b|\byour task\b"
    r"|\b(?:we|you|I|one) (?:want|wants|need|needs|would like|have|has|must|should|can|could|like) (?:you )?to (?:know"
    r"|find|calculate|determine|compute|tell|work)\b|\bwonder(?:s|ed|ing)?\b|\basks? (?:how|what|which)\b"
    r"|\b(?:find|work|figure) out\b|\b(?:is|are) (?:wanted|asked|sought|to be found)\b"
    r"|\b(?:calculate|determine|compute)\b|\bwants? to know\b",
    re.I,
)
_NOISE = frozenset(
    "how many much what is was are were do does did find out work calculate determine please give the compute".split()
)
_STEM = re.compile(r"(?<=\w\w)s$")


@dataclass(frozen=True)
class QuestionAsked:
    """Checks stars in which the question was taken away."""

    name: str = "question"
    version: str = VERSION
    method: str = "the finished text searched for a question or an order; gold from the seed's derivation"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed or of the star as a whole rejects every row."""
        return prove_rows(self, star, _prove, agrees_with_itself)


def asks(text: str) -> str | None:
    """The first sentence of a text that asks or orders something, or None."""
    starts = [*sentence_starts(text), len(text)]
    for start, end in pairwise(starts):
        sentence = text[start:end].strip()
        if _INSIDE.search(sentence) or _ORDER.search(sentence) or _WH.search(sentence) or _INVERTED.search(sentence):
            return sentence
    return None


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    if not 0 <= claim.question < len(seed.questions):
        raise Rejected("unknown question", f"the claim names question {claim.question} of {len(seed.questions)}")
    question = seed.questions[claim.question]
    if row.context != seed.context:
        raise Rejected("edited elsewhere", "the context is not the seed's")
    _parts(seed, row, claim)
    if row.role is Role.PERTURBED:
        found = asks(row.context) or row.question
        if found:
            raise Rejected("still asks", f"{found!r} asks for something")
        gold = _gold(question.answer)
        told = any(gold in one.readings for one in read_numbers(row.target))
        if not row.clarifying_question or told:
            raise Rejected("target gives the answer", "the response names the answer or asks nothing")
        return "the text is the seed's and asks nothing"
    if row.role is Role.CLEAN and row.question != question.text:
        raise Rejected("clean row edited", "its question is not the seed's")
    _same_question(question.text, row.question)
    answer = determine(seed.derivation, _stated(seed, claim.question)).get(question.target)
    if answer is None or any(_gold(gold) != answer for gold in row.answers):
        raise Rejected("wrong gold", f"the text gives {answer}, the gold answer is {row.answers}")
    said = read_numbers(row.target)
    if not said or answer not in said[-1].readings:
        raise Rejected("target misses the answer", f"the response does not end in {row.answers[0]}")
    return f"the question is asked, and the answer {row.answers[0]} follows"


def _same_question(asked: str, found: str) -> None:
    """The finished question asks what the seed's does: the same words but for those that ask, and verbs' endings."""
    if found == asked:
        return
    if _content(found) != _content(asked) or not (_ORDER.search(found) or found.endswith("?")):
        raise Rejected("question changed", f"asks {found!r}, the seed asks {asked!r}")


def _content(text: str) -> Counter[str]:
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text.lower())
    stems = ("have" if word in ("has", "had", "have") else _STEM.sub("", word) for word in words if word not in _NOISE)
    return Counter(stems)


def _stated(seed: Seed, part: int) -> Values:
    """The leaves that stand in the context or the question."""
    found: Values = {}
    texts = {CONTEXT: seed.context, part: seed.questions[part].text}
    for node in seed.derivation.nodes:
        for span in node.spans:
            text = texts.get(span.part, "")
            whole = mention_at(read_numbers(text), (span.start, span.end))
            read = [*read_numbers(text[span.start : span.end]), *([whole] if whole else [])]
            if any(Fraction(node.value) in one.readings for one in read):
                found[node.id] = Fraction(node.value)
    return found


def _parts(seed: Seed, row: Candidate, claim: Claim) -> None:
    """The row's columns agree with one another, with its claim and its seed."""
    question = seed.questions[claim.question].text
    if row.prompt != " ".join(part for part in (row.context, row.question) if part):
        raise Rejected("prompt differs from its parts", "it is not the context and the question and nothing else")
    if row.should_abstain != (row.role is Role.PERTURBED):
        raise Rejected("role differs from label", f"a {row.role.value} row, should_abstain is {row.should_abstain}")
    if claim.hidden or claim.values or claim.stated or claim.swapped:
        raise Rejected("claim differs from text", "the claim says that more was changed than the question")
    for part, clean, text in ((CONTEXT, seed.context, row.context), (claim.question, question, row.question)):
        if not edits_make(clean, text, [edit for edit in row.edits if edit.span_before.part == part]):
            raise Rejected("edits differ from text", f"the edits do not turn {clean!r} into {text!r}")


def _gold(answer: str) -> Fraction:
    """The value of a gold answer; raises Rejected for one that is no number."""
    try:
        return gold_number(answer)
    except ValueError as error:
        raise Rejected("wrong gold", f"the gold answer {answer!r} is no number in digits") from error
