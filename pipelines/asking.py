"""Asking a chat model through the journal: each reply is durable before it is used, and asked for once (design rule 6).

What the journal has is read back first. The rest goes to the engine in one stream, fed as replies are recorded.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from nescio.pipelines.attempts import Attempts, Result, object_attempts, text_attempts
from nescio.pipelines.observe import OnProgress
from nescio.pipelines.pump import Desk, Pump
from nescio.pipelines.reply_store import ReplyStore
from nescio.pipelines.wave import Wave
from nescio.schemas.asking import Object, Parsed, Question
from nescio.schemas.chat import Fault, FaultKind, Reply
from nescio.schemas.protocols import ChatEngine
from nescio.schemas.recipe import ModelSpec


class Asker:
    """Asks one model; an implementation of `schemas.asking.Asks`."""

    def __init__(
        self,
        spec: ModelSpec,
        engine: ChatEngine,
        store: ReplyStore,
        desk: Desk,
        progress: Callable[[str], OnProgress] | None = None,
    ):
        """`store` is the one of the engine's identity; `progress` gives a stage's bar."""
        self.spec = spec
        self._engine, self._store, self._desk, self._progress = engine, store, desk, progress

    @property
    def name(self) -> str:
        """The model's name and revision."""
        return self._engine.name

    @property
    def identity(self) -> str:
        """Hash of model and revision."""
        return self._engine.identity

    def strict(self) -> "Asker":
        """The same model, where a limit that is reached ends the run even under --partial."""
        desk = replace(self._desk, partial=False)
        return Asker(self.spec, self._engine, self._store, desk, self._progress)

    def text(self, stage: str, questions: Sequence[Question]) -> list[Reply | Fault]:
        """One reply or the reason for none for each question, in order."""
        return self._ask(stage, [text_attempts(one, self.spec.sampling) for one in questions])

    def objects(self, stage: str, questions: Sequence[Question], wanted: type[Object]) -> list[Parsed[Object] | Fault]:
        """One object of that class or the reason for none for each question, in order."""
        return self._ask(stage, [object_attempts(one, self.spec.sampling, wanted) for one in questions])

    def close(self) -> None:
        """Close the engine."""
        self._desk.loop.run(self._engine.close())

    def _ask(self, stage: str, attempts: list[Attempts[Result]]) -> list[Result | Fault]:
        wave = Wave(stage, attempts, self._store, self._desk.retry_failed)
        told = self._progress(stage) if self._progress else None
        ready = wave.begin()
        if told:
            told(len(attempts) - wave.left, len(attempts))
        if ready:
            pump = Pump(stage, wave, ready, self._engine, self.spec.concurrency, self._desk, told)
            self._desk.loop.run(pump.run(), pump.drain)
            if wave.left and not self._desk.partial:
                raise self._desk.spend.reached(wave.left)
        results: list[Result | Fault] = []
        for one in attempts:
            results.append(_unasked() if one.result is None else one.result)
        self._desk.spend.count(stage, self.identity, map(_outcome, results))
        return results


def _unasked() -> Fault:
    return Fault(FaultKind.UNASKED, "the limit of tokens or cost was reached before this was asked", attempts=0)


def _outcome(result: object) -> str:
    """What a result is counted as."""
    if isinstance(result, Fault):
        return result.kind.value
    return result.path.value if isinstance(result, Parsed) else "text"
