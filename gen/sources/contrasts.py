"""The source `contrasts`: questions of fact from closed lists, each with a counterpart that no fact answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import combinations, islice, zip_longest
from random import Random

import yaml
from pydantic import ValidationError

from nescio.gen.sources.contrasts_model import PLAIN, WORDINGS, Counter, Item, Sheet
from nescio.gen.sources.files import takes
from nescio.schemas.base import faults
from nescio.schemas.contrast import Contrast, Counterpart, Listed
from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.hashing import content_hash
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Complexity, Domain, Grade

PAIRS = 12
"""So many pairs of a sheet are compared in each frame."""
ALONE = 0.06
"""Share of seeds that name the one clause only. Their words tell which it is, so they are few."""
TRIES = 12
LICENCE = "Apache-2.0"


@dataclass(frozen=True)
class Contrasts:
    """Questions of fact beside questions of taste, of lost detail, and requests that no text fulfils."""

    name: str = "contrasts"
    domain: Domain = Domain.KNOWLEDGE
    about: str = "Questions of fact from closed lists of our own, each with a counterpart that no fact answers."
    licence: str = LICENCE
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The first entries of every frame in turn, so that any limit takes from all of them alike.

        Raises SeedFileError for a broken packaged file.
        """
        if spec.path is not None:
            raise UsageError(f"the source contrasts reads no file, but the path {spec.path!r} was given; leave it out")
        takes(spec)
        turns = zip_longest(
            *(_seeds(sheet, counter, seed) for sheet in packaged_sheets() for counter in sheet.counters)
        )
        yield from islice(_unlike(one for turn in turns for one in turn if one is not None), spec.limit)


def parse(text: str, file: str) -> list[Sheet]:
    """The sheets of a YAML file; raises SeedFileError naming file and key."""
    try:
        return [Sheet.model_validate(one) for one in yaml.safe_load(text)]
    except (yaml.YAMLError, TypeError) as error:
        raise SeedFileError(f"{file}: is no YAML list of sheets: {error}") from error
    except ValidationError as error:
        raise SeedFileError(f"{file}: {'; '.join(faults(error))}") from error


@lru_cache(maxsize=1)
def packaged_sheets() -> tuple[Sheet, ...]:
    """Every sheet in the package, by id."""
    folder = files("nescio.gen.seeds").joinpath("contrasts")
    found = [
        sheet
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
        for sheet in parse(file.read_text("utf-8"), file.name)
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def _unlike(seeds: Iterator[Seed]) -> Iterator[Seed]:
    """Seeds of which no text stood before."""
    seen: set[str] = set()
    for one in seeds:
        contrast = one.contrast
        texts = {one.questions[0].text, *(other.text for other in contrast.counterparts)}
        if seen.isdisjoint(texts):
            seen |= texts
            yield one


def _seeds(sheet: Sheet, counter: Counter, seed: int) -> Iterator[Seed]:
    """One seed for each entry, or for each pair that is compared, in an order drawn for the frame."""
    drawing = Random(content_hash(sheet.id, counter.id, str(seed)))
    groups: list[tuple[str, ...]] = [(name,) for name in sheet.items]
    if sheet.kind == "which":
        groups = [pair for pair in combinations(sheet.items, 2) if _differ(sheet, *pair)]
    drawn = drawing.sample(groups, len(groups))
    for names in drawn[: PAIRS if sheet.kind == "which" else None]:
        yield _seed(sheet, counter, drawing.sample(names, len(names)), drawing)


def _differ(sheet: Sheet, one: str, other: str) -> bool:
    low, high = sorted((_number(sheet, one), _number(sheet, other)))
    return high >= low * sheet.ratio if sheet.ratio is not None else high - low >= (sheet.apart or 0)


def _number(sheet: Sheet, name: str) -> float:
    return float(_item(sheet, name).value)


def _item(sheet: Sheet, name: str) -> Item:
    found = sheet.items[name]
    return found if isinstance(found, Item) else Item(value=found, who=name)


def _seed(sheet: Sheet, counter: Counter, names: Sequence[str], drawing: Random) -> Seed:
    first, last = names[0], names[-1]
    words = {"name": first, "who": _item(sheet, first).who}
    form = PLAIN[sheet.kind] if drawing.random() < ALONE else drawing.choice(WORDINGS[sheet.kind])
    fact, other = sheet.fact.format(**words), counter.clause.format(**words)
    counterpart = Counterpart(
        perturbation=sheet.perturbation,
        clause=other,
        text=_filled(form, other, fact, first, last),
        missing=counter.missing.format(**words),
        rationale=f"{counter.why.format(**words)}.",
        clarifying_question=counter.ask and counter.ask.format(**words),
    )
    entries = tuple(Listed(name=one, value=str(_item(sheet, one).value)) for one in names)
    text = _filled(form, fact, other, first, last)
    answer = entries[0].value
    if sheet.picks != "value":
        ranked = sorted(names, key=lambda one: _number(sheet, one))
        answer = ranked[0 if sheet.picks == "least" else -1]
    return Seed(
        source=Source(dataset="nescio/contrasts", record_id=content_hash(text), licence=LICENCE),
        domain=Domain.KNOWLEDGE,
        context="",
        questions=(
            Question(text=text, answer=answer, also=_bare(answer), target="", solution=_told(sheet, names, drawing)),
        ),
        evidence=Contrast(form=form, clause=fact, entries=entries, picks=sheet.picks, counterparts=(counterpart,)),
        template_id=f"{sheet.id}-{counter.id}",
        complexity=Complexity.TEMPLATED,
        grade=Grade.REGISTRY,
    )


def _bare(answer: str) -> tuple[str, ...]:
    """The answer without its article."""
    return (answer.removeprefix("the "),) if answer.startswith("the ") else ()


def _filled(form: str, asked: str, aside: str, first: str, last: str) -> str:
    text = form.format(asked=asked, aside=aside, a=first, b=last)
    return text[:1].upper() + text[1:]


def _told(sheet: Sheet, names: Sequence[str], drawing: Random) -> str:
    """What the list says of the entries, as the worked solution."""
    told = []
    for name in drawing.sample(names, len(names)):
        item = _item(sheet, name)
        upper = name[:1].upper() + name[1:]
        value = f"{item.value:,}" if isinstance(item.value, int) and item.value > 9999 else str(item.value)
        told.append(sheet.tells.format(name=name, Name=upper, who=item.who, value=value))
    text = drawing.choice((", while ", "; ", ", and ", ", whereas ")).join(told)
    return f"{text[:1].upper()}{text[1:]}."
