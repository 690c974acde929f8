"""What servers' answers mean, in the words that servers use."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.engines.http_faults import (
    Answered,
    completion,
    fault,
    locked_out,
    names_unknown_model,
    out_of_credit,
    refuses_constraint,
    told,
    wants_other_limit,
)
from nescio.schemas.chat import FaultKind

OPENAI_TOO_LONG = {
    "error": {
        "message": "This model's maximum context length is 8192 tokens. However, you sent 9001 tokens.",
        "type": "invalid_request_error",
        "code": "context_length_exceeded",
    }
}
VLLM_TOO_LONG = {
    "error": {
        "message": "'max_tokens' or 'max_completion_tokens' is too large: 512. This model's maximum context length is "
        "2048 tokens and your request has 1600 input tokens.",
        "type": "BadRequestError",
        "code": 400,
    }
}
LLAMA_TOO_LONG = {
    "error": {
        "code": 400,
        "message": "request (3012 tokens) exceeds the available context size (512 tokens)",
        "type": "exceed_context_size_error",
    }
}
VLLM_NO_MODEL = {"error": {"message": "The model `qwen` does not exist.", "type": "NotFoundError", "code": 404}}
OPENAI_LIMIT = {
    "error": {
        "message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' "
        "instead.",
        "code": "unsupported_parameter",
    }
}
FASTAPI_EXTRA = {
    "detail": [{"type": "extra_forbidden", "loc": ["body", "response_format"], "msg": "Extra inputs are not permitted"}]
}


def answered(status: int, body: object) -> Answered:
    """An answer with a JSON body."""
    return Answered(status, json.dumps(body))


@pytest.mark.parametrize("body", [OPENAI_TOO_LONG, VLLM_TOO_LONG, LLAMA_TOO_LONG])
def test_a_prompt_that_does_not_fit_is_too_long(body: object) -> None:
    """In the words of OpenAI, vLLM and llama.cpp; none of them is taken for another wish."""
    answer = answered(400, body)
    assert fault(answer).kind is FaultKind.TOO_LONG
    assert not wants_other_limit(answer)
    assert not refuses_constraint(answer)
    assert not names_unknown_model(answer, "qwen")


def test_refusals_of_a_form_are_seen() -> None:
    """A schema that is not taken, and the other name of the token limit."""
    assert refuses_constraint(answered(422, FASTAPI_EXTRA))
    assert refuses_constraint(answered(400, {"error": "Invalid json_schema: unsupported keyword"}))
    assert wants_other_limit(answered(400, OPENAI_LIMIT))
    assert not wants_other_limit(answered(400, {"error": "max_completion_tokens must be positive"}))


def test_errors_of_naming_are_seen() -> None:
    """Unknown model, wrong key, no credit; and what only looks like them."""
    assert names_unknown_model(answered(404, VLLM_NO_MODEL), "qwen")
    assert not names_unknown_model(answered(404, {"detail": "Not Found"}), "qwen")
    assert locked_out(answered(401, {}))
    assert locked_out(answered(403, {"error": "no access"}))
    assert not locked_out(answered(403, {"error": {"message": "flagged by moderation"}}))
    assert out_of_credit(answered(429, {"error": {"message": "quota", "code": "insufficient_quota"}}))
    assert not out_of_credit(answered(429, {"error": {"message": "Rate limit reached"}}))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"error": {"message": "bad", "code": "c"}}', "bad | c"),
        ('{"error": "bad"}', "bad"),
        ('{"detail": "bad"}', "bad"),
        ('{"message": "bad"}', "bad"),
        ('{"error": {}}', '{"error": {}}'),
        ("<h1>\n  Bad\n</h1>", "<h1> Bad </h1>"),
        ("x" * 1000, "x" * 300 + "..."),
        ("", ""),
    ],
)
def test_what_an_error_body_says(text: str, says: str) -> None:
    """The message where there is one, else the beginning, on one line."""
    assert told(text) == says


@given(st.integers(300, 599), st.text(max_size=60))
def test_any_answer_has_a_fault(status: int, text: str) -> None:
    """Whatever a server says with a status of no success, it is one fault that tells the status."""
    found = fault(Answered(status, text))
    assert found.status == status
    assert str(status) in found.message


@given(st.text(max_size=60))
def test_a_body_without_choices_is_none(text: str) -> None:
    """No text by chance is taken for a chat completion."""
    found = completion(Answered(200, text))
    assert found is not None
    assert found.kind is FaultKind.NOT_JSON
