"""Whether one sentence leans on another: it takes up what that one brought in, and cannot stand without it."""

import re

from nescio.gen.spans.words import EMPTY, plain, stem, words

_OPENING = re.compile(
    r"[\"“(]?(?:he|she|it|they|we|his|her|hers|its|their|theirs|him|them|this|that|these|those|such|however|also|thus"
    r"|therefore|hence|moreover|furthermore|additionally|similarly|likewise|meanwhile|then|later|afterwards?|instead"
    r"|but|and|or|nor|yet|so|both|either|neither|another|others?|some|many|most|several|few|one|each|all|none|here|there"
    r"|nevertheless|nonetheless|consequently|accordingly|still|again|finally|next|subsequently|eventually|even|indeed"
    r"|conversely|soon|earlier|previously|together|first|second|third|last|further|more|less|rather|otherwise|besides"
    r"|yes|no|in (?:addition|contrast|turn|fact|particular|response|return|comparison|other words|doing so|part|all"
    r"|total|this|that|these|those|such|both|the (?:same|latter|former|end|meantime|following|next|first|second))"
    r"|as (?:a result|such|well|of (?:this|that))|for (?:example|instance|this|that|these|those|such|his|her|its|their)"
    r"|on the other hand|at (?:this|that|the same|the time|first|last)|by (?:this|that|then|contrast|comparison)"
    r"|(?:after|before|from|to|with|under|during|of) (?:this|that|these|those|his|her|its|their|which|there|then|here)"
    r"|\w+ (?:years?|months?|weeks?|days?|decades?|centuries) (?:later|earlier|before|after|afterwards|on)"
    r"|of the (?:\w+ )?(?:two|three|four|five)"
    r"|the (?:others?|latter|former|same|following|next|first|second|third|last|result|remaining|rest|two|three|four"
    r"|five))\b",
    re.IGNORECASE,
)
_INNER = re.compile(
    r"\b(?:the latter|the former|the same|respectively|thereby|thereof|therein|thereafter|afterwards?|these|those|such"
    r"|this|aforementioned|instead|however|therefore|thus|later that|the (?:next|following|previous)|likewise"
    r"|the (?:year|day|month|time|event|incident|period))\b",
    re.IGNORECASE,
)
_PERSON = frozenset("he she him his her hers himself herself".split())
_THING = frozenset("it its itself they them their theirs themselves".split())
_POINTING = frozenset("the this that these those such said".split())


def stands_alone(sentence: str) -> bool:
    """Whether a sentence names what it speaks of: no pronoun and no word that points to the sentence before it."""
    return not _OPENING.match(sentence) and not _INNER.search(sentence) and not _unnamed(sentence)


def _unnamed(sentence: str) -> bool:
    """Whether a pronoun stands before anything that it could mean in the sentence."""
    named = thing = False
    for number, word in enumerate(words(sentence)):
        bare = plain(word)
        if (bare in _PERSON and not named) or (bare in _THING and not thing):
            return True
        named = named or (word[0].isupper() and bare not in EMPTY and number > 0)
        named = named or (number == 0 and bare not in EMPTY and len(bare) > 3)
        thing = thing or bare not in EMPTY
    return False


def leans(sentences: list[str], removed: int) -> int | None:
    """The first later sentence that leans on the sentence `removed`; None where none does.

    The next one must stand alone, and no later one may point to a thing ("the theatre") that the removed sentence is
    the first to bring in.
    """
    if removed + 1 < len(sentences) and not stands_alone(sentences[removed + 1]):
        return removed + 1
    before = {stem(word) for one in sentences[:removed] for word in words(one)}
    said = [stem(word) for word in words(sentences[removed]) if plain(word) not in EMPTY]
    things = {one for one in said if one not in before}
    for number in range(removed + 1, len(sentences)):
        pointed = False
        for word in words(sentences[number]):
            if pointed and stem(word) in things:
                return number
            pointed = plain(word) in _POINTING or (pointed and plain(word) not in EMPTY)
    return None
