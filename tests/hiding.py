"""The perturbations that hide a fact and nothing else, for tests of what lies below them."""

from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.schemas.protocols import Perturbation

HIDING: tuple[Perturbation, ...] = (HedgedQuantity(), PremiseRemoval())
