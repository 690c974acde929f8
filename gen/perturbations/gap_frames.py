"""Sentences that say outright what is not known, written around the names of facts.

`{gap}` stands where a verb of saying or knowing takes a noun clause as its object: "how many rolls one bag holds", "by
what percentage the rent rose". `{told}` is a short name, "the rolls", or a short noun clause.
"""

TWO_CLAUSES = (
    "The notes mention {told}, but not {gap}.",
    "There are notes on {told}, but nobody wrote down {gap}.",
    "There are notes on {told}, but it is not known {gap}.",
    "The notes do not say {gap}; they only mention {told}.",
    "Nobody wrote down {gap}; the only notes are on {told}.",
    "It is not known {gap}; the only notes are on {told}.",
)
"""One fact is told and the other is not, in this order and in the other one alike often."""

ONE_CLAUSE = (
    "Nobody wrote down {gap}.",
    "It is not known {gap}.",
    "The notes do not say {gap}.",
)
