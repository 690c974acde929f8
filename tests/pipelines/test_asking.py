"""Asking through the journal: every reply recorded before it is used, asked for once, every failure told apart."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nescio.gen.engines.fake import Answers, FakeEngine
from nescio.gen.engines.replies import write_reply
from nescio.pipelines.asking import Asker
from nescio.pipelines.event_loop import EventLoop
from nescio.pipelines.journal import Journal
from nescio.pipelines.pump import Desk
from nescio.pipelines.reply_store import REPLY, ReplyStore, booked_replies
from nescio.pipelines.spend import Spend
from nescio.schemas.asking import Parsed, Question
from nescio.schemas.asking import Path as How
from nescio.schemas.base import Frozen, repair
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Finish, Message, RawReply, Reply, Usage
from nescio.schemas.errors import BudgetReached, EngineDown
from nescio.schemas.recipe import ModelSpec, PriceSpec

SPEC = ModelSpec(engine="fake", model="fake", concurrency=8)


class Ball(Frozen):
    """What is asked for."""

    size: int


@contextmanager
def asking(place: Path, engine: FakeEngine, spend: Spend | None = None, **options: bool) -> Iterator[Asker]:
    """An asker on the journal of a folder."""
    loop = EventLoop()
    with Journal(place / "journal.sqlite") as journal:
        books = spend or Spend()
        for identity, booked in booked_replies(journal):
            books.book(identity, [booked])
        store = ReplyStore(journal, engine.identity, SPEC.price)
        try:
            yield Asker(SPEC, engine, store, Desk(loop, books, **options))
        finally:
            loop.close()


def questions(number: int) -> list[Question]:
    """Some questions."""
    return [Question((Message("user", f"question {one}"),)) for one in range(number)]


def ask_all(place: Path, answers: Answers | None, number: int = 20, **options: bool) -> tuple[list[Reply | Fault], int]:
    """The results of some questions, and how many requests they took."""
    engine = FakeEngine(answers)
    with asking(place, engine, **options) as asker:
        return asker.text("test", questions(number)), len(engine.asked)


def size(request: ChatRequest) -> int:
    """Which question a request belongs to."""
    return int(request.messages[0].content.split()[1])


def test_replies_come_in_the_order_of_their_questions_and_are_asked_for_once(tmp_path: Path) -> None:
    """A second call, in the same run or a later one, asks nothing and gives the same."""
    first, asked = ask_all(tmp_path, lambda request: f"reply {size(request)}")
    assert [reply.text for reply in first if isinstance(reply, Reply)] == [f"reply {one}" for one in range(20)]
    assert asked == 20
    assert ask_all(tmp_path, lambda _: "another") == (first, 0)


def test_equal_questions_are_one_request_and_replicas_are_several(tmp_path: Path) -> None:
    """Content decides what is asked, the replica number tells draws apart, also by their seed."""
    engine = FakeEngine()
    same = Question((Message("user", "question 1"),))
    draws = [Question(same.messages, replica=number) for number in range(3)]
    with asking(tmp_path, engine) as asker:
        found = asker.text("test", [same, same, *draws])
    assert found[0] == found[1] == found[2]
    assert len(engine.asked) == 3
    assert len({request.sampling.seed for request in engine.asked}) == 3


def test_a_reply_is_durable_before_another_follows_from_it(tmp_path: Path) -> None:
    """When a repair is asked for, the reply that it repairs is in the journal already."""
    engine = FakeEngine()
    seen: list[int] = []
    with asking(tmp_path, engine) as asker:
        other = Journal(tmp_path / "journal.sqlite", read_only=True)

        def answers(request: ChatRequest) -> str:
            seen.append(other.counts().get(REPLY, 0))
            return '{"size": 1}' if len(request.messages) > 1 else "no object"

        engine._answers = answers
        [found] = asker.objects("test", questions(1), Ball)
        other.close()
    assert isinstance(found, Parsed)
    assert found.path is How.REPAIRED
    [booked] = asker._desk.spend.stages({})
    assert booked.outcomes == {"repaired": 1}
    assert seen == [0, 1]


@pytest.mark.parametrize(
    ("answers", "kind", "tries"),
    [
        (lambda _: "prose", FaultKind.UNPARSABLE, 3),
        (lambda _: "", FaultKind.EMPTY, 3),
        (lambda _: Reply('{"size": ', Finish.LENGTH), FaultKind.TRUNCATED, 2),
        (lambda _: Reply("", Finish.LENGTH, thinking="hm"), FaultKind.TRUNCATED, 2),
        (lambda _: Reply("no", Finish.FILTER), FaultKind.FILTERED, 2),
        (lambda _: Reply("", refusal="I will not"), FaultKind.REFUSED, 2),
        (lambda _: RawReply("openai", '{"choices": []}'), FaultKind.NO_CHOICES, 3),
        (lambda _: RawReply("openai", "<html>"), FaultKind.NOT_JSON, 1),
        (lambda _: Fault(FaultKind.REJECTED, "bad", 400), FaultKind.REJECTED, 1),
        (lambda _: Fault(FaultKind.SERVER_ERROR, "down", 500, 5), FaultKind.SERVER_ERROR, 1),
    ],
)
def test_each_way_to_fail_is_told_apart_and_tried_again_so_often_and_no_more(
    tmp_path: Path, answers: Answers, kind: FaultKind, tries: int
) -> None:
    """The fault names its kind; each further try is a request of its own; a rerun asks nothing."""
    for expected in (tries, 0):
        engine = FakeEngine(answers)
        with asking(tmp_path, engine) as asker:
            [found] = asker.objects("test", questions(1), Ball)
        assert isinstance(found, Fault)
        assert found.kind is kind
        assert len({request.key for request in engine.asked}) == len(engine.asked) == expected


def test_one_bad_row_touches_no_other(tmp_path: Path) -> None:
    """Of twenty questions two fail: eighteen replies and two faults, in their places."""
    found, _ = ask_all(
        tmp_path, lambda request: Fault(FaultKind.REJECTED, "bad", 400) if size(request) % 10 == 3 else "fine"
    )
    assert [number for number, one in enumerate(found) if isinstance(one, Fault)] == [3, 13]


def test_a_truncated_object_is_asked_for_with_twice_the_room(tmp_path: Path) -> None:
    """Only the room and the seed of the second request differ."""
    engine = FakeEngine(
        lambda request: Reply('{"size"', Finish.LENGTH) if request.sampling.max_tokens == 512 else '{"size": 2}'
    )
    with asking(tmp_path, engine) as asker:
        [found] = asker.objects("test", questions(1), Ball)
    assert isinstance(found, Parsed)
    assert [request.sampling.max_tokens for request in engine.asked] == [512, 1024]
    assert engine.asked[0].messages == engine.asked[1].messages


def test_free_text_that_was_cut_off_or_declined_is_a_result_and_says_so(tmp_path: Path) -> None:
    """Whoever asks for text sees what a model does: nothing is hidden and nothing asked again."""
    found, asked = ask_all(tmp_path, lambda _: Reply("I would", Finish.LENGTH), 2)
    assert [reply.finish for reply in found if isinstance(reply, Reply)] == [Finish.LENGTH] * 2
    assert asked == 2


def test_retry_failed_asks_once_more_and_what_it_brings_stays(tmp_path: Path) -> None:
    """Faults of the way and spoilt replies are tried again when asked for; a later plain run finds the success."""

    def bad(request: ChatRequest) -> str | Fault:
        return Fault(FaultKind.SERVER_ERROR, "down", 500, 5) if size(request) < 5 else ""

    faults, asked = ask_all(tmp_path, bad, 10)
    assert Counter(one.kind for one in faults if isinstance(one, Fault)) == {
        FaultKind.SERVER_ERROR: 5,
        FaultKind.EMPTY: 5,
    }
    assert asked == 5 + 3 * 5
    assert ask_all(tmp_path, lambda _: "fine", 10)[1] == 0
    again, asked = ask_all(tmp_path, bad, 10, retry_failed=True)
    assert asked == 10
    assert [one.kind for one in again if isinstance(one, Fault)] == [
        one.kind for one in faults if isinstance(one, Fault)
    ]
    well, asked = ask_all(tmp_path, lambda _: "fine", 10, retry_failed=True)
    assert asked == 10
    assert all(isinstance(one, Reply) for one in well)
    assert ask_all(tmp_path, bad, 10) == (well, 0)
    assert ask_all(tmp_path, bad, 10, retry_failed=True) == (well, 0)


def test_a_better_reader_costs_no_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies are stored as they came: reading them in another way asks nothing anew."""
    engine = FakeEngine(lambda _: "size=4")
    with asking(tmp_path, engine) as asker:
        [spoilt] = asker.objects("test", questions(1), Ball)
    assert isinstance(spoilt, Fault)
    monkeypatch.setattr(
        "nescio.pipelines.attempts.read_object", lambda text, wanted: wanted(size=int(text.split("=")[1]))
    )
    asked = len(engine.asked)
    with asking(tmp_path, engine) as asker:
        [found] = asker.objects("test", questions(1), Ball)
    assert isinstance(found, Parsed)
    assert found.value == Ball(size=4)
    assert len(engine.asked) == asked


def test_an_engine_that_goes_down_loses_nothing_that_it_said(tmp_path: Path) -> None:
    """What was said before is recorded, the error is raised, and the next call asks for the rest alone."""

    def dying(request: ChatRequest) -> str:
        if size(request) == 12:
            raise EngineDown("the server is gone: 3 resets")
        return "fine"

    with pytest.raises(EngineDown, match="3 resets"):
        ask_all(tmp_path, dying, 20)
    with Journal(tmp_path / "journal.sqlite") as journal:
        kept = journal.counts()[REPLY]
    assert kept >= 12
    found, asked = ask_all(tmp_path, lambda _: "fine", 20)
    assert asked == 20 - kept
    assert all(isinstance(one, Reply) for one in found)


def test_a_journal_that_fails_ends_the_asking_with_its_error(tmp_path: Path) -> None:
    """Whatever keeps a reply from being recorded is raised; nothing more is sent, and nothing waits for ever."""
    engine = FakeEngine()
    with asking(tmp_path, engine) as asker:

        def answers(request: ChatRequest) -> str:
            if size(request) == 20:
                asker._store._journal.close()
            return "fine"

        engine._answers = answers
        with pytest.raises(sqlite3.ProgrammingError, match="closed database"):
            asker.text("test", questions(500))
    assert len(engine.asked) <= 20 + 2 * SPEC.concurrency


PRICED = Usage(tokens_in=60, tokens_out=40, cost=0.01)


@pytest.mark.parametrize(
    ("limit", "most"), [({"max_tokens": 1_000}, 10), ({"max_cost": 0.1}, 10), ({"max_tokens": 1}, 4)]
)
def test_a_limit_stops_before_it_is_passed_and_a_higher_one_goes_on(
    tmp_path: Path, limit: dict[str, float], most: int
) -> None:
    """Replies that cost 100 tokens and a cent each: what is spent stays within the limit, once a price is known."""
    engine = FakeEngine(lambda _: Reply("fine", usage=PRICED))
    with asking(tmp_path, engine, Spend(**limit)) as asker, pytest.raises(BudgetReached, match="recorded"):
        asker.text("test", questions(50))
    assert 1 <= len(engine.asked) <= most
    with asking(tmp_path, engine, Spend(max_tokens=5_000)) as asker:
        assert all(isinstance(one, Reply) for one in asker.text("test", questions(50)))
    assert len(engine.asked) == 50


def test_a_partial_run_tells_what_was_not_asked(tmp_path: Path) -> None:
    """Unasked is not failed: such questions have a kind of their own."""
    engine = FakeEngine(lambda _: Reply("fine", usage=PRICED))
    with asking(tmp_path, engine, Spend(max_tokens=1_000), partial=True) as asker:
        found = asker.text("test", questions(50))
    kinds = Counter(one.kind if isinstance(one, Fault) else None for one in found)
    assert kinds == {None: len(engine.asked), FaultKind.UNASKED: 50 - len(engine.asked)}


def test_a_limit_that_cannot_be_kept_is_refused_at_the_first_reply(tmp_path: Path) -> None:
    """Where nobody tells what a reply costs, a limit of cost would be a lie."""
    with (
        asking(tmp_path, FakeEngine(), Spend(max_cost=1.0)) as asker,
        pytest.raises(BudgetReached, match="price"),
    ):
        asker.text("test", questions(50))


def test_a_probe_that_cannot_fit_the_limit_stops_the_run_early(tmp_path: Path) -> None:
    """A large run asks its first requests alone, and if even the low end of the estimate is too dear, no more."""
    engine = FakeEngine(lambda _: Reply("fine", usage=PRICED))
    with (
        asking(tmp_path, engine, Spend(max_tokens=30_000)) as asker,
        pytest.raises(BudgetReached, match="A probe says"),
    ):
        asker.text("test", questions(1_000))
    assert len(engine.asked) == 32


def test_the_books_are_cumulative_over_resumes_and_name_stage_and_model(tmp_path: Path) -> None:
    """What an earlier run paid for is on the books of this one, under the stage that asked."""
    for stage, number in (("first", 3), ("second", 5)):
        books = Spend()
        engine = FakeEngine(lambda _: Reply("fine", usage=PRICED))
        with asking(tmp_path, engine, books) as asker:
            asker.text(stage, questions(number))
    [first, second] = books.stages({engine.identity: "fake"})
    assert (first.stage, first.replies, first.tokens_in, first.cost) == ("first", 3, 180, 0.03)
    assert (second.stage, second.replies, second.tokens_out, second.cost) == ("second", 2, 80, 0.02)
    assert (books.tokens, books.cost) == (500, 0.05)


def test_a_price_stands_in_where_the_server_tells_no_cost(tmp_path: Path) -> None:
    """US dollars for a million tokens, of prompt and reply apart; without a price the cost is null, not zero."""
    raw = write_reply(Reply("fine", usage=Usage(1_000, 100)))
    with Journal(tmp_path / "journal.sqlite") as journal:
        [priced] = ReplyStore(journal, "one", PriceSpec(input=1.0, output=10.0)).put("test", {"a": raw}).booked
        [unpriced] = ReplyStore(journal, "two", None).put("test", {"a": raw}).booked
    assert priced.cost == pytest.approx(0.002)
    assert unpriced.cost is None


def test_hostile_text_is_asked_and_recorded_as_it_is(tmp_path: Path) -> None:
    """Lone surrogates, NUL and right-to-left marks are sent and stored as they are, and read as any file can hold."""
    odd = "\ud800 \x00 \u202e {{ x }}"
    engine = FakeEngine(lambda _: odd)
    question = Question((Message("user", f"question 1 {odd}"),))
    for _ in range(2):
        with asking(tmp_path, engine) as asker:
            [found] = asker.text("test", [question])
        assert isinstance(found, Reply)
        assert found.text == repair(odd)
    assert len(engine.asked) == 1


def test_no_question_is_no_request(tmp_path: Path) -> None:
    """An empty list is answered without the engine."""
    assert ask_all(tmp_path, None, 0) == ([], 0)
