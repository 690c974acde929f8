"""referent_removal: a pronoun that two of three people can be meant by (CLAMBER)."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from nescio.gen.perturbations.squares import Squares
from nescio.gen.rows import Change, Defect, star_of
from nescio.gen.situations.referent_targets import answered, finished, opened
from nescio.gen.situations.referents import COUNTERPART, EXCHANGED, PRONOUN
from nescio.schemas.example import Star
from nescio.schemas.registry import Mention, Registry
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Kind, Scenario

_OTHER = {"she": "he", "he": "she", "her": "him", "him": "her", "his": "her"}
_WOMEN = ("she", "her")


@dataclass(frozen=True)
class ReferentRemoval:
    """Referent missing: "Mrs Hale, Mrs Ortiz and Mr Kent left. Then she found the key. Who found the key?"."""

    name: str = "referent_removal"
    about: str = "A pronoun can mean two of the three people whom the story names."
    papers: tuple[str, ...] = ("CLAMBER, arXiv 2405.12063",)
    evidence: str = "situation"
    crossing: str = "two women and a man, or a woman and two men x she, he"
    kind: Kind = Kind.UNDERSPECIFIED
    scenario: Scenario = Scenario.UNDERSPECIFIED_CONTEXT
    behaviour: Behaviour = Behaviour.CLARIFY
    checker: str = "referent"

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """One square: another word for one person by the other pronoun."""
        mentions = seed.situation.triples.asked[0].mentions
        slots = [one.slot for one in mentions]
        if sorted(slots) != sorted((EXCHANGED, PRONOUN, "person", "person")):
            return
        side = Pronoun(seed, mentions)
        yield star_of(self, seed, list(Squares(self, seed, [side]).drafts(random)))


@dataclass(frozen=True)
class Pronoun:
    """The square of one story: `one` is whether the third person is exchanged, `two` whether the pronoun is."""

    seed: Seed
    mentions: tuple[Mention, ...]
    asked: int = 0

    def changes(self, one: bool, two: bool) -> list[Change]:
        """The words exchanged."""
        found = []
        for mention in self.mentions:
            if one and mention.slot == EXCHANGED:
                other = _value(self.seed.situation.triples.registry, COUNTERPART, mention.entity)
                old = self.seed.context[mention.span.start : mention.span.end]
                found.append(Change("person", mention.span, other.capitalize() if old[0].isupper() else other))
            if two and mention.slot == PRONOUN:
                found.append(Change("pronoun", mention.span, self._pronoun(True)))
        return found

    def values(self, one: bool, two: bool) -> dict[str, str]:  # noqa: ARG002  the protocol's
        """No number is told."""
        return {}

    def answered(self, both: bool, random: Random) -> tuple[str, str]:
        """The one person that the pronoun fits, and why."""
        word, woman = self._pronoun(both), self._woman(both)
        names = [name for name, _ in self._people(both)]
        only = next(name for name, one in self._people(both) if one is woman)
        if not both:
            return only, finished(self.seed.questions[0].solution, only, random)
        return only, answered(only, names, word, woman, random)

    def refused(self, one: bool, like: str, random: Random) -> tuple[Defect, str]:
        """The two people that the pronoun fits."""
        two = not one
        word, woman = self._pronoun(two), self._woman(two)
        meant = [name for name, fits in self._people(one) if fits is woman]
        out = next(name for name, fits in self._people(one) if fits is not woman)
        ask = f"Does '{word}' mean {meant[0]} or {meant[1]}?"
        defect = Defect(
            f"The word '{word}' fits {meant[0]} and {meant[1]} alike, and nothing else in the text decides.",
            ask,
            missing_fact=f"who is meant by '{word}'",
        )
        return defect, opened(meant, out, word, woman, ask, like, random)

    def _people(self, exchanged: bool) -> list[tuple[str, bool]]:
        """The three as the text names them, and whether each is a woman."""
        registry, found = self.seed.situation.triples.registry, []
        for stated, mention in zip(self.seed.situation.passage.stated, self.mentions, strict=True):
            if mention.slot == PRONOUN:
                continue
            word = mention.entity
            if exchanged and mention.slot == EXCHANGED:
                word = _value(registry, COUNTERPART, word)
            phrase = stated.values[0].replace(mention.entity, word)
            found.append((phrase, _value(registry, PRONOUN, word) in _WOMEN))
        return found

    def _pronoun(self, exchanged: bool) -> str:
        """The pronoun; "her" is "him" or "his" as the word before it has it."""
        mention = next(one for one in self.mentions if one.slot == PRONOUN)
        if not exchanged:
            return mention.entity
        if mention.entity == "her":
            return _form(self.seed.context, mention)
        return _OTHER[mention.entity]

    def _woman(self, exchanged: bool) -> bool:
        return (next(one for one in self.mentions if one.slot == PRONOUN).entity in _WOMEN) is not exchanged


def _form(context: str, mention: Mention) -> str:
    """What "her" is for a man: "his" before a noun, "him" at the end of a clause."""
    after = context[mention.span.end :].split()
    noun = context[mention.span.end : mention.span.end + 1] == " " and after and after[0] not in _AFTER_OBJECT
    return "his" if noun else "him"


_AFTER_OBJECT = ("for", "made")


def _value(registry: Registry, relation: str, word: str) -> str:
    found = (one.value for one in registry.triples if (one.subject, one.relation) == (word, relation))
    return next((value for value in found if value), word)
