"""The scan finds secrets and personal data wherever they stand, shows none of them, and leaves the rest alone."""

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nescio.gen.sources.templates import packaged_templates
from nescio.pipelines.publish_patterns import KINDS, LOOSE, SHAPES, iban, luhn, places, secrets_of
from nescio.pipelines.publish_scan import scan

LONG = "Ab1" * 12
PLANTED = (
    ("hugging_face_token", "hf_" + LONG),
    ("api_key", "sk-" + LONG),
    ("api_key", "sk-proj-" + LONG),
    ("api_key", "AIza" + (LONG + "Xy")[:35]),
    ("api_key", f"api_key = '{LONG}'"),
    ("github_token", "ghp_" + LONG),
    ("slack_token", "xoxb-" + LONG),
    ("aws_key", "AKIA" + "ABCD1234EFGH5678"),
    ("bearer_token", "Authorization: Bearer " + LONG),
    ("bearer_token", "authorization: basic " + LONG),
    ("web_token", f"eyJ{LONG}.eyJ{LONG}.x"),
    ("private_key", "-----BEGIN RSA PRIVATE KEY-----"),
    ("url_password", "postgres://someone:pass1@db.internal/x"),
    ("email", "jo.doe+news@mail.nescio-museum.nl"),
    ("phone", "+49 30 1234 5678"),
    ("phone", "+4930123456"),
    ("phone", "(212) 736-5000"),
    ("phone", "212-736-5000"),
    ("iban", "DE89 3704 0044 0532 0130 00"),
    ("iban", "GB82WEST12345698765432"),
    ("card_number", "4111 1111 1111 1111"),
    ("card_number", "378282246310005"),
    ("ip_address", "8.8.8.8"),
    ("ip_address", "2001:4860:4860::8888"),
)
HARMLESS = (
    "Write to jo@example.com, jo@mail.example.org or root@localhost.test.",
    "Call 212-555-0143 or +1 212 555 0199 in the film.",
    "The server is at 127.0.0.1, 192.168.0.7 or 192.0.2.44, since version 1.2.3.",
    "How do I kill a task-manager process that my risk-averse admin called disk-cleanup-2024-nightly?",
    "She adds 3+12345678 and 5 + 1200300; 2024-11-22, 10:30:45, 1,234,567,890,123 and 3.14159265358979.",
    "The bearer of bad news; bearer bonds; a secret token of love; sk-learn; hf_hub.",
    "f9b2c7d1e0a94488b3f2c7d1e0a94488b3f2c7d1e0a94488b3f2c7d1e0a94488",
    "GUID 26b5c67b-86e4-11eb-9d4d-0242ac130003, AB12 and std::vector<int>; a@b.",
    "1111 1111 1111 1111 and 1234 5678 9012 3456 are no card numbers.",
)


@pytest.mark.parametrize(("kind", "text"), PLANTED)
def test_each_kind_is_found_and_blackened(kind: str, text: str, tmp_path: Path) -> None:
    """In a line of a text; the excerpt has no more than its first three characters."""
    (tmp_path / "README.md").write_text(f"# A\n\nso ({text}), that is it\n")
    [hit] = scan(tmp_path, ["README.md"], {})
    assert (hit.file, hit.place, hit.kind) == ("README.md", "line 3", kind)
    secret = text.split(" ")[-1].strip("'")
    assert secret not in str(hit)
    assert "***" in hit.excerpt


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_so_is_left_alone(text: str) -> None:
    """Reserved domains and numbers, private addresses, hashes, sums and ordinary words."""
    assert places(text, {}) == []


def test_every_packaged_template_passes() -> None:
    """The texts that nescio's own seeds are made of."""
    assert not [text for one in packaged_templates() if (text := one.model_dump_json()) and places(text, {})]


def test_a_row_is_named_with_its_column_however_deep(tmp_path: Path) -> None:
    """In lists, in structs and in the metadata of the file; each row that has the text is named."""
    told = [{"id": "a", "said": ["x", "y"], "proof": {"evidence": "none", "also": [{"deep": "no"}]}}]
    told += [{"id": row, "said": ["x", "at 8.8.8.8"], "proof": {"evidence": "z", "also": []}} for row in ("b", "c")]
    told += [{"id": "d", "said": None, "proof": {"evidence": None, "also": [{"deep": "no"}, {"deep": "hf_" + LONG}]}}]
    table = pa.Table.from_pylist(told).replace_schema_metadata({"made_by": "jo@mail.nl"})
    pq.write_table(table, tmp_path / "rows.parquet")
    found = {(hit.place, hit.kind) for hit in scan(tmp_path, ["rows.parquet"], {})}
    rows = {("row b, said", "ip_address"), ("row c, said", "ip_address"), ("row d, proof", "hugging_face_token")}
    assert found >= rows
    assert {place for place, _ in found - rows} <= {"metadata made_by", "metadata ARROW:schema"}


def test_the_values_of_secret_variables_are_looked_for(tmp_path: Path) -> None:
    """Whatever they look like, and none of their characters is shown; short values and other variables are not."""
    value = "plain words only"
    secrets = secrets_of({"MY_API_KEY": value, "A_TOKEN": "short", "HOME": "a long enough value"})
    assert secrets == {"MY_API_KEY": value}
    pq.write_table(pa.table({"id": ["1"], "target": [f"it is {value}!"]}), tmp_path / "rows.parquet")
    [hit] = scan(tmp_path, ["rows.parquet"], secrets)
    assert (hit.place, hit.kind, hit.excerpt) == ("row 1, target", "environment", "it is ***!")


@given(st.sampled_from(PLANTED), st.text(max_size=20), st.text(max_size=20))
def test_whatever_surrounds_it_a_shape_that_matches_passes_the_quick_look(
    planted: tuple[str, str], before: str, after: str
) -> None:
    """The quick pattern, which decides what is read closely, misses nothing that a shape would find."""
    text = f"{before} {planted[1]} {after}"
    if any(True for shape in SHAPES for _ in shape.search(text)):
        assert re.search(LOOSE, text)
        assert pc.match_substring_regex(pa.array([text.encode("utf-8", "replace").decode()]), LOOSE)[0].as_py()


@given(st.integers(0, 10**14 - 1))
def test_a_number_has_one_check_digit(number: int) -> None:
    """Of ten numbers that differ in the last digit one is a card's, as ISO/IEC 7812 has it."""
    digits = f"4{number:014d}"
    assume(len(set(digits)) > 1)
    assert sum(luhn(f"{digits}{last}") for last in range(10)) == 1


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=11, max_size=30))
def test_an_account_has_one_pair_of_check_digits(account: str) -> None:
    """Of the pairs from 02 to 98 one is an IBAN's (ISO 13616)."""
    assert sum(iban(f"NL{pair:02d}{account}") for pair in range(2, 99)) == 1


def test_every_kind_can_be_planted() -> None:
    """The list above leaves no kind out."""
    assert {kind for kind, _ in PLANTED} == set(KINDS)
