"""Sentences about two sources that do not agree, and about which of them is right, around the names of facts.

A report says that the sources agree on `{agreed}` and gives the value that each has for `{disputed}`. A ruling says
that one of them, `{nth}`, is right about `{trusted}`, and that nobody has checked `{other}`. The disputed fact stands
there as a noun clause, the others by short names.
"""

SOURCES = ("note", "report", "list", "article", "reporter", "visitor")
"""What the sources may be: "two lists", "the second visitor"."""

REPORTS = (
    "Two {source}s agree on {agreed}, but not on {disputed}: the first says {one}, the second {two}.",
    "Two {source}s agree about {agreed}, but not about {disputed}: the first says {one}, the second {two}.",
    "Two {source}s disagree on {disputed}: the first says {one}, the second {two}; they agree on {agreed}.",
    "Two {source}s disagree on {disputed} (the first says {one}, the second {two}), but agree on {agreed}.",
)

RULINGS = (
    "The {nth} {source} is right about {trusted}, but nobody has checked {other}.",
    "The {nth} {source} has proved right about {trusted}, but nobody has checked {other}.",
    "The {nth} {source} turned out to be right about {trusted}; nobody has checked {other}.",
    "Nobody has checked {other}, but the {nth} {source} is right about {trusted}.",
    "Nobody has checked {other}, but the {nth} {source} has proved right about {trusted}.",
    "Nobody has checked {other}, but the {nth} {source} turned out to be right about {trusted}.",
)
