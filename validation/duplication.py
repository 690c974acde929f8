"""Which rows of any dataset go as duplicates, and which likenesses a person has to judge.

The unit is the star, else the pair, else the row. A unit goes only where *each* of its rows has a match of the same
label in *one* other unit that stays: so no row goes without a kept neighbour, and a pair of which only the answerable
half is a repeat stays. Rows of a unit are never compared with one another. Likeness of another label is a conflict: it
is listed and never merged. Rows of one template are alike on purpose and match only where their text is the same.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nescio.schemas.errors import BrokenPromise
from nescio.validation.duplication_records import Kind, Likeness, Outcome, Removal, Row, Rule, Rules, units_of
from nescio.validation.duplication_search import NearTexts
from nescio.validation.veto import vetoed


def deduplicate(rows: Sequence[Row], near: NearTexts, rules: Rules) -> Outcome:
    """Greedy keep-best over units: those with more rows first, then by preference, then as they come.

    Raises BrokenPromise where a row would go without a kept neighbour or a unit stay that should go.
    """
    work = _Selection(rows, near, rules)
    work.run()
    work.check()
    likenesses = [*work.conflicts(), *work.partial]
    likenesses.sort(key=lambda one: (one.kind, bool(one.veto), -one.cosine, one.row, one.other))
    clusters = Counter(work.keeper.values())
    return Outcome(
        kept=tuple(sorted(number for unit in work.stays for number in work.units[unit])),
        removals=tuple(sorted(work.removals, key=lambda one: one.row)),
        likenesses=tuple(likenesses),
        largest=1 + max(clusters.values(), default=0),
    )


_Place = tuple[int, str | None]
"""A text and a label."""
_Matches = dict[int, tuple[float, int]]
"""By unit the cosine of its row that matches best, and that row."""


@dataclass
class _Selection:
    """The state of one pass over the units."""

    rows: Sequence[Row]
    near: NearTexts
    rules: Rules
    units: list[list[int]] = field(init=False)
    ranks: dict[int, int] = field(init=False)
    stays: dict[int, None] = field(default_factory=dict)
    at: dict[_Place, dict[int, int]] = field(default_factory=dict)
    """For a text and a label, the units that stay with it and a row of each."""
    heads: dict[_Place, dict[tuple[str, str | None, bool], int]] = field(default_factory=dict)
    """Of those rows the first of each text as it stands, template, and whether its origin is told."""
    origins: dict[_Place, dict[tuple[int, str | None, str | None], int]] = field(default_factory=dict)
    """For a text and a label, the first row of each unit, seed and template: rows that share one of these are twins."""
    keeper: dict[int, int] = field(default_factory=dict)
    removals: list[Removal] = field(default_factory=list)
    partial: list[Likeness] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Order the units."""
        self.units = units_of(self.rows)
        order = sorted(range(len(self.units)), key=self._place)
        self.ranks = {unit: rank for rank, unit in enumerate(order)}

    def _place(self, unit: int) -> tuple[int, int, float, int]:
        rows = [self.rows[number] for number in self.units[unit]]
        worth = sum(row.preference for row in rows) / len(rows)
        return -len(rows), -max(row.split for row in rows), -worth, unit

    def run(self) -> None:
        """Decide on every unit, in order."""
        templates: Counter[str] = Counter()
        most = self.rules.max_per_template
        for unit in self.ranks:
            found, shared = self._shared(unit)
            own = sorted({template for number in self.units[unit] if (template := self.rows[number].template)})
            if shared:
                self._remove(unit, found, shared)
            elif most is not None and any(templates[template] >= most for template in own):
                self.removals += [Removal(number, None, None, Rule.TEMPLATE) for number in self.units[unit]]
            else:
                templates.update(own)
                self._keep(unit)

    def _remove(self, unit: int, found: Sequence[_Matches], shared: set[int]) -> None:
        best = max(shared, key=lambda one: (min(match[one][0] for match in found), -self.ranks[one]))
        self.keeper[unit] = best
        for number, match in zip(self.units[unit], found, strict=True):
            cosine, kept = match[best]
            self.removals.append(Removal(number, kept, cosine, self._rule(number, kept)))

    def _rule(self, number: int, kept: int) -> Rule:
        if self.rows[number].text == self.rows[kept].text:
            return Rule.EXACT
        return Rule.NORMALISED if self.near.node[number] == self.near.node[kept] else Rule.NEAR

    def _keep(self, unit: int) -> None:
        self.stays[unit] = None
        for number in self.units[unit]:
            if (best := self._best(number)) is not None:
                cosine, other = best
                self.partial.append(Likeness(Kind.PARTIAL, number, other, cosine, self._veto(number, other)))
        for number in self.units[unit]:
            if (node := self.near.node[number]) is not None:
                row = self.rows[number]
                self.at.setdefault((node, row.label), {}).setdefault(unit, number)
                self.origins.setdefault((node, row.label), {}).setdefault((unit, row.seed, row.template), number)
                heads = self.heads.setdefault((node, row.label), {})
                kind = row.text, row.template, row.told
                heads[kind] = min(number, heads.get(kind, number))

    def _places(self, number: int) -> Iterator[tuple[_Place, float]]:
        """Where rows stand that are alike: with the same text, then with near ones; and their cosines."""
        node, label = self.near.node[number], self.rows[number].label
        if node is not None:
            yield (node, label), 1.0
            yield from (((beside, label), cosine) for beside, cosine in self.near.beside(node))

    def _shared(self, unit: int) -> tuple[list[_Matches], set[int]]:
        """For each row of a unit its matches, and the other units that match them all.

        The row with the fewest candidates comes first, and of the others only its matches are looked at: many units may
        share one text. Where some row has no match the others' are left out.
        """
        rows = self.units[unit]
        crowds = [sum(len(self.at.get(place, ())) for place, _ in self._places(number)) for number in rows]
        found: list[_Matches] = [{} for _ in rows]
        among: set[int] | None = None
        for one in sorted(range(len(rows)), key=crowds.__getitem__):
            found[one] = self._matches(rows[one], unit, among, alone=len(rows) == 1)
            among = set(found[one])
            if not among:
                break
        return found, among or set()

    def _matches(self, number: int, unit: int, among: set[int] | None, *, alone: bool) -> _Matches:
        """The other units that stay with a row that matches this one, of `among` where that is given.

        `alone` takes the first of each text: units come in order, so of equals it is the one that is kept.
        """
        found: _Matches = {}
        for place, cosine in self._places(number):
            there = self.at.get(place, {})
            for one in there if among is None or len(there) < len(among) else [one for one in among if one in there]:
                if one == unit or (among is not None and one not in among):
                    continue
                if (one not in found or cosine > found[one][0]) and self._merged(number, there[one]):
                    found[one] = cosine, there[one]
                    if alone:
                        break
        return found

    def _best(self, number: int) -> tuple[float, int] | None:
        """The nearest row that stays and matches this one, the first of equals; one of each kind is looked at."""
        found = [
            (cosine, -other)
            for place, cosine in self._places(number)
            for other in self.heads.get(place, {}).values()
            if self._merged(number, other)
        ]
        cosine, other = max(found, default=(0.0, 1))
        return (cosine, -other) if found else None

    def _merged(self, number: int, other: int) -> bool:
        """Whether two rows of one label that are alike may be merged."""
        return self.near.node[number] == self.near.node[other] or self._counts(number, other)

    def _counts(self, number: int, other: int) -> bool:
        """Whether two near rows may be merged."""
        one, two = self.rows[number], self.rows[other]
        if one.template is not None and one.template == two.template:
            return False
        asked = not (one.told and two.told) if self.rules.veto is None else self.rules.veto
        return not (asked and self._veto(number, other))

    def _veto(self, number: int, other: int) -> str:
        return vetoed(self.rows[number].text, self.rows[other].text)

    def conflicts(self) -> Iterator[Likeness]:
        """What stays, is near and has another label: for two texts and two labels the first two rows that count.

        Rows of a unit and of a seed are twins; of those and of one template only the same text is a conflict.
        """
        labels: dict[int, list[str]] = {}
        for node, label in self.at:
            if label is not None:
                labels.setdefault(node, []).append(label)
        for node, own in labels.items():
            for place, label in enumerate(own):
                for another in own[place + 1 :]:
                    yield from self._conflict((node, label), (node, another), 1.0)
        for node, beside, cosine in self.near.pairs():
            for label in labels.get(node, ()):
                for another in labels.get(beside, ()):
                    if label != another:
                        yield from self._conflict((node, label), (beside, another), cosine)

    def _conflict(self, one: _Place, two: _Place, cosine: float) -> Iterator[Likeness]:
        same = one[0] == two[0]
        for (unit, _, _), number in self.origins[one].items():
            for (another, _, _), other in self.origins[two].items():
                if same or (unit != another and not self._twins(number, other)):
                    first, second = sorted((number, other))
                    yield Likeness(Kind.CONFLICT, first, second, cosine, self._veto(first, second))
                    return

    def _twins(self, number: int, other: int) -> bool:
        one, two = self.rows[number], self.rows[other]
        seeded = one.seed is not None and one.seed == two.seed
        return seeded or (one.template is not None and one.template == two.template)

    def check(self) -> None:
        """Raises BrokenPromise where a promise of this module is broken."""
        stay = {number for unit in self.stays for number in self.units[unit]}
        orphans = [
            one.row
            for one in self.removals
            if one.rule is not Rule.TEMPLATE
            and (one.kept not in stay or self.rows[one.kept].label != self.rows[one.row].label)
        ]
        left = [unit for unit in self.stays if self._covered(unit)]
        if orphans or left or len(stay) + len({one.row for one in self.removals}) != len(self.rows):
            raise BrokenPromise(f"dedup left {len(left)} duplicates and {len(orphans)} orphans; please report this")

    def _covered(self, unit: int) -> bool:
        """Whether a unit that stays before this one matches all of its rows."""
        return any(self.ranks[one] < self.ranks[unit] for one in self._shared(unit)[1])
