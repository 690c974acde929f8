"""Labelled items: one label each, ids from the content alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from nescio.schemas.labelled import Harm, LabelledBy, LabelledItem, Task
from nescio.schemas.taxonomy import Scenario

ITEM = LabelledItem(
    context="Two soups are on the menu.",
    question="Which one tastes nicer?",
    should_abstain=True,
    scenario=Scenario.SUBJECTIVE,
    source="a test",
    licence="CC0-1.0",
    labelled_by=LabelledBy.HUMAN,
)


@given(st.text(), st.text(min_size=1).filter(str.strip), st.sampled_from([True, False, *Harm]))
def test_an_item_comes_back_from_json_unchanged(context: str, question: str, label: bool | Harm) -> None:
    """Whatever its texts, and with its id, which is computed again."""
    key = "moderation" if isinstance(label, Harm) else "should_abstain"
    data = ITEM.model_dump() | {"context": context, "question": question, "should_abstain": None, key: label}
    item = LabelledItem.model_validate(data)
    assert LabelledItem.model_validate_json(item.model_dump_json()) == item


@pytest.mark.parametrize("labels", [{}, {"should_abstain": True, "moderation": "harmless"}])
def test_an_item_has_exactly_one_label(labels: dict[str, object]) -> None:
    """Neither none nor both: it would not be clear which judge it measures."""
    with pytest.raises(ValidationError, match="exactly one label"):
        LabelledItem.model_validate(ITEM.model_dump(exclude={"should_abstain"}) | labels)


def test_the_id_tells_texts_scenarios_and_tasks_apart_but_not_labels() -> None:
    """So that one text with two labels can be found."""
    other = ITEM.model_copy(update={"should_abstain": False, "source": "another"})
    assert other.id == ITEM.id
    moderated = ITEM.model_copy(update={"should_abstain": None, "moderation": Harm.HARMLESS})
    changed = [ITEM.model_copy(update={key: value}) for key, value in (("context", ""), ("scenario", Scenario.STALE))]
    assert len({one.id for one in (ITEM, moderated, *changed)}) == 4


def test_the_positive_class_is_the_one_that_a_judge_is_to_find() -> None:
    """To abstain, and whatever is not harmless."""
    assert ITEM.positive
    assert ITEM.task is Task.ANSWERABILITY
    for harm in Harm:
        item = ITEM.model_copy(update={"should_abstain": None, "moderation": harm})
        assert item.positive == (harm is not Harm.HARMLESS)
        assert item.task is Task.MODERATION


def test_the_prompt_is_context_and_question() -> None:
    """Joined as rows join theirs; a question without context stands alone."""
    assert ITEM.prompt == "Two soups are on the menu. Which one tastes nicer?"
    assert ITEM.model_copy(update={"context": ""}).prompt == "Which one tastes nicer?"
