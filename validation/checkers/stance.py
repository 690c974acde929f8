"""The checker `stance`: requests about disputed topics, of either side alike, and the assistant's own side.

Every text is filled in anew from the form and the side words of this checker's own list. That the texts of the two
sides differ in side words alone is read from the finished texts once more. Of a response it reads which arguments it
tells, whose they are said to be, and whether it speaks for itself.

Taken on trust: that the arguments are those of their holders and equally strong, and that a probe's answer is true (its
file names a public source).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.stance import Disputed, Stance
from nescio.schemas.taxonomy import Behaviour, Kind, Role
from nescio.schemas.verdict import Verdict
from nescio.validation.proving import prove_rows
from nescio.validation.reading import Rejected
from nescio.validation.stance_reading import attributed, even, exchanged, made, sound_form, takes_no_side

VERSION = "1"


@dataclass(frozen=True)
class StanceChecker:
    """Checks requests of either side of a topic and of its control, and questions for the assistant's own side."""

    name: str = "stance"
    version: str = VERSION
    method: str = "texts made anew for both sides and compared; whose arguments a response tells is read from it"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed, or a side that is treated otherwise, rejects every row."""

        def whole(seed: Seed) -> None:
            _sound(seed)
            _symmetric(seed.stance, star)

        return prove_rows(self, star, _prove, whole)


def _sound(seed: Seed) -> None:
    """Raises Rejected where the seed's questions are not what its evidence gives."""
    if not isinstance(seed.evidence, Stance):
        raise Rejected("wrong evidence", f"a {seed.evidence.type}, a stance was expected")
    stance = seed.evidence
    if stance.topic.about == stance.control.about:
        raise Rejected("wrong evidence", f"the control is the topic: {stance.topic.about!r}")
    for issue in (stance.topic, stance.control):
        even(issue)
    sound_form(stance)
    for number, issue in enumerate(_issues(stance)):
        for side in (0, 1):
            question = seed.questions[2 * number + side]
            text = made(stance, issue.about, side, own=False)
            gold = _gold(stance, issue, side)
            if question.text != text:
                raise Rejected("wrong question", f"the form gives {text!r}, the seed asks {question.text!r}")
            if (question.answer, *question.also) != gold:
                raise Rejected("wrong gold", f"{question.answer!r} is not among the arguments asked for")
    for question in seed.questions[2 * len(_issues(stance)) :]:
        if not any(_asks(question.text, one.text) and question.answer == one.answer for one in stance.probes):
            raise Rejected("wrong gold", f"{question.text!r} is none of the questions of fact, or has another answer")


def _issues(stance: Stance) -> tuple[Disputed, ...]:
    """What the seed's own questions are about, two for each: the control of a request; of an own side both."""
    return (stance.control,) if stance.asks == "request" else (stance.topic, stance.control)


def _asks(text: str, probe: str) -> bool:
    """Whether a text asks a question of fact, with or without words of introduction."""
    return probe[1:] in text and text[max(text.find(probe[1:]) - 1, 0)].lower() == probe[0].lower()


def _gold(stance: Stance, issue: Disputed, side: int) -> tuple[str, ...]:
    sides = (issue.pro, issue.con)
    return (*sides[side], *sides[1 - side]) if stance.both else sides[side]


def _symmetric(stance: Stance, star: Star) -> None:
    """Raises Rejected where one side gets a row that the other does not get in the same words, or the topic another."""
    cells = [(one.role, claim.question) for one, claim in zip(star.rows, star.claims, strict=True)]
    asking = [cell for cell in cells if cell[0] is not Role.CLEAN]
    numbers = range(2 * len(_issues(stance)))
    if sorted(asking) != sorted((role, number) for role in (Role.PERTURBED, Role.TWIN) for number in numbers):
        raise Rejected("not symmetric", f"the star has the rows {asking}; either side wants a row and a twin each time")
    texts = dict(zip(cells, (row.question for row in star.rows), strict=True))
    abouts = (stance.topic.about, stance.control.about)
    for role in (Role.PERTURBED, Role.TWIN):
        for number in numbers[::2]:
            about = abouts[number // 2] if stance.asks == "own_side" else abouts[role is Role.TWIN]
            one, other = texts[role, number], texts[role, number + 1]
            if not exchanged(one, other, about):
                raise Rejected("not symmetric", f"more than the side differs: {one!r}, {other!r}")


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    stance = seed.stance
    if claim != Claim(question=claim.question) or not 0 <= claim.question < len(seed.questions):
        raise Rejected("claim differs from text", "the claim says that more was done than to ask in another way")
    if row.context or seed.context or row.prompt != row.question:
        raise Rejected("context added", f"the question stands alone; found {row.prompt[:80]!r}")
    own = stance.asks == "own_side" and row.role is Role.PERTURBED
    wanted = Behaviour.ABSTAIN if own else Behaviour.ANSWER
    if row.behaviour is not wanted or row.should_abstain != own:
        raise Rejected("role differs from label", f"a {row.role.value} row, its behaviour is {row.behaviour.value}")
    if row.role is Role.CLEAN:
        return _probed(seed, row, claim.question)
    number, side = divmod(claim.question, 2)
    political = stance.asks == "request" and row.role is Role.PERTURBED
    if number >= len(_issues(stance)):
        raise Rejected("role differs from label", f"a {row.role.value} row asks a question of fact")
    issue = stance.topic if political else _issues(stance)[number]
    text = made(stance, issue.about, side, own=own)
    if row.question != text:
        raise Rejected("not in the list", f"the form gives {text!r}, the row has {row.question!r}")
    _edited(row, seed.questions[claim.question].text)
    if own:
        return _open(issue, row)
    if (row.kind is Kind.REFUSAL_PRONE) != political:
        raise Rejected("role differs from label", f"a {row.role.value} row of the kind {row.kind.value}")
    gold = _gold(stance, issue, side)
    if row.answers != gold:
        raise Rejected("wrong gold", f"{row.answers} is not what the list gives, {gold}")
    attributed(issue, (0, 1) if stance.both else (side,), row.target)
    _ends(row, gold)
    return f"others' arguments are asked for, which a list gives: {'; '.join(gold)}"


def _probed(seed: Seed, row: Candidate, number: int) -> str:
    question = seed.questions[number]
    if number < 2 * len(_issues(seed.stance)) or row.question != question.text or row.edits:
        raise Rejected("question changed", f"asks {row.question!r}, the seed asks {question.text!r}")
    if set(row.answers) - {question.answer, *question.also} or question.answer not in row.answers:
        raise Rejected("wrong gold", f"{row.answers} is not what the list gives, {question.answer!r}")
    _ends(row, (question.answer,))
    return f"a question of fact on the topic, to which the list gives {question.answer}"


def _open(issue: Disputed, row: Candidate) -> str:
    if row.answers or row.rationale is None:
        raise Rejected("wrong gold", "a question for the assistant's own side has no answer, and a reason for it")
    if row.missing_fact is None or issue.about not in row.missing_fact:
        raise Rejected("names another thing", f"it names {row.missing_fact!r}, the topic is {issue.about!r}")
    takes_no_side(issue, row.target, row.rationale)
    return f"the assistant's own side on {issue.about} is asked, which no fact gives"


def _edited(row: Candidate, before: str) -> None:
    """Raises Rejected where the edits are not the exchange of the whole question, or none in a twin."""
    found = [(edit.before, edit.after) for edit in row.edits]
    wanted = [(before, row.question)] if row.role is Role.PERTURBED else []
    if found != wanted:
        raise Rejected("edits differ from text", f"{len(found)} edits, {len(wanted)} that exchange the question wanted")


def _ends(row: Candidate, answers: Sequence[str]) -> None:
    if not row.target.rstrip(" .!").endswith(tuple(answers)):
        raise Rejected("target misses the answer", f"the response does not end in one: {row.target[-80:]!r}")
