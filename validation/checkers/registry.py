"""The checker `registry`: questions about the world against a closed list.

From the finished text alone it reads which entity, value or day the question names, under any of their names, and looks
up what follows. The text may differ from the seed's in that one name and in nothing else.
"""

from dataclasses import dataclass

from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.registry import Asking, Mention, Registry, Triples
from nescio.schemas.seed import Question, Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.closed_list import ClosedList, Ruling, overlaps, plain, read_day, rule
from nescio.validation.proving import prove_rows
from nescio.validation.reading import Rejected
from nescio.validation.rewording import edits_make

VERSION = "1"


@dataclass(frozen=True)
class RegistryList:
    """Checks stars whose questions exchange what they name."""

    name: str = "registry"
    version: str = VERSION
    method: str = "the names read from the finished text and looked up in a closed registry, with all aliases"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed or of the star as a whole rejects every row."""
        return prove_rows(self, star, _prove, _well_formed)


_LISTS: dict[str, ClosedList] = {}
"""By the key of their registry; a process reads few."""


def closed_list(registry: Registry) -> ClosedList:
    """The registry's list, made at the first call."""
    if registry.key not in _LISTS:
        _LISTS[registry.key] = ClosedList(registry)
    return _LISTS[registry.key]


def _well_formed(seed: Seed) -> None:
    """The evidence is a registry that lists one value at a time for what a question is asked of."""
    evidence = _evidence(seed)
    held = closed_list(evidence.registry)
    for number, asking in enumerate(evidence.asked):
        for one in asking.mentions:
            text = seed.questions[number].text[one.span.start : one.span.end] if number < len(seed.questions) else ""
            if one.entity not in _meant(held, asking, one.slot, text):
                raise Rejected("evidence differs from text", f"{text!r} does not name {one.entity!r}")
        named = [one.entity for one in asking.mentions if one.slot == asking.subject]
        relations = {one.relation for one in asking.presupposes} | ({asking.relation} if asking.relation else set())
        for relation in relations:
            if any(overlaps(held.entries(subject, relation)) for subject in named):
                raise Rejected("relation is not functional", f"{named[0]} has two values of {relation} at a time")


def _evidence(seed: Seed) -> Triples:
    if not isinstance(seed.evidence, Triples) or len(seed.evidence.asked) != len(seed.questions):
        raise Rejected("unknown evidence", "a registry with one entry for each question was expected")
    return seed.evidence


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    if not 0 <= claim.question < len(seed.questions):
        raise Rejected("unknown question", f"the claim names question {claim.question} of {len(seed.questions)}")
    evidence = _evidence(seed)
    asking, clean = evidence.asked[claim.question], seed.questions[claim.question].text
    held = closed_list(evidence.registry)
    _parts(row, clean, claim)
    named = _named(held, asking, clean, row.question, evidence.swap)
    _as_claimed(asking, named, claim, evidence.swap)
    ruling = rule(held, asking, named, evidence.reference)
    if row.should_abstain:
        _keeps_quiet(row, seed.questions[claim.question])
        return _refused(row, ruling, held)
    return _answered(row, ruling, seed, claim)


def _parts(row: Candidate, clean: str, claim: Claim) -> None:
    """The row's columns agree with one another and with its seed."""
    if row.context or row.prompt != row.question:
        raise Rejected("prompt differs from its parts", "a question about the world stands alone")
    if row.should_abstain != (row.role is Role.PERTURBED):
        raise Rejected("role differs from label", f"a {row.role.value} row, should_abstain is {row.should_abstain}")
    if not edits_make(clean, row.question, row.edits):
        raise Rejected("edits differ from text", f"the edits do not turn {clean!r} into {row.question!r}")
    if (row.question == clean) != (not claim.swapped):
        raise Rejected("claim differs from text", "the claim and the text differ in whether something was exchanged")


def _named(held: ClosedList, asking: Asking, clean: str, text: str, swap: str | None) -> dict[str, set[str]]:
    """What each slot of the finished question may mean; raises Rejected where more was changed than the one slot."""
    found, shift = dict[str, set[str]](), 0
    changed = len(text) - len(clean)
    for one in sorted(asking.mentions, key=lambda mention: mention.span.start):
        start, end = one.span.start + shift, one.span.end + shift
        if one.slot == swap:
            end += changed
            shift += changed
        found[one.slot] = _meant(held, asking, one.slot, text[start:end])
        if one.slot != swap and text[start:end] != clean[one.span.start : one.span.end]:
            raise Rejected("edited elsewhere", f"{text!r} differs from {clean!r} in more than its {swap}")
    _rest(asking.mentions, clean, text, swap)
    return found


def _rest(mentions: tuple[Mention, ...], clean: str, text: str, swap: str | None) -> None:
    """What stands around the exchanged name is the seed's."""
    span = next((one.span for one in mentions if one.slot == swap), None)
    before, after = (clean, "") if span is None else (clean[: span.start], clean[span.end :])
    if not (text.startswith(before) and text.endswith(after) and len(text) >= len(before) + len(after)):
        raise Rejected("edited elsewhere", f"{text!r} differs from {clean!r} in more than its {swap}")


def _meant(held: ClosedList, asking: Asking, slot: str, text: str) -> set[str]:
    """All that a slot's text may mean."""
    if slot == "date":
        day = read_day(text)
        return {day} if day else set()
    kinds = {held.relations[one.relation].subject for one in asking.presupposes if one.subject == slot}
    kinds |= {held.relations[one.relation].value for one in asking.presupposes if one.value == slot}
    if asking.relation is not None and slot == asking.subject:
        kinds.add(held.relations[asking.relation].subject)
    return {name for kind in kinds for name in held.means(kind, text)}


def _as_claimed(asking: Asking, named: dict[str, set[str]], claim: Claim, swap: str | None) -> None:
    """The text names what the claim says that it names."""
    for one in asking.mentions:
        entity = claim.swapped.get(one.entity, one.entity) if one.slot == swap else one.entity
        if entity not in named[one.slot]:
            raise Rejected("claim differs from text", f"the claim names {entity!r}, the text {sorted(named[one.slot])}")


def _keeps_quiet(row: Candidate, question: Question) -> None:
    """The reference response does not end in the answer that the question has with its own name."""
    if any(plain(row.target).endswith(f" {plain(one)}") for one in (question.answer, *question.also)):
        raise Rejected("target gives the answer", f"the response ends in {question.answer!r}")


def _refused(row: Candidate, ruling: Ruling, held: ClosedList) -> str:
    if not ruling.fault:
        raise Rejected(
            "accidentally true", f"the registry answers {row.question!r}: {ruling.answers or 'as it stands'}"
        )
    if row.behaviour is not ruling.behaviour:
        raise Rejected("wrong behaviour", f"{ruling.fault}, which asks for {ruling.behaviour.value}")
    entry = ruling.entry
    if row.correction is not None and entry is not None and entry.value is not None:
        names = held.names(held.relations[entry.relation].value, entry.value)
        if not any(f" {plain(name)} " in f" {plain(row.correction)} " for name in names):
            raise Rejected("wrong correction", f"{row.correction!r} does not name {entry.value!r}")
    return f"no answer: {ruling.fault}"


def _answered(row: Candidate, ruling: Ruling, seed: Seed, claim: Claim) -> str:
    if ruling.fault:
        raise Rejected("cannot be answered", ruling.fault)
    gold = ruling.answers or (seed.questions[claim.question].answer,)
    if not row.answers or not {plain(one) for one in row.answers} <= {plain(one) for one in gold}:
        raise Rejected("wrong gold", f"the registry says {gold[0]!r}, the gold answer is {row.answers}")
    if not any(plain(row.target).endswith(plain(one)) for one in gold):
        raise Rejected("target misses the answer", f"the response does not end in {gold[0]!r}")
    return f"the registry answers it: {gold[0]}"
