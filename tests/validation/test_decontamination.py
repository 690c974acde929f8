"""Decontamination: shared runs of 13 words, and near texts."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from nescio.validation.decontamination import GRAM, contaminated, grams, words_of

STORY = "On Monday the old bakery at the corner packed thirty five brown paper bags of fresh rolls for the market"
TEXTS = ["How many rolls?", "Ünïcode \u202e and \U0001f600"]


def test_a_shared_run_of_13_words_is_a_hit() -> None:
    """Case, punctuation and what stands around the run do not matter; twelve words are not enough."""
    words = STORY.split()
    near = f"Later: {' '.join(words[3 : 3 + GRAM]).upper()}!!"
    far = " ".join(words[3 : 3 + GRAM - 1]) + " and so on"
    hits = contaminated([near, far, "another text"], {"ref.txt": [STORY]}).hits
    assert set(hits) == {0}
    assert (hits[0].text, hits[0].reference, hits[0].file) == (near, STORY, "ref.txt")
    assert "shares the words" in hits[0].rule


def test_a_very_short_text_matches_only_as_a_whole() -> None:
    """A reference below 8 words hits the same text and no longer one that holds it."""
    found = contaminated(["how many ROLLS", "how many rolls are there"], {"f": ["How many rolls?"]})
    assert set(found.hits) == {0}


SHORT = "Ken has nine red pens and two blue ones."


@pytest.mark.parametrize(
    ("text", "reference"), [(SHORT, f"Look: {SHORT} So what?"), (f"Look: {SHORT} So what?", SHORT)]
)
def test_a_short_text_is_found_within_another_in_both_directions(text: str, reference: str) -> None:
    """Eight to twelve words that stand whole in the other side are a hit, whichever side is the longer."""
    assert set(contaminated([text], {"f": [reference]}).hits) == {0}
    assert set(contaminated([text.replace("nine", "ten")], {"f": [reference]}).hits) == set()


def test_references_that_the_texts_came_near_are_counted() -> None:
    """Each reference text counts once, however many texts came near it, and files without any count none."""
    references = {"f": [STORY, SHORT, "Something else."], "g": ["Nothing of the kind."]}
    assert contaminated([STORY, STORY.upper(), SHORT], references).met == {"f": 2, "g": 0}


@given(st.text(max_size=200))
def test_every_text_matches_itself(text: str) -> None:
    """Any text with a word in it is a hit against itself, and one without a word against nothing."""
    assert set(contaminated([text], {"f": [text]}).hits) == ({0} if grams(text) else set())


@given(st.lists(st.sampled_from("abcdefgh"), max_size=40))
def test_grams_are_all_runs(words: list[str]) -> None:
    """A text of n words has its n - 12 runs of 13, in any punctuation; a shorter one has itself."""
    runs = {" ".join(words[k : k + GRAM]) for k in range(len(words) - GRAM + 1)}
    assert grams(", ".join(words)) == (runs or ({" ".join(words)} if words else set()))


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """A text as the direction of its length: equal lengths are alike."""
    angles = np.array([len(text) / 10 for text in texts])
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_near_texts_are_hits_where_an_encoder_is_given() -> None:
    """The cosine rule adds what the words miss, names the nearest reference, and never overwrites a shared run."""
    references = {"f": ["aaaaa", "b" * 12], "g": [STORY]}
    found = contaminated(["ccccc", "d" * 13, "e" * 30, STORY], references, encode, threshold=0.999)
    hits = found.hits
    assert set(hits) == {0, 3}
    assert (hits[0].reference, hits[0].file, hits[0].rule) == ("aaaaa", "f", "cosine 1.000")
    assert "shares" in hits[3].rule
    assert found.met == {"f": 1, "g": 1}
    assert set(contaminated(["ccccc"], references).hits) == set()


def test_many_texts_are_compared_in_blocks() -> None:
    """Texts beyond the first block are compared too, each under its own number."""
    texts = ["x" * 20] * 1500 + ["yyyyy"]
    assert set(contaminated(texts, {"f": ["zzzzz"]}, encode, 0.999).hits) == {1500}


def test_nothing_to_compare_is_no_trouble() -> None:
    """No references and no texts have no hits, also with an encoder."""
    assert contaminated([], {"f": ["a"]}, encode).hits == {}
    assert contaminated(["a"], {}, encode).hits == {}


def brute(texts: list[str], lines: list[str]) -> set[tuple[int, int]]:
    """The rule as it is told, pair by pair."""
    found = set()
    for i, text in enumerate(texts):
        for j, line in enumerate(lines):
            one, two = words_of(text), words_of(line)
            size = min(len(one), len(two), GRAM)
            runs = [{tuple(words[k : k + size]) for k in range(len(words) - size + 1)} for words in (one, two)]
            enough = size == GRAM or size >= 8 or (size > 0 and len(one) == len(two))
            if enough and runs[0] & runs[1]:
                found.add((i, j))
    return found


@given(*[st.lists(st.lists(st.sampled_from("ab"), max_size=17).map(" ".join), max_size=4)] * 2)
def test_the_word_rule_is_the_one_that_is_told(texts: list[str], lines: list[str]) -> None:
    """On any texts the index finds the pairs, and only the pairs, that comparing each with each finds."""
    pairs = brute(texts, lines)
    found = contaminated(texts, {"f": lines})
    assert set(found.hits) == {i for i, _ in pairs}
    assert all((i, hit.line) in pairs for i, hit in found.hits.items())
    assert found.met == {"f": len({lines[j] for _, j in pairs})}


def test_of_texts_beside_only_runs_of_13_words_count() -> None:
    """An answer that repeats a turn of phrase is no hit, one that repeats a sentence is; neither is embedded."""

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return np.eye(4, dtype=np.float32)[[3] if texts == ["Who bakes?"] else range(len(texts))]

    asked: list[str] = []

    references = {"f": [SHORT, f"As was said: {STORY}", "Paris"]}
    found = contaminated(["Who bakes?"], references, encode, beside=[SHORT, f"{SHORT} And more?", "Paris", STORY])
    assert asked == [*references["f"], "Who bakes?"]
    assert {number: hit.reference for number, hit in found.hits.items()} == {4: f"As was said: {STORY}"}
    assert found.met == {"f": 1}
