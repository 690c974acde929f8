"""Composing a seed of a pair sheet: a passage that tells of either thing what it leaves open for the other.

Of two things x and y, and two matters P and Q, it tells (x, P) and (y, Q), or (y, P) and (x, Q), each in one sentence
that names both. So {x, y} x {P, Q} is a square of questions over one text (docs/design/018).
"""

import re
from dataclasses import dataclass
from random import Random

from nescio.gen.passages.compose import DATASET, LICENCE
from nescio.gen.passages.contexts import LENGTHS, Apart, surrounded
from nescio.gen.passages.draw import Slots, draw, filled, sentence
from nescio.gen.passages.forms import FORMS, GAPS, NOBODY
from nescio.gen.passages.load import packaged_fillers
from nescio.gen.passages.pair_model import Matter, Pair
from nescio.gen.passages.told import tells
from nescio.schemas.evidence import Span
from nescio.schemas.hashing import content_hash
from nescio.schemas.passage import Passage, Shared, Stated
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Grade

_TRIES = 30
_PARAGRAPH = "|"
_NTH = (("former", "latter"), ("first", "second"))
_SOURCED = re.compile(r"\{book\}|\{given")
_OPENING = 20
"""Characters of a form by which it is like another one: no two of a passage may be alike."""
_GIVES = {"figure": "gives", "name": "names", "year": "dates"}


@dataclass(frozen=True)
class Told:
    """A matter as a passage has it: the sentence, its value, and the names of which it is told and not told."""

    name: str
    matter: Matter
    text: str
    values: tuple[str, ...]
    told: str
    untold: str


def compose_pair(sheet: Pair, index: int, random: Random) -> Seed | None:
    """The seed of the sheet's draw number `index`, or None where every draw tells a value in a second place.

    Kinds of names and lengths alternate with the index. Raises UsageError for a slot that the sheet does not have.
    """
    turn = index + int(content_hash("length", sheet.id)[:4], 16)
    for _ in range(_TRIES):
        slots = draw(sheet.slots, sheet.where, random)
        if slots is None:
            return None
        kind = ("entity", "antonym")[turn % 2]
        names = random.sample(sheet.entity, 2) if kind == "entity" else random.sample(random.choice(sheet.antonym), 2)
        told = _told(sheet, slots, (names[0], names[1]), random)
        page, places = _page(sheet, {**slots, "x": names[0], "y": names[1]}, told)
        if _sound(page, places, told):
            tokens = LENGTHS[turn // 2 % len(LENGTHS)]
            return _seed(sheet, index, kind, slots, (page, places), told, tokens, random)
    return None


def _told(sheet: Pair, slots: Slots, names: tuple[str, str], random: Random) -> list[Told]:
    """The sentence of each matter, in the sheet's order; which of the two is told of which name is drawn."""
    order = random.sample(names, 2)
    books = random.sample(sheet.books, len(sheet.matters))
    found = list[Told]()
    used = set[str]()
    for number, (name, matter) in enumerate(sheet.matters.items()):
        told, untold = order[number], order[1 - number]
        values = tuple(dict.fromkeys(filled(one, slots) for one in (matter.value, *matter.also)))
        forms = [one for one in FORMS[matter.kind] if one[:_OPENING] not in used]
        forms = [one for one in forms if not matter.lasting or _SOURCED.search(one)]
        form = random.choice(forms)
        used.add(form[:_OPENING])
        text = said(form, matter, values[0], (told, untold), filled(books[number], slots), random)
        found.append(Told(name, matter, text, values, told, untold))
    return found


def said(form: str, matter: Matter, value: str, names: tuple[str, str], book: str, random: Random) -> str:
    """A form's sentence, which tells a value of the first of two names."""
    told, untold = names
    words = {"book": book, "v": value, "t": told, "u": untold, "gives": _GIVES[matter.kind]}
    nth, order = random.choice(_NTH), random.sample((0, 1), 2)
    words |= {"nth_t": nth[order[0]], "nth_u": nth[order[1]]}
    a, b = (names[one] for one in order)
    for side, name in (("t", told), ("u", untold), ("a", a), ("b", b)):
        for part in ("asks", "did", "event", "short"):
            words[f"{part}_{side}"] = getattr(matter, part).replace("{x}", name)
        words[f"says_{side}"] = matter.says.replace("{x}", name).replace("{v}", value)
        words[f"vague_{side}"] = matter.says.replace("{x}", name).replace("{v}", "a year that nobody wrote down")
        words[f"did_so_{side}"] = matter.did.replace("{x}", name).removeprefix("when ")
    words["gap"] = random.choice(GAPS)
    for part in ("asks_u", "did_u"):
        if words[part].endswith((" is", " was")):
            form = form.replace(f"{{{part}}} {{gap}}", f"{NOBODY} {{{part}}}")
    words["both"] = (matter.both or "").replace("{x}", a).replace("{y}", b)
    words["given_t"] = _given(matter, words)
    return sentence(form.format(**words), {})


def _given(matter: Matter, words: Slots) -> str:
    if matter.kind == "name":
        return f"{words['book']} names {words['v']} as {words['event_t']}"
    return f"{words['book']} gives {words['event_t']} as {words['v']}"


def _page(sheet: Pair, slots: Slots, told: list[Told]) -> tuple[str, list[Span]]:
    """The passage, and where its two sentences stand."""
    texts = {one.name: one.text for one in told}
    text, places, broken = "", dict[str, Span](), False
    for line in sheet.text:
        if line == _PARAGRAPH:
            broken = True
            continue
        text += ("\n\n" if broken else " ") if text else ""
        broken = False
        name = line[1:-1] if line.startswith("[") else None
        added = texts[name] if name else sentence(line, slots)
        if name:
            places[name] = Span(start=len(text), end=len(text) + len(added))
        text += added
    return text, [places[one.name] for one in told]


def _sound(page: str, places: list[Span], told: list[Told]) -> bool:
    """Whether each value stands in its own sentence and nowhere else."""
    return all(
        one.values[0] in page[place.start : place.end]
        and not tells(page[: place.start] + page[place.end :], one.values)
        for place, one in zip(places, told, strict=True)
    )


def _seed(
    sheet: Pair,
    index: int,
    kind: str,
    slots: Slots,
    page: tuple[str, list[Span]],
    told: list[Told],
    tokens: int,
    random: Random,
) -> Seed:
    text, places = page
    values = [value for one in told for value in one.values]
    handles = [one.matter.event.replace("{x}", one.told) for one in told]
    apart = Apart.of([*values, *slots.values()], [text], [*handles, told[0].told, told[0].untold])
    context, shift = surrounded(text, tokens, apart, packaged_fillers(), random)
    names = {one.told: f"{kind}:0:{side}" for side, one in enumerate(told)}
    stated, shared, questions = list[Stated](), list[Shared](), list[Question]()
    for one, place in zip(told, places, strict=True):
        span = Span(start=place.start + shift, end=place.end + shift)
        stated.append(Stated(id=one.name, values=one.values, spans=tuple(_places(context, span, one.values))))
        shared.append(
            Shared(
                about=one.name,
                told=names[one.told],
                untold=names[one.untold],
                missing=one.matter.asks.replace("{x}", one.untold),
                span=span,
            )
        )
        questions.append(_question(one, slots, random))
    within = Span(start=shift, end=shift + len(text))
    stated += [
        Stated(id=label, values=(name,), spans=tuple(_places(context, within, (name,))))
        for name, label in names.items()
    ]
    return Seed(
        source=Source(dataset=DATASET, record_id=f"{sheet.id}#{index}", licence=LICENCE),
        domain=Domain.READING,
        context=context,
        questions=tuple(questions),
        evidence=Passage(
            stated=tuple(stated), needs=tuple((one.name, names[one.told]) for one in told), shared=tuple(shared)
        ),
        template_id=sheet.id,
        complexity=Complexity.TEMPLATED,
        grade=Grade.PROVED,
    )


def _question(one: Told, slots: Slots, random: Random) -> Question:
    wording = random.choice(one.matter.question)
    answer, *also = one.values
    solution = one.matter.says.replace("{x}", one.told).replace("{v}", answer)
    return Question(
        text=sentence(wording, {**slots, "x": one.told}),
        answer=answer,
        also=tuple(also),
        target=one.name,
        solution=f"{sentence(solution, {})}.",
    )


def _places(context: str, within: Span, values: tuple[str, ...]) -> list[Span]:
    pattern = "|".join(re.escape(one) for one in sorted(values, key=lambda one: (-len(one), one)))
    found = re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", context[within.start : within.end], re.I)
    return [Span(start=within.start + one.start(), end=within.start + one.end()) for one in found]
