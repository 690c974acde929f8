"""The clarification rule, on cases written for it: replies as models give them, and what a reader says of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.validation.clarified import content, nameable, names_missing, names_premise, stem

PROMPT = (
    "Mara has 4 shelves in the hall and 6 in the attic. Each shelf in the attic holds 15 jars. She fills the shelves "
    "in the hall with jars of plum jam and carries the rest up. How many jars of jam stand in the hall?"
)
QUESTION = "How many jars of jam stand in the hall?"
MISSING = "how many jars a shelf in the hall holds"
ASKED_BACK = "How many jars does a shelf in the hall hold?"
NAMED = (
    "The text doesn't say how many jars fit on each shelf in the hall.",
    "I can't tell: the number of jars per shelf in the hall is not given.",
    "How many jars does each hall shelf hold?",
    "We know that there are 4 shelves in the hall, but not how many jars one shelf holds.",
    "To work this out I would need:\n1. The number of jars that a shelf in the hall can hold.",
    "It depends on how many jars go on one of the shelves in the hall.",
    "Mara has 4 shelves there. Nowhere do we learn how many jars a shelf in the hall holds.",
)
NOT_NAMED = (
    "I don't know.",
    "There is not enough information to answer this question.",
    "How many jars of jam stand in the hall?",
    "I cannot say how many jars of jam stand in the hall.",
    "The problem doesn't tell us how many shelves there are in the hall.",
    "Could you please give me more details?",
    "We are not told how many jars a shelf in the attic holds.",
    "Mara has 4 shelves in the hall for her jars. That is all I can tell, sorry.",
    "",
)


@pytest.mark.parametrize("reply", NAMED)
def test_a_reply_that_says_what_is_missing_names_it(reply: str) -> None:
    """By what it counts, whose it is and the words for it."""
    assert names_missing(reply, MISSING, clarifying_question=ASKED_BACK, question=QUESTION, prompt=PROMPT)


@pytest.mark.parametrize("reply", NOT_NAMED)
def test_a_reply_that_is_vague_or_says_something_else_does_not(reply: str) -> None:
    """Restating what is asked or known, or naming another fact, is no naming."""
    assert not names_missing(reply, MISSING, clarifying_question=ASKED_BACK, question=QUESTION, prompt=PROMPT)


def test_another_ordinal_is_another_fact() -> None:
    """The first week is not the second."""
    fact = "how many hours Ines worked in the second week"
    assert names_missing("It isn't stated how many hours Ines worked in week two, the second week.", fact)
    assert not names_missing("It isn't stated how many hours Ines worked in the first week.", fact)


def test_where_the_question_asks_for_the_missing_fact_itself_saying_so_names_it() -> None:
    """There the fact has no word that the question has not."""
    fact, question = "in which year the ferry was painted", "In which year was the ferry painted green?"
    assert names_missing("The passage never says in which year the ferry was painted.", fact, question=question)
    assert not names_missing("The passage does not tell.", fact, question=question)
    assert not names_missing("In which year was the ferry painted green?", fact, question=question)


def test_of_a_fact_that_is_the_answer_itself_there_is_nothing_to_name() -> None:
    """Such rows are in no share."""
    assert not nameable("what the answer is")
    assert not nameable("a side of the assistant's own on a ban of fireworks")
    assert not nameable(None)
    assert nameable(MISSING)
    assert not names_missing("I don't know what the answer is.", "what the answer is")


def test_a_synonym_is_not_known() -> None:
    """A limit that is accepted: the rule errs towards no."""
    assert not names_missing("Their capacity is not given.", MISSING, question=QUESTION)


def test_a_premise_is_named_by_its_correction() -> None:
    """Denying is not enough."""
    question = "In which year did the architect Ada Birk, who designed the Rotund, retire?"
    says = {"correction": "Jon Hale designed the Rotund.", "question": question}
    assert names_premise("It was Jon Hale who designed the Rotund.", "Ada Birk designed the Rotund", **says)
    assert not names_premise("Ada Birk did not design the Rotund, I think.", "Ada Birk designed the Rotund", **says)
    assert not names_premise("I'm not sure about this one.", "Ada Birk designed the Rotund", **says)


def test_a_premise_without_a_correction_is_named_by_its_first_two_numbers() -> None:
    """The dividend and the divisor."""
    premise = "50 is to be divided by 8 with nothing left over, but 8 x 6 = 48 leaves 2 of 50."
    assert names_premise("But 50 can't be shared equally among 8.", premise)
    assert not names_premise("That does not work out.", premise)


def test_something_that_does_not_exist_is_named_by_its_name() -> None:
    """There is nothing right to put in its place."""
    premise, right = "there is a river called the Bramwend", "There is no river called the Bramwend."
    question = "Where does the Bramwend rise?"
    assert names_premise("I know of no river called Bramwend.", premise, correction=right, question=question)
    assert not names_premise("I can't help with this.", premise, correction=right, question=question)


def test_stems_join_the_forms_of_a_word() -> None:
    """Plural, tenses and numerals."""
    assert len({stem(one) for one in ("pack", "packs", "packed", "packing")}) == 1
    pairs = (
        ("charged", "charges"),
        ("carries", "carry"),
        ("won", "win"),
        ("glass", "glass"),
        ("1,200", "1200"),
        ("six", "6"),
    )
    assert all(stem(one) == stem(other) for one, other in pairs)


@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read(reply: str, fact: str, question: str) -> None:
    """No text raises."""
    assert names_missing(reply, fact, question=question, prompt=question) in (True, False)
    assert names_premise(reply, fact, question=question) in (True, False)


@given(st.lists(st.sampled_from(["plum", "hall", "jar", "shelf", "quince"]), min_size=2, max_size=5, unique=True))
def test_the_fact_said_as_it_stands_always_names_it(words: list[str]) -> None:
    """Whatever its words are."""
    fact = "which " + " ".join(words)
    assert content(fact)
    assert names_missing(f"We are not told {fact}.", fact)
