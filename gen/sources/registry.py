"""The source `registry`: questions about the world that nescio's own tables answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice, zip_longest

from nescio.gen.registry.draw import LICENCE, draws
from nescio.gen.registry.load import Book, book_at, packaged_book
from nescio.gen.sources.files import takes
from nescio.schemas.errors import UsageError
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain


@dataclass(frozen=True)
class RegistryTables:
    """nescio's own registry, or yours."""

    name: str = "registry"
    domain: Domain = Domain.KNOWLEDGE
    about: str = (
        "Questions that a closed registry answers, in pairs that go wrong crosswise; nescio's own, or a path's."
    )
    licence: str = LICENCE
    takes_path: bool = False

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The frames' seeds in turn, so that any limit takes from all of them alike.

        Raises SeedFileError for a registry file that cannot be read, UsageError for a day after it was checked.
        """
        takes(spec, "as_of")
        book = _book(spec)
        if spec.as_of is not None and spec.as_of > book.checked:
            raise UsageError(
                f"as_of is {spec.as_of}, but the registry was last checked on {book.checked} and knows nothing later; "
                "name that day or an earlier one"
            )
        book = replace(book, checked=spec.as_of or book.checked)
        streams = [draws(book, framed, seed) for framed in book.frames]
        turns = (one for turn in zip_longest(*streams) for one in turn if one is not None)
        yield from islice(_once(turns), spec.limit)


def asked_on(spec: SeedSpec) -> date:
    """The day on which the spec's questions are asked. Raises SeedFileError for a registry that cannot be read."""
    return spec.as_of or _book(spec).checked


def _book(spec: SeedSpec) -> Book:
    return packaged_book() if spec.path is None else book_at(spec.path)


def _once(seeds: Iterable[Seed]) -> Iterator[Seed]:
    """The seeds, but for those that ask what an earlier one asks: several frames may have the same words."""
    asked: set[str] = set()
    for seed in seeds:
        texts = {question.text for question in seed.questions}
        if not texts & asked:
            asked |= texts
            yield seed
