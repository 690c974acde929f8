"""variable_withholding: exactly one variable of the problem has no value, and one question would settle it."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.hiding import hide_facts
from nescio.schemas.evidence import Fact, HidingForm
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class VariableWithholding:
    """One missing variable: "Each bag held 6 rolls" becomes "Each bag held a certain number of rolls".

    QuestBench's 1-sufficient problems: one question to the user has an answer that settles everything. Facts that the
    text puts together from several numbers are left alone, for each of those numbers would do.
    """

    name: str = "variable_withholding"
    about: str = "Exactly one variable has no value; the clarifying question asks for it and for nothing else."
    papers: tuple[str, ...] = ("QuestBench, arXiv 2503.22674",)
    evidence: str = "derivation"
    crossing: str = "hidden fact x question (star)"
    kind: Kind = Kind.UNDERSPECIFIED
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.CLARIFY
    checker: str = "sufficiency"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star. A seed whose hidings name no withheld form has its facts left out instead."""
        leaves = {node.id for node in seed.derivation.nodes if node.operation is None}
        withheld = any(one.form is HidingForm.WITHHELD for fact in seed.derivation.facts for one in fact.hidings)

        def single(fact: Fact) -> bool:
            return fact.node in leaves

        return hide_facts(self, HidingForm.WITHHELD if withheld else HidingForm.ABSENT, seed, random, single)
