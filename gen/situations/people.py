"""First names of the people in situations; none is the name of a place, a month or a word."""

WOMEN = (
    "Rita", "Ana", "Noor", "Lena", "Yuki", "Ines", "Mira", "Sofia", "Greta", "Amina", "Vera", "Lea", "Nina", "Zora",
    "Carla", "Leila", "Hana", "Ida", "Olga", "Maya",
    "Alma", "Edith", "Helen", "Judith", "Laura", "Nadia", "Ruth",
    "Tanja", "Wanda", "Clara", "Frida", "Hilda", "Joana", "Marta", "Petra", "Selma", "Ulla", "Agnes", "Cora", "Elsa",
)  # fmt: skip
MEN = (
    "Tom", "Ben", "Omar", "Paul", "Jonas", "Ravi", "Luca", "Oscar", "Hugo", "Samir", "Felix", "Emil", "Anton", "Marco",
    "Simon", "Karim", "Victor", "Boris", "Diego", "Farid", "Igor", "Kofi", "Martin", "Pedro", "Stefan", "Umar", "Yusuf",
    "Erik", "Gustav", "Ivan", "Lars", "Nils", "Rolf", "Timo", "Walter", "Bruno", "David", "Franz", "Peter", "Arthur",
)  # fmt: skip
NAMES = (*WOMEN, *MEN)


def pronoun(name: str) -> str:
    """How a sentence takes up one of the names."""
    return "she" if name in WOMEN else "he"


def personal(text: str, name: str) -> str:
    """The text with {they} and {their} as they are for one of the names."""
    return text.replace("{they}", pronoun(name)).replace("{their}", "her" if name in WOMEN else "his")
