"""What of a sentence has to stay: equal sentences pass, and each kind of change is told by its reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.word_lists import CUES
from nescio.gen.wording import Refused, check_same, check_shares, is_vague, lexicon, quantities, sentences

TEXTS = (
    "Ann bought 3 bags of rolls on Monday. Each bag held 6 rolls and a few napkins.",
    "How many rolls did Ann buy on Monday?",
    "In May Yara sold nineteen mowers at $2600 each to Ben.",
    "Ben sold fewer mowers than Yara.",
    "The lynx is 14 kg lighter than the wolf. How heavy is the lynx?",
)
KNOWN = lexicon(TEXTS)


@given(st.text(max_size=200) | st.lists(st.sampled_from(" ".join(TEXTS).split())).map(" ".join))
def test_a_text_says_what_it_says(text: str) -> None:
    """Compared with itself, no text that has anything in it is refused."""
    if text.strip():
        check_same(text, text, KNOWN)


@given(st.text(alphabet="aA1 .!?\"')$", max_size=60) | st.text(max_size=100))
def test_sentences_cover_a_text(text: str) -> None:
    """They stand one after the other, with nothing but space between them, and none is empty."""
    at = 0
    for start, end in sentences(text):
        assert text[at:start].strip() == ""
        assert start < end
        at = end
    assert text[at:] == ""


@pytest.mark.parametrize(
    "text",
    [
        "The train left at 6 p.m. and came at 7:45 a.m. on Friday.",
        "Mr. Olsen paid $5.50 for it.",
        "It weighs 3.5 kg.",
        "J. Smith has 2 cats",
    ],
)
def test_a_point_inside_a_sentence_ends_none(text: str) -> None:
    """Abbreviations, times, initials and decimals."""
    assert sentences(text) == [(0, len(text))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Each bag held 6 rolls.", "There were 6 rolls in each bag."),
        ("In May Yara sold nineteen mowers at $2600 each.", "Yara sold nineteen mowers at $2600 each in May."),
        ("The lynx is 14 kg lighter than the wolf.", "As it is, the lynx is 14 kg lighter than the grey wolf."),
        ("Ann bought 3 bags of rolls on Monday.", "On Monday, Ann bought 3 bags of warm rolls."),
    ],
)
def test_a_paraphrase_is_taken(old: str, new: str) -> None:
    """Words that carry no fact may come, go and change places."""
    check_same(old, new, KNOWN)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Each bag held 6 rolls.", "Each bag held 7 rolls.", "number changed"),
        ("Each bag held 6 rolls.", "Each bag held six rolls.", "number changed"),
        ("Each bag held 6 rolls.", "Each bag held 6 napkins.", "number changed"),
        ("Each bag held 6 rolls.", "Each bag held rolls.", "number changed"),
        ("Each bag held 6 rolls.", "Each bag held ٧ rolls.", "number changed"),
        ("6 rolls and a few napkins.", "A few rolls and 6 napkins.", "number changed"),
        ("It cost $6.", "It cost €6.", "number changed"),
        ("Ann met Ben.", "Ben met Ann.", "name changed"),
        ("Ann met Ben.", "Ann met Benedikt.", "name changed"),
        ("Ann left on Monday.", "Ann left on Friday.", "name changed"),
        ("Each bag held rolls.", "The bag held rolls.", "relation changed"),
        ("The bag is here.", "The bag is not here.", "relation changed"),
        ("The bag is here.", "The bag isn't here.", "relation changed"),
        ("Ben bought mowers.", "Ben sold mowers.", "relation changed"),
        ("It took hours.", "It took minutes.", "relation changed"),
        ("The bag held rolls.", "The sack held rolls.", "shared word changed"),
        ("The lynx is lighter than the wolf.", "The wolf is lighter than the lynx.", "shared word changed"),
        ("The bag is here.", "The bag is here. It is red.", "not one sentence"),
        ("Where is the bag?", "Here is the bag.", "ends otherwise"),
        ("The bag is here.", "The b\u200bag is here.", "odd characters"),
        ("The bag is here.", " ", "length"),
        ("The bag is here.", "The bag is" + " really" * 40 + " here.", "length"),
    ],
)
def test_a_changed_fact_is_refused(old: str, new: str, reason: str) -> None:
    """Each kind of change has its reason."""
    known = lexicon([*TEXTS, "The lynx and the wolf.", "The bag and the rolls."])
    with pytest.raises(Refused) as refused:
        check_same(old, new, known)
    assert refused.value.reason == reason


def test_a_sentence_has_to_share_something() -> None:
    """A name or a word of the seed, or else any word of the sentence."""
    check_shares("Each bag held 6 rolls.", "The rolls were warm.", KNOWN)
    with pytest.raises(Refused, match="about something else"):
        check_shares("Each bag held 6 rolls.", "Zebras graze.", KNOWN)


@pytest.mark.parametrize(
    "text", ["a few rolls", "several", "between 4 and 8", "more than 3", "quite a bit", "a good part"]
)
def test_vague_words_and_bounds_are_vague(text: str) -> None:
    """They leave a quantity open."""
    assert is_vague(text)


@pytest.mark.parametrize("text", ["6 rolls", "the rolls are warm", "to the market"])
def test_exact_and_silent_texts_are_not_vague(text: str) -> None:
    """They tell a quantity, or none."""
    assert not is_vague(text)


def test_numbers_are_read_in_any_script_and_in_words() -> None:
    """Digits of other scripts, wide ones, fractions and number words."""
    assert quantities("6 ７ ٨ eight ½ twenty-one 1,250 3:54 a dozen") == (
        *("6", "7", "8", "eight", "1", "2", "twenty", "one", "1,250", "3:54", "dozen"),
    )


@pytest.mark.parametrize("text", ["is unknown", "nobody recorded it", "did not say", "was never mentioned", "forgot"])
def test_cues_are_seen(text: str) -> None:
    """Words that say that something is untold would give a label away."""
    assert CUES.search(text)
