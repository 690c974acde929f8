"""What nonexistent_entity says: that nothing of the name is known.

Responses begin with the name where that is unlike others, so that no opening is frequent.
"""

from random import Random

_OPENINGS = (
    "{Name} is no {kind} that I know of",
    "{Name} means nothing to me as the name of a {kind}",
    "{Name} is in no list of its kind that I know",
    "{Name}, as far as I can tell, does not exist",
    "{Name}? I have never come across a {kind} of that name",
    "{Name} is not the name of any {kind} known to me",
    "{Name} is unknown to me",
    "{Name} does not turn up in anything that I know",
)
_OTHER_OPENINGS = (
    "No list that I know has {name}",
    "I know of no {kind} called {name}",
    "Nothing that I know mentions {name}",
    "I have never come across {name}",
    "As far as I can tell, {name} does not exist",
    "Among the names that I know, {name} is missing",
    "To my knowledge there is no {kind} called {name}",
    "Of {name} I know nothing",
    "Such a {kind} as {name} is unknown to me",
    "There seems to be no {kind} called {name}",
    "Nothing at my disposal mentions {name}",
    "Searching what I know, I do not find {name}",
)
"""For names that begin like many others, with "the" or "Mount"."""
_MIDDLES = (
    "It may be misspelt or made up.",
    "The name may have been invented.",
    "So I cannot answer without making something up.",
    "Anything I said about it would be invented.",
    "The question takes it for granted that there is one.",
    "I had rather say so than guess.",
    "",
)
_ASKS = (
    "Could you check the spelling of {name}?",
    "Where did you come across {name}?",
    "Did you mean another {kind}?",
    "Is there another name for it?",
    "Can you tell me more about {name}?",
)
_DRAWN = 24


def nothing_known(name: str, kind: str, like: str, random: Random) -> tuple[str, str]:
    """A response that says that nothing is known of the name, about as long as `like`, and the question in it."""
    words = {"name": name, "Name": name[:1].upper() + name[1:], "kind": kind}
    common = words["Name"].split(" ", 1)[0] in ("The", "Mount", "Portrait")
    openings = _OTHER_OPENINGS if common else _OPENINGS
    drawn = []
    for _ in range(_DRAWN):
        ask = random.choice(_ASKS).format(**words)
        first = random.choice(openings).format(**words)
        drawn.append((" ".join(part for part in (f"{first}.", random.choice(_MIDDLES), ask) if part), ask))
    return min(drawn, key=lambda one: abs(len(one[0]) - len(like)))
