"""What a server's answer means: a reply, a fault of one of the kinds, or that the engine was named wrongly."""

import json
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from nescio.schemas.chat import Fault, FaultKind

_QUOTED = 300
"""Characters of a server's text that a message quotes."""
_TOO_LONG = re.compile(
    r"context[ _](?:length|size|window)|maximum (?:model|context|input|prompt) (?:len|length)|prompt is too long"
    r"|longer than the maximum|exceed_context_size|too many (?:input )?tokens",
    re.IGNORECASE,
)
_CONSTRAINT = re.compile(
    r"response_format|json_?schema|json schema|guided|structured[ _]outputs?|grammar", re.IGNORECASE
)
_OTHER_LIMIT = re.compile(r"max_tokens.*(?:unsupported|not supported|instead)|unsupported.*max_tokens", re.I | re.S)
_NO_MODEL = re.compile(
    r"model_not_found|not found|does ?n[o']t exist|no such model|unknown model|not a valid model|invalid model", re.I
)
_NO_CREDIT = re.compile(r"insufficient_quota|exceeded your current quota|insufficient (?:credits?|balance)", re.I)
_MODERATED = re.compile(r"moderat|flagged|content[_ ]?(?:policy|filter)", re.I)


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP answer, read."""

    status: int
    text: str
    location: str | None = None
    retry_after: str | None = None


def told(text: str) -> str:
    """What an error body says: OpenAI's `error.message` with code or type, FastAPI's `detail`, else its beginning."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return _start(text)
    error = found.get("error", found.get("detail", found.get("message"))) if isinstance(found, dict) else None
    if isinstance(error, dict):
        parts = [error.get("message"), error.get("code") or error.get("type")]
        return _start(" | ".join(str(part) for part in parts if part)) or _start(text)
    return _start(error if isinstance(error, str) else text)


def _start(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTED else flat[:_QUOTED] + "..."


def completion(answer: Answered) -> Fault | None:
    """Null where an answer of success is a chat completion, as far as its `choices` go; else what it is."""
    try:
        found = json.loads(answer.text)
    except (ValueError, RecursionError):
        return Fault(FaultKind.NOT_JSON, _not_json(answer), answer.status)
    if isinstance(found, dict) and isinstance(found.get("choices"), list):
        return None
    error = found.get("error") if isinstance(found, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, int) and 400 <= code < 600:  # routers answer 200 and put the true status inside
        return fault(Answered(code, answer.text))
    return Fault(FaultKind.NOT_JSON, f"JSON without a list of choices: {_start(answer.text)}", answer.status)


def _not_json(answer: Answered) -> str:
    text = answer.text
    if not text.strip():
        return f"status {answer.status} and an empty body"
    kind = "HTML" if text.lstrip()[:1] == "<" else "no JSON"
    return f"status {answer.status} and {kind}: {_start(text)}"


def fault(answer: Answered) -> Fault:
    """The fault behind a status that is not of success."""
    status, said = answer.status, told(answer.text)
    if status == 429:
        return Fault(FaultKind.RATE_LIMITED, f"429: {said}", status)
    if status >= 500 or status == 408 or status == 425:
        kind = FaultKind.TIMEOUT if status == 408 else FaultKind.SERVER_ERROR
        return Fault(kind, f"{status}: {said}", status)
    if 300 <= status < 400:
        host = urlsplit(answer.location or "").netloc.rpartition("@")[2] or "the same host"
        return Fault(
            FaultKind.REJECTED,
            f"{status}: the server redirects to {host}; redirects are not followed. Give the final URL as base_url.",
            status,
        )
    if status == 413 or (status in (400, 422) and _TOO_LONG.search(said)):
        return Fault(FaultKind.TOO_LONG, f"{status}: {said}", status)
    return Fault(FaultKind.REJECTED, f"{status}: {said}", status)


def names_unknown_model(answer: Answered, model: str) -> bool:
    """Whether the server says that it has no such model."""
    if answer.status not in (400, 404, 422):
        return False
    said = told(answer.text)
    # With the model's name, or as a code: an error that echoes the prompt must not be taken for it.
    return bool(_NO_MODEL.search(said)) and (model in said or "model_not_found" in said)


def refuses_constraint(answer: Answered) -> bool:
    """Whether the server says that it cannot keep to this schema."""
    return answer.status in (400, 422, 501) and bool(_CONSTRAINT.search(told(answer.text)))


def wants_other_limit(answer: Answered) -> bool:
    """Whether the server wants `max_completion_tokens` in the place of `max_tokens`."""
    said = told(answer.text)
    return answer.status in (400, 422) and "max_completion_tokens" in said and bool(_OTHER_LIMIT.search(said))


def out_of_credit(answer: Answered) -> bool:
    """Whether the account has nothing left, which waiting does not change."""
    return answer.status in (402, 429) and bool(_NO_CREDIT.search(told(answer.text)))


def locked_out(answer: Answered) -> bool:
    """Whether the key is wrong or missing, or may not do this."""
    return answer.status == 401 or (answer.status == 403 and not _MODERATED.search(told(answer.text)))
