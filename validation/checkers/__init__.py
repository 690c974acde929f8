"""The checkers. `CHECKERS` are those that prove stars; a perturbation names the one that proves its own."""

from nescio.schemas.protocols import StarChecker
from nescio.validation.checkers.constraints import Constraints
from nescio.validation.checkers.contrast import ContrastChecker
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.checkers.entity import Entity
from nescio.validation.checkers.invented import Invented
from nescio.validation.checkers.lookalike import Lookalike
from nescio.validation.checkers.passage import PassageText
from nescio.validation.checkers.question import QuestionAsked
from nescio.validation.checkers.referent import Referent
from nescio.validation.checkers.registry import RegistryList
from nescio.validation.checkers.sense import SenseLexicon
from nescio.validation.checkers.situation import Situation
from nescio.validation.checkers.stance import StanceChecker
from nescio.validation.checkers.sufficiency import Sufficiency

CHECKERS: tuple[StarChecker, ...] = (
    Constraints(),
    ContrastChecker(),
    Dataflow(),
    Entity(),
    Invented(),
    Lookalike(),
    PassageText(),
    QuestionAsked(),
    Referent(),
    RegistryList(),
    SenseLexicon(),
    Situation(),
    StanceChecker(),
    Sufficiency(),
)
"""All packaged checkers that prove, by name in alphabetical order."""
