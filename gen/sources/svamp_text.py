"""Making the texts of SVAMP read well: its spacing, its lower-case names, and bodies that end in an open "If ..."."""

import re
from collections.abc import Callable

_PLURAL = {"cookie": "cookies", "grocery": "groceries"}
_REPAIRS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"\s+", " "),
    (r"\$ ?(\d[\d,.]*) dollars\b", r"$\1"),
    (r"\$ (?=\d)", "$"),
    (r"(?<=\w) - (?=\w)", "-"),
    (r"(?<=\w) (?=n't\b|'s\b|[.,?!;:](?:\s|$))", ""),
    (r"(?<!\w)' ([^']+?) '(?!\w)", r"'\1'"),
    (r"\b(\d+) g\b", r"\1 grams"),
    (
        r"\b(sugar|flour|salt|potatoes|bacon|[Ee]nglish|[Cc]hinese|[Ss]panish) (?=\d+ (?:cups|hours|suggested)\b)",
        r"\1, ",
    ),
    (r"\b(bananas|eggs|morning|yesterday) (?=\d+ [a-z]+)", r"\1, "),
    (r"(?<= long) (?=the (?:second|third) chapter)", ", "),
    (r"\b(\w+) ' dad\b", r"\1's dad"),
    (r"(?<= than) apple\b|(?<=\d\d) apple\b", " apples"),
    (r"\b(\d+) candy bar\b", r"\1 candy bars"),
    (r"\bpacks of (cookie|grocery)\b", lambda found: f"packs of {_PLURAL[found[1]]}"),
    (r"\ba single erasers\b", "a single eraser"),
    (r"\band (\d+) more (?=pages of biology\b)", r"and \1 "),
    (r"\ba box of some\b", "a box of"),
    (r"\bset of table\b", "set of tables"),
    (r"\beach grades\b", "each grade"),
    (r"\beach his friends\b", "each of his friends"),
    (r"\bmoney will have\b", "money will he have"),
    (r"\bdid machine\b", "did the machine"),
    (r"\b(?:a )?total (?:of )?(?=\d+ (?:apples|balloons))", "a total of "),
    (r"\bgained the (?=\d)", "gained "),
)
_COMPILED = tuple((re.compile(pattern), put) for pattern, put in _REPAIRS)
_SPELLING = {
    "altogther": "altogether",
    "containes": "contains",
    "everyday": "every day",
    "lesser": "less",
    "wtih": "with",
    "atm": "ATM",
    "ds": "DS",
    "dvds": "DVDs",
}
_NAMES = frozenset(
    "adam allan baker bob bobby brenda bryan carol dan danny dave david dean debby doug ed edward emily faye "
    "frank fred gwen haley helen jack jackie jake jason jeff jerry jesse jessica jessie jill john josh julia "
    "katie kelly lawrence lewis lucy luke marco mary matthew melissa nell olivia paco paige paul philip rachel "
    "randy rebecca robin ron ryan shirley sofia steven tiffany tyler zachary monday tuesday wednesday thursday "
    "friday saturday sunday english chinese spanish africa asia arkansas texas tech nintendo sony thanksgiving".split()
)
_WORD = re.compile(r"[A-Za-z]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_OPEN_IF = re.compile(r"If (?!.*, (?:how|what|then)\b)")


def cleaned(body: str, question: str) -> tuple[str, str]:
    """The context and the question of a record, each of whole sentences.

    A body that ends in "If he sold 9 of them" goes on in the question, and every such clause of SVAMP tells a plain
    fact. It becomes a sentence of the context, so that all questions about one story share it: "He sold 9 of them."
    """
    sentences = [_OPEN_IF.sub("", one, count=1) if one.startswith("If ") else one for one in _split(repaired(body))]
    stopped = (one if one.endswith((".", "!", "?")) else f"{one}." for one in sentences)
    return " ".join(map(_capital, stopped)), " ".join(map(_capital, _split(repaired(question))))


def repaired(text: str) -> str:
    """The text with its spacing, commas, spelling and capital names put right."""
    text = text.strip()
    for pattern, put in _COMPILED:
        text = pattern.sub(put, text)
    return _WORD.sub(lambda word: _word(word[0]), text)


def _word(word: str) -> str:
    return word.capitalize() if word in _NAMES else _SPELLING.get(word, word)


def _split(text: str) -> list[str]:
    return [one for one in _SENTENCE.split(text) if one]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
