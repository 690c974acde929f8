"""The transformers engine on the real packaged SmolLM2."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from math import exp

import pytest

from nescio.gen.engines.transformers_batch import _draw
from nescio.gen.engines.transformers_chat import TransformersEngine
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Finish, RawReply, Sampling
from nescio.schemas.errors import EngineDown, EngineMisused
from nescio.schemas.recipe import ModelSpec
from tests.gen.engines.streaming import Talk, asked, each

SPEC = ModelSpec(engine="transformers", model="packaged:smollm2", options={"batch_size": 4})
QUESTIONS = [
    "What is the capital of France?",
    "Name three colours.",
    "Tom has 3 pears and eats 1 of them. Then he buys 4 more at the market. How many pears has he now?",
    "Say hello.",
    "Why is the sky blue? Answer in one sentence.",
    "List the days of the week.",
]


@pytest.fixture(scope="module")
def talk() -> Iterator[Talk]:
    """The engine, loaded once."""
    talk = Talk(TransformersEngine(SPEC))
    yield talk
    talk.close()


@pytest.mark.slow
def test_greedy_replies_are_those_of_the_model_alone(talk: Talk) -> None:
    """In batches, padded and mixed with others, a question gets the reply that plain `generate` gives."""
    import torch

    replies = talk.replies([asked(text) for text in QUESTIONS])
    loaded = talk.run(talk.engine._ready())  # type: ignore[attr-defined]
    for text, reply in zip(QUESTIONS, replies, strict=True):
        ids = torch.tensor([loaded.template.ids(asked(text).messages)])
        alone = loaded.model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=12, do_sample=False)[
            0, ids.shape[1] :
        ]
        assert reply.text == loaded.template.tokenizer.decode(alone, skip_special_tokens=True)
        assert reply.usage.tokens_in == ids.shape[1]
        assert reply.usage.tokens_out == len(alone)


@pytest.mark.slow
def test_a_drawn_reply_depends_on_its_seed_and_not_on_its_company(talk: Talk) -> None:
    """The same request draws the same reply in any batch; another seed or replica draws another."""
    wanted = asked("Tell me a story.", temperature=1.0, top_p=0.95)
    company = [asked(text, temperature=0.8) for text in QUESTIONS]
    [alone] = talk.replies([wanted])
    assert talk.replies([*company, wanted])[-1].text == alone.text
    others = [
        asked("Tell me a story.", temperature=1.0, top_p=0.95, seed=1),
        asked("Tell me a story.", temperature=1.0, top_p=0.95, replica=1),
    ]
    assert len({alone.text, *(reply.text for reply in talk.replies(others))}) == 3


@pytest.mark.slow
def test_each_row_stops_on_its_own(talk: Talk) -> None:
    """Lengths, stop strings and the model's own end hold for their request alone, and say which of them it was."""
    long = asked("List the days of the week.", max_tokens=30)
    short = asked("List the days of the week.", max_tokens=3)
    [whole] = talk.replies([long])
    stop = whole.text.split()[4]
    cut = asked("List the days of the week.", max_tokens=30, stop=(stop, "never said"))
    ended = asked("What is 2+2? Answer with the number.", max_tokens=60)
    again, three, stopped, own = talk.replies([long, short, cut, ended])
    assert again.text == whole.text
    assert (three.finish, three.usage.tokens_out) == (Finish.LENGTH, 3)
    assert whole.text.startswith(three.text)
    assert stopped.finish is Finish.STOP
    assert stopped.text == whole.text[: whole.text.index(stop)]
    assert own.finish is Finish.STOP
    assert own.usage.tokens_out is not None
    assert own.usage.tokens_out < 60


@pytest.mark.slow
def test_logprobs_are_of_the_tokens_that_were_written(talk: Talk) -> None:
    """One for each token; a greedy one is the likeliest, and what rows without logprobs say is the same."""
    plain, told = talk.replies([asked("Say hello."), asked("Say hello.", logprobs=3)])
    assert plain.logprobs == ()
    assert told.text == plain.text
    assert len(told.logprobs) == told.usage.tokens_out
    for one in told.logprobs:
        assert one.alternatives[0] == (one.token, one.logprob)
        assert len(one.alternatives) == 3
        assert sum(exp(value) for _, value in one.alternatives) <= 1 + 1e-5
    assert "".join(one.token for one in told.logprobs).startswith(told.text)


@pytest.mark.slow
def test_what_does_not_fit_is_a_fault_and_the_rest_goes_on(talk: Talk) -> None:
    """A prompt beyond the window comes back as TOO_LONG beside replies to the others."""
    good, bad = asked("Say hello."), asked("pear " * 9000)
    found = talk.outcomes([bad, good])
    assert isinstance(found[good.key], RawReply)
    fault = found[bad.key]
    assert isinstance(fault, Fault)
    assert fault.kind is FaultKind.TOO_LONG


@pytest.mark.slow
def test_a_schema_is_not_kept_and_the_reply_says_so(talk: Talk) -> None:
    """There is a reply, but it is not constrained; nor does the engine claim that it could be."""
    [reply] = talk.replies([asked("Give me JSON.", schema='{"type":"object"}')])
    assert not reply.constrained
    can = talk.run(talk.engine.capabilities())
    assert (can.json_schema, can.logprobs, can.system_role, can.thinking) == (False, True, True, False)


@pytest.mark.slow
def test_who_feeds_it_may_wait_for_outcomes(talk: Talk) -> None:
    """A request that exists only once another has its reply is answered too."""
    first, second = asked("Say hello."), asked("Say goodbye.")
    answered = asyncio.Event()

    async def chained() -> AsyncIterator[ChatRequest]:
        yield first
        await answered.wait()
        yield second

    async def collect() -> list[ChatRequest]:
        order = []
        async for request, _ in talk.engine.stream(chained(), 4):
            order.append(request)
            answered.set()
        return order

    assert talk.run(collect()) == [first, second]


@pytest.mark.slow
def test_who_leaves_early_leaves_nothing_running(talk: Talk) -> None:
    """Once a stream is closed, its batch ends at the next token instead of the last, and the next stream is served."""
    endless = [asked(f"Write a long story about {number} pears.", max_tokens=7000) for number in range(4)]
    too_long = asked("pear " * 9000)

    async def first_only() -> ChatRequest:
        stream = talk.engine.stream(each([*endless, too_long]), 5)
        async for request, _ in stream:
            await stream.aclose()  # type: ignore[attr-defined]
            return request
        raise AssertionError("no outcome")

    assert talk.run(first_only()) is too_long
    talk.replies([asked("Say hello.")])
    passes: list[object] = []
    loaded = talk.run(talk.engine._ready())  # type: ignore[attr-defined]
    hook = loaded.model.register_forward_pre_hook(lambda *told: passes.append(told[0]))
    [reply] = talk.replies([asked("Say hello.")])
    hook.remove()
    assert len(passes) == reply.usage.tokens_out


@pytest.mark.slow
def test_a_model_that_fails_is_down() -> None:
    """An error of torch in the middle of a run is raised as EngineDown, and no request waits for ever."""
    import torch

    talk = Talk(TransformersEngine(SPEC))
    loaded = talk.run(talk.engine._ready())  # type: ignore[attr-defined]
    loaded.model.model.norm.weight.data = torch.ones(3)
    with pytest.raises(EngineDown, match="batch_size"):
        talk.outcomes([asked(text) for text in QUESTIONS])
    talk.close()
    talk = Talk(talk.engine)
    assert talk.replies([asked("Say hello.")])[0].text
    talk.close()


@pytest.mark.parametrize(
    ("top_p", "wanted"),
    [(1.0, {0: 0.5, 1: 0.3, 2: 0.15, 3: 0.05}), (0.75, {0: 0.625, 1: 0.375})],
)
def test_tokens_are_drawn_as_often_as_they_are_likely(top_p: float, wanted: dict[int, float]) -> None:
    """4,000 draws meet the probabilities within .03, and none lies outside the nucleus."""
    import torch

    logits = torch.tensor([0.5, 0.3, 0.15, 0.05]).log()
    generator = torch.Generator().manual_seed(7)
    sampling = Sampling(temperature=1.0, top_p=top_p)
    drawn = Counter(int(_draw(logits, sampling, generator)) for _ in range(4000))
    assert set(drawn) == set(wanted)
    for token, share in wanted.items():
        assert drawn[token] / 4000 == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize("size", [0, -1, "many", 2.5])
def test_a_batch_size_below_one_is_misuse(size: int | str | float) -> None:
    """The message says what was found."""
    with pytest.raises(EngineMisused, match="batch_size"):
        TransformersEngine(SPEC.model_copy(update={"options": {"batch_size": size}}))


def test_a_packaged_model_has_no_revisions() -> None:
    """A revision that nothing would look at is misuse."""
    with pytest.raises(EngineMisused, match="revision"):
        TransformersEngine(SPEC.model_copy(update={"revision": "main"}))


@pytest.mark.slow
def test_an_option_that_the_model_does_not_take_is_misuse() -> None:
    """The message holds the option and what transformers says."""
    talk = Talk(TransformersEngine(SPEC.model_copy(update={"options": {"dtipe": "float32"}})))
    with pytest.raises(EngineMisused, match="dtipe"):
        talk.outcomes([asked("Say hello.")])
    talk.close()


def test_identity_is_of_the_weights() -> None:
    """Two engines on the same weights are one model to a journal, whatever their options."""
    other = SPEC.model_copy(update={"options": {"batch_size": 1}})
    assert TransformersEngine(SPEC).identity == TransformersEngine(other).identity
