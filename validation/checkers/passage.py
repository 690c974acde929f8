"""The checker `passage`: whether the finished text tells what the question asks for.

The context is taken apart into the seed's sentences, what took the place of one, and what was put in; all else in it is
the seed's to the letter, paragraphs about other things included. What is hidden may stand nowhere under any of its
names, nor follow from a year and a distance. An answerable row's gold stands where the seed tells it, or in the
sentence put in. Where names were exchanged the passage is the seed's, the question differs in one name only, and the
sentence that answers it for the one name leaves it open for the other.

Taken on trust: that a sheet's sentences imply nothing else than they say, and that what hides a fact does not tell it
in words of its own.
"""

from dataclasses import dataclass

from nescio.schemas.evidence import CONTEXT, Fact
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.passage import Passage, Stated
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.passage_shared import check_shared
from nescio.validation.passage_swap import prove_swap
from nescio.validation.passage_text import Apart, take_apart, told_again
from nescio.validation.passage_values import distances, stems, told_in, year_of, years_in
from nescio.validation.proving import prove_rows
from nescio.validation.reading import Rejected
from nescio.validation.row_parts import check_made

VERSION = "1"


@dataclass(frozen=True)
class PassageText:
    """Checks stars of passages in which facts are hidden, told elsewhere, or asked of another name."""

    name: str = "passage"
    version: str = VERSION
    method: str = "finished text taken apart into the seed's sentences; every name of a hidden value looked for"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed or of the star as a whole rejects every row."""
        return prove_rows(self, star, _prove, _sound)


def _evidence(seed: Seed) -> Passage:
    if not isinstance(seed.evidence, Passage):
        raise Rejected("other evidence", f"the seed's evidence is a {seed.evidence.type}, a passage is wanted")
    return seed.evidence


def _sound(seed: Seed) -> None:
    """Raises Rejected where the evidence points elsewhere than it says, or a question asks for what is not told."""
    passage = _evidence(seed)
    stated = {one.id: one for one in passage.stated}
    if len(passage.needs) != len(seed.questions):
        raise Rejected("seed contradicts itself", "there is not one entry of needs for each question")
    for one in passage.stated:
        said = [seed.context[span.start : span.end] for span in one.spans if span.part == CONTEXT]
        if len(said) < len(one.spans) or not {text.lower() for text in said} <= {text.lower() for text in one.values}:
            raise Rejected("evidence misread", f"{one.id!r} is not told where the evidence has it")
    for question, needs in zip(seed.questions, passage.needs, strict=True):
        target = stated.get(question.target)
        if target is None or target.id not in needs or not set(needs) <= set(stated):
            raise Rejected("seed contradicts itself", f"{question.text!r} needs what the passage does not tell")
        if not {question.answer, *question.also} <= set(target.values):
            raise Rejected("seed contradicts itself", f"{question.answer!r} is not what the passage tells")
    for fact in passage.facts:
        if fact.node not in stated or any(hiding.span.part != CONTEXT for hiding in fact.hidings):
            raise Rejected("seed contradicts itself", f"{fact.id!r} hides nothing that the passage tells")
    check_shared(seed, passage)


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    if not 0 <= claim.question < len(seed.questions):
        raise Rejected("unknown question", f"the claim names question {claim.question} of {len(seed.questions)}")
    if claim.values:
        raise Rejected("claim differs from text", "the claim says that values were changed")
    passage = _evidence(seed)
    if claim.swapped or row.question != seed.questions[claim.question].text:
        return prove_swap(seed, passage, row, claim)
    check_made(seed, row, claim)
    apart = take_apart(passage, seed.context, row.context)
    again = told_again(passage, apart) if apart.added is not None else None
    _as_claimed(passage, row, claim, apart)
    untold = _untold(seed, passage, apart, again[0] if again else None)
    needs = set(passage.needs[claim.question])
    lacking = [fact for fact, _ in apart.hidden if fact.node in needs and fact.node in {one.id for one in untold}]
    if row.role is not Role.PERTURBED:
        return _answered(seed, passage, row, claim, apart, again)
    if len(lacking) != 1:
        raise Rejected("still answerable", f"the text tells all that {row.question!r} needs")
    return _open(row, lacking[0], next(one for one in untold if one.id == lacking[0].node))


def _as_claimed(passage: Passage, row: Candidate, claim: Claim, apart: Apart) -> None:
    """The row does what its claim and its role say. A twin that shows the clean text asks of a name to be exchanged."""
    hidden = {fact.id for fact, _ in apart.hidden}
    stated = () if apart.added is None else (apart.added.id,)
    if (claim.hidden is None) != (not hidden) or (claim.hidden is not None and claim.hidden not in hidden):
        raise Rejected("claim differs from text", f"hidden are {sorted(hidden)}, the claim says {claim.hidden!r}")
    if claim.stated != stated:
        raise Rejected("claim differs from text", f"the text adds {stated}, the claim says {claim.stated}")
    named = {one.id for one in passage.stated} - {one.node for one in passage.facts}
    twin = row.role is Role.TWIN and bool(named.intersection(passage.needs[claim.question]))
    if not twin and (row.role is Role.CLEAN) != (not hidden):
        raise Rejected("role differs from claim", f"a {row.role.value} row hides {sorted(hidden)}")


def _untold(seed: Seed, passage: Passage, apart: Apart, again: str | None) -> list[Stated]:
    """What the text does not tell; raises Rejected where it tells what was hidden, in whatever form."""
    hidden = {fact.node for fact, _ in apart.hidden}
    untold = [one for one in passage.stated if one.id in hidden and one.id != again]
    for one in untold:
        if apart.stands(one):
            raise Rejected("value restated", f"{one.values[0]!r} still stands in another place")
        found = told_in(apart.rest, one.values) or told_in(
            " ".join(question.text for question in seed.questions), one.values
        )
        if found:
            raise Rejected("value restated", f"{found!r} still stands in the text")
        _underivable(passage, apart, one)
    for fact, _ in apart.hidden:
        own = next(one for one in passage.stated if one.id == fact.node)
        if again == own.id and told_in(apart.rest, own.values):
            raise Rejected("value restated", f"{own.values[0]!r} stands in the text beside the sentence put in")
    return untold


def _underivable(passage: Passage, apart: Apart, one: Stated) -> None:
    """No year of the passage and no distance that it names give a hidden year."""
    year = year_of(one.values)
    if year is None:
        return
    starts = [hiding.span.start for fact in passage.facts for hiding in fact.hidings]
    near = [part for part in apart.rest.split("\n\n") if _holds(part, passage, apart)] if starts else []
    text = " ".join(near)
    if any(other + far == year for other in years_in(text) for far in distances(text)):
        raise Rejected("value derivable", f"a year and a distance of the passage give {year}")


def _holds(part: str, passage: Passage, apart: Apart) -> bool:
    """Whether a paragraph is the passage's: it holds what hides a fact, or something that the seed tells."""
    hidden = any(hiding.text and hiding.text in part for _, hiding in apart.hidden)
    return hidden or any(told_in(part, one.values) for one in passage.stated)


def _answered(
    seed: Seed, passage: Passage, row: Candidate, claim: Claim, apart: Apart, again: tuple[str, str] | None
) -> str:
    stated = {one.id: one for one in passage.stated}
    told = again[0] if again else None
    for need in passage.needs[claim.question]:
        if need != told and not apart.stands(stated[need]):
            raise Rejected("cannot be answered", f"the text no longer tells {need!r}")
    check_gold(seed, row, claim)
    shown = again[1] if again and told == seed.questions[claim.question].target else "it stands where the seed tells it"
    return f"the passage answers it: {row.answers[0]}; {shown}"


def check_gold(seed: Seed, row: Candidate, claim: Claim) -> None:
    """Raises Rejected where the gold answers are not the question's, or the response does not end in one."""
    question = seed.questions[claim.question]
    if not row.answers or not set(row.answers) <= {question.answer, *question.also}:
        raise Rejected("wrong gold", f"the passage says {question.answer!r}, the gold answers are {row.answers}")
    ending = row.target.rstrip(" .!")
    if not any(ending == one or ending.endswith(f" {one}") for one in (one.rstrip(" .!") for one in row.answers)):
        raise Rejected("target misses the answer", f"the response does not end in {row.answers[0]!r}")


def _open(row: Candidate, fact: Fact, hidden: Stated) -> str:
    """The row names what is hidden, and its response does not give it."""
    if (row.missing_fact, row.clarifying_question) != (fact.missing, fact.clarifying_question):
        raise Rejected("names another fact", f"it says that {row.missing_fact!r} is missing, not {fact.missing!r}")
    if told_in(row.target, hidden.values):
        raise Rejected("target gives the answer", f"the response says {hidden.values[0]!r}")
    if not stems(row.target) & stems(fact.missing):
        raise Rejected("names another fact", f"the response does not speak of {fact.missing!r}")
    return f"the passage does not say {fact.missing}: of {', '.join(hidden.values)} nothing stands in it"
