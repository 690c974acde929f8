"""Reference responses to a question about a thing of which the text tells no figure."""

from random import Random

from nescio.gen.things.registry import plural_of

# {a} is the thing that is asked about, {t} the one that the text tells of, both in the plural; {A} and {T} begin a
# sentence. One sentence of each list is drawn, or none, so that short and long responses can be had.
_LACKING = (
    "The text tells nothing about how many {a} there are",
    "No figure in the text belongs to the {a}",
    "{A} are mentioned, but no quantity of them is given",
    "The numbers here belong to the {t} and not to the {a}",
    "I find figures for the {t} and none for the {a}",
    "For the {a} the text gives no quantity",
    "What the text counts is {t}; the {a} are only mentioned",
    "{T} are what this is about, and the {a} come without a number",
    "This asks about {a}, yet all the figures are about {t}",
    "Only the {t} have figures here; the {a} have none",
    "There is nothing to reckon with for the {a}",
    "Nowhere does the text put a number to the {a}",
    "About the {a} we learn that they exist and no more",
    "The question cannot be settled for {a}, which have no figures here",
    "An answer needs figures for the {a}, and the text has them for the {t} alone",
    "It is the {t} that are counted, so the {a} stay open",
    "Although {a} come up, the quantities all concern the {t}",
    "To say anything about the {a} I would have to know their number",
    "With what is given, only the {t} can be worked out and not the {a}",
    "Of the {a} no amount is stated",
    "All that could be computed from this concerns the {t}, while the {a} lack a figure",
    "We would need a quantity of {a}, which is missing",
    "Missing here: any figure for the {a}",
    "Reading it again, I see quantities of {t} and a mere mention of {a}",
    "Unlike the {t}, the {a} are not counted",
    "Beyond a passing mention the {a} do not figure in the text",
    "That depends on figures for the {a}, which are not given",
    "Every quantity in the story belongs to the {t}; for {a} it has none",
    "Since no number goes with the {a}, no answer follows",
    "{A} appear here without any amount",
    "{A} are not counted",
    "{A} lack figures",
    "No figure for {a}",
    "{A} have no number here",
    "Only {t} have figures",
)
_FURTHER = (
    "What holds for the {t} need not hold for the {a}, so nothing can be carried over.",
    "To put the figures of the {t} in their place would be a guess.",
    "Their number could be anything, and the result would change with it.",
    "The {t} could be worked out, but that is not what is asked.",
    "The mention of the {a} says that they are there and leaves open how many.",
    "Nothing links the {t} and the {a} either, so there is no way from these to those.",
    "If the question was meant for the {t}, the text does give what is needed.",
)
_STEPS = (
    "With figures for the {a} the same steps could be taken as for the {t}: put them in their place and work on.",
    "The way to an answer is clear enough, since it is that for the {t}; what lacks is the numbers to begin with.",
    "I could set up the same calculation as for the {t}, but each of its first numbers would be unknown.",
)
_ASKS = (
    "Can you give the figures for the {a}?",
    "What are the figures for the {a}?",
    "Which quantities apply to the {a}?",
    "Do you have the numbers for the {a}?",
    "Is there a figure for the {a}, or are the {t} meant?",
    "Could you tell me the quantities of the {a}?",
    "Did you mean the {t}, or can you add figures for the {a}?",
    "What is known about the quantity of {a}?",
    "Any figures for {a}?",
    "What about {a}?",
)
# {h} is what the thing comes in, {hs} its plural; {how} "how many pears there are in a box".
_HELD_LACKING = (
    "The text does not say {how}",
    "Of the {a} only the {hs} are counted, and we are not told {how}",
    "The {a} come in {hs}, and nothing tells {how}",
    "We know how many {hs} of {a} there are, but not {how}",
    "The {t} are counted, and of the {a} only the {hs} are",
    "For the {a} the text counts {hs}, and it leaves open {how}",
    "To answer this I would need to know {how}",
    "The number of {a} depends on {how}, which is not given",
    "Nobody says {how}",
    "It is not stated {how}",
    "The {t} could be worked out; the {a} could not, as we do not know {how}",
    "What is missing is {how}",
    "{A} are only given by the {h}",
    "Only {hs} of {a} are counted",
    "We only know the {hs}",
    "No word on {how}",
    "Unlike for the {t}, nothing says {how}",
    "{HS} of {a} are mentioned, single {a} are not",
    "{T} are counted here, {a} are not",
    "The figures of this text give the {t} and, for the {a}, no more than the {hs}",
)
_HELD_FURTHER = (
    "A {h} could hold any number of them, and the result would change with it.",
    "What holds for the {t} need not hold for the {a}, so nothing can be carried over.",
    "Any number I gave would be a guess.",
    "The {hs} need not even be alike.",
    "With that known, the rest would be a simple calculation.",
    "If the question was meant for the {t}, the text does give what is needed.",
)
_HELD_STEPS = (
    "I could work out how many {hs} there are, but that is not what is asked.",
    "Counting the {hs} would be easy, yet the question is about what is in them.",
    "The calculation itself would be that for the {t}, once the {hs} are turned into {a}.",
)
_HELD_ASKS = (
    "How many {a} are there {on} each {h}?",
    "How many {a} are {on} a {h}?",
    "Can you tell me {how}?",
    "Do you know {how}?",
    "Are the {t} meant, or can you tell me {how}?",
    "Could you say {how}?",
)
_DRAWN = 24
_FLAT = frozenset({"tray", "platter", "pallet"})
"""What things are on and not in."""


def held_in(asked: str, holder: str) -> str:
    """What lacks, as a clause: "how many pears there are in a box"."""
    return f"how many {asked} there are {_on(holder)} a {holder}"


def unrelated_target(asked: str, told: str, like: str, random: Random, holder: str = "") -> tuple[str, str]:
    """A response that names what lacks and asks for it, and the question it asks: the nearest in length to `like`.

    A `holder` is what the thing comes in, where the text counts that.
    """
    drawn = [_one(asked, told, holder, random) for _ in range(_DRAWN)]
    return min(drawn, key=lambda found: abs(len(found[0]) - len(like)))


def _one(asked: str, told: str, holder: str, random: Random) -> tuple[str, str]:
    frames = (_HELD_LACKING, _HELD_FURTHER, _HELD_STEPS, _HELD_ASKS) if holder else (_LACKING, _FURTHER, _STEPS, _ASKS)
    further = random.sample(frames[1], random.choice((0, 0, 1, 2, 3)))
    steps = [random.choice(frames[2])] if len(further) > 1 else []
    parts = [random.choice(frames[0]) + ".", *steps, *further, random.choice(frames[3])]
    filled = [_filled(part, asked, told, holder) for part in parts]
    return " ".join(filled), filled[-1]


def _filled(frame: str, asked: str, told: str, holder: str) -> str:
    words = {"a": asked, "t": told, "h": holder, "hs": plural_of(holder) if holder else ""}
    capital = {key.upper(): word[:1].upper() + word[1:] for key, word in words.items()}
    return frame.format(**words, **capital, how=held_in(asked, holder), on=_on(holder))


def _on(holder: str) -> str:
    return "on" if holder in _FLAT else "in"
