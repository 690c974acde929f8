"""Words and counts that give the label away: planted ones are named with their figures, others are not."""

from random import Random

from nescio.validation.audit_words import telling_counts, telling_words
from nescio.validation.leakage import ProbeRow

WORDS = "boat lamp river stone paper window garden letter train market basket candle ladder bridge kettle".split()


def rows(cue: str = "", share: float = 1.0, count: int = 300) -> list[ProbeRow]:
    """Random words; a share of the abstain rows have the cue in them."""
    random = Random(1)
    made = []
    for number in range(count):
        words, label = random.choices(WORDS, k=10), number % 2 == 0
        if label and cue and random.random() < share:
            words.insert(4, cue)
        made.append(ProbeRow(" ".join(words), label, f"g{number}"))
    return made


def test_a_planted_phrase_is_named_once_with_its_counts() -> None:
    """The pair of words is one finding, with the rows of each label that have it and examples that show it."""
    made = rows("no information", share=0.4)
    [one] = telling_words(made)
    assert "no" in one.word.split() or "information" in one.word.split()
    assert one.abstain
    assert one.weight > 0
    assert one.folds >= 4
    assert one.answer_rows == 0
    assert one.abstain_rows == sum("no information" in row.text for row in made)
    assert one.abstain_share == one.abstain_rows / 150
    assert len(one.examples) == 3
    assert all("no information" in made[number].text and made[number].label for number in one.examples)


def test_a_word_may_point_to_answering() -> None:
    """A word of the answer rows is found with the other sign."""
    made = [ProbeRow(row.text, not row.label, row.group) for row in rows("exactly", share=0.5)]
    [one] = telling_words(made)
    assert (one.word, one.abstain) == ("exactly", False)
    assert one.weight < 0


def test_random_words_and_single_labels_give_nothing() -> None:
    """Where nothing tells the label no word is accused."""
    assert telling_words(rows()) == []
    assert telling_words([row for row in rows("cue") if row.label]) == []
    assert telling_counts([row for row in rows("cue") if row.label]) == []
    assert telling_counts(rows(), bootstrap=50) == []


def test_a_longer_side_is_told_with_both_means() -> None:
    """Abstain rows with two more words have their length named, its direction and its averages."""
    found = telling_counts(rows("and nothing more of it"), bootstrap=50)
    length = next(one for one in found if one.count == "length")
    assert length.auc > 0.8
    assert length.low > 0.5
    assert length.abstain_mean > length.answer_mean
    assert {"words", "denials"} <= {one.count for one in found}
