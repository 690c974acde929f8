"""Answers after which no further request can succeed: what to say of the server, the model or the key."""

import json
from difflib import get_close_matches

from nescio.gen.engines.endpoint import CHAT, Endpoint
from nescio.gen.engines.http_client import HttpClient
from nescio.gen.engines.http_faults import Answered, locked_out, names_unknown_model, out_of_credit, told
from nescio.schemas.errors import EngineDown, EngineMisused
from nescio.schemas.recipe import ModelSpec

_LISTED = 20
"""Models that a message lists at most."""


async def misuse(
    answer: Answered, spec: ModelSpec, endpoint: Endpoint, client: HttpClient
) -> EngineMisused | EngineDown | None:
    """The error behind an answer with a 4xx status; null where it is a matter of its request alone."""
    said = endpoint.scrubbed(told(answer.text))
    if locked_out(answer):
        return EngineMisused(f"{endpoint.shown} answered {answer.status}: {said}. {_about_key(spec)}")
    if out_of_credit(answer):
        return EngineDown(
            f"{endpoint.shown} answered {answer.status}: {said}. The account has nothing left. "
            "Replies so far are recorded: fill it up and run the same command again."
        )
    if names_unknown_model(answer, spec.model):
        return EngineMisused(
            f"{endpoint.shown} answered {answer.status}: {said}. {await _models(spec, endpoint, client)}"
        )
    if answer.status in (404, 405):
        hint = "" if endpoint.shown.endswith("/v1") else " It usually ends in /v1."
        return EngineMisused(
            f"{endpoint.shown}{CHAT} answered {answer.status}: {said or 'nothing'}. "
            f"Check base_url, which is to be the part before {CHAT}.{hint} {await _models(spec, endpoint, client)}"
        )
    return None


def _about_key(spec: ModelSpec) -> str:
    if spec.key_env is None:
        return "The server wants a key: put it into an environment variable and name that with key_env."
    return f"The key in the environment variable {spec.key_env} was not accepted for this. Check it."


async def _models(spec: ModelSpec, endpoint: Endpoint, client: HttpClient) -> str:
    """What the server says of its models, and the nearest to the one that was wanted."""
    answer = await client.get("/models")
    names = _names(answer.text) if isinstance(answer, Answered) and answer.status == 200 else []
    if not names:
        return ""
    near = get_close_matches(spec.model, names, n=2, cutoff=0.5)
    hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return endpoint.scrubbed(f"Wanted is the model {spec.model!r}.{hint} It has: {', '.join(names[:_LISTED])}{more}.")


def _names(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    entries = found.get("data") if isinstance(found, dict) else None
    names = [one.get("id") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    return sorted(name[:200] for name in names if isinstance(name, str))
