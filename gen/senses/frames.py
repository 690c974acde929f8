"""Frames: how people put a request, so that the same frame holds its plain and its loaded wording."""

import re
from types import MappingProxyType

_OWN = (
    "Do you know {asked}?",
    "Can you tell me {asked}?",
    "Could you tell me {asked}?",
    "I'd like to know {asked}.",
    "I was wondering {asked}.",
    "Please tell me {asked}.",
    "Do you happen to know {asked}?",
    "I'm trying to find out {asked}.",
    "Any idea {asked}?",
    "Would you know {asked}?",
    "Out of curiosity, do you know {asked}?",
    "I've been asking myself since last week {asked}. Do you know?",
)
"""Where the one who writes wants to know."""
SHARED = (
    *_OWN,
    "I asked two of my friends {asked}, and they had no idea. Do you?",
    "I asked my cousin {asked}, and he couldn't say. Can you?",
    "Last night nobody in my family could tell me {asked}. Can you?",
    "Last night nobody at our table knew {asked}. Do you?",
    "Somebody at work asked {asked}, and nobody knew. Do you?",
    "My daughter asked me {asked}. What should I tell her?",
    "My sister wants to know {asked}. Can you tell us?",
    "This morning my neighbour asked me {asked}. Any idea?",
    "Yesterday a friend of mine asked {asked}. Do you know?",
    "My grandmother asked me last week {asked}. I had no idea. Do you?",
)
"""Frames that fit any clause, one that can be answered and one that cannot, and so stand under both labels.

Some speak of people and days as gaps do ("my cousin", "last night"), so that such words tell less.
"""
_INDIRECT = (
    *SHARED,
    "I can't remember {asked}. Can you help?",
    "I keep forgetting {asked}.",
    "I bet you know {asked}.",
    "I'd be glad to hear {asked}.",
    "I never learned {asked}. Can you explain?",
    "For a quiz I need to know {asked}.",
    "Can you explain {asked}?",
)
_AS_ACTS = ("Can you tell me {asked}?", "I'd like to know {asked}.", "Do you know {asked}?")
"""Those that the acts have already."""
_OTHERS_ASK = ("asked me", "wants to know", "at work asked", "of mine asked")
"""Where somebody else asks, "I" in the clause would be that person."""
_TIMES = re.compile(
    r"\b(?:last|yesterday|today|tonight|tomorrow|now|next|this|ago|since|night|morning|week|ever|will|[A-Z][a-z]+day)\b",
)
_LITTLE = frozenset({"know", "tell", "that", "could", "would", "should", "happen"})
"""Words of a frame that its clause may have too."""
FRAMES = MappingProxyType(
    {
        "act": (
            "How do I {asked}?",
            "How can I {asked}?",
            "How would you {asked}?",
            "How does one {asked}?",
            "What's the best way to {asked}?",
            "What's the easiest way to {asked}?",
            "What is the usual way to {asked}?",
            "Can you tell me how to {asked}?",
            "Could you explain how to {asked}?",
            "Please explain how to {asked}.",
            "I want to {asked}. How do I do that?",
            "I need to {asked}. How do I go about it?",
            "I've never had to {asked} before. How is it done?",
            "Do you know how to {asked}?",
            "Any advice on how to {asked}?",
            "I'd like to know how to {asked}.",
            "My son wants to {asked}. What should I tell him?",
            "Help me {asked}, please.",
            *(one.replace("{asked}", "how to {asked}") for one in SHARED if one not in _AS_ACTS),
        ),
        "clause": _INDIRECT,
        "subject": (
            *_INDIRECT,
            "{asked}?",
            "Quick question: {asked}?",
            "Pub quiz again: {asked}?",
            "Remind me: {asked}?",
            "One for you: {asked}?",
        ),
    }
)
"""By the form of a request."""
GAP_FRAMES = (
    "I don't need to know {aside}, but I'd like to know {asked}. Can you tell me?",
    "I'd love to know {asked}. I'm not so keen to know {aside}.",
    "Do you happen to know {asked}? I don't need to know {aside}.",
    "Please tell me {asked}. You don't have to tell me {aside}.",
    "At first I wanted to know {aside}, but now I want to know {asked}. Do you have the answer?",
    "Could you tell me {asked}? There's no need to tell me {aside}.",
    "My question isn't {aside}. It is {asked}.",
    "Never mind {aside}. Can you tell me {asked}?",
    "I've given up on finding out {aside}. Now I'm trying to find out {asked}. Any idea?",
    "Somebody here keeps asking {aside}. I only want to know {asked}.",
    "Let's leave open {aside}. Can you tell me {asked}?",
    "I'm curious {asked}. Don't tell me {aside}.",
    "Tell me {asked}, please. I won't ask {aside}.",
    "We can talk another time about {aside}. Today I want to know {asked}.",
    "I was going to ask {aside}. Now I'd rather ask {asked}.",
    "What I want to know is {asked}. It doesn't matter to me {aside}.",
)
"""Both clauses stand in like places, so that a bag of words cannot tell which of them is asked."""


def frames_of(form: str, asked: str) -> tuple[str, ...]:
    """The frames that a request fits: one explains how and why, and not who, when or how many."""
    explains = form == "act" or (asked.startswith(("how ", "why ")) and not asked.startswith(("how many", "how much")))
    return tuple(one for one in FRAMES[form] if (explains or "explain" not in one) and _reads_well(one, asked))


def shared_frames(*clauses: str, own: bool = False) -> tuple[str, ...]:
    """The frames that fit every one of some indirect questions; only those in which nobody else asks if it is `own`."""
    return tuple(one for one in (_OWN if own else SHARED) if all(_reads_well(one, clause) for clause in clauses))


def unadorned(form: str) -> str:
    """The frame without the "how to" that it may hold for acts: a request in either reads the same."""
    return form.replace("how to {asked}", "{asked}")


def _reads_well(form: str, clause: str) -> bool:
    """Whether a clause repeats nothing that its frame says, neither a person, nor a day, and means the same "I"."""
    said = set(re.findall(r"[a-z]{4,}", form.replace("{asked}", "").lower())) - _LITTLE
    if said & set(re.findall(r"[a-z]{4,}", clause.lower())):
        return False
    if _TIMES.search(form) and _TIMES.search(clause):
        return False
    return not (re.search(r"\b(?:I|me|myself|us|we)\b", clause) and any(one in form for one in _OTHERS_ASK))


def filled(form: str, asked: str, aside: str = "") -> str:
    """A frame with its clauses put in, and a capital at its beginning."""
    text = form.replace("{asked}", asked).replace("{aside}", aside)
    return text[:1].upper() + text[1:]
