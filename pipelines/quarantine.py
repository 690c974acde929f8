"""Quarantine: what the deny list, moderators or a person withheld stands in a file of its own, for people to review."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nescio.pipelines.folder import whole
from nescio.pipelines.ledger import Entry, Ledger, RejectedRow
from nescio.pipelines.reviews import Review, read_reviews, texts_hash
from nescio.pipelines.tables import read_parquet, write_parquet
from nescio.schemas.base import Frozen, Text
from nescio.schemas.errors import UsageError
from nescio.schemas.example import Candidate
from nescio.schemas.recipe import Recipe
from nescio.schemas.verdict import Verdict
from nescio.validation.checkers.safety import CHECK, DenyList

FILE = "quarantine.parquet"
MODERATION = "moderation"
HUMAN = "human review"
GATES = (CHECK, MODERATION, HUMAN)
"""The checks whose failures are kept in quarantine."""
SENSITIVE = frozenset({"lookalike", "politics"})
"""The domains whose rows the deny list always reads."""
_ELSEWHERE = f"withheld, see {FILE}"
_VERSION = "1"


class QuarantinedRow(Frozen):
    """A row that is withheld with its star, and why."""

    id: str
    star: str
    seed_id: str
    perturbation: str
    role: str
    prompt: Text
    target: Text
    gate: str
    """The check that caught the star: safety, moderation, human review."""
    category: str
    """What it says of this row ("denied: fraud"); empty for the innocent rows of a star."""
    texts: str
    review: str
    """What a person decided and why, where one did."""
    verdicts: tuple[Verdict, ...]


@dataclass
class Quarantine:
    """What is withheld in a run, and what people decided before it."""

    reviews: dict[str, Review] = field(default_factory=dict)
    rows: list[QuarantinedRow] = field(default_factory=list)

    def screen(self, entries: Sequence[Entry], ledger: Ledger, denying: bool) -> list[Entry]:
        """Have the deny list read every star, if it is to, and heed what people withheld; the stars that stay."""
        withheld = {row: one for one in self.reviews.values() if one.decision == "withhold" for row in one.rows}
        for entry in entries:
            if denying:
                entry.add(DenyList().check_all(entry.star.rows))
            review = self._withholding(entry, withheld)
            if review is not None:
                entry.add([_withheld(review)] * len(entry.star.rows))
        return self.hold(self.hold(entries, HUMAN, ledger), CHECK, ledger)

    def _withholding(self, entry: Entry, withheld: Mapping[str, Review]) -> Review | None:
        """Who withheld the star or, where nobody decided about it, another star with one of its rows."""
        own = self.reviews.get(entry.star.id)
        if own is not None:
            return own if own.decision == "withhold" else None
        return next((withheld[row.id] for row in entry.star.rows if row.id in withheld), None)

    def hold(self, entries: Sequence[Entry], gate: str, ledger: Ledger) -> list[Entry]:
        """Withhold the stars that a check fails and no person released; those that were get a verdict that says so."""
        kept = []
        for entry in entries:
            if not any(_fails(one, gate) for verdicts in entry.verdicts for one in verdicts):
                kept.append(entry)
            elif gate != HUMAN and (review := self._release(entry, gate)):
                entry.verdicts = [[_released(one, gate, review) for one in found] for found in entry.verdicts]
                kept.append(entry)
            else:
                self._withhold(entry, gate, ledger)
        return kept

    def _release(self, entry: Entry, gate: str) -> Review | None:
        review = self.reviews.get(entry.star.id)
        fits = review is not None and review.decision == "release" and gate in review.gates
        return review if fits and review is not None and review.texts == texts_hash(entry.star.rows) else None

    def _withhold(self, entry: Entry, gate: str, ledger: Ledger) -> None:
        """Into the file, and into the ledger without its texts."""
        star, review = entry.star, self.reviews.get(entry.star.id)
        bad = [next((one for one in found if _fails(one, gate)), None) for found in entry.verdicts]
        cause = next(f"{one.check}: {one.reason}" for one in bad if one)
        for row, verdicts, one in zip(star.rows, entry.verdicts, bad, strict=True):
            self.rows.append(
                QuarantinedRow(
                    **{name: getattr(row, name) for name in ("id", "seed_id", "perturbation", "prompt", "target")},
                    star=star.id,
                    role=row.role.value,
                    gate=gate,
                    category=one.reason if one else "",
                    texts=texts_hash(star.rows),
                    review=f"{review.decision} by {review.by}: {review.why}" if review else "",
                    verdicts=tuple(verdicts),
                )
            )
            reason = f"{one.check}: {one.reason}" if one else f"star: {cause}"
            ledger.rejected.append(RejectedRow(**_without_texts(row), reason=reason, detail=_ELSEWHERE))

    def write(self, folder: Path) -> None:
        """Write the file, which only its owner may read; none where nothing is withheld."""
        path = folder / FILE
        if not self.rows:
            path.unlink(missing_ok=True)
            return
        with whole(path, private=True) as place:
            rows = sorted(self.rows, key=lambda row: (row.star, row.id))
            write_parquet(rows, QuarantinedRow, place)

    def told(self) -> list[str]:
        """How many rows each check withheld, in words."""
        counts = Counter(row.gate for row in self.rows)
        return [f"{gate}: {count} rows are in quarantine with their stars" for gate, count in sorted(counts.items())]


def denying(recipe: Recipe, domain: str) -> bool:
    """Whether the deny list reads the rows of a run: look-alikes, politics, and all that a model wrote in."""
    spec = recipe.verify.safety
    return spec is not False and (spec.always or domain in SENSITIVE or model_writes(recipe))


def withholds(recipe: Recipe, domain: str) -> bool:
    """Whether rows of a run may be withheld by rules or moderators, so that what it did not publish is private.

    rejected.parquet and failed.parquet have texts that no moderator read: a reply was none, a limit came first, or the
    row fell before. Nobody knows that they are harmless, so that only their owner may read them.
    """
    return denying(recipe, domain) or bool(recipe.verify.moderation)


def model_writes(recipe: Recipe) -> bool:
    """Whether a chat model writes texts of the rows."""
    return bool(recipe.rewrite) or any(spec.writer for spec in recipe.perturb)


def read_quarantine(folder: Path) -> list[QuarantinedRow]:
    """The rows in quarantine, star after star; raises UsageError where the folder holds no finished run."""
    if not (folder / "run.json").exists():
        raise UsageError(
            f"{folder} holds no finished run: there is no run.json. Give the folder that was --out, or let the run "
            f"end; `nescio status {folder}` says how far it is"
        )
    path = folder / FILE
    return [QuarantinedRow.model_validate(row) for row in read_parquet(path)] if path.exists() else []


def quarantined_ids(folder: Path) -> frozenset[str]:
    """The ids of all rows that must not be published: those in quarantine, and those that people withheld since.

    Raises what `read_quarantine` and `read_reviews` raise.
    """
    withheld = [one for one in read_reviews(folder).values() if one.decision == "withhold"]
    return frozenset([row.id for row in read_quarantine(folder)] + [row for review in withheld for row in review.rows])


def refuse_withheld(dataset: str | Path, ids: Iterable[str]) -> None:
    """Raises UsageError where a row of a run was withheld by a person since, so that its dataset still has it.

    `dataset` is the folder of a run or the dataset in it; of anything else nothing is known.
    """
    path = Path(dataset)
    folder = next((one for one in (path, path.resolve().parent) if (one / "run.json").is_file()), None)
    rows = set() if folder is None else quarantined_ids(folder) & set(ids)
    if rows:
        raise UsageError(
            f"{len(rows)} rows of {dataset} were withheld after the run ({min(rows)}, ...): run the recipe again with "
            f"--out {folder} first, and they are taken out with their stars"
        )


def _fails(verdict: Verdict, gate: str) -> bool:
    return verdict.check == gate and verdict.rejects


def _withheld(review: Review) -> Verdict:
    return Verdict(
        check=HUMAN,
        passed=False,
        reason="withheld",
        detail=f"withheld by {review.by}: {review.why}",
        checker_version=_VERSION,
    )


def _released(verdict: Verdict, gate: str, review: Review) -> Verdict:
    """What a person said in the place of what a check found."""
    if not _fails(verdict, gate):
        return verdict
    return Verdict(
        check=HUMAN,
        passed=True,
        detail=f"{gate} had said {verdict.reason}; released by {review.by}: {review.why}",
        checker_version=_VERSION,
    )


def _without_texts(row: Candidate) -> dict[str, object]:
    """A row's columns without any of its words: where it came from, and what it was to be."""
    kept = {name: getattr(row, name) for name in Candidate.model_fields}
    words = dict.fromkeys(("missing_fact", "false_premise", "correction", "rationale", "clarifying_question"))
    texts = dict.fromkeys(("prompt", "context", "question", "target"), "")
    return {**kept, **words, **texts, "choices": (), "edits": (), "answers": ("",) if row.answers else ()}
