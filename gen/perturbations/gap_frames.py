"""Sentences that say outright what is not known, written around the noun clauses of facts.

`{told}` and `{gap}` stand where a verb of saying or knowing takes a noun clause as its object: "how many rolls one bag
holds", "by what percentage the rent rose".
"""

TWO_CLAUSES = (
    "We are told {told}, but not {gap}.",
    "It is on record {told}, but not {gap}.",
    "Somebody noted down {told}, but nobody noted {gap}.",
    "The written notes say {told}; they do not say {gap}.",
    "Everyone involved remembers {told}, but nobody remembers {gap}.",
    "An old list shows {told}, but it does not show {gap}.",
    "People can tell you {told}, but they cannot tell you {gap}.",
    "Anyone can look up {told}, while nobody ever wrote down {gap}.",
    "The report mentions {told}, but it never mentions {gap}.",
    "It was written down {told}, but not {gap}.",
    "The page that says {told} is still there, but the page that said {gap} is lost.",
    "It is easy to find out {told}, but it is impossible to find out {gap}.",
    "Those who were asked knew {told}, but they did not know {gap}.",
    "A line of the notes says {told}, and the line that should say {gap} was left blank.",
    "It is known {told}, but not {gap}.",
    "The books tell us {told}, while they do not tell us {gap}.",
    "We are not told {gap}, but we are told {told}.",
    "Nobody noted {gap}, though somebody did note {told}.",
    "The written notes leave out {gap}, but they do say {told}.",
    "Nobody remembers {gap}, although everyone involved remembers {told}.",
    "An old list does not show {gap}, but it does show {told}.",
    "Nobody can tell you {gap}, but anyone can tell you {told}.",
    "Nobody ever wrote down {gap}, while anyone can look up {told}.",
    "The report never mentions {gap}, but it does mention {told}.",
    "It was not written down {gap}, but it was written down {told}.",
    "The page that said {gap} is lost, but the page that says {told} is still there.",
    "It is impossible to find out {gap}, but it is easy to find out {told}.",
    "Those who were asked did not know {gap}, but they knew {told}.",
    "The line of the notes that should say {gap} was left blank, and the next line says {told}.",
    "It is not known {gap}, but it is known {told}.",
    "The books do not tell us {gap}, while they do tell us {told}.",
    "It has been forgotten {gap}, but it is still remembered {told}.",
)
"""One fact is told and the other is not, in this order and in the other one alike often."""

ONE_CLAUSE = (
    "Nobody wrote down {gap}.",
    "It is not known {gap}.",
    "It was never noted {gap}.",
    "Nobody remembers {gap}.",
    "We are not told {gap}.",
    "There was nobody who could say {gap}.",
    "The notes do not say {gap}.",
    "It has been forgotten {gap}.",
    "Those who were asked did not know {gap}.",
    "The report never mentions {gap}.",
)
