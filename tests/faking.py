"""A model to ask in tests: the deterministic fake behind a real journal and the real way of asking."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nescio.gen.engines.fake import Answers, FakeEngine
from nescio.pipelines.chat_models import ChatModels
from nescio.pipelines.journal import Journal
from nescio.pipelines.spend import NO_LIMITS
from nescio.schemas.asking import Asks
from nescio.schemas.recipe import ModelSpec


@contextmanager
def asking(answers: Answers, folder: Path) -> Iterator[Asks]:
    """The fake whose replies `answers` makes, with its journal in `folder`."""
    spec = ModelSpec(engine="fake", model="fake")
    models = ChatModels({"fake": spec}, NO_LIMITS, lambda _: lambda _done, _of: None, lambda _: None, {
        "fake": FakeEngine(answers)
    })  # fmt: skip
    with Journal(folder / "journal.sqlite") as journal:
        models.open(journal)
        try:
            yield models.asks("fake")
        finally:
            models.close()
