"""Verb forms."""

import pytest

from nescio.gen.traces.verbs import Verb, verb_of


@pytest.mark.parametrize(
    ("word", "plural", "verb"),
    [
        ("sold", False, Verb("sell", "did")),
        ("sells", False, Verb("sell", "does")),
        ("sell", True, Verb("sell", "do")),
        ("carries", False, Verb("carry", "does")),
        ("carried", True, Verb("carry", "did")),
        ("jogged", False, Verb("jog", "did")),
        ("has", False, Verb("have", "does")),
        ("cost", False, Verb("cost", "did")),
        ("costs", False, Verb("cost", "does")),
        ("read", True, None),
        ("sell", False, None),
        ("frobnicates", False, None),
    ],
)
def test_a_form_gives_its_base_and_what_asks_for_it(word: str, plural: bool, verb: Verb | None) -> None:
    """Unknown words, forms that do not agree and forms of two tenses give nothing."""
    assert verb_of(word, plural) == verb
