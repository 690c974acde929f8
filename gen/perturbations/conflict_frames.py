"""Sentences about two sources that do not agree, and about which of them is right, around the noun clauses of facts.

A report says that the sources agree as to `{agreed}` and gives the value that each has for `{disputed}`. A ruling says
that one of them, `{nth}`, is right about `{trusted}`, and that this is not known of `{other}`.
"""

SOURCES = ("list", "note", "report", "letter", "record", "notebook", "message", "poster", "leaflet")
"""What the sources may be: "a first list", "the second leaflet"."""

REPORTS = (
    "As to {agreed}, a first {source} and a second {source} agree, but as to {disputed}, the first says {one} and the "
    "second says {two}.",
    "As to {disputed}, a first {source} says {one} and a second {source} says {two}, while they agree as to {agreed}.",
    "A first {source} and a second {source} agree when it comes to {agreed}, but when it comes to {disputed}, the "
    "first says {one} and the second says {two}.",
    "When it comes to {disputed}, a first {source} says {one} and a second {source} says {two}, but they agree when it "
    "comes to {agreed}.",
    "Look up {disputed}, and a first {source} says {one} and a second {source} says {two}; look up {agreed}, and they "
    "agree.",
    "Look up {agreed}, and a first {source} and a second {source} agree; look up {disputed}, and the first says {one} "
    "and the second says {two}.",
    "There is no difference between a first {source} and a second {source} as to {agreed}, but as to {disputed}, the "
    "first says {one} and the second says {two}.",
    "As to {disputed}, a first {source} says {one} and a second {source} says {two}, but there is no difference "
    "between them as to {agreed}.",
    "A first {source} and a second {source} agree as to {agreed}; they part ways as to {disputed}: the first says "
    "{one}, the second says {two}.",
    "A first {source} and a second {source} part ways as to {disputed}, for the first says {one} and the second says "
    "{two}, although they agree as to {agreed}.",
    "Going by a first {source}, it is {one} if you ask {disputed}, and going by a second {source}, it is {two}; they "
    "agree as to {agreed}.",
    "A first {source} and a second {source} say the same as to {agreed}, but if you ask {disputed}, the first says "
    "{one} and the second says {two}.",
)

RULINGS = (
    "It has turned out that the {nth} {source} is right about {trusted}, but nobody has looked into {other}.",
    "Nobody has looked into {other}, but it has turned out that the {nth} {source} is right about {trusted}.",
    "Since then it has been confirmed that the {nth} {source} is correct as to {trusted}, but not as to {other}.",
    "Later the {nth} {source} was found to be right about {trusted}, while nobody ever checked {other}.",
    "Nobody ever checked {other}, but the {nth} {source} was later found to be right about {trusted}.",
    "Everyone involved says that the {nth} {source} is to be trusted as to {trusted}, though nobody has asked them "
    "about {other}.",
    "Nobody has asked about {other}, though everyone involved says that the {nth} {source} is to be trusted as to "
    "{trusted}.",
    "As to {trusted}, the {nth} {source} is known to be right; as to {other}, nobody has compared them.",
    "As to {other}, nobody has made any inquiries; as to {trusted}, the {nth} {source} has proved right.",
    "Whoever checked {trusted} found the {nth} {source} correct, but no check was made of {other}.",
    "The {nth} {source} has proved right about {trusted}, but nobody could say the same about {other}.",
    "Nobody went to check {other}, but the {nth} {source} has proved right about {trusted}.",
)
