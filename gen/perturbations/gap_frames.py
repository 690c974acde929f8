"""Sentences that say outright what is not known, written around the noun clauses of facts.

`{told}` and `{gap}` stand where a verb of saying or knowing takes a noun clause as its object: "how many rolls one bag
holds", "by what percentage the rent rose".
"""

TWO_CLAUSES = (
    "It is known {told}, but not {gap}.",
    "We know {told}, but not {gap}.",
    "The notes say {told}, but not {gap}.",
    "Somebody wrote down {told}, but not {gap}.",
    "Everybody remembers {told}, but nobody remembers {gap}.",
    "Somebody noted {told}, but nobody noted {gap}.",
    "It is not known {gap}, only {told}.",
    "We do not know {gap}, only {told}.",
    "The notes do not say {gap}, only {told}.",
    "Nobody wrote down {gap}, only {told}.",
    "Nobody remembers {gap}, but everybody remembers {told}.",
    "Nobody noted {gap}, only {told}.",
)
"""One fact is told and the other is not, in this order and in the other one alike often."""

ONE_CLAUSE = (
    "Nobody wrote down {gap}.",
    "It is not known {gap}.",
    "Nobody remembers {gap}.",
    "We do not know {gap}.",
    "The notes do not say {gap}.",
    "Nobody noted {gap}.",
)
