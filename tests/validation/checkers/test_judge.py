"""Judges: they see a context and a question, and of what they say only the object counts."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nescio.gen.engines.fake import Answers, FakeEngine
from nescio.gen.prompting import load_prompt, parse_prompt
from nescio.pipelines.asking import Asker
from nescio.pipelines.event_loop import EventLoop
from nescio.pipelines.journal import Journal
from nescio.pipelines.labelled import packaged_items, read_labelled
from nescio.pipelines.pump import Desk
from nescio.pipelines.reply_store import ReplyStore
from nescio.pipelines.spend import Spend
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Finish, Reply
from nescio.schemas.example import Star
from nescio.schemas.hashing import content_hash
from nescio.schemas.labelled import Harm, LabelledBy, LabelledItem, Task
from nescio.schemas.recipe import ModelSpec
from nescio.schemas.taxonomy import Role, Scenario
from nescio.validation.calibration import JudgeVote, calibrate, choose
from nescio.validation.checkers.judge import Answerability, Judge
from nescio.validation.checkers.moderation import Moderator

SHARED = Path(__file__).parents[4] / "shared" / "data" / "labelled"
Asking = Callable[[FakeEngine], Asker]

ITEMS = [
    LabelledItem(
        context="A van holds 8 crates.",
        question=f"How many crates do {number} vans hold?",
        should_abstain=number % 2 == 0,
        scenario=Scenario.UNDERSPECIFIED_CONTEXT,
        source="test",
        licence="CC0-1.0",
        labelled_by=LabelledBy.AUTHORED,
    )
    for number in range(6)
]


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    """Makes the asker that a run uses, for an engine without a model."""
    loop = EventLoop()
    with Journal(tmp_path / "journal.sqlite") as journal:

        def made(engine: FakeEngine) -> Asker:
            spec = ModelSpec(engine="fake", model=engine.name)
            return Asker(spec, engine, ReplyStore(journal, engine.identity, spec.price), Desk(loop, Spend()))

        yield made
        loop.close()


def judge(asking: Asking, answers: Answers) -> tuple[Judge, FakeEngine]:
    """A judge whose model gives these replies, and the model."""
    engine = FakeEngine(answers)
    return Judge(asking(engine), load_prompt("judge_answerable"), "judge_a"), engine


def saying(verdict: str, missing: str = "") -> str:
    """A reply as it is wanted."""
    return json.dumps({"missing": missing, "verdict": verdict})


@pytest.mark.parametrize("verdict", Answerability)
def test_every_verdict_but_answerable_speaks_for_abstaining(asking: Asking, verdict: Answerability) -> None:
    """The vote has the verdict, its side, and the judge's own words."""
    found, _ = judge(asking, lambda _: saying(verdict.value, "the price"))
    assert found.read_all(ITEMS[:1]) == [
        JudgeVote(verdict.value, verdict is not Answerability.ANSWERABLE, "the price"),
    ]


def test_votes_come_in_the_order_of_the_items(asking: Asking) -> None:
    """Also where some are faults."""

    def answers(request: ChatRequest) -> str | Reply:
        number = int(request.messages[1].content.split("How many crates do ")[1].split()[0])
        if number == 3:
            return Reply("", finish=Finish.FILTER)
        return saying("stale" if number > 3 else "answerable", f"item {number}")

    found, _ = judge(asking, answers)
    votes = found.read_all(ITEMS)
    assert [vote.note for vote in votes if isinstance(vote, JudgeVote)] == [f"item {n}" for n in (0, 1, 2, 4, 5)]
    assert isinstance(votes[3], Fault)
    assert votes[3].kind is FaultKind.FILTERED


@pytest.mark.parametrize(
    "reply",
    [
        "The question is answerable.",
        'Verdict: "answerable"',
        saying("unsure"),
        saying("ANSWERABLE!"),
        json.dumps({"verdict": "answerable"}),
        json.dumps({"missing": "", "verdict": "answerable", "score": 10}),
        json.dumps({"missing": "", "verdict": ["answerable"]}),
    ],
)
def test_nothing_but_the_object_is_read(asking: Asking, reply: str) -> None:
    """A verdict in prose, one that is not on the list, and an object with more or fewer keys are no votes."""
    found, _ = judge(asking, lambda _: reply)
    [vote] = found.read_all(ITEMS[:1])
    assert isinstance(vote, Fault)
    assert vote.kind is FaultKind.UNPARSABLE


def test_a_judge_sees_neither_labels_nor_claims(asking: Asking, stars: list[Star]) -> None:
    """Rows and items with the same context and question are the same request, whatever else is said of them."""
    row = next(row for row in stars[0].rows if row.role is Role.PERTURBED)
    other = row.model_copy(
        update={
            "role": Role.TWIN,
            "should_abstain": False,
            "perturbation": "planted",
            "edits": (),
            "target": "planted",
            "missing_fact": "planted",
            "scenario": Scenario.STALE,
            "rationale": "planted",
            "answers": ("planted",),
        }
    )
    item = ITEMS[0].model_copy(update={"context": row.context, "question": row.question, "source": "planted"})
    found, engine = judge(asking, lambda _: saying("answerable"))
    found.read_all([row])
    [request] = engine.asked
    found.read_all([other, item, item.model_copy(update={"should_abstain": False})])
    assert engine.asked == [request]
    shown = "".join(message.content for message in request.messages)
    assert row.context in shown
    assert row.question in shown
    assert row.id not in shown
    assert row.target not in shown


def test_another_prompt_or_model_is_another_judge(asking: Asking) -> None:
    """What was measured of one says nothing of the other."""
    prompt = load_prompt("judge_answerable")
    changed = parse_prompt("about: a test\nsystem: Judge.\nuser: '{{ context }} {{ question }}'", prompt.name)
    judges = [
        Judge(asking(FakeEngine(model="one")), prompt, "judge_a"),
        Judge(asking(FakeEngine(model="two")), prompt, "judge_a"),
        Judge(asking(FakeEngine(model="one")), changed, "judge_a"),
    ]
    assert len({one.version for one in judges}) == 3


@pytest.mark.parametrize("harm", Harm)
def test_a_moderator_names_one_of_three_classes(asking: Asking, harm: Harm) -> None:
    """Only harmless is negative; a moderator sees the prompt and no class."""
    engine = FakeEngine(lambda _: json.dumps({"concern": "none", "verdict": harm.value}))
    moderator = Moderator(asking(engine), load_prompt("moderate"), "moderator_a")
    items = [
        ITEMS[0].model_copy(update={"should_abstain": None, "moderation": one, "context": ""})
        for one in (Harm.HARMFUL, Harm.HARMLESS)
    ]
    assert moderator.read_all(items) == [JudgeVote(harm.value, harm is not Harm.HARMLESS, "none")] * 2
    assert len(engine.asked) == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the public sets are not at {SHARED}")
def test_a_judge_of_known_quality_is_measured_as_what_it_is_on_public_sets(asking: Asking) -> None:
    """Right on nine items in ten: admitted wherever people labelled both classes, and nowhere else."""
    items = choose([*read_labelled([SHARED]).items, *packaged_items()], Task.ANSWERABILITY, 200)
    truth = {(item.context, item.question): item.positive for item in items}
    assert len(truth) < len(items)  # an original of ReliableMath stands in two scenarios, with one label

    def answers(request: ChatRequest) -> str:
        blocks = re.findall(r"<data \w+>\n(.*?)\n</data", request.messages[1].content, re.DOTALL)
        shown = blocks if len(blocks) == 2 else ["", *blocks]
        right = int(content_hash(*shown), 16) % 10 > 0
        return saying("stale" if truth[shown[0], shown[1]] == right else "answerable")

    found, _ = judge(asking, answers)
    calibration = calibrate(found, items, 0.5)
    admitted = {scenario for scenario in Scenario if calibration.admits(scenario)}
    assert admitted == {
        Scenario.FALSE_PREMISE,
        Scenario.UNDERSPECIFIED_CONTEXT,
        Scenario.UNDERSPECIFIED_INTENT,
        Scenario.ANSWER_UNKNOWN,
    }
    for one in calibration.scenarios:
        if one.admitted and one.youden is not None:
            assert one.youden.low <= 0.8 <= one.youden.high
            assert one.faults == 0
