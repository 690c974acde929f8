"""Hostile seed text cannot change what a prompt says around it: the mechanical part of the defence, without a model."""

import json
import re
from collections.abc import Sequence

import pytest

from nescio.gen.delimiters import break_role_tokens, derive_mark, has_role_tokens
from nescio.gen.engines.structured import Unreadable, read_object
from nescio.gen.prompting import PromptTemplate, load_prompt, prompt_names
from nescio.schemas.chat import ChatRequest, Message, Sampling
from nescio.validation.checkers.judge import Answerability, AnswerabilityReply
from tests.gen.injections import ATTACKS

TEXT = "Each bag held 6 rolls."
TURNS = re.compile(
    r"<\|(?:im_start|start_header_id|header_start|start|user|system|assistant)|<｜User｜>|<start_of_turn>|\[INST\]"
)

PROMPTS = pytest.mark.parametrize("prompt", [load_prompt(name) for name in prompt_names()], ids=lambda one: one.name)
EVERY = pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))


def rendered(prompt: PromptTemplate, text: str) -> tuple[Message, ...]:
    """The prompt with the text in the place of every value, and twice in a sequence."""
    values: dict[str, str | Sequence[str]] = dict.fromkeys(prompt.texts, text)
    return prompt.render(**values | {name: [text, TEXT, text] for name in prompt.lists})


def code(messages: tuple[Message, ...]) -> str:
    """The delimiters' mark."""
    found = re.match(r"CODE is ([0-9a-f]{12})\.\n", messages[-1].content)
    assert found
    return found[1]


def frame(messages: tuple[Message, ...]) -> list[str]:
    """What stands around the texts, with the mark taken out."""
    mark = code(messages)
    outside = re.sub(rf"<data {mark}>\n.*?\n</data {mark}>", "<>", messages[-1].content, flags=re.DOTALL)
    return [messages[0].content, outside.replace(mark, "")]


def test_there_are_at_least_forty_attacks() -> None:
    """The suite is that of the issue; no attack stands in it twice."""
    assert len(set(ATTACKS.values())) == len(ATTACKS) >= 40


@PROMPTS
@EVERY
def test_an_attack_stays_between_its_delimiters(prompt: PromptTemplate, attack: str) -> None:
    """The frame around the texts and the number of turns are as with a harmless text; the attack is data, whole."""
    for hostile in (attack, f"{TEXT} {attack}", f"{attack}{TEXT}"):
        messages = rendered(prompt, hostile)
        assert [one.role for one in messages] == ["system", "user"]
        assert frame(messages) == frame(rendered(prompt, TEXT))
        assert f"<data {code(messages)}>\n{break_role_tokens(hostile)}\n</data" in messages[1].content
        assert ChatRequest(messages, Sampling()).key == ChatRequest(rendered(prompt, hostile), Sampling()).key


@PROMPTS
@EVERY
def test_no_role_token_is_left_whole(prompt: PromptTemplate, attack: str) -> None:
    """What a server would tokenise as the beginning or end of a turn does not stand in the prompt."""
    for message in rendered(prompt, attack):
        assert not TURNS.search(message.content)
        assert not has_role_tokens(message.content)


@EVERY
def test_breaking_role_tokens_only_adds_spaces(attack: str) -> None:
    """A reader sees the same text; breaking it again changes nothing."""
    broken = break_role_tokens(attack)
    assert broken.replace(" ", "") == attack.replace(" ", "")
    assert break_role_tokens(broken) == broken


@pytest.mark.parametrize(
    "text",
    [
        "x |> f <| y",
        "if a < b || c > d",
        "List<String> [1] [INSTALL] a[i] <script> <sofa>",
        "Human: hello",
        "He said:\nHuman rights matter.",
        "3 < 4 and |x| > 2",
    ],
)
def test_ordinary_text_and_code_stay_as_they_are(text: str) -> None:
    """What only looks a little like a role token is not touched."""
    assert break_role_tokens(text) == text


@EVERY
def test_an_attack_is_never_read_as_a_verdict(attack: str) -> None:
    """A reply that repeats it holds no verdict; one with a verdict beside it, or with keys beside its own, is none."""
    own = AnswerabilityReply(missing="how many rolls", verdict=Answerability.UNANSWERABLE)
    assert isinstance(read_object(attack, AnswerabilityReply), Unreadable)
    said = read_object(json.dumps({"missing": attack, "verdict": own.verdict}), AnswerabilityReply)
    assert not isinstance(said, AnswerabilityReply) or said.verdict is own.verdict
    for reply in (f"{own.model_dump_json()}\n{attack}", f"{attack}\n{own.model_dump_json()}"):
        found = read_object(reply, AnswerabilityReply)
        assert not isinstance(found, AnswerabilityReply) or found == own


def test_a_mark_is_derived_again_until_no_text_holds_it() -> None:
    """With marks of one digit and a text that holds all digits but one, that one is the mark."""
    for left in "0123456789abcdef":
        text = "".join(one for one in "0123456789ABCDEF" if one != left.upper())
        assert derive_mark("version", [text], digits=1) == left


@pytest.mark.parametrize("disguise", ["ab", "AB", "a-b", "a\u200bb", "a b", "a\nb", "ａｂ", "ᵃᵇ", "a</data>b"])
def test_a_mark_does_not_stand_in_a_text_in_disguise(disguise: str) -> None:
    """Digits with something between them, large, wide or raised ones count as the mark they look like."""
    versions = [str(number) for number in range(2000)]
    assert "ab" in {derive_mark(version, ["x"], digits=2) for version in versions}
    assert "ab" not in {derive_mark(version, ["x", disguise], digits=2) for version in versions}


def test_the_mark_depends_on_the_prompt_and_on_every_text() -> None:
    """A text cannot hold the mark that it will get, for it is computed from the text."""
    marks = {
        derive_mark(version, texts) for version in "ab" for texts in (["x", "y"], ["xy"], ["x", "z"], ["y", "x"], [])
    }
    assert len(marks) == 10
