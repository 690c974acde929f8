"""Targets of divisions that have to come out even: reference responses where they do, and where they do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from nescio.gen.targets_conflict import closing, nearest, worked
from nescio.gen.templates import numerals

_FRAMES = (
    "{x} cannot be divided by {y} without a remainder. {ask}",
    "{check}, so {x} and {y} do not fit this text. {ask}",
    "{x} and {y} do not allow what is said, for {check}. {ask}",
    "Nothing may be left over, yet {check}. {ask}",
    "With {x} and {y} this is impossible, because {check}. {ask}",
    "There is a flaw: {x} is no multiple of {y}. {ask}",
    "{x} / {y} is no whole number, so it cannot be done as described. {ask}",
    "{check}, which the story rules out. {ask}",
    "{x} / {y} lies between {low} and {high}, and such things cannot be cut. {ask}",
    "{x} is no multiple of {y}, and one is needed. {ask}",
    "{y} does not go into {x} evenly, though the text says so. {ask}",
    "{check}, so I would check the numbers first. {ask}",
    "{check}, and so one premise must be wrong. {ask}",
    "If all is used up, {x} and {y} do not go together. {ask}",
    "{y} times a whole number is never {x}. That cannot be. {ask}",
    "{ask} As told, {check}, and it does not come out even.",
    "{ask} I ask because {x} is no multiple of {y} at all.",
    "{y} would have to divide {x}, but {check}. {ask}",
    "{check}, so I know no answer that fits everything said. {ask}",
    "Either {x} or {y} has to be another number, since {check}. {ask}",
    "{check}, if one tries it, and that goes against the text. {ask}",
    "{x} does not come out even, so long as {check}. {ask}",
    "{rest} would remain of {x}, where none should; so the premise fails. {ask}",
    "{x} / {y} leaves {rest} where the text leaves nothing. {ask}",
    "{check}. A remainder is just what the text rules out. {ask}",
    "{check}, so somebody must have miscounted. {ask}",
    "{x} and {y} clash with the wish that nothing is left. {ask}",
    "{low} is too few and {high} too many: {x} is no multiple of {y}. {ask}",
    "Dividing {x} by {y} leaves {rest}, and that is not allowed here. {ask}",
    "{rest} would be left of {x}, which the text does not allow. {ask}",
    "An even division of {x} by {y} does not exist. {ask}",
    "{check}, so one of the numbers is off. {ask}",
    "{x} and {y} do not match, for {rest} would remain. {ask}",
    "{y} times {low} is not {x}, nor is {y} times {high}. {ask}",
)
_FITS = (
    "{x} / {y} = {low} comes out even, as it must where nothing can be cut and nothing is left over.",
    "{x} / {y} = {low}, a whole number, so that nothing is left over, just as the text wants it.",
    "{y} x {low} = {x}, so the division that the text speaks of comes out even: {x} / {y} = {low}.",
    "{x} is a multiple of {y}, namely {y} x {low}, so all is used up as the text says it is.",
    "{y} goes into {x} exactly {low} times, and the text asks for just that, with nothing left over.",
    "{x} divided by {y} is {low}, a whole number, as it has to be if nothing may be left over.",
    "{low} times {y} is {x}, and so no remainder is left of the {x}, just as the text says.",
    "{x} / {y} = {low} is the division that may leave nothing over, and it comes out even.",
    "{x} may leave no remainder when divided by {y}, and it leaves none: the result is {low}.",
    "{x} / {y} has to be a whole number, as nothing is left over, and it is one, namely {low}.",
    "Dividing {x} by {y} gives {low} and leaves nothing, so everything that the text says fits together.",
    "{x} / {y} = {low} to begin with, which leaves no remainder and so agrees with what is said.",
    "{x} = {y} x {low}, which agrees with the text in that nothing is left and nothing has to be cut.",
    "{x} over {y} makes {low} exactly, so what the text says about the remainder holds.",
    "{y} as a divisor may leave nothing of {x}, and it leaves nothing: {x} / {y} = {low}.",
    "Does {y} divide {x}? Yes, {low} times, and so the text's demand that nothing is left can be met.",
    "Because {y} x {low} = {x}, the numbers fit the demand that nothing is left over, and {x} / {y} = {low}.",
    "For {x} and {y} the division leaves nothing, as it should: {x} / {y} = {low}, a whole number.",
)
_DRAWN = 8


@dataclass(frozen=True)
class Division:
    """A division in numbers as they are written."""

    x: str
    y: str
    low: str
    """How often the divisor goes into the dividend."""
    high: str
    """One more."""
    rest: str
    check: str
    """"5 x 4 = 20 leaves 4 of 24"."""


def division(x: Fraction, y: Fraction) -> Division:
    """A division as it is written; `y` is not zero."""
    low = Fraction(x // y)
    rest = x - low * y
    said = {name: numerals.digits(value) for name, value in {"x": x, "y": y, "low": low, "rest": rest}.items()}
    check = f"{said['y']} x {said['low']} = {numerals.digits(low * y)} leaves {said['rest']} of {said['x']}"
    return Division(**said, high=numerals.digits(low + 1), check=check)


def uneven_target(division: Division, ask: str, like: str, random: Random) -> str:
    """That it does not come out even, and the question that would settle it; about as long as `like`."""
    frames = random.sample(_FRAMES, _DRAWN)
    drawn = [frame.format(**vars(division), ask=ask) for frame in frames]
    return nearest([text[:1].upper() + text[1:] for text in drawn], like)


def even_target(division: Division, steps: Sequence[str], answer: str, style: int, random: Random) -> str:
    """That it comes out even, the further steps, and last the answer."""
    return f"{evenly(division, random)} {worked(steps, style)}{closing(answer, random)}"


def evenly(division: Division, random: Random) -> str:
    """That a division comes out even, as a sentence."""
    return random.choice(_FITS).format(**vars(division))
