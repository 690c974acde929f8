"""The sheets of docs/passages.md and draws of them, for tests of passages."""

import re
from itertools import islice
from pathlib import Path

from nescio.gen.passages.load import parse_pairs, parse_sheets
from nescio.gen.passages.model import Sheet
from nescio.gen.passages.pair_model import Pair
from nescio.gen.sources.passages import draws
from nescio.schemas.seed import Seed

_DOC = Path(__file__).parent.parent / "docs" / "passages.md"


def documented_sheet() -> Sheet:
    """The sheet that docs/passages.md shows."""
    return parse_sheets(shown()[0], _DOC.name)[0]


def documented_pair() -> Pair:
    """The pair sheet that docs/passages.md shows."""
    return parse_pairs(shown()[1], _DOC.name)[0]


def drawn_seeds(count: int, number: int = 0) -> list[Seed]:
    """Draws of the sheet."""
    return [one for one in islice(draws([documented_sheet()], number), count) if isinstance(one, Seed)]


def drawn_pairs(count: int, number: int = 0) -> list[Seed]:
    """Draws of the pair sheet: every other one is an entity's, those between are an antonym's."""
    return [one for one in islice(draws([documented_pair()], number), count) if isinstance(one, Seed)]


def shown() -> list[str]:
    """The YAML that the page shows, in order."""
    return re.findall(r"```yaml\n(.*?)```", _DOC.read_text("utf-8"), re.S)
