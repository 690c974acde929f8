"""The fixed list of planted errors."""

from dataclasses import dataclass

from nescio.pipelines.conformance.loaded import another_answer, another_claim, person_for_object, request_left_open
from nescio.pipelines.conformance.names import another_name, true_by_alias, wrong_correction, wrong_name
from nescio.pipelines.conformance.planting import (
    Planting,
    another_path,
    answering_target,
    change_undone,
    decoy_real,
    fact_hidden,
    in_question,
    labels_swapped,
    later,
    number_changed,
    question_replaced,
    restored,
    with_text_of,
    wrong_gold,
    wrong_target,
)
from nescio.pipelines.conformance.restored import FORMS
from nescio.pipelines.conformance.sites import needed_leaves, spare_leaves
from nescio.pipelines.conformance.told import TOLD_LATER, TOLD_NEXT, TOLD_OTHERWISE, needed_hidden
from nescio.pipelines.conformance.unhidden import (
    made_to_agree,
    object_counted,
    object_counted_where_named,
    object_equalled,
    object_put_back,
    question_put_back,
    statement_removed,
)
from nescio.schemas.taxonomy import Role


@dataclass(frozen=True)
class Plant:
    """One kind of error."""

    name: str
    about: str
    into: Planting
    evidence: frozenset[str] = frozenset({"derivation"})
    """The types of evidence in whose stars it can be planted."""


ANSWERED = (Role.TWIN, Role.DECOY)
_ANY = frozenset({"derivation", "triples", "passage", "situation", "contrast", "lookalike", "stance"})
_WORLD = frozenset({"triples"})
_LOADED = frozenset({"lookalike"})
_TOLD = frozenset({"passage", "situation"})
_HIDDEN = "A hidden fact is told once more in a sentence right after its own, "

PLANTS: tuple[Plant, ...] = (
    Plant("change undone", "A perturbed row shows the seed's own text.", change_undone, _ANY),
    *(Plant(f"fact restored {form}", f"{_HIDDEN}{form}.", restored(form)) for form in FORMS),
    Plant("fact restored in the question", "A hidden fact is told in digits in the question.", in_question),
    Plant("fact restored in a later sentence", "A hidden fact is told in digits at the end of the text.", later),
    Plant("fact restored by a quotient", "A product with a number of the text gives the fact.", another_path(0)),
    Plant("fact restored by a difference", "A number of the text and its distance give the fact.", another_path(1)),
    Plant(
        "perturbed row with its twin's text", "An answerable text is labelled open.", with_text_of(Role.PERTURBED), _ANY
    ),
    Plant("twin with the perturbed text", "An open text is labelled answerable.", with_text_of(Role.TWIN), _ANY),
    Plant("labels of a pair swapped", "Both rows of a pair have each other's text.", labels_swapped, _ANY),
    Plant("decoy turned real", "A decoy hides what its question needs.", decoy_real, _ANY),
    Plant("twin or decoy broken", "A fact that the answer needs is hidden too.", fact_hidden(*ANSWERED)),
    Plant("clean row broken", "A fact that the answer needs is hidden.", fact_hidden(Role.CLEAN)),
    Plant(
        "number changed in a twin or decoy",
        "A number that the answer needs changes.",
        number_changed(needed_leaves, *ANSWERED),
    ),
    Plant(
        "number changed in a perturbed row",
        "A number changes of which the claim says nothing.",
        number_changed(spare_leaves, Role.PERTURBED),
    ),
    Plant(
        "number changed in a clean row",
        "A number that the answer needs changes.",
        number_changed(needed_leaves, Role.CLEAN),
    ),
    Plant("question replaced", "A row asks a question of the seed that has the other label.", question_replaced),
    Plant("gold answer wrong", "Gold answer and target agree and are wrong.", wrong_gold),
    Plant("target wrong", "The target ends in another number than the gold answer.", wrong_target),
    Plant("target answers", "The target of a row that should not be answered gives an answer.", answering_target, _ANY),
    Plant("numbers made to agree", "The conflict that a row claims is put right.", made_to_agree),
    Plant("added sentence taken out", "Without it nothing conflicts.", statement_removed),
    Plant("object given a number", "What nothing was told of is counted.", object_counted),
    Plant("object counted where named", "Its own sentence gives it a number.", object_counted_where_named),
    Plant("object given by comparison", "There are as many as of the counted one.", object_equalled),
    Plant("object put back", "A number counts what is not asked about.", object_put_back),
    Plant("question put back", "The question left out is asked.", question_put_back("", inside=False)),
    Plant("question put back as a task", "It is asked as a task.", question_put_back("Work this out: ", inside=False)),
    Plant("question put back inside", "It is asked within the text.", question_put_back("", inside=True)),
    Plant("premise true under another name", "A false name becomes an alias of the true one.", true_by_alias, _WORLD),
    Plant("another name exchanged", "The text names what the claim does not.", another_name, _WORLD),
    Plant("gold answer another name", "Gold answer and target agree and are wrong.", wrong_name, _WORLD),
    Plant("correction wrong", "It repeats the false premise.", wrong_correction, _WORLD),
    Plant("fact told in the next sentence", f"{_HIDDEN}asked and answered.", TOLD_NEXT, _TOLD),
    Plant("fact told in a later sentence", "It is asked and answered at the end of the text.", TOLD_LATER, _TOLD),
    Plant("fact told by another name", "The same, in other words.", TOLD_OTHERWISE, _TOLD),
    Plant("needed fact hidden", "A row that should be answered hides what its answer needs.", needed_hidden, _TOLD),
    Plant("person for an object", "What sounds harsh is said of a person.", person_for_object, _LOADED),
    Plant("gold answer another one", "Gold answer and target agree and are wrong.", another_answer, _LOADED),
    Plant("another claim", "Before the request stands a claim to be what no list has.", another_claim, _LOADED),
    Plant("request left open", "What should be answered is labelled as open.", request_left_open, _LOADED),
)
"""The fixed list; an error that a star has no place for is not planted there and not counted."""
