"""Decontamination: what of a dataset comes near a named set of texts, and what of those comes near the dataset.

By shared runs of words (13 in a row, as GPT-3 did it, arXiv 2005.14165, appendix C) or by embedding.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GRAM = 13
SHORT = 8
"""From so many words on, a text that stands whole in another one was not written by chance."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Hit:
    """A text that matched, by which rule, and the reference text it matched."""

    text: str
    rule: str
    reference: str
    file: str
    line: int
    """The reference text's position among those of its file."""
    cosine: float | None = None
    """Null where words matched."""


@dataclass(frozen=True)
class Contamination:
    """What came near what, in both directions."""

    hits: Mapping[int, Hit]
    """The texts at fault, by their position."""
    met: Mapping[str, int]
    """For each reference file, how many of its texts some text came near: they are spent as a test."""


def grams(text: str) -> set[str]:
    """The runs of 13 words of a text, case and punctuation aside; a shorter text is one run."""
    words = words_of(text)
    return set(_runs(words, min(GRAM, len(words)))) if words else set()


def words_of(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def contaminated(
    texts: Sequence[str],
    references: Mapping[str, Sequence[str]],
    encode: Callable[[Sequence[str]], "NDArray[np.float32]"] | None = None,
    threshold: float = 0.95,
    beside: Sequence[str] = (),
) -> Contamination:
    """Which texts come near a reference, and which references near a text.

    They do where they share a run of 13 words, where one of 8 to 12 words stands whole in the other (either way), where
    one below that is the other, and, given an encoder of unit rows, where their cosine reaches the threshold. Texts
    `beside`, whose positions go on behind the others', do so by runs of 13 words alone: an answer has turns of phrase
    that many answers share.
    """
    lines = [(line, file, place) for file, found in references.items() for place, line in enumerate(found)]
    hits: dict[int, Hit] = {}
    met: dict[str, set[str]] = {file: set() for file in references}
    every = [*texts, *beside]
    for number, run, line in _shared(every, len(texts), [line for line, *_ in lines]):
        text, file, place = lines[line]
        if number not in hits:
            hits[number] = Hit(every[number], f"shares the words {run!r}", text, file, place)
        met[file].add(text)
    if encode is not None and lines and texts:
        for number, line, cosine in _near(texts, [line for line, *_ in lines], encode, threshold):
            text, file, place = lines[line]
            if number not in hits:
                hits[number] = Hit(texts[number], f"cosine {cosine:.3f}", text, file, place, cosine)
            met[file].add(text)
    return Contamination(hits, {file: len(found) for file, found in met.items()})


def _shared(texts: Sequence[str], first: int, lines: Sequence[str]) -> Iterator[tuple[int, str, int]]:
    """Every text and line that share a run of words, line by line: the text's number, the run, the line's number.

    Runs of 13 words count, one of 8 to 12 where it is the whole of one side, and a shorter one where it is both; in
    texts from the position `first` on those of 13 words alone. Only runs of the texts are kept in memory: there may be
    many more lines.
    """
    ours = [words_of(text) for text in texts]
    whole: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(ours[:first]):
        if 0 < len(words) < GRAM:
            whole[" ".join(words)].append(number)
    short = sorted({len(words) for words in ours[:first] if SHORT <= len(words) < GRAM}, reverse=True)
    inner: dict[int, dict[str, list[int]]] = {}
    for place, line in enumerate(lines):
        words = words_of(line)
        size = min(len(words), GRAM)
        if size >= SHORT and size not in inner:
            inner[size] = _index(ours if size == GRAM else ours[:first], size)
        for run in dict.fromkeys(_runs(words, size)) if size >= SHORT else ():
            yield from ((number, run, place) for number in inner[size].get(run, ()))
        for length in [one for one in short if one < len(words)] if size >= SHORT else [len(words)]:
            for run in dict.fromkeys(_runs(words, length)):
                yield from ((number, run, place) for number in whole.get(run, ()))


def _index(ours: Sequence[Sequence[str]], size: int) -> dict[str, list[int]]:
    """The texts that each run of so many words stands in."""
    index: defaultdict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(ours):
        for run in dict.fromkeys(_runs(words, size)):
            index[run].append(number)
    return dict(index)


def _runs(words: Sequence[str], size: int) -> Iterator[str]:
    return (" ".join(words[k : k + size]) for k in range(len(words) - size + 1))


def _near(
    texts: Sequence[str],
    lines: Sequence[str],
    encode: Callable[[Sequence[str]], "NDArray[np.float32]"],
    threshold: float,
) -> Iterator[tuple[int, int, float]]:
    """Every text and line whose cosine reaches the threshold, each text's nearest line first."""
    import numpy as np

    from nescio.validation.similar import cross_pairs

    # The references come first: an encoder that keeps what it has seen is asked in one order.
    against = encode(lines)
    near = cross_pairs(encode(texts), against, threshold)
    for pair in np.lexsort((near.j, -near.cosine, near.i)).tolist():
        yield int(near.i[pair]), int(near.j[pair]), float(near.cosine[pair])
