"""The perturbations. Adding one is a file and a line in this tuple."""

from nescio.gen.perturbations.antonym_swap import AntonymSwap
from nescio.gen.perturbations.benign_lookalikes import BENIGN_LOOKALIKES
from nescio.gen.perturbations.contradiction import Contradiction
from nescio.gen.perturbations.dispersed_evidence import DispersedEvidence
from nescio.gen.perturbations.dispersed_facts import DispersedFacts
from nescio.gen.perturbations.entity_swap import EntitySwap
from nescio.gen.perturbations.evidence_removal import EvidenceRemoval
from nescio.gen.perturbations.false_presupposition import FalsePresupposition
from nescio.gen.perturbations.future_event import FutureEvent
from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.perturbations.lookalike_gaps import (
    UNDERSPECIFIED_LOOKALIKE,
    UNDERSPECIFIED_REQUEST,
    UNKNOWABLE_LOOKALIKE,
    UNKNOWABLE_REQUEST,
)
from nescio.gen.perturbations.nonexistent_entity import NonexistentEntity
from nescio.gen.perturbations.own_side import OwnSide
from nescio.gen.perturbations.place_removal import PlaceRemoval
from nescio.gen.perturbations.political_request import PoliticalRequest
from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.gen.perturbations.question_deletion import QuestionDeletion
from nescio.gen.perturbations.recoverable_fact import RecoverableFact
from nescio.gen.perturbations.referent_removal import ReferentRemoval
from nescio.gen.perturbations.resolved_conflict import ResolvedConflict
from nescio.gen.perturbations.resolved_evidence import ResolvedEvidence
from nescio.gen.perturbations.restated_evidence import RestatedEvidence
from nescio.gen.perturbations.role_prefix import RolePrefix
from nescio.gen.perturbations.stale import Stale
from nescio.gen.perturbations.subjective import Subjective
from nescio.gen.perturbations.time_removal import TimeRemoval
from nescio.gen.perturbations.unknowable_detail import UnknowableDetail
from nescio.gen.perturbations.unrealistic_condition import UnrealisticCondition
from nescio.gen.perturbations.unrecorded_detail import UnrecordedDetail
from nescio.gen.perturbations.unrelated_object import UnrelatedObject
from nescio.gen.perturbations.unsupported_request import UnsupportedRequest
from nescio.gen.perturbations.unused_gap import UnusedGap
from nescio.gen.perturbations.variable_withholding import VariableWithholding
from nescio.gen.perturbations.written_lookalikes import ENTITY_RECOMBINATION, SAFE_REWRITE
from nescio.schemas.protocols import Perturbation

PERTURBATIONS: tuple[Perturbation, ...] = (
    AntonymSwap(),
    *BENIGN_LOOKALIKES,
    Contradiction(),
    DispersedEvidence(),
    DispersedFacts(),
    ENTITY_RECOMBINATION,
    EntitySwap(),
    EvidenceRemoval(),
    FalsePresupposition(),
    FutureEvent(),
    HedgedQuantity(),
    NonexistentEntity(),
    OwnSide(),
    PlaceRemoval(),
    PoliticalRequest(),
    PremiseRemoval(),
    QuestionDeletion(),
    RecoverableFact(),
    ReferentRemoval(),
    ResolvedConflict(),
    ResolvedEvidence(),
    RestatedEvidence(),
    RolePrefix(),
    SAFE_REWRITE,
    Stale(),
    Subjective(),
    TimeRemoval(),
    UNDERSPECIFIED_LOOKALIKE,
    UNDERSPECIFIED_REQUEST,
    UnknowableDetail(),
    UNKNOWABLE_LOOKALIKE,
    UNKNOWABLE_REQUEST,
    UnrealisticCondition(),
    UnrecordedDetail(),
    UnrelatedObject(),
    UnsupportedRequest(),
    UnusedGap(),
    VariableWithholding(),
)
"""All packaged perturbations, by name in alphabetical order; kinds of one family stand together."""
