"""llama.cpp on the real packaged SmolLM2."""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from nescio.gen.engines.llamacpp import LlamaCppEngine
from nescio.gen.engines.models import ModelNotFound
from nescio.schemas.chat import Fault, FaultKind
from nescio.schemas.errors import EngineMisused, MissingPackage
from nescio.schemas.recipe import ModelSpec
from tests.gen.engines.streaming import Talk, asked

installed = pytest.mark.skipif(find_spec("xllamacpp") is None, reason="xllamacpp (the extra llamacpp) is not installed")
SPEC = ModelSpec(engine="llamacpp", model="packaged:smollm2", concurrency=4, options={"n_ctx": 512, "n_threads": 1})
SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {"answer": {"type": "integer"}, "sure": {"type": "boolean"}},
        "required": ["answer", "sure"],
        "additionalProperties": False,
    },
    sort_keys=True,
)


@pytest.fixture(scope="module")
def talk() -> Iterator[Talk]:
    """The engine, started once."""
    talk = Talk(LlamaCppEngine(SPEC))
    yield talk
    talk.close()


@installed
@pytest.mark.slow
def test_questions_are_answered_the_same_again(talk: Talk) -> None:
    """Greedy replies are the model's, counted in tokens, and repeat."""
    questions = [asked(text) for text in ("What is the capital of France?", "Name three colours.", "Say hello.")]
    first = talk.replies(questions, capacity=1)
    assert all(one.text and one.usage.tokens_in and one.usage.tokens_out for one in first)
    assert [one.text for one in talk.replies(questions, capacity=1)] == [one.text for one in first]


@installed
@pytest.mark.slow
def test_a_schema_is_kept_to(talk: Talk) -> None:
    """Every reply is an instance, whatever was asked, and says that it was held to the schema."""
    replies = talk.replies([asked(f"Tell me a story about {n} cats.", SCHEMA, max_tokens=128) for n in range(4)])
    for one in replies:
        found = json.loads(one.text)
        assert set(found) == {"answer", "sure"}
        assert isinstance(found["sure"], bool)
        assert one.constrained


@installed
@pytest.mark.slow
def test_log_probabilities_come_with_their_alternatives(talk: Talk) -> None:
    """Each token of a greedy reply is the likeliest of those that are told."""
    [reply] = talk.replies([asked("Say hello.", logprobs=3)])
    assert len(reply.logprobs) == reply.usage.tokens_out
    for one in reply.logprobs:
        assert len(one.alternatives) == 3
        assert one.logprob <= 0
        assert one.logprob == max(value for _, value in one.alternatives)


@installed
@pytest.mark.slow
def test_its_capabilities_are_found(talk: Talk) -> None:
    """It constrains, measures, and takes a system message; SmolLM2 does not think."""
    found = talk.run(talk.engine.capabilities())
    assert (found.json_schema, found.logprobs, found.system_role, found.thinking) == (True, True, True, False)


@installed
@pytest.mark.slow
def test_a_prompt_beyond_the_window_is_too_long(talk: Talk) -> None:
    """It is told apart from other refusals, and the next request is served."""
    long, short = asked("word " * 3000), asked("Say hello.")
    outcomes = talk.outcomes([long, short])
    found = outcomes[long.key]
    assert isinstance(found, Fault)
    assert found.kind is FaultKind.TOO_LONG
    assert not isinstance(outcomes[short.key], Fault)


@installed
@pytest.mark.slow
def test_a_schema_that_it_does_not_understand_is_left_out(talk: Talk) -> None:
    """The reply comes without it and says so."""
    schema = '{"properties":{"a":{"$ref":"#/$defs/nowhere"}},"type":"object"}'
    [reply] = talk.replies([asked("Say hello.", schema)])
    assert not reply.constrained


@installed
@pytest.mark.slow
def test_it_starts_again_after_it_was_closed() -> None:
    """Closing twice is harmless, and the identity is of the weights, not of the run."""
    talk = Talk(LlamaCppEngine(SPEC))
    assert talk.replies([asked("Say hello.")])
    talk.run(talk.engine.close())
    talk.run(talk.engine.close())
    assert talk.replies([asked("Say hello.")])
    assert talk.engine.identity == LlamaCppEngine(SPEC.model_copy(update={"concurrency": 2})).identity
    talk.close()


@installed
def test_an_option_that_it_has_not_is_named() -> None:
    """Before the model is loaded."""
    talk = Talk(LlamaCppEngine(SPEC.model_copy(update={"options": {"n_cxt": 512}})))
    with pytest.raises(EngineMisused, match="n_cxt"):
        talk.replies([asked("Say hello.")])
    talk.close()


@installed
def test_weights_of_another_format_are_refused(tmp_path: Path) -> None:
    """A folder with safetensors is for another engine."""
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    with pytest.raises(ModelNotFound, match="engine: transformers"):
        LlamaCppEngine(SPEC.model_copy(update={"model": str(tmp_path)}))


@installed
def test_a_server_in_the_recipe_is_a_mistake() -> None:
    """It runs in this process."""
    with pytest.raises(EngineMisused, match="engine: openai"):
        LlamaCppEngine(SPEC.model_copy(update={"base_url": "http://h/v1"}))


def test_without_the_package_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install, and how."""
    monkeypatch.setattr("nescio.gen.engines.llamacpp.find_spec", lambda _: None)
    with pytest.raises(MissingPackage, match=r"pip install .*llamacpp"):
        LlamaCppEngine(SPEC)
