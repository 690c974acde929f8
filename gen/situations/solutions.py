"""What an answerable situation's reference response says before its answer."""

from random import Random

from nescio.gen.situations.world import Spot

_FRAMES = (
    "{name} {verb} {where}, and {fact}.",
    "{name} {verb} {where}; {fact}.",
    "{name} {verb} {where}. From there the rest follows: {fact}.",
    "{name}, the text says, {verb} {where}; {fact}.",
    "{name} is the one who {verb} {where}. {Fact}.",
    "{name} {verb} {where}, whatever else the text tells. {Fact}.",
    "{Where}, we read, {name} {verb}. And {fact}.",
    "{Where} {name} {verb}, and {fact}.",
    "As {name} {verb} {where}, the rest is known: {fact}.",
    "For {name} the text is clear: {name} {verb} {where}. {Fact}.",
    "Since {name} {verb} {where}, we can tell: {fact}.",
    "That {name} {verb} {where} is told, and {fact}.",
    "If {name} {verb} {where}, as we read, then this holds: {fact}.",
    "About {name} it says: {verb} {where}. {Fact}.",
    "{spot} is what the text gives for {name}. {Fact}.",
)


def solution(name: str, verb: str, where: str, spot: Spot, random: Random) -> str:
    """Why the answer is what it is, without the answer's own line."""
    inside = spot.told not in (spot.entity, *spot.values[:1])
    place = not spot.entity[0].isdigit()
    fact = f"{spot.told} is in {spot.entity}; {spot.because}" if inside and place else spot.because
    words = {"name": name, "verb": verb, "where": where, "fact": fact, "spot": spot.told}
    words |= {"Where": where[:1].upper() + where[1:], "Fact": fact[:1].upper() + fact[1:]}
    return random.choice(_FRAMES).format(**words)
