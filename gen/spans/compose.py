"""From a paragraph and its questions to a seed whose facts go with their sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from nescio.gen.spans.asked import missing, of_the_text
from nescio.gen.spans.leaning import stands_alone
from nescio.gen.spans.sites import Asked, Paragraph, Site, Unused, decoys, read_paragraph, site_of
from nescio.gen.spans.words import content, tells
from nescio.schemas.evidence import Fact, Hiding, HidingForm, Span
from nescio.schemas.passage import Passage, Stated
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Domain, Grade

MAX_SPREAD = 0.4
"""By how much of the longest the shortest of a seed's removable sentences may fall short of it."""
MAX_DECOYS = 2
_QUOTED = (
    "One sentence reads: “{}”",
    "The text has this: “{}”",
    "In the words of the passage: “{}”",
    "To quote the passage: “{}”",
    "This is written there: “{}”",
    "We read in it: “{}”",
)


@dataclass(frozen=True)
class Composed:
    """The seed of a paragraph, or in a few words why it has none, and its questions that were left out."""

    seed: Seed | str
    unused: tuple[Unused, ...] = ()


def compose(context: str, questions: Sequence[Asked], source: Source) -> Composed:
    """The seed of a paragraph: one fact for each sentence that can go, the questions that need just one of them."""
    paragraph = read_paragraph(context)
    if paragraph is None:
        return Composed("its sentences are too few or not clear", tuple(_idle(one) for one in questions))
    tried = [site_of(paragraph, one) for one in questions]
    unused = [one for one in tried if isinstance(one, Unused)]
    best: dict[int, Site] = {}
    for one in tried:
        if not isinstance(one, Site) or one.asked is None:
            continue
        if any(other is not one.asked and tells(other.text, one.value, _stems(one.asked)) for other in questions):
            unused.append(Unused(one.asked, "another question tells the answer"))
        elif one.sentence in best:
            unused.append(Unused(one.asked, "its sentence has another question"))
        else:
            best[one.sentence] = one
    if not best:
        return Composed("no answer can be taken out", tuple(unused))
    sites = [*best.values(), *decoys(paragraph, tuple(best))[:MAX_DECOYS]]
    chosen = _alike(sites, paragraph)
    dropped = [one.asked for one in best.values() if one not in chosen and one.asked is not None]
    unused += [Unused(one, "its sentence is longer or shorter than the others") for one in dropped]
    if len(chosen) < 2 or not any(one.asked for one in chosen):
        left = [one.asked for one in chosen if one.asked is not None]
        return Composed("one sentence alone can be taken out", (*unused, *map(_idle, left)))
    return Composed(_seed(paragraph, sorted(chosen, key=lambda one: one.sentence), source), tuple(unused))


def _stems(asked: Asked) -> frozenset[str]:
    return frozenset(content(asked.text))


def _idle(asked: Asked) -> Unused:
    return Unused(asked, "its paragraph is not used")


def _alike(sites: Sequence[Site], paragraph: Paragraph) -> list[Site]:
    """The most sites whose sentences are of like length: those with most questions, else most, else the shortest."""

    def length(one: Site) -> int:
        start, end = paragraph.bounds[one.sentence]
        return end - start

    ordered = sorted(sites, key=lambda one: (length(one), one.sentence))
    groups = [
        [one for one in ordered[first:] if length(one) <= length(ordered[first]) / (1 - MAX_SPREAD)]
        for first in range(len(ordered))
    ]
    return max(groups, key=lambda group: (min(2, sum(one.asked is not None for one in group)), len(group)))


def _seed(paragraph: Paragraph, sites: Sequence[Site], source: Source) -> Seed:
    asked = [one for one in sites if one.asked is not None]
    names = {one.sentence: f"s{one.sentence}" for one in sites}
    return Seed(
        source=source,
        domain=Domain.READING,
        context=paragraph.context,
        questions=tuple(_question(one, one.asked, paragraph, names) for one in asked if one.asked is not None),
        evidence=Passage(
            stated=tuple(_stated(one, names[one.sentence]) for one in sites),
            facts=tuple(_fact(one, names[one.sentence], paragraph) for one in sites),
            needs=tuple((names[one.sentence],) for one in asked),
        ),
        grade=Grade.TRACED,
    )


def _question(site: Site, asked: Asked, paragraph: Paragraph, names: dict[int, str]) -> Question:
    return Question(
        text=of_the_text(asked.text),
        answer=asked.answers[0],
        also=asked.answers[1:],
        target=names[site.sentence],
        solution=_solution(paragraph.sentences[site.sentence]),
    )


def _solution(sentence: str) -> str:
    """The sentence that tells the answer; in quotation marks where it leans on others, since it stands alone here."""
    return sentence if stands_alone(sentence) else _QUOTED[len(sentence) % len(_QUOTED)].format(sentence)


def _stated(site: Site, name: str) -> Stated:
    values = site.asked.answers if site.asked is not None else (site.value,)
    return Stated(id=name, values=values, spans=(Span(start=site.start, end=site.start + len(site.value)),))


def _fact(site: Site, name: str, paragraph: Paragraph) -> Fact:
    start, end = paragraph.bounds[site.sentence]
    last = end == len(paragraph.context.rstrip())
    # One of the spaces around it goes with the sentence, so that the text closes up.
    before = paragraph.bounds[site.sentence - 1][1]
    after = paragraph.bounds[site.sentence + 1][0] if not last else end
    span = Span(start=before if last else start, end=end if last else after)
    lost = missing(site.asked.text) if site.asked is not None else "what else was told here"
    return Fact(
        id=name,
        node=name,
        way="sentence",
        missing=lost,
        clarifying_question=f"Is there another text that says {lost}?",
        hidings=(Hiding(form=HidingForm.ABSENT, span=span, text=""),),
    )
