"""From a word problem and its worked solution to a derivation whose leaves point at the text."""

import re
from dataclasses import dataclass

from nescio.gen.traces.constants import singular
from nescio.gen.traces.graph import Basis, Graph
from nescio.gen.traces.grounding import Stated, Ungrounded, ground
from nescio.gen.traces.mentions import Form, Mention, read_mentions
from nescio.gen.traces.splitting import split_question, tidy
from nescio.gen.traces.steps import Step, Trace, Unread, read_trace
from nescio.schemas.evidence import CONTEXT, Node

_UNCUT = frozenset(
    "person people student pupil child children kid boy girl man men woman women friend player teacher worker guest "
    "passenger customer dog cat cow horse chicken duck car truck bus buse bike bicycle chair ticket".split()
)
"""What comes in whole numbers only."""
_PARTED = re.compile(r"\baverage|\bper\b|\bmean\b", re.I)


@dataclass(frozen=True)
class Derived:
    """A problem with its solution understood."""

    context: str
    question: str
    trace: Trace
    stated: tuple[Stated, ...]
    graph: Graph
    targets: tuple[str, ...]
    """The node of each step; the last is what the question asks for."""
    final: Basis
    """What the question's answer rests on, with all steps taken together."""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes that the derivation needs, and every number of the text."""
        whole = {name for name, step in zip(self.targets, self.trace.steps, strict=True) if _whole_result(step)}
        return tuple(
            node.model_copy(update={"whole": True}) if node.id in whole else node
            for node in self.graph.pruned(self.targets)
        )


def derive(problem: str, answer: str) -> Derived | Unread:
    """The derivation of a problem whose solution is in GSM8K's form; else why there is none."""
    trace = read_trace(answer)
    if isinstance(trace, Unread):
        return trace
    parts = split_question(tidy(problem))
    if isinstance(parts, str):
        return Unread(parts)
    graph, other = Graph(), Graph()
    stated: list[Stated] = []
    for part, text in zip((CONTEXT, 0), parts, strict=True):
        for mention in read_mentions(text):
            one = Stated(f"n{len(stated)}", mention, part)
            stated.append(one)
            for made in (graph, other):
                made.leaf(one.name, mention, part, _whole(mention))
    targets = ground(graph, stated, " ".join(parts), trace.steps)
    if isinstance(targets, Ungrounded):
        return Unread("number not in the text", f"{targets.literal} in {targets.line!r}")
    overall = ground(other, stated, " ".join(parts), trace.steps, overall=True)
    final = graph.basis[targets[-1]] if isinstance(overall, Ungrounded) else other.basis[overall[-1]]
    return Derived(*parts, trace, tuple(stated), graph, tuple(targets), final)


def _whole(mention: Mention) -> bool:
    return mention.form is Form.PLAIN and mention.value.denominator == 1 and singular(mention.noun) in _UNCUT


def _whole_result(step: Step) -> bool:
    """Whether the line tells so many people or other things that cannot be cut."""
    noun = re.match(r"\s*([^\W\d_]+)", step.line[step.end :])
    counted = noun is not None and singular(noun[1].lower()) in _UNCUT
    return counted and step.value.denominator == 1 and step.value >= 0 and not _PARTED.search(step.line)
