"""Finding the sentences that were added to a seed's context, whatever the row's edits claim."""

from collections.abc import Iterator
from dataclasses import dataclass

from nescio.schemas.evidence import CONTEXT, Fact
from nescio.schemas.seed import Seed
from nescio.validation.numbers import sentence_starts
from nescio.validation.reading import Rejected


@dataclass(frozen=True)
class Additions:
    """A finished context taken apart."""

    base: str
    """The clean context, with the hidden fact's sentence replaced by one of the seed's own hidings."""
    beside: tuple[int, int]
    """The place in `base` of the text that hides the fact; empty and at the end where nothing is hidden."""
    sentences: tuple[str, ...]
    """The sentences that stand in the finished context and not in the base, in order."""


def additions(seed: Seed, fact: Fact | None, finished: str) -> Additions:
    """What was added to the clean context, in which exactly the claimed fact is hidden by one of its own hidings.

    Raises Rejected where sentences of the base are missing, changed or in another order.
    """
    for base, beside in _bases(seed, fact):
        found = _added(base, finished)
        if found is not None:
            return Additions(base, beside, tuple(found))
    what = f"hides {fact.missing}" if fact else "is as it was"
    raise Rejected("edited elsewhere", f"the context is not one that {what}, with sentences added between its own")


def _bases(seed: Seed, fact: Fact | None) -> Iterator[tuple[str, tuple[int, int]]]:
    clean = seed.context
    if fact is None:
        yield clean, (len(clean), len(clean))
        return
    for one in fact.hidings:
        start, end = one.span.start, one.span.end
        if one.span.part == CONTEXT:
            yield clean[:start] + one.text + clean[end:], (start, start + len(one.text))


def _added(base: str, finished: str) -> list[str] | None:
    """The sentences of the finished text that the base lacks; None where it lacks one of the base's."""
    wanted = split(base)
    found = []
    for sentence in split(finished):
        if wanted and sentence == wanted[0]:
            wanted.pop(0)
        else:
            found.append(sentence)
    return None if wanted else found


def split(text: str) -> list[str]:
    """The sentences of a text."""
    starts = sentence_starts(text)
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
