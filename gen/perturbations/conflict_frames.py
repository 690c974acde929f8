"""Sentences about two sources that do not agree, and about which of them is right, around the noun clauses of facts.

A report says that the sources agree on `{agreed}` and gives the value that each has for `{disputed}`. A ruling says
that one of them, `{nth}`, is right about `{trusted}`, and that nobody has checked `{other}`.
"""

SOURCES = ("note", "report", "list", "article", "reporter", "visitor")
"""What the sources may be: "two lists", "the second visitor"."""

REPORTS = (
    "Two {source}s agree on {agreed}, but not on {disputed}: the first says {one}, the second says {two}.",
    "Two {source}s say the same about {agreed}, but not about {disputed}: the first says {one}, the second {two}.",
    "Two {source}s agree about {agreed}, but disagree about {disputed}: the first says {one} and the second {two}.",
    "Two {source}s disagree on {disputed}: the first says {one} and the second {two}, but they agree on {agreed}.",
    "Two {source}s disagree on {disputed} (the first says {one}, the second {two}), but they agree on {agreed}.",
    "Two {source}s disagree about {disputed}: the first says {one}, the second {two}; they agree about {agreed}.",
)

RULINGS = (
    "The {nth} {source} is known to be right about {trusted}, but nobody has checked {other}.",
    "The {nth} {source} turned out to be right about {trusted}, but nobody has checked {other}.",
    "The {nth} {source} was later found to be right about {trusted}; nobody checked {other}.",
    "Nobody has checked {other}, but the {nth} {source} is known to be right about {trusted}.",
    "Nobody has checked {other}, but the {nth} {source} turned out to be right about {trusted}.",
    "Nobody checked {other}, but the {nth} {source} was later found to be right about {trusted}.",
)
