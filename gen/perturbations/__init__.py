"""The perturbations. Adding one is a file and a line in this tuple."""

from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.schemas.protocols import Perturbation

PERTURBATIONS: tuple[Perturbation, ...] = (HedgedQuantity(), PremiseRemoval())
"""All packaged perturbations, by name in alphabetical order."""
