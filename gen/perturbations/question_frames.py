"""What question_deletion says: orders in the place of questions, and reference responses."""

import re
from random import Random

_SUBJECT = r"(?P<s>[A-Z][a-z]+|he|she|they|it|we|I|you|(?:the|his|her|their|each|every) [a-z]+)"
_ALONE = r"(?P<s>[A-Z][a-z]+|he|she|they|it|we|I|you)(?!['’]| and\b| or\b|,| [A-Z])"
_OPEN = r"[Hh]ow (?P<q>many|much)(?P<n>(?: [a-z]+){1,4}?)"
"""A question's beginning, with what is counted."""
_RULES = (
    (re.compile(rf"^{_OPEN} (?P<v>are|were|is|was) there\b(?P<r>[^?]*)\?$"), "how {q}{n} there {v}{r}"),
    (re.compile(rf"^{_OPEN} does {_SUBJECT} have\b(?P<r>[^?]*)\?$"), "how {q}{n} {s} has{r}"),
    (re.compile(rf"^{_OPEN} do {_SUBJECT} have\b(?P<r>[^?]*)\?$"), "how {q}{n} {s} have{r}"),
    (re.compile(rf"^{_OPEN} did {_SUBJECT} have\b(?P<r>[^?]*)\?$"), "how {q}{n} {s} had{r}"),
    (re.compile(rf"^{_OPEN} does {_SUBJECT} need\b(?P<r>[^?]*)\?$"), "how {q}{n} {s} needs{r}"),
    (
        re.compile(rf"^{_OPEN} (?P<v>will|can|would|could|should|must) {_ALONE}\b(?P<r>[^?]*)\?$"),
        "how {q}{n} {s} {v}{r}",
    ),
    (re.compile(rf"^{_OPEN} (?P<v>are|were) (?P<r>left|in|on|still)\b(?P<t>[^?]*)\?$"), "how {q}{n} {v} {r}{t}"),
    (
        re.compile(r"^[Hh]ow much does (?P<s>(?:each|every|one|an?|the) [a-z]+) cost(?P<r>[^?]*)\?$"),
        "how much {s} costs{r}",
    ),
    (re.compile(r"^What (?:is|was) the (?P<r>[^?]+)\?$"), "the {r}"),
)
_ORDERS = ("Work out {q}.", "Calculate {q}.", "Please work out {q}.", "Find out {q}.", "Please calculate {q}.")
_NAMED = (*_ORDERS, "Find {q}.", "Determine {q}.")
"""What can also be said before "the width of the field"."""

_MISSING = (
    "Nothing is asked here",
    "The text tells a story and ends without a question",
    "There is no question in this",
    "I see the facts but not what is wanted",
    "No task is given",
    "The account stops before anything is asked",
    "It is not clear what should be worked out",
    "These are facts without a question",
    "The message ends with the last fact",
    "What you want to know is not said",
    "So far this only describes a situation",
    "I have read the numbers, but there is no question to go with them",
    "You have told me the story and not yet the question",
    "A question seems to be missing at the end",
    "Before I reckon anything I need a question",
    "I can follow the story up to its end, where a question should be",
    "All of this is a description",
    "Several things could be asked about this, and none is",
    "As it stands there is nothing to solve",
    "The last sentence leaves open what is to be found",
    "Here are figures and no aim",
    "This reads like the beginning of a problem",
    "No question yet",
    "Nothing to solve yet",
    "No aim is named",
    "Without a question I cannot tell which figure matters",
    "Only the setting of a problem is given",
)
_FURTHER = (
    "Several quantities could be worked out from these facts, and they would be different answers.",
    "I would rather not guess which of the figures you are after.",
    "A sum, a difference or a share could be meant, and they lead to different results.",
    "Once I know what is wanted, I can go through the figures step by step.",
    "The facts by themselves are clear enough to work with.",
    "To pick a question for you would be a guess.",
    "Some of the figures may not even be needed, depending on what you ask.",
    "With a question I could show each step of the way and check the result at the end.",
)
_ASKS = (
    "What would you like to know?",
    "What would you like me to work out?",
    "Which quantity should I find?",
    "What is the question?",
    "What do you want to find out about this?",
    "Could you add the question?",
    "What is asked?",
    "What is wanted?",
    "What should be calculated?",
    "Which of these things would you like to know more about?",
)
_DRAWN = 24


def as_order(question: str, random: Random) -> str | None:
    """The question as an order ("Find how many apples Ana has."), or None where no narrow pattern fits."""
    for pattern, form in _RULES:
        match = pattern.match(question)
        if match is not None:
            orders = _NAMED if form.startswith("the ") else _ORDERS
            return random.choice(orders).format(q=form.format(**match.groupdict()))
    return None


def target(like: str, random: Random) -> tuple[str, str]:
    """A response that says that nothing is asked, and the question in it: the drawn one nearest in length to `like`."""
    drawn = []
    for _ in range(_DRAWN):
        further = random.sample(_FURTHER, random.choice((0, 0, 1, 2, 3, 4)))
        ask = random.choice(_ASKS)
        drawn.append((" ".join([f"{random.choice(_MISSING)}.", *further, ask]), ask))
    return min(drawn, key=lambda found: abs(len(found[0]) - len(like)))
