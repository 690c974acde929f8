"""What must not be published: shapes of secrets and of personal data, checked beyond their shape where that can be."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address

SECRET_NAMES = ("_KEY", "_TOKEN", "_SECRET", "_PASSWORD")
SHORTEST_SECRET = 12
"""Of the values of such variables, in characters: shorter ones stand in texts by chance."""
ENVIRONMENT = "environment"
RESERVED = re.compile(r"(?:.*\.)?(?:example\.(?:com|org|net|edu)|example|invalid|test|localhost)", re.I)
"""Domains that belong to nobody (RFC 2606)."""


@dataclass(frozen=True)
class Found:
    """A place in a text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Shape:
    """One kind of thing to look for."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = bool

    def search(self, text: str) -> Iterator[Found]:
        """Where it stands in a text."""
        for match in self.pattern.finditer(text):
            if self.holds(match[0]):
                yield Found(self.kind, *match.span())


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdigit())


def _mixed(text: str) -> bool:
    """Whether digits stand among letters, as in keys and in no words."""
    return any(mark.isdigit() for mark in text) and any(mark.isalpha() for mark in text)


def luhn(text: str) -> bool:
    """Whether the digits are a card number's: 13 to 19 of a known issuer, with the check digit of ISO/IEC 7812."""
    digits = _digits(text)
    if not 13 <= len(digits) <= 19 or digits[0] not in "3456" or len(set(digits)) < 2:
        return False
    doubled = [int(one) * (1 + place % 2) for place, one in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def iban(text: str) -> bool:
    """Whether the check digits of an IBAN hold (ISO 13616: the rearranged number is 1 modulo 97)."""
    plain = text.replace(" ", "")
    return 15 <= len(plain) <= 34 and int("".join(str(int(one, 36)) for one in plain[4:] + plain[:4])) % 97 == 1


def _somebody(address: str) -> bool:
    return not RESERVED.fullmatch(address.rpartition("@")[2])


def _public_address(text: str) -> bool:
    """Whether an IP address is one of the open network: no loopback, private or documentation address."""
    try:
        return ip_address(text.rstrip(":")).is_global
    except ValueError:
        return False


def _phone(text: str) -> bool:
    """Whether a number may be somebody's; 555-01xx is kept for fiction."""
    digits = _digits(text)
    return 9 <= len(digits) <= 15 and not re.fullmatch(r"1?\d{3}55501\d\d", digits) and len(set(digits)) > 2


SHAPES = (
    Shape("hugging_face_token", re.compile(r"(?<![A-Za-z0-9])hf_[A-Za-z0-9]{20,}")),
    Shape("api_key", re.compile(r"(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,}"), _mixed),
    Shape("api_key", re.compile(r"\bAIza[0-9A-Za-z_-]{35}")),
    Shape("api_key", re.compile(r"(?i)\bapi[_-]?key['\"]?\s{0,3}[:=]\s{0,3}['\"]?([A-Za-z0-9_-]{16,})"), _mixed),
    Shape("github_token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})")),
    Shape("slack_token", re.compile(r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}")),
    Shape("aws_key", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    Shape("bearer_token", re.compile(r"(?i)\bbearer\s+[A-Za-z0-9._~+/-]{16,}=*"), lambda text: _mixed(text[6:])),
    Shape("bearer_token", re.compile(r"(?i)\bauthorization['\"]?\s{0,3}[:=]\s{0,3}['\"]?basic\s+[A-Za-z0-9+/=]{8,}")),
    Shape("web_token", re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}")),
    Shape("private_key", re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----")),
    Shape("url_password", re.compile(r"\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s/@:]{1,99}:[^\s/@]{1,99}@")),
    Shape("email", re.compile(r"[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-zA-Z]{2,24}\b"), _somebody),
    Shape(
        "phone",
        re.compile(r"(?<![\w+.*/=-])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){1,4}\b"),
        _phone,
    ),
    Shape("phone", re.compile(r"(?<![\w.-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[ .-]\d{4}(?![\w-])"), _phone),
    Shape("iban", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"), iban),
    Shape("card_number", re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])"), luhn),
    Shape("ip_address", re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)"), _public_address),
    Shape(
        "ip_address",
        re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{1,4})+(?![\w:])"),
        _public_address,
    ),
)

LOOSE = (
    r"hf_[A-Za-z0-9]|sk-[A-Za-z0-9]|AIza|(?i:api.?key)|gh[pousr]_|github_pat_|xox[a-z]-|AKIA|ASIA|(?i:bearer)|(?i:authorization)"
    r"|eyJ|PRIVATE KEY|://[^ /@]*@|@[^ ]*\.|\+[0-9]{1,3}|[0-9]{3}[).-] ?[0-9]{3}[ .-][0-9]{4}|[A-Z]{2}[0-9]{2}"
    r"|[0-9]([ -]?[0-9]){12}|([0-9]{1,3}\.){3}[0-9]|([0-9A-Fa-f]{1,4}:){2}"
)
"""What every text that has one of the shapes matches too, in the words of RE2, which is quick."""

KINDS = tuple(dict.fromkeys(shape.kind for shape in SHAPES))


def secrets_of(environment: Mapping[str, str]) -> dict[str, str]:
    """The values of variables whose names say that they are secret, by name."""
    return {
        name: value.strip()
        for name, value in sorted(environment.items())
        if name.upper().endswith(SECRET_NAMES) and len(value.strip()) >= SHORTEST_SECRET
    }


def places(text: str, secrets: Mapping[str, str]) -> list[Found]:
    """Everything in a text that must not be published, from left to right; nested finds count once."""
    found = [place for shape in SHAPES for place in shape.search(text)]
    for value in secrets.values():
        start = text.find(value)
        while start >= 0:
            found.append(Found(ENVIRONMENT, start, start + len(value)))
            start = text.find(value, start + len(value))
    found.sort(key=lambda one: (one.start, one.kind != ENVIRONMENT, -one.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def masked(text: str, place: Found, found: list[Found]) -> str:
    """A few words around a place, with it and every other find blackened: nothing that was found is shown whole."""
    shown, end = "", 0
    at = 0
    for one in found:
        shown += text[end : one.start]
        if one == place:
            at = len(shown)
        shown += "***" if one.kind == ENVIRONMENT else text[one.start : one.start + 3] + "***"
        end = one.end
    shown += text[end:]
    return " ".join(shown[max(0, at - 24) : at + 30].split())
