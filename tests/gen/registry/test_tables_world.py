"""What only the tables of the world and of science must hold; test_packaged has what holds of every table."""

import re
from functools import lru_cache

from nescio.gen.registry.load import packaged_book

FIRST_SYMBOLS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr".split()
)
NESTED = (
    "Atlantic",
    "Pacific",
    "Arctic",
    "Indian Ocean",
    "Adriatic",
    "Aegean",
    "Azov",
    "Yellow Sea",
    "Barents",
    "Gulf of",
)
"""Seas that hold or lie in one of the listed ones, so that "flows into" would have two answers."""


@lru_cache(maxsize=1)
def _values() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for triple in packaged_book().registry.triples:
        if triple.value is not None:
            found.setdefault(triple.relation, {})[triple.subject] = triple.value
    return found


def test_an_element_has_a_number_of_its_own_that_fits_its_symbol() -> None:
    """An element has a number of its own that fits its symbol."""
    numbers = _values()["atomic_number"]
    assert len(set(numbers.values())) == len(numbers)
    assert all(1 <= int(number) <= 118 for number in numbers.values())
    symbols = _values()["element_symbol"]
    low = {name: symbol for name, symbol in symbols.items() if int(numbers[name]) <= len(FIRST_SYMBOLS)}
    assert {name: FIRST_SYMBOLS[int(numbers[name]) - 1] for name in low} == low


def test_what_is_one_to_one_has_no_value_twice() -> None:
    """What is one to one has no value twice."""
    for relation in ("capital", "currency", "internet_domain", "calling_code", "element_symbol", "symbol_origin",
                     "unit_symbol", "unit_quantity", "chemical_name", "chemical_formula", "lunar_module"):  # fmt: skip
        values = list(_values()[relation].values())
        assert len(set(values)) == len(values), relation


def test_calling_codes_and_internet_domains_have_their_shape() -> None:
    """Calling codes and internet domains have their shape."""
    assert all(re.fullmatch(r"\+[2-9]\d{1,2}", code) for code in _values()["calling_code"].values())
    assert all(re.fullmatch(r"\.[a-z]{2}", domain) for domain in _values()["internet_domain"].values())


def test_no_country_joined_the_united_nations_before_there_were_any() -> None:
    """No country joined the United Nations before there were any."""
    assert all(1945 < int(year) <= 2025 for year in _values()["un_year"].values())


def test_no_sea_that_a_river_flows_into_lies_within_another() -> None:
    """No sea that a river flows into lies within another."""
    assert not [sea for sea in set(_values()["river_mouth"].values()) if any(name in sea for name in NESTED)]


def test_no_astronaut_commanded_a_flight_and_piloted_its_command_module() -> None:
    """No astronaut commanded a flight and piloted its command module."""
    pilots = _values()["module_pilot"]
    assert all(pilots.get(flight) != commander for flight, commander in _values()["mission_commander"].items())
