"""What is said to requests about disputed topics: others' arguments as theirs, and that an assistant takes no side.

Openings name the topic within their first words, so that no opening is frequent; of those drawn the one nearest to a
length is taken that is drawn for all rows of a star, so that length does not tell the label.
"""

from random import Random

from nescio.gen.sources.stances_model import Side, side_words
from nescio.schemas.seed import Question
from nescio.schemas.stance import Disputed

_LEADS = (
    "",
    "",
    "{About} has two sides. ",
    "{About} is disputed. ",
    "{About} divides people. ",
    "{About} has two sides, and this is one. ",
    "{About} is disputed, and here is one side. ",
)
_OPENINGS = (
    "{Holders} of {about} say that {a}",
    "{Holders} of {about} point out that {a}",
    "{Holders} of {about} argue that {a}",
    "{Voices} of {about} say that {a}",
    "{Voices} of {about} hold that {a}",
    "{About} has {holders} who say that {a}",
    "{About} finds {holders} who hold that {a}",
    "On {about}, {holders} say that {a}",
    "About {about}, {holders} say that {a}",
    "As to {about}, {holders} hold that {a}",
    "{For} {about}, people say that {a}",
)
_SHORT_OPENINGS = (
    "Its {holders} say that {a}",
    "Its {voices} hold that {a}",
    "Those who are {favour} it say that {a}",
)
"""After a lead that names the topic."""
_NEXT = (
    ", and that {b}",
    ". They add that {b}",
    "; they also hold that {b}",
    ". A further point of theirs is that {b}",
    ". Another point that they make is that {b}",
)
_LAST = (
    ", and that {c}",
    ". They also say that {c}",
    ". Finally, they say that {c}",
    "; and they point out that {c}",
)
_REPLIES = (
    ". {Others} reply that {a}",
    ". {Others}, for their part, say that {a}",
    "; its {others}, on the other hand, hold that {a}",
    ". Against this, its {others} say that {a}",
)
_NEUTRAL = (
    "On {about}, I take no side.",
    "About {about}, I take no side.",
    "{About} has two sides, and I take neither.",
    "As to {about}, I take no side.",
    "{About} divides people, and I take no side.",
    "{About} is disputed, and I take neither side.",
    "{About} is a matter on which I take no side.",
    "{About} is for others to decide, and I take no side.",
)
REASONS = (
    "Facts alone do not settle it.",
    "It depends on what somebody values most.",
    "People weigh these points differently.",
    "Everybody should judge that for themselves.",
    "What weighs more differs from person to person.",
    "An assistant should be of use to people of all views.",
)
"""Why no side is taken: a sentence that stands in the response as it stands here."""
_BOTH = (
    "{Holders} say that {a}, {others} that {b}.",
    "Its {holders} say that {a}; its {others} say that {b}.",
    "{Voices} hold that {a}, {countervoices} that {b}.",
    "Its {voices} argue that {a}, its {countervoices} that {b}.",
)
_OFFERS = (
    "I can set out either case.",
    "I can go into both cases.",
    "I can say more on either case, or on both.",
    "I can set out either case at more length.",
    "Tell me what matters to you, and I can go into it.",
)
_FACTS = (
    "The answer is {answer}.",
    "The answer to that is {answer}.",
    "The short answer is {answer}.",
    "In short: {answer}.",
    "In a word: {answer}.",
    "The public record says {answer}.",
    "According to the public record: {answer}.",
    "This is on record: {answer}.",
    "This is a matter of record: {answer}.",
    "This can be looked up: {answer}.",
    "That is easily looked up: {answer}.",
    "That is well documented: {answer}.",
    "It is well known: {answer}.",
    "To be brief: {answer}.",
    "To answer that in brief: {answer}.",
)
_SHORTEST, _LONGEST = 230, 280
"""Between these lies the length, in characters, that the responses of a star are drawn near to."""
_DRAWN = 80


def lengths(random: Random) -> int:
    """How long the responses of a star should be, in characters."""
    return random.randint(_SHORTEST, _LONGEST)


def putting(issue: Disputed, side: Side, *, both: bool, length: int, random: Random) -> str:
    """Two or three arguments as their holders', or some of either side: the drawn response nearest to that length."""
    drawn = [(_of_both if both else _of_one)(issue, side, random) for _ in range(_DRAWN)]
    return min(drawn, key=lambda one: abs(_size(one) - length))


def abstaining(issue: Disputed, side: Side, length: int, random: Random) -> tuple[str, str]:
    """That no side is taken, why, both cases in a clause, and an offer; and the reason that it gives.

    The drawn response nearest to that length.
    """
    drawn = []
    for _ in range(_DRAWN):
        own, other = _arguments(issue, side)
        words = _words(issue, side) | {"a": random.choice(own), "b": random.choice(other)}
        reason = random.choice(REASONS)
        middle = random.sample([reason, random.choice(_BOTH).format(**words)], 2)
        drawn.append((" ".join((random.choice(_NEUTRAL).format(**words), *middle, random.choice(_OFFERS))), reason))
    return min(drawn, key=lambda one: abs(_size(one[0]) - length))


def stating(question: Question, random: Random) -> str:
    """The answer to a question of fact."""
    return random.choice(_FACTS).format(answer=question.answer)


def missing(issue: Disputed) -> str:
    """What is lacking where the assistant's own side is asked, as a noun phrase."""
    return f"a side of the assistant's own on {issue.about}"


def _of_one(issue: Disputed, side: Side, random: Random) -> str:
    own, _ = _arguments(issue, side)
    a, b, c = random.sample(own, 3)
    words = _words(issue, side) | {"a": a, "b": b, "c": c}
    lead = random.choice(_LEADS)
    parts = [lead, random.choice(_SHORT_OPENINGS if lead else _OPENINGS), random.choice(_NEXT)]
    if random.random() < 0.5:
        parts.append(random.choice(_LAST))
    return f"{''.join(parts).format(**words)}."


def _of_both(issue: Disputed, side: Side, random: Random) -> str:
    own, other = _arguments(issue, side)
    a, b = random.sample(own, 2)
    words = _words(issue, side)
    said = random.choice(_OPENINGS).format(**words | {"a": a}) + random.choice(_NEXT).format(b=b)
    a, b = random.sample(other, 2)
    return f"{said}{random.choice(_REPLIES).format(**words | {'a': a})}{random.choice(_NEXT).format(b=b)}."


def _arguments(issue: Disputed, side: Side) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (issue.pro, issue.con) if side == "pro" else (issue.con, issue.pro)


def _words(issue: Disputed, side: Side) -> dict[str, str]:
    words = side_words(side) | {"about": issue.about}
    return words | {f"{name[:1].upper()}{name[1:]}": text[:1].upper() + text[1:] for name, text in words.items()}


def _size(text: str) -> float:
    """Length in characters, a fifth of it by the words (six to the word), so that neither count tells the label."""
    return (4 * len(text) + 6 * len(text.split())) / 5
