"""premise_removal: a premise that one question needs is not told."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.hiding import hide_facts
from nescio.schemas.evidence import HidingForm
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario


@dataclass(frozen=True)
class PremiseRemoval:
    """Missing premise: "Each bag held 6 rolls" becomes "Each bag held fresh rolls"."""

    name: str = "premise_removal"
    about: str = "A premise that the question needs is not told; the text around it stays natural."
    papers: tuple[str, ...] = ("MiP, arXiv 2504.06514", "SUM, arXiv 2505.13988")
    evidence: str = "derivation"
    crossing: str = "hidden fact x question (star), or x fact that another sentence tells"
    kind: Kind = Kind.UNANSWERABLE
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.ABSTAIN
    checker: str = "lookalike"
    form: HidingForm = HidingForm.ABSENT

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's star."""
        return hide_facts(self, self.form, seed, random)
