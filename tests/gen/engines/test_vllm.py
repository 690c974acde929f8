"""The vLLM engine on the real vLLM and the real packaged SmolLM2, in the environment of .ci/make-vllm-env.

Elsewhere there is no vLLM and these tests are skipped; NESCIO_NEEDS_VLLM=1 makes that a failure.
"""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from enum import Enum
from importlib.util import find_spec
from itertools import combinations
from math import exp
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, create_model

from nescio.gen.engines.transformers_chat import TransformersEngine
from nescio.gen.engines.vllm import VLLMEngine
from nescio.schemas.chat import ChatRequest, Fault, FaultKind, Finish, RawReply
from nescio.schemas.errors import EngineDown, EngineMisused, MissingPackage
from nescio.schemas.recipe import ModelSpec
from tests.gen.engines.streaming import Talk, asked, each

HERE = find_spec("vllm") is not None
NEEDED = os.environ.get("NESCIO_NEEDS_VLLM") == "1"
needs_vllm = [
    pytest.mark.slow,
    pytest.mark.skipif(not (HERE or NEEDED), reason="vllm is not installed here: see .ci/make-vllm-env"),
]
SPEC = ModelSpec(
    engine="vllm",
    model="packaged:smollm2",
    options={
        "dtype": "float32",
        "max_model_len": 2048,
        "enforce_eager": True,
        "max_num_seqs": 32,
        "gpu_memory_utilization": 0.3,  # of the memory of this machine, which has other things to do
    },
)
WINDOW = 2048
QUESTIONS = [
    "What is the capital of France?",
    "Name three colours.",
    "Tom has 3 pears and eats 1 of them. Then he buys 4 more at the market. How many pears has he now?",
    "Say hello.",
]


class Colour(Enum):
    """A choice, for schemas."""

    RED = "red"
    GREEN = "green"


class Fact(BaseModel):
    """A nested object, for schemas."""

    name: Annotated[str, Field(max_length=12)]
    amount: Annotated[int, Field(ge=0, le=99)]


KINDS: dict[str, Any] = {
    "verdict": Literal["answerable", "unanswerable", "unsure"],
    "colour": Colour,
    "sure": bool,
    "steps": Annotated[int, Field(ge=1, le=9)],
    "reason": Annotated[str, Field(min_length=1, max_length=30)],
    "code": Annotated[str, Field(pattern="^[A-Z]{2}-[0-9]{3}$")],
    "note": Annotated[str, Field(max_length=10)] | None,
    "places": Annotated[list[Annotated[int, Field(ge=0, le=20)]], Field(min_length=1, max_length=3)],
    "fact": Fact,
    "facts": Annotated[list[Fact], Field(max_length=2)],
    "either": Annotated[int, Field(ge=0, le=5)] | Literal["none"],
}
MODELS = [create_model("Wanted", **{one: KINDS[one], other: KINDS[other]}) for one, other in combinations(KINDS, 2)]
"""55 pydantic models: every two kinds of field."""


@pytest.fixture(scope="module")
def talk() -> Iterator[Talk]:
    """The engine, started once. The last test of the module ends it by force."""
    os.environ.setdefault("VLLM_CPU_KVCACHE_SPACE", "1")
    talk = Talk(VLLMEngine(SPEC))
    yield talk
    talk.close()


def schema_of(model: type[BaseModel]) -> str:
    """Its JSON Schema as canonical text."""
    return json.dumps(model.model_json_schema(), sort_keys=True)


@pytest.mark.skipif(HERE, reason="vllm is installed here")
def test_without_vllm_the_message_says_how_to_get_it() -> None:
    """Found missing when the engine is made, before anything is downloaded."""
    with pytest.raises(MissingPackage, match=r"pip install 'nescio\[vllm\]'"):
        VLLMEngine(SPEC)


class TestVLLM:
    """All that needs the real vLLM."""

    pytestmark = needs_vllm

    def test_it_says_what_transformers_says(self, talk: Talk) -> None:
        """Greedy replies, token counts and the cause of the end agree with the other engine on the same weights."""
        requests = [asked(text) for text in QUESTIONS]
        reference = Talk(TransformersEngine(SPEC.model_copy(update={"options": {}})))
        wanted = reference.replies(requests)
        reference.close()
        for own, other in zip(talk.replies(requests), wanted, strict=True):
            assert (own.text, own.finish, own.usage) == (other.text, other.finish, other.usage)

    def test_both_engines_know_the_model_by_one_identity(self, talk: Talk) -> None:
        """What one engine asked, the other finds in the journal."""
        assert talk.engine.identity == TransformersEngine(SPEC.model_copy(update={"options": {}})).identity
        assert talk.engine.name.startswith("packaged:smollm2@")

    def test_replies_come_as_they_end(self, talk: Talk) -> None:
        """A short request that was given last is back before a long one that was given first."""
        long, short = asked("Tell me a long story.", max_tokens=150), asked("Say hello.", max_tokens=2)

        async def order() -> list[ChatRequest]:
            return [request async for request, _ in talk.engine.stream(each([long, short]), 2)]

        assert talk.run(order()) == [short, long]

    def test_a_drawn_reply_has_its_own_seed(self, talk: Talk) -> None:
        """The same request draws the same reply again; another seed or replica draws another."""
        story = "Tell me a story."
        wanted = asked(story, temperature=1.0)
        [one], [again] = talk.replies([wanted]), talk.replies([wanted])
        assert one.text == again.text
        others = talk.replies([asked(story, temperature=1.0, seed=1), asked(story, temperature=1.0, replica=1)])
        assert len({one.text, *(reply.text for reply in others)}) == 3

    def test_lengths_and_stop_strings_hold(self, talk: Talk) -> None:
        """A reply ends at its length or before its stop string, and says which."""
        [whole] = talk.replies([asked("List the days of the week.", max_tokens=30)])
        stop = whole.text.split()[4]
        three, stopped = talk.replies(
            [
                asked("List the days of the week.", max_tokens=3),
                asked("List the days of the week.", max_tokens=30, stop=(stop,)),
            ]
        )
        assert (three.finish, three.usage.tokens_out) == (Finish.LENGTH, 3)
        assert (stopped.finish, stopped.text) == (Finish.STOP, whole.text[: whole.text.index(stop)])

    def test_logprobs_are_of_the_tokens_that_were_written(self, talk: Talk) -> None:
        """One for each token; a greedy one is the likeliest."""
        [told] = talk.replies([asked("Say hello.", logprobs=3)])
        assert len(told.logprobs) == told.usage.tokens_out
        for one in told.logprobs:
            assert one.alternatives[0] == (one.token, one.logprob)
            assert len(one.alternatives) == 3
            assert sum(exp(value) for _, value in one.alternatives) <= 1 + 1e-5

    def test_every_reply_to_a_schema_is_an_instance(self, talk: Talk) -> None:
        """All of 55 schemas are kept to, at the same time, greedily by a model that would not do it by itself."""
        requests = [
            asked("Describe the story of Tom and his 3 pears as JSON.", schema_of(model), max_tokens=300)
            for model in MODELS
        ]
        for model, reply in zip(MODELS, talk.replies(requests, capacity=32), strict=True):
            assert reply.constrained
            assert reply.finish is Finish.STOP, reply.text
            model.model_validate_json(reply.text)

    @pytest.mark.parametrize(
        "schema",
        [
            {"type": "array", "items": {"type": "integer"}, "uniqueItems": True},
            {"type": "string", "pattern": "(?=a)b"},
            {"$ref": "#/$defs/Missing"},
        ],
        ids=["unique items", "lookahead", "dangling reference"],
    )
    def test_a_schema_that_cannot_be_kept_is_answered_freely(self, talk: Talk, schema: dict[str, Any]) -> None:
        """The reply is not constrained, and requests with another schema still are, beside it."""
        odd = asked("Give me JSON.", json.dumps(schema))
        even = asked("Give me JSON.", schema_of(MODELS[0]), max_tokens=100)
        for _ in range(2):
            free, kept = talk.replies([odd, even])
            assert (free.constrained, kept.constrained) == (False, True)
            assert free.text

    def test_what_it_does_not_take_is_a_fault(self, talk: Talk) -> None:
        """Too long a prompt and a temperature of 3 come back as faults, with and without a schema; the rest goes on."""
        good = asked("Say hello.")
        long = asked("pear " * WINDOW)
        hot = asked("Say hello.", temperature=3.0)
        hot_object = asked("Say hello.", schema_of(MODELS[0]), temperature=3.0)
        found = talk.outcomes([long, hot, hot_object, good])
        kinds = {key: outcome.kind for key, outcome in found.items() if isinstance(outcome, Fault)}
        assert kinds == {
            long.key: FaultKind.TOO_LONG,
            hot.key: FaultKind.REJECTED,
            hot_object.key: FaultKind.REJECTED,
        }
        assert isinstance(found[good.key], RawReply)
        assert talk.replies([asked("Say hi.", schema_of(MODELS[0]), max_tokens=100)])[0].constrained

    def test_a_reply_ends_with_the_window(self, talk: Talk) -> None:
        """A request for more tokens than the window has room for gets those that fit."""
        request = asked("pear " * 2000, max_tokens=500)
        [reply] = talk.replies([request])
        assert reply.usage.tokens_in is not None
        assert reply.usage.tokens_out is not None
        assert reply.usage.tokens_in + reply.usage.tokens_out <= WINDOW

    def test_it_knows_what_it_can_do(self, talk: Talk) -> None:
        """Schemas, logprobs and a system role; SmolLM2 does not think."""
        can = talk.run(talk.engine.capabilities())
        assert (can.json_schema, can.logprobs, can.system_role, can.thinking) == (True, True, True, False)

    def test_who_leaves_early_leaves_nothing_running(self, talk: Talk) -> None:
        """Requests under way when the consumer stops are aborted in the engine."""
        endless = [asked(f"Write a long story about {number} pears.", max_tokens=1500) for number in range(4)]

        async def first_only() -> int:
            stream = talk.engine.stream(each([*endless, asked("Say hello.", max_tokens=2)]), 5)
            async for _ in stream:
                await stream.aclose()  # type: ignore[attr-defined]
                break
            running = talk.engine._running  # type: ignore[attr-defined]
            return int(running.engine.get_num_unfinished_requests())

        assert talk.run(first_only()) == 0
        assert talk.replies([asked("Say hello.")])[0].text

    def test_an_option_that_vllm_does_not_have_is_misuse(self) -> None:
        """The message names the one that may be meant; nothing is started."""
        talk = Talk(VLLMEngine(SPEC.model_copy(update={"options": {"max_model_length": 100}})))
        with pytest.raises(EngineMisused, match="max_model_len"):
            talk.outcomes([asked("Say hello.")])
        talk.close()

    def test_a_killed_parent_leaves_no_engine_behind(self, tmp_path: Path) -> None:
        """Where the process that started it is killed without a chance to clean up, vLLM's process ends too."""
        script = (
            "import asyncio, multiprocessing, time\n"
            "from nescio.gen.engines.vllm import VLLMEngine\n"
            "from nescio.schemas.recipe import ModelSpec\n"
            f"engine = VLLMEngine(ModelSpec.model_validate_json({SPEC.model_dump_json()!r}))\n"
            "async def start():\n"
            "    await engine.capabilities()\n"
            "    print(*(one.pid for one in multiprocessing.active_children()), flush=True)\n"
            "    time.sleep(600)\n"
            "asyncio.run(start())\n"
        )
        with (tmp_path / "errors").open("w") as errors:
            starter = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=errors, text=True)
            assert starter.stdout is not None
            engines = [int(text) for text in starter.stdout.readline().split()]
            starter.kill()
            starter.wait()
            starter.stdout.close()
        assert engines, (tmp_path / "errors").read_text()
        until = time.monotonic() + 60
        while any(map(is_running, engines)) and time.monotonic() < until:
            time.sleep(0.2)
        left = [pid for pid in engines if is_running(pid)]
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert not left

    def test_an_engine_that_dies_is_down(self, talk: Talk) -> None:
        """Its process killed in the middle of requests, EngineDown is raised, and no request waits for ever."""
        endless = [asked(f"Write a long story about {number} pears.", max_tokens=1500) for number in range(4)]

        async def killed() -> None:
            async for _ in talk.engine.stream(each([*endless, asked("Say hello.", max_tokens=2)]), 5):
                for child in multiprocessing.active_children():
                    child.kill()

        with pytest.raises(EngineDown, match="packaged:smollm2"):
            talk.run(killed())
        talk.run(talk.engine.close())
        assert not multiprocessing.active_children()


def is_running(pid: int) -> bool:
    """Whether there is such a process that has not ended yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
