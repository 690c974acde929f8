"""Sentences that name two things and tell something of one of them only.

A form's holes end in the thing that they speak of: `_t` the one of which it is told, `_u` the other; `_a` and `_b` the
first and the second named, of which "former", "latter" and the like say which is meant. In about as many forms the
value stands nearer to the one as to the other, so that distance gives nothing away (docs/design/018). The checker has a
reader of its own (validation/passage_shared.py): a new form must be one that it understands.
"""

YEAR = (
    "{book} dates {event_t} to {v} but does not mention {asks_u}.",
    "{says_t}; {did_u} {gap}.",
    "{asks_u} {gap}; {did_so_t} in {v}.",
    "nobody knows {asks_u}; {did_so_t} in {v}.",
    "nobody has found out {asks_u}; it was in {v} that {did_so_t}.",
    "it is not recorded {asks_u}, only that {did_so_t} in {v}.",
    "{asks_u} {gap}; for {t}, {book} gives the year {v}.",
    "according to {book}, {says_t}; it does not say {did_u}.",
    "we know from {book} that {says_t}; for {u} no year is given.",
    "one can read in {book} that {says_t}, but not {did_u}.",
    "{book} does not mention {asks_u}, although it does say that {says_t}.",
    "{book} mentions {event_a} and {short_b} but gives a year only for the {nth_t}: {v}.",
    "of {event_a} and {short_b}, {book} dates only the {nth_t}, to {v}.",
    "{book} has an entry on {event_a} and another on {short_b}; the {nth_t} is dated {v}, the other has no date.",
    "the year {v} in {book} refers to {event_t} and not to {short_u}.",
    "the year {v} in {book} refers not to {event_u} but to {short_t}.",
    "for {event_t} {book} has the year {v}, for {short_u} no year at all.",
    "for {event_u} {book} has no year, for {short_t} it has {v}.",
    "{book} gives {v} for {event_t} and leaves {short_u} undated.",
    "{book} leaves {event_u} undated but gives {v} for {short_t}.",
    "no year has come down to us for {event_u}, but for {short_t} there is one: {v}.",
    "{says_t}, {u} in a year that nobody wrote down.",
    "{vague_u}, {t} in {v}.",
    "{both}, the {nth_t} in {v} and the {nth_u} in a year that nobody wrote down.",
    "{both}, the {nth_u} in a year that nobody wrote down and the {nth_t} in {v}.",
)
VALUE = (
    "{given_t} but does not mention {asks_u}.",
    "{says_t}; {did_u} {gap}.",
    "{asks_u} {gap}; {says_t}.",
    "nobody seems to have noted {asks_u}, but {says_t}.",
    "it is not recorded {asks_u}, only that {says_t}.",
    "{event_t} is given as {v}; {asks_u} {gap}.",
    "according to {book}, {says_t}; it does not say {did_u}.",
    "one can read in {book} that {says_t}, but not {did_u}.",
    "{book} does not mention {asks_u}, although it does say that {says_t}.",
    "{book} has nothing on {event_u}, only on {short_t}: {v}.",
    "{book} lists {event_a} and {short_b}, but only the {nth_t} is filled in: {v}.",
    "of {event_a} and {short_b}, {book} {gives} only the {nth_t}: {v}.",
    "{book} leaves out {event_u} but {gives} {short_t}, {v}.",
    "{book} {gives} {event_t}, {v}, but leaves out {short_u}.",
)
FORMS: dict[str, tuple[str, ...]] = {"year": YEAR, "figure": VALUE, "name": VALUE}
GAPS = ("is not recorded", "is no longer known", "is not on record", "is anyone's guess")
NOBODY = "nobody can tell"
"""What stands before an indirect question that itself ends in a form of "to be", in the place of a gap after it."""
