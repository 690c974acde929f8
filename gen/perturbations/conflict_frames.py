"""Sentences about two sources that do not agree, and about which of them is right, around the names of facts.

A report says that the sources agree on `{agreed}` and gives the value that each has for `{disputed}`. A ruling says
that one of them, `{nth}`, is right about `{trusted}`, and that nobody has checked `{other}`. The disputed fact stands
there as a noun clause, the others by short names.
"""

SOURCES = ("note", "report", "list", "article", "reporter", "visitor")
"""What the sources may be: "two lists", "the second visitor"."""

REPORTS = (
    "Two {source}s disagree on {disputed}: the first says {one}, the second {two}; they agree on {agreed}.",
    "Two {source}s disagree on {disputed} (the first says {one}, the second {two}), but agree on {agreed}.",
    "Two {source}s disagree about {disputed} (the first says {one}, the second {two}), but agree about {agreed}.",
)
"""The values stand between the two names: beside one of them only, they would tell which is in dispute."""

RULINGS = (
    "The {nth} {source} is right about {trusted}, but so far nobody has looked into {other}.",
    "The {nth} {source} is known to be right about {trusted}, but so far nobody has been able to check {other}.",
    "So far nobody has looked into {other}, but the {nth} {source} is right about {trusted}.",
    "So far nobody has been able to check {other}, but the {nth} {source} is known to be right about {trusted}.",
)
"""Of each two alike, one name stands as far from the start and from the other as that which takes its place."""
