"""Rows that only judges can vouch for, and that none with a vote did: they are kept out, and said to be so."""

from collections.abc import Sequence

from nescio.pipelines.ledger import Entry, Ledger
from nescio.pipelines.quarantine import HUMAN, MODERATION
from nescio.schemas.taxonomy import Grade
from nescio.schemas.verdict import Verdict

REASON = "unjudged"
_HARMLESS = frozenset({MODERATION, HUMAN})
_LABEL = frozenset({"judges", "consensus"})


def drop_unjudged(entries: Sequence[Entry], ledger: Ledger) -> list[Entry]:
    """The entries without those of the grade `judged` whose rows lack a vote on harm, or on the label.

    A model wrote what they ask. A moderator with a vote (or a person) has to have called each row harmless, and a judge
    or solver with a vote has to have agreed with its label (docs/design/020).
    """
    kept = []
    for entry in entries:
        lacking = _lacking(entry) if entry.star.seed.grade is Grade.JUDGED else ""
        if lacking:
            ledger.reject_all(entry, REASON, f"a model wrote this, and {lacking}; see verify.moderation, verify.judges")
        else:
            kept.append(entry)
    return kept


def _lacking(entry: Entry) -> str:
    for names, told in ((_HARMLESS, "no moderator with a vote read it"), (_LABEL, "no judge with a vote read it")):
        if not all(any(_vouches(verdict, names) for verdict in found) for found in entry.verdicts):
            return told
    return ""


def _vouches(verdict: Verdict, names: frozenset[str]) -> bool:
    return verdict.check in names and verdict.passed and verdict.calibrated is not False
