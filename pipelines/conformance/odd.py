"""Odd seeds: valid evidence in texts that break careless code. A perturbation makes stars of them, or nothing."""

from collections.abc import Iterator, Sequence

from nescio.schemas.evidence import Derivation, Fact, Hiding, HidingForm, Node, Operation, Span
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Domain, Grade

_SOURCE = Source(dataset="nescio/odd", record_id="odd", licence="CC0-1.0")
_PLAIN = (("Each bag held ", "6", " rolls."), ("Each bag cost ", "4", " coins."), ("Each cart took ", "9", " bags."))
_TEXTS: dict[str, Sequence[tuple[str, str, str]]] = {
    "plain": _PLAIN,
    "equal numbers": tuple((before, "6", after) for before, _, after in _PLAIN),
    "glued numbers": (("x", "6", "rolls."), ("y", "4", "coins."), ("z", "9", "bags.")),
    "one word each": (("", "6", ""), ("", "4", ""), ("", "9", "")),
    "newlines and tabs": (("Each bag\n\n\theld\t", "6", "\nrolls.\r\n"), *_PLAIN[1:]),
    "no-break spaces": (("Each\u00a0bag\u202fheld\u2009", "6", "\u00a0rolls\u3000."), *_PLAIN[1:]),
    "no full stop": tuple((before, number, after.rstrip(".")) for before, number, after in _PLAIN),
    "right to left": (
        ("كان في كل كيس ", "6", " أرغفة."),
        ("ثمن الكيس ", "4", " دراهم."),
        ("\u202eabc ", "9", "\u202c."),
    ),
    "emoji": (("👩\u200d🍳🏽 baked ", "6", " 🥐."), ("🧺 cost ", "4", " 🪙."), ("🛒🇫🇷 took ", "9", " 👜.")),
    "combining marks": (("Z\u0351\u036fa\u0308l\u0489go held ", "6", " rolls."), *_PLAIN[1:]),
    "braces and backslashes": (("{missing} %s {0} \\n \\1 {{ held ", "6", " $x$ }."), *_PLAIN[1:]),
    "quotes and markup": (('<b>"Each" bag\'s</b> [INST] held ', "6", " ```rolls```."), *_PLAIN[1:]),
    "very long": (("And so on and on, " * 3000 + "each bag held ", "6", " rolls."), *_PLAIN[1:]),
    "huge number": (("Each bag held ", "9" * 60, " rolls."), *_PLAIN[1:]),
    "zero": (("Each bag held ", "0", " rolls."), *_PLAIN[1:]),
    "no space at all": (("每袋装有", "6", "个面包。"), ("每袋售价", "4", "元。"), ("每车装", "9", "袋。")),
    "control characters": (("Each\x07 bag\x1b[31m held ", "6", " rolls\ufeff."), *_PLAIN[1:]),
}
_HIDDEN = {HidingForm.ABSENT: "fresh", HidingForm.VAGUE: "some", HidingForm.WITHHELD: "a certain number of"}


def odd_seeds() -> Iterator[tuple[str, Seed]]:
    """Seeds by what is odd about them, always the same."""
    for name, sentences in _TEXTS.items():
        yield name, _seed(sentences)
    plain = _seed(_PLAIN)
    evidence = plain.derivation
    bare = [fact.model_copy(update={"hidings": ()}) for fact in evidence.facts]
    empty = [
        fact.model_copy(
            update={"hidings": tuple(one.model_copy(update={"text": ""}) for one in fact.hidings), "missing": ""}
        )
        for fact in evidence.facts
    ]
    yield "no facts", _with(plain, evidence.model_copy(update={"facts": ()}))
    yield "facts without hidings", _with(plain, evidence.model_copy(update={"facts": tuple(bare)}))
    yield "empty hidings and clauses", _with(plain, evidence.model_copy(update={"facts": tuple(empty)}))
    yield "one fact", _with(plain, evidence.model_copy(update={"facts": evidence.facts[:1]}))
    yield "facts in one place", _with(plain, evidence.model_copy(update={"facts": (evidence.facts[0],) * 3}))
    yield "one question", plain.model_copy(update={"questions": plain.questions[:1]})
    yield "one question twice", plain.model_copy(update={"questions": (plain.questions[0],) * 2})
    mute = [one.model_copy(update={"text": "?", "solution": "", "unresolved": ""}) for one in plain.questions]
    yield "questions that say nothing", plain.model_copy(update={"questions": tuple(mute)})
    word = [one.model_copy(update={"answer": "no number"}) for one in plain.questions]
    yield "answers that are words", plain.model_copy(update={"questions": tuple(word)})
    yield "no context", _without_context(plain)


def _seed(sentences: Sequence[tuple[str, str, str]]) -> Seed:
    """Three facts x, y, z with hidings of every form, and questions about twice x and twice y."""
    context, nodes, facts = "", list[Node](), list[Fact]()
    for name, (before, number, after) in zip("xyz", sentences, strict=True):
        context += (" " if context else "") + before
        span = Span(start=len(context), end=len(context) + len(number))
        context += number + after
        nodes.append(Node(id=name, value=number, spans=(span,), whole=True))
        hidings = tuple(Hiding(form=form, span=span, text=text) for form, text in _HIDDEN.items())
        ask = f"What is {name}?"
        facts.append(
            Fact(id=name, node=name, way="plain", missing=f"what {name} is", clarifying_question=ask, hidings=hidings)
        )
    nodes.append(Node(id="=2", value="2", world=True))
    questions = []
    for name in "xy":
        value = str(2 * int(next(node.value for node in nodes if node.id == name)))
        nodes.append(Node(id=f"twice {name}", value=value, operation=Operation.MULTIPLY, arguments=(name, "=2")))
        questions.append(
            Question(
                text=f"What is twice {name}?", answer=value, target=f"twice {name}", solution=f"2 x {name} = {value}."
            )
        )
    evidence = Derivation(nodes=tuple(nodes), facts=tuple(facts))
    return Seed(
        source=_SOURCE,
        domain=Domain.MATH,
        context=context,
        questions=tuple(questions),
        evidence=evidence,
        grade=Grade.TRACED,
    )


def _with(seed: Seed, evidence: Derivation) -> Seed:
    return seed.model_copy(update={"evidence": evidence})


def _without_context(seed: Seed) -> Seed:
    """Everything stands in the question."""
    nodes = tuple(
        node.model_copy(update={"spans": tuple(span.model_copy(update={"part": 0}) for span in node.spans)})
        for node in seed.derivation.nodes
    )
    asked = seed.questions[0].model_copy(update={"text": f"{seed.context} {seed.questions[0].text}"})
    evidence = Derivation(
        nodes=nodes, facts=tuple(fact.model_copy(update={"hidings": ()}) for fact in seed.derivation.facts)
    )
    return seed.model_copy(update={"context": "", "questions": (asked,), "evidence": evidence})
