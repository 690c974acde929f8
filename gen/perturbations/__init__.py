"""The perturbations. Adding one is a file and a line in this tuple."""

from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.gen.perturbations.variable_withholding import VariableWithholding
from nescio.schemas.protocols import Perturbation

PERTURBATIONS: tuple[Perturbation, ...] = (HedgedQuantity(), PremiseRemoval(), VariableWithholding())
"""All packaged perturbations, by name in alphabetical order."""
