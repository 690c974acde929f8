"""Joining two seeds into one longer text, which asks the questions of both. Opt-in: `compose: true` in a recipe.

Facts of one story are decoys for the other's questions. Whoever knows which story a question belongs to needs little
more to tell the label, so few of a dataset's rows should be joined; `context_seed_ids` marks them.
"""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from nescio.gen.sources.leaves import results_of
from nescio.schemas.evidence import CONTEXT, Derivation, Fact, Hiding, Node, Span, Statement, Thing
from nescio.schemas.hashing import content_hash
from nescio.schemas.seed import Question, Seed
from nescio.schemas.taxonomy import Grade

_WORD = re.compile(r"[^\W\d_]+")
_PRONOUNS = frozenset(
    "he she they it his her hers their theirs its him them you your we our us i my me this these those one ones "
    "there then now again also who".split()
)
_COMMON = frozenset(
    "about added adding after again against ahead almost alone along already also altogether always amount "
    "another asked away back been before began begin being below between both bought bring brought came come "
    "could days does doing done down during each earlier either else enough equal equally even ever every "
    "everyone extra fewer find first five four from gave gets give given gives giving goes going gone half have "
    "having here hour hours however initially into just keep kept large last late later least leave leaves left "
    "less like long lost made make makes many more most much must need needed needs next none number only other "
    "others over part past place plus previous rest right same second sell several should since small sold some "
    "spend spends spent start started starts still such take taken takes than that their them then there these "
    "they third this those three through time times today together took total twice under until upon used uses "
    "using very want wanted wants week weeks well went were what when where which while whole whom whose will "
    "with within without would year years yesterday minute minutes month months".split()
)
_STARTERS = frozenset(
    "a after all an and as at because before but by during each every for from he her his how i if in it last "
    "later most next now of on one our she so some that the their then there these they this those to today "
    "together two until we what when while who with you".split()
)
_MONEY = re.compile(r"[$€£]|\b(?:dollars?|cents?|euros?|pounds?|price|costs?|pays?|paid)\b", re.IGNORECASE)


def composed(seeds: Sequence[Seed]) -> Iterator[Seed]:
    """Pairs of seeds as one, each seed in one pair at most; which pairs depends on the seeds alone, not their order.

    Two stories are joined that share no name and no thing, whose questions say by themselves which story they mean.
    """
    waiting: list[Seed] = []
    for seed in sorted(seeds, key=lambda one: (content_hash("compose", one.id), one.source.record_id)):
        if not _stands_alone(seed):
            continue
        partner = next((one for one in waiting if joinable(one, seed)), None)
        if partner is None:
            waiting.append(seed)
        else:
            waiting.remove(partner)
            yield joined(partner, seed)


def joinable(first: Seed, second: Seed) -> bool:
    """Whether two seeds of one source can stand in one text without a doubt about who or what is meant."""
    if _origin(first) != _origin(second) or _names(first) & _names(second):
        return False
    return not (_asked(first) & _words(_whole(second)) or _asked(second) & _words(_whole(first)))


def joined(first: Seed, second: Seed) -> Seed:
    """The second seed's text and questions behind the first one's."""
    shift = len(first.context) + 1
    ours = _moved(first, "a", 0, 0)
    theirs = _moved(second, "b", shift, len(first.questions))
    mine, others = _values(first), _values(second)
    facts = [fact for fact in ours.facts if not _given(_value(ours, fact), mine, others, first.grade)]
    facts += [fact for fact in theirs.facts if not _given(_value(theirs, fact), others, mine, first.grade)]
    nodes = {node.id: node for node in (*ours.nodes, *theirs.nodes)}
    return Seed(
        source=first.source.model_copy(update={"record_id": f"{first.source.record_id}+{second.source.record_id}"}),
        domain=first.domain,
        context=f"{first.context} {second.context}",
        questions=(*_questions(first, "a"), *_questions(second, "b")),
        evidence=Derivation(
            nodes=tuple(nodes.values()),
            facts=tuple(facts),
            statements=(*ours.statements, *theirs.statements),
            things=(*ours.things, *theirs.things),
        ),
        context_seed_ids=(first.id, second.id),
        complexity=first.complexity,
        grade=first.grade,
    )


def _origin(seed: Seed) -> tuple[object, ...]:
    source = seed.source
    return seed.domain, seed.grade, seed.complexity, source.dataset, source.split, source.licence, source.revision


def _whole(seed: Seed) -> str:
    return " ".join([seed.context, *(question.text for question in seed.questions)])


def _names(seed: Seed) -> set[str]:
    """Every capitalised word but those that often begin a sentence."""
    words = (word for word in _WORD.findall(_whole(seed)) if word[0].isupper())
    return {word for word in words if word.lower() not in _STARTERS}


def _words(text: str) -> set[str]:
    """The words that say what a text is about, without a plural's end, and "$" where it is about money."""
    words = (word.lower() for word in _WORD.findall(text))
    told = {re.sub(r"(?:es|s)$", "", word) for word in words if len(word) > 3 and word not in _COMMON}
    return told | {"$"} if _MONEY.search(text) or "money" in text.lower() else told


def _asked(seed: Seed) -> set[str]:
    return set().union(*(_words(question.text) for question in seed.questions))


def _stands_alone(seed: Seed) -> bool:
    """Whether a story needs no other to be understood, and each question names what it is about."""
    opening = _WORD.findall(seed.context)[:4]
    if (
        seed.context_seed_ids
        or not opening
        or not seed.derivation.facts
        or _PRONOUNS & {one.lower() for one in opening}
    ):
        return False
    return all(_words(one.text) and not _PRONOUNS & set(_lower(one.text)) for one in seed.questions)


def _lower(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _values(seed: Seed) -> set[Fraction]:
    return {Fraction(node.value) for node in seed.derivation.nodes if node.spans}


def _value(evidence: Derivation, fact: Fact) -> Fraction:
    return next(Fraction(node.value) for node in evidence.nodes if node.id == fact.node)


def _given(value: Fraction, own: set[Fraction], others: set[Fraction], grade: Grade) -> bool:
    """Whether the other story's numbers tell a value: one of them does, or with another, by whatever chance.

    Where the evidence made the texts, it is known that two stories have nothing to do with each other.
    """
    if value in others or grade is Grade.PROVED:
        return value in others
    return any(value in results_of(one, two) for one in others for two in (own - {value}) | others)


def _named(name: str, prefix: str) -> str:
    """A node's or fact's new id; world constants such as "=60" mean the same in both texts."""
    return name if name.startswith("=") else f"{prefix}.{name}"


def _questions(seed: Seed, prefix: str) -> Iterator[Question]:
    for question in seed.questions:
        yield question.model_copy(update={"target": _named(question.target, prefix)})


def _moved(seed: Seed, prefix: str, shift: int, parts: int) -> Derivation:
    """The evidence with its ids marked, its spans `shift` characters and `parts` questions further on."""

    def span(one: Span) -> Span:
        if one.part == CONTEXT:
            return Span(start=one.start + shift, end=one.end + shift)
        return Span(part=one.part + parts, start=one.start, end=one.end)

    def node(one: Node, *, within: bool) -> Node:
        spans = one.spans if within else tuple(map(span, one.spans))
        arguments = tuple(_named(name, prefix) for name in one.arguments)
        return one.model_copy(update={"id": _named(one.id, prefix), "spans": spans, "arguments": arguments})

    def fact(one: Fact) -> Fact:
        hidings = tuple(Hiding(form=each.form, span=span(each.span), text=each.text) for each in one.hidings)
        moved = {"id": _named(one.id, prefix), "node": _named(one.node, prefix), "hidings": hidings}
        return one.model_copy(update=moved)

    def statement(one: Statement) -> Statement:
        moved = {"id": _named(one.id, prefix), "about": _named(one.about, prefix)}
        if one.beside is not None:
            moved["beside"] = _named(one.beside, prefix)
        return one.model_copy(update=moved | {"nodes": tuple(node(each, within=True) for each in one.nodes)})

    def thing(one: Thing) -> Thing:
        return one.model_copy(update={"spans": tuple(map(span, one.spans))})

    told = seed.derivation
    return Derivation(
        nodes=tuple(node(one, within=False) for one in told.nodes),
        facts=tuple(map(fact, told.facts)),
        statements=tuple(map(statement, told.statements)),
        things=tuple(map(thing, told.things)),
    )
