"""A registry of five small tables, with every way in which an exchanged question can end.

The second president is invented: only one who took office in the last whole year leaves no day of her own to draw.
"""

from nescio.gen.registry.load import Book, bind, parse

BOOKS = """
type: book
checked: 2025-06-30
relations:
  author: {value: person, source: "https://example.org/a", says: "{value} wrote {subject}"}
  published: {value: year, source: "https://example.org/p", says: "{subject} was first published in {value}"}
rows:
- {name: Moby-Dick, aliases: [The Whale], author: Herman Melville, published: 1851}
- {name: Emma, author: Jane Austen, published: 1815}
- {name: Persuasion, author: Jane Austen, published: 1817}
- {name: Dracula, author: Bram Stoker, published: 1897}
names:
  person:
    Herman Melville: [Melville]
frames:
- id: book-published
  asks: published
  presupposes: author
  wordings:
  - text: "In which year did {value} first publish {subject}?"
  - {form: yes_no, text: "Is {subject}, the novel by {value}, older than the year {bound}?"}
- id: book-why
  presupposes: author
  wordings:
  - {form: why, text: "Why do readers of {subject} remember {value}?", answer: "{value} wrote it"}
"""

GAMES = """
type: games
checked: 2025-06-30
relations:
  host: {value: city, source: "https://example.org/h", says: "{value} is the host city of the {subject}"}
  leader: {value: country, source: "https://example.org/l", says: "{value} won the most medals at the {subject}"}
rows:
- {name: 2012 Summer Games, host: {value: London, since: 2012-07-27, until: 2012-08-13}, leader: United States}
- {name: 2032 Summer Games, host: {value: Brisbane, since: 2032-07-23, until: 2032-08-09}}
frames:
- id: games-leader
  asks: leader
  tense: past
  swap: subject
  partner: games-preparing
  wordings: [{text: "Which country won the most medals at the {subject}?"}]
- id: games-preparing
  asks: host
  tense: coming
  swap: subject
  partner: games-leader
  wordings: [{text: "Which city is getting ready to host the {subject}?"}]
"""

OFFICES = """
type: office
checked: 2025-06-30
relations:
  holder: {value: person, source: "https://example.org/o", says: "{value} held the office of {subject}", changing: true}
rows:
- name: president of the French Republic
  holder:
  - {value: Charles de Gaulle, since: 1959-01-08, until: 1969-04-28}
  - {value: Jeanne Martin, since: 2024-05-14}
frames:
- id: office-then
  asks: holder
  dated: drawn
  swap: date
  partner: first-now
  wordings: [{text: "Name the {subject} as of {date}."}]
"""

FIRSTS = """
type: first
checked: 2025-06-30
relations:
  achiever: {value: person, source: "https://example.org/f", says: "{value} became the {subject}"}
rows:
- {name: first man on the Moon, achiever: {value: Neil Armstrong, since: 1969-07-21}}
frames:
- id: first-now
  asks: achiever
  dated: today
  swap: date
  partner: office-then
  wordings: [{text: "Name the {subject} as of {date}."}]
"""

RULERS = """
type: ruler
checked: 2025-06-30
relations:
  tomb: {value: place, source: "https://example.org/t", says: "{subject} was buried in {value}"}
  birthplace: {value: place, source: "https://example.org/b", says: "{subject} was born in {value}"}
rows:
- {name: King Alexander, birthplace: Pella, tomb: {unknown: "The tomb of King Alexander has not been found."}}
- name: King Tutankhamun
  tomb: the Valley of the Kings
  birthplace: {unknown: "Nothing tells where King Tutankhamun was born."}
frames:
- id: ruler-tomb
  asks: tomb
  swap: subject
  partner: ruler-birth
  wordings: [{text: "Where was {subject} buried?"}]
- id: ruler-birth
  asks: birthplace
  swap: subject
  partner: ruler-tomb
  wordings: [{text: "Where was {subject} born?"}]
"""

TABLES = (BOOKS, GAMES, OFFICES, FIRSTS, RULERS)


def small_book() -> Book:
    """All five tables."""
    return bind(parse(text, f"table {number}") for number, text in enumerate(TABLES))
