"""What the deny list reads: a text without its disguises, and patterns of words over it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from nescio.schemas.base import Frozen

END = "|"
"""Stands between two sentences."""
_GAP = re.compile(r"(~|\.\.)(\d+)")
_TOKEN = re.compile(r"[a-z0-9$@!*]*[a-z0-9$@*](?:'[a-z]+)?|[|]")
_ENDING = re.compile(r"[.!?;:](?=[\s\"')\]]|$)|\n+")
_SPELT = re.compile(
    r"(?<![a-z0-9'])(?:[ia] (?=[a-z] [a-z] [a-z]))?([a-z0-9])([\s.\-_*])(?:[a-z0-9]\2)+[a-z0-9](?![a-z0-9])"
)
_WRAPPED = re.compile(r"(?<=\S)[ \t]*\r?\n[ \t]*(?=[a-z])")
"""The end of a line in the middle of a sentence; before a capital or a blank line a sentence may have ended."""
_SPREAD = re.compile(r"(?<=[a-z])[-._](?=[a-z])")
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "$": "s", "@": "a", "!": "i"})
_LIKE = str.maketrans(
    dict(zip("авекмнорстухіјѕԁӏԛԝցհոսαβεηικνορτυχωıɡßℓ", "abekmhopctyxijsdlqwghnuabenikvoptuxwigsl", strict=True))
    | {"’": "'", "‘": "'", "`": "'", "´": "'", "…": ".", "–": "-", "—": "-", "‐": "-", "‑": "-"}
)
"""Letters of other scripts that look like Latin ones, and the marks that people type for others."""
_LINKING = (
    "with|at|in|on|for|from|by|before|after|while|until|when|and|or|to|that|which|who|if|so|because|than|about|as"
)


class WordClass(Frozen):
    """Words that do the same in a pattern; each key is a list divided by commas."""

    verbs: str = ""
    """Base forms; "stab+" doubles its last letter, "steal/stole/stolen" has the forms that no rule gives."""
    nouns: str = ""
    """Singulars; the plural is made, "man/men" has its own."""
    words: str = ""
    """As they stand: words, phrases, patterns."""

    def present(self) -> list[str]:
        """Every alternative, verbs without their past forms."""
        verbs = [form for verb in _listed(self.verbs) for form in _inflected(verb)[0]]
        return [*verbs, *(form for noun in _listed(self.nouns) for form in _numbers(noun)), *_listed(self.words)]

    def past(self) -> list[str]:
        """The past forms of the verbs."""
        return [form for verb in _listed(self.verbs) for form in _inflected(verb)[1]]


def variants(text: str, vocabulary: Sequence[str] = ()) -> list[str]:
    """The words of a text as patterns read it, in one string: as they stand, and with disguises taken off.

    Words of `vocabulary` stand in for those of the same length with a star in place of a letter.
    """
    unwrapped = _WRAPPED.sub(" ", unicodedata.normalize("NFKD", text))
    plain = "".join(one for one in unwrapped if unicodedata.category(one) not in ("Cf", "Mn"))
    plain = re.sub(r"[ \t]+", " ", re.sub(r"([a-z])\1{2,}", r"\1\1", plain.casefold().translate(_LIKE)))
    joined = _SPREAD.sub("", _SPELT.sub(_run_together, plain))
    found = (_words(plain), _words(joined), _words(joined, vocabulary, undisguised=True))
    return list(dict.fromkeys(found))


def _run_together(found: re.Match[str]) -> str:
    """A word that was spelt out; "i" or "a" before it is a word of its own."""
    before, word = found[0][: found.start(1) - found.start()], found[0][found.start(1) - found.start() :]
    return before + re.sub(r"[\s.\-_*]", "", word)


def _words(text: str, vocabulary: Sequence[str] = (), undisguised: bool = False) -> str:
    text = re.sub(r"'s\b", " 's", _ENDING.sub(f" {END} ", text))
    words = [_undisguised(one, vocabulary) if undisguised else one for one in _found(text)]
    return f" {' '.join(words)} "


def _found(text: str) -> Iterator[str]:
    for one in re.finditer(r"'s\b|" + _TOKEN.pattern, text):
        yield one[0]


def _undisguised(word: str, vocabulary: Sequence[str]) -> str:
    if "*" in word.strip("*"):
        shape = re.compile(word.replace("$", "s").replace("@", "a").replace("*", "[a-z]").replace("!", "i"))
        word = next((one for one in vocabulary if shape.fullmatch(one)), word)
    return word.translate(_LEET) if re.search(r"[a-z]", word) else word


def compiled(pattern: str, classes: Mapping[str, WordClass]) -> re.Pattern[str]:
    """A pattern of words as a regular expression over what `variants` gives.

    `<name>` is a word of the class, `<name-ed>` a past form of its verbs, `~3` at most three words that link nothing
    (a noun's own), `..3` any three of the sentence, `(a b|c)` either, `?x` may be missing; any other word is a regular
    expression itself. Raises KeyError for a class that is not there.
    """
    return re.compile(f"(?<= ){_sequence(pattern, classes)}")


def _sequence(pattern: str, classes: Mapping[str, WordClass]) -> str:
    """Words one after the other; every one carries the blank that follows it."""
    return "".join(_item(one, classes) for one in _split(pattern, " "))


def _item(word: str, classes: Mapping[str, WordClass]) -> str:
    gap = _GAP.fullmatch(word)
    if gap:
        stop = f"(?!(?:{_LINKING}) )" if gap[1] == "~" else ""
        return rf"(?:{stop}[^ |]+ ){{0,{gap[2]}}}"
    if word.startswith("?"):
        return f"(?:{_item(word[1:], classes)})?"
    if word.startswith("<"):
        name, past = word[1:-1].removesuffix("-ed"), word.endswith("-ed>")
        return _either(classes[name].past() if past else classes[name].present(), classes)
    if word.startswith("(") and word.endswith(")"):
        return _either(_split(word[1:-1], "|"), classes)
    return f"{word} "


def _either(words: Sequence[str], classes: Mapping[str, WordClass]) -> str:
    return f"(?:{'|'.join(_sequence(one, classes) for one in dict.fromkeys(words))})"


def _split(pattern: str, mark: str) -> list[str]:
    """The parts of a pattern between marks that stand in no bracket."""
    depth, parts = 0, [""]
    for one in pattern:
        depth += (one == "(") - (one == ")")
        if one == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += one
    return [part.strip() for part in parts if part.strip()]


def _listed(text: str) -> list[str]:
    return _split(text, ",")


def _inflected(verb: str) -> tuple[list[str], list[str]]:
    """Present and past forms of a verb, which may carry its object or particle: "break into"."""
    head, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    base, *past = head.split("/")
    stem = base.rstrip("+")
    doubled = stem + stem[-1] if base.endswith("+") else stem.removesuffix("e")
    singular = _plural(stem)
    past = past or [f"{stem[:-1]}ied" if re.search(r"[^aeiou]y$", stem) else f"{doubled}ed"]
    return [f"{one}{tail}" for one in (stem, singular, f"{doubled}ing")], [f"{one}{tail}" for one in past]


def _numbers(noun: str) -> list[str]:
    one, _, many = noun.partition("/")
    return [one, many or _plural(one)]


def _plural(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|ch|sh|z)$", word) else f"{word}s"
