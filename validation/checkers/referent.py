"""The checker `referent`: whom a pronoun can mean, found again in the finished text.

People are found by words that say beyond dispute whether somebody is a woman or a man ("Mrs", "uncle"). A text must
name three of them, once each and before its one pronoun, and nobody else. The antecedents are those that the pronoun
agrees with: an answerable row has one, the gold answer; another has two, which it names and asks about. But for one
such word and the pronoun the text is the seed's, word for word.

Taken on trust: that a story of the seed tells nothing else of who is meant, since a change of words can neither be seen
to favour anybody nor come in here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from nescio.schemas.base import Filled, Frozen
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.proving import prove_rows
from nescio.validation.reading import Rejected
from nescio.validation.row_parts import check_made

VERSION = "1"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_THREE = 3


class _Sexes(Frozen):
    women: Filled
    men: Filled


class _People(Frozen):
    """The words of `people.yaml`."""

    titles: _Sexes
    nouns: _Sexes
    open: Filled
    women: Filled
    men: Filled


@dataclass(frozen=True)
class _Named:
    """Somebody whom a text names, or a pronoun."""

    said: str
    """"Mrs Hale", "the uncle"."""
    start: int
    end: int
    woman: bool


@dataclass(frozen=True)
class _Text:
    """The people and the pronoun of a context, and the rest of its words."""

    people: tuple[_Named, ...]
    pronoun: _Named
    rest: str

    @property
    def meant(self) -> list[str]:
        """Whom the pronoun can mean."""
        return [one.said for one in self.people if one.woman is self.pronoun.woman]


@dataclass(frozen=True)
class Referent:
    """Checks squares of people and a pronoun."""

    name: str = "referent"
    version: str = VERSION
    method: str = "antecedents that agree with the pronoun, by a closed list of words for women and men"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed or of the star as a whole rejects every row."""
        return prove_rows(self, star, _prove, _sound)


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, tuple[str, bool | None]]:
    """What each word is (title, noun, pronoun, open), and whether it is said of a woman."""
    people = _People.model_validate(
        yaml.safe_load(files("nescio.validation").joinpath("people.yaml").read_text("utf-8"))
    )
    found: dict[str, tuple[str, bool | None]] = dict.fromkeys(people.open.split(), ("open", None))
    lists = (("title", people.titles.women, people.titles.men), ("noun", people.nouns.women, people.nouns.men))
    for kind, women, men in (*lists, ("pronoun", people.women, people.men)):
        found |= dict.fromkeys(women.split(), (kind, True)) | dict.fromkeys(men.split(), (kind, False))
    return found


def _read(context: str) -> _Text:
    """The people and the pronoun of a context. Raises Rejected where there are more, or fewer, or anybody unclear."""
    words = list(_WORD.finditer(context))
    people, pronouns, rest, done = list[_Named](), list[_Named](), "", 0
    for number, word in enumerate(words):
        kind, woman = _lexicon().get(word[0], _lexicon().get(word[0].lower(), ("", None)))
        if kind == "open" or (word[0].lower() != word[0] and not kind and _inside(context, word, people)):
            raise Rejected("somebody else", f"{word[0]!r} may be somebody")
        if woman is None:
            continue
        end = word.end()
        if kind == "title":
            after = words[number + 1] if number + 1 < len(words) else None
            if after is None or not after[0][0].isupper() or context[word.end() : after.start()] != " ":
                raise Rejected("not understood", f"{word[0]!r} stands without a name")
            end = after.end()
        start = word.start()
        said = context[start:end]
        if kind == "noun":
            before = words[number - 1] if number else None
            if before is None or before[0].lower() != "the":
                raise Rejected("not understood", f"{word[0]!r} stands without an article")
            said = f"the {said}"
        (pronouns if kind == "pronoun" else people).append(_Named(said, start, end, woman))
        rest += context[done:start] + ("<pronoun>" if kind == "pronoun" else f"<person>{context[word.end() : end]}")
        done = end
    if len(people) != _THREE or len({one.said for one in people}) != _THREE or len(pronouns) != 1:
        raise Rejected("not three people and a pronoun", f"{[one.said for one in people]}, {len(pronouns)} pronouns")
    if pronouns[0].start < people[-1].end:
        raise Rejected("pronoun before a name", f"{pronouns[0].said!r} stands before {people[-1].said!r}")
    return _Text(tuple(people), pronouns[0], rest + context[done:])


def _inside(context: str, word: re.Match[str], people: list[_Named]) -> bool:
    """Whether a capitalised word is neither a sentence's first nor the surname after a title."""
    first = re.search(r"(?:^|[.!?]\s+)$", context[: word.start()]) is not None
    return not first and not any(one.start <= word.start() < one.end for one in people)


def _sound(seed: Seed) -> None:
    """Raises Rejected where the clean text does not give the seed's answer."""
    meant = _read(seed.context).meant
    if len(seed.questions) != 1 or meant != [seed.questions[0].answer]:
        raise Rejected("seed contradicts itself", f"the text means {meant}, the answer is another")
    words = {word.lower() for word in _WORD.findall(seed.questions[0].text)}
    known = sorted(word for word in words if word in _lexicon())
    if known:
        raise Rejected("question names somebody", f"{known[0]!r} stands in the question")


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    if claim.question != 0 or claim.hidden or claim.values or claim.stated or claim.swapped:
        raise Rejected("claim differs from text", "the claim says more than that a word and a pronoun were exchanged")
    check_made(seed, row, claim)
    clean, text = _read(seed.context), _read(row.context)
    changed = sum(now.said != was.said for now, was in zip(text.people, clean.people, strict=True))
    if text.rest != clean.rest or changed > 1 or _stray(text, clean):
        raise Rejected("edited elsewhere", "more differs from the seed than one person's word and the pronoun")
    if row.role is Role.CLEAN and row.context != seed.context:
        raise Rejected("clean row edited", "its context is not the seed's")
    meant = text.meant
    if row.role is Role.PERTURBED:
        return _open(row, text, meant)
    if len(meant) != 1:
        raise Rejected("not answerable", f"{text.pronoun.said!r} may mean {meant}")
    if list(row.answers) != meant:
        raise Rejected("wrong gold", f"{text.pronoun.said!r} means {meant[0]}, the gold answers are {row.answers}")
    if not row.target.rstrip(" .!").endswith(f" {meant[0]}"):
        raise Rejected("target misses the answer", f"the response does not end in {meant[0]}")
    return f"of the three people only {meant[0]} agrees with {text.pronoun.said!r}"


def _stray(text: _Text, clean: _Text) -> bool:
    """Whether the pronoun changed its case: "his" where "she" stood."""
    cases = {"she": 0, "he": 0, "him": 1, "his": 2}
    now, was = text.pronoun.said.lower(), clean.pronoun.said.lower()
    return now in cases and was in cases and cases[now] != cases[was]


def _open(row: Candidate, text: _Text, meant: list[str]) -> str:
    """Two people agree, and the row names both and asks which of them is meant."""
    if len(meant) < 2:
        raise Rejected("still answerable", f"{text.pronoun.said!r} can only mean {meant}")
    asked = row.clarifying_question or ""
    if not all(one in asked for one in meant) or asked not in row.target:
        raise Rejected("names other people", f"{text.pronoun.said!r} may mean {meant}, the row asks {asked!r}")
    if f"'{text.pronoun.said}'" not in (row.missing_fact or ""):
        raise Rejected("names another word", f"{row.missing_fact!r} does not name {text.pronoun.said!r}")
    if any(row.target.rstrip(" .!?").endswith(f" {one.said}") for one in text.people) and not row.target.endswith("?"):
        raise Rejected("target gives the answer", f"the response ends in a name: {row.target[-60:]!r}")
    return f"{' and '.join(meant)} agree with {text.pronoun.said!r}, and nothing else tells who is meant"
