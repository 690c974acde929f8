"""hedged_quantity: a quantity that one question needs is told, but not exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.hiding import hide_facts
from nescio.schemas.evidence import HidingForm
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class HedgedQuantity:
    """Ambiguous key information: "Each bag held 6 rolls" becomes "Each bag held between 4 and 8 rolls"."""

    name: str = "hedged_quantity"
    about: str = "A quantity that the question needs is told vaguely or only within bounds."
    papers: tuple[str, ...] = ("UMWP, arXiv 2403.03558", "SUM, arXiv 2505.13988")
    evidence: str = "derivation"
    crossing: str = "hidden fact x question (star), or x fact that another sentence tells"
    kind: Kind = Kind.UNDERSPECIFIED
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.CLARIFY
    checker: str = "lookalike"
    form: HidingForm = HidingForm.VAGUE

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star."""
        return hide_facts(self, self.form, seed, random)
