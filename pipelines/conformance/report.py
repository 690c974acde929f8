"""What the conformance kit found, as data and as a table that reads well in a terminal or a failing test."""

from pydantic import computed_field

from nescio.schemas.base import Frozen

FLOOR = 0.95
"""Both figures a perturbation has to reach: planted errors caught, and valid rows accepted."""
KIND_FLOOR = 0.5
"""No kind of planted error may be caught less often than this, however good the average."""


class PropertyResult(Frozen):
    """One promise that every perturbation makes."""

    name: str
    about: str
    tried: int
    """How many stars, rows or seeds it was tried on."""
    broken: int = 0
    counterexample: str = ""
    """The first breach, for a reader; empty where there is none."""

    @property
    def passed(self) -> bool:
        """Whether it held wherever it was tried."""
        return not self.broken


class PlantResult(Frozen):
    """One kind of planted error."""

    name: str
    about: str
    planted: int
    caught: int
    missed: str = ""
    """The first one that got through, for a reader."""

    @property
    def share(self) -> float:
        """The share caught; 1 where nothing could be planted."""
        return self.caught / self.planted if self.planted else 1.0


class ConformanceReport(Frozen):
    """Whether a perturbation keeps its promises, and what its checker is worth."""

    perturbation: str
    checker: str
    seeds: int
    stars: int
    rows: int
    figures: dict[str, int]
    """Stars by figure."""
    accepted: int
    """Valid rows, which are what the perturbation proposes, that the checker accepts."""
    rejected: dict[str, int]
    """The others, by the checker's reason."""
    properties: tuple[PropertyResult, ...]
    plants: tuple[PlantResult, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def accepted_share(self) -> float:
        """Valid rows accepted; 0 where there is no row."""
        return self.accepted / self.rows if self.rows else 0.0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def planted(self) -> int:
        """Errors planted, of all kinds."""
        return sum(one.planted for one in self.plants)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def caught(self) -> int:
        """How many of them the checker caught."""
        return sum(one.caught for one in self.plants)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def caught_share(self) -> float:
        """Planted errors caught; 0 where none could be planted."""
        return self.caught / self.planted if self.planted else 0.0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Whether every promise is kept and both figures are reached."""
        return not self.faults

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, one sentence each."""
        found = [f"{one.name}: {one.counterexample}" for one in self.properties if not one.passed]
        if not self.rows:
            return (*found, f"no star was made of {self.seeds} seeds, so nothing is known; give seeds that it can use")
        if self.accepted_share < FLOOR:
            reasons = ", ".join(f"{reason} {count}" for reason, count in self.rejected.items())
            found.append(
                f"accepts {self.accepted_share:.1%} of valid rows, at least {FLOOR:.0%} are wanted ({reasons})"
            )
        if not self.planted:
            found.append("no error of the list could be planted, so nothing is known of its checker")
        elif self.caught_share < FLOOR:
            found.append(f"catches {self.caught_share:.1%} of planted errors, at least {FLOOR:.0%} are wanted")
        found += [
            f"catches {one.share:.0%} of '{one.name}', at least {KIND_FLOOR:.0%} of every kind are wanted"
            for one in self.plants
            if one.share < KIND_FLOOR
        ]
        return tuple(found)

    def __str__(self) -> str:
        """The whole report as a table."""
        head = (
            f"{self.perturbation} with the checker {self.checker}: {'passes' if self.ok else 'FAILS'}",
            f"{self.seeds} seeds, {self.stars} stars ({_counts(self.figures) or 'none'}), {self.rows} rows",
            f"accepts {self.accepted} of {self.rows} valid rows ({self.accepted_share:.1%})"
            + (f"; rejects for: {_counts(self.rejected)}" if self.rejected else ""),
            f"catches {self.caught} of {self.planted} planted errors ({self.caught_share:.1%})",
        )
        kept = [("kept" if one.passed else f"BROKEN {one.broken}", one.tried, one.name) for one in self.properties]
        rows = [f"  {state:>9} of {tried:>4}  {name}" for state, tried, name in kept]
        plants = [f"  {one.caught:>9} of {one.planted:>4}  {one.name}" for one in self.plants if one.planted]
        idle = [one.name for one in self.plants if not one.planted]
        missed = [f"  missed, {one.name}: {one.missed}" for one in self.plants if one.caught < one.planted]
        return "\n".join(
            (
                *head,
                *(f"  fault: {fault}" for fault in self.faults),
                "promises",
                *rows,
                "planted errors caught",
                *plants,
                *([f"  could not be planted here: {', '.join(idle)}"] if idle and self.planted else []),
                *missed,
            )
        )


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())
