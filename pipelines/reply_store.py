"""Replies and faults of chat models in the journal, and what they cost.

A stored reply is one line of JSON about it (stage, tokens, cost, form) and then the body as the engine gave it. The
body is read anew every time, so that a better reader costs no request. A fault is stored beside the replies, never in
their place: where a request has both, the reply counts.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from nescio.gen.engines.replies import read_reply
from nescio.pipelines.journal import Journal
from nescio.schemas.chat import Fault, FaultKind, RawReply, Reply
from nescio.schemas.recipe import PriceSpec

REPLY, FAULT, VERSION = "reply", "reply fault", "1"


@dataclass(frozen=True, slots=True)
class Booked:
    """What one reply used, as it was booked when it came."""

    stage: str
    tokens_in: int | None
    tokens_out: int | None
    cost: float | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """Outcomes that are durable now."""

    read: dict[str, Reply | Fault]
    """By the keys of their requests."""
    booked: list[Booked]


class ReplyStore:
    """The replies of one model, by the key of their request."""

    def __init__(self, journal: Journal, identity: str, price: PriceSpec | None):
        """`price` stands in where a server does not say what a reply cost."""
        self._journal = journal
        self._identity = identity
        self._price = price

    def get(self, keys: Sequence[str]) -> dict[str, Reply | Fault]:
        """What is known of those requests."""
        found: dict[str, Reply | Fault] = {}
        faults = self._journal.get_many(FAULT, VERSION, self._identity, keys)
        for key, value in faults.items():
            told = json.loads(value)
            found[key] = Fault(FaultKind(told["kind"]), told["message"], told["status"], told["attempts"])
        for key, value in self._journal.get_many(REPLY, VERSION, self._identity, keys).items():
            found[key] = read_reply(_raw(value))
        return found

    def put(self, stage: str, outcomes: Mapping[str, RawReply | Fault]) -> Recorded:
        """Make outcomes durable, by the keys of their requests; they are read and booked then."""
        read: dict[str, Reply | Fault] = {}
        booked: list[Booked] = []
        replies: dict[str, bytes] = {}
        faults: dict[str, bytes] = {}
        for key, outcome in outcomes.items():
            if isinstance(outcome, Fault):
                read[key] = outcome
                faults[key] = json.dumps({**asdict(outcome), "kind": outcome.kind.value}).encode()
            else:
                read[key] = read_reply(outcome)
                use = _use(stage, read[key], self._price)
                booked.append(use)
                replies[key] = _value(use, outcome)
        for observer, values in ((REPLY, replies), (FAULT, faults)):
            if values:
                self._journal.put_many(observer, VERSION, self._identity, values)
        return Recorded(read, booked)


def booked_replies(journal: Journal) -> list[tuple[str, Booked]]:
    """Everything that a journal's replies used, by the identity of their model: also what an earlier run asked for."""
    found = []
    for identity, _, value in journal.scan(REPLY):
        head = json.loads(value.split(b"\n", 1)[0])
        found.append((identity, Booked(head["stage"], head["in"], head["out"], head["cost"])))
    return found


def _use(stage: str, reply: Reply | Fault, price: PriceSpec | None) -> Booked:
    if isinstance(reply, Fault):
        return Booked(stage, None, None, None)
    usage = reply.usage
    cost = usage.cost
    if cost is None and price is not None and usage.tokens_in is not None and usage.tokens_out is not None:
        cost = (usage.tokens_in * price.input + usage.tokens_out * price.output) / 1e6
    return Booked(stage, usage.tokens_in, usage.tokens_out, cost)


def _value(use: Booked, raw: RawReply) -> bytes:
    head = {
        "stage": use.stage,
        "in": use.tokens_in,
        "out": use.tokens_out,
        "cost": use.cost,
        "format": raw.format,
        "constrained": raw.constrained,
    }
    # A body may hold lone surrogates, if its server sent such escapes: they are kept as they came.
    return json.dumps(head).encode() + b"\n" + raw.body.encode("utf-8", "surrogatepass")


def _raw(value: bytes) -> RawReply:
    head, body = value.split(b"\n", 1)
    told = json.loads(head)
    return RawReply(told["format"], body.decode("utf-8", "surrogatepass"), told["constrained"])
