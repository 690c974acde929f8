"""The sheet of docs/passages.md and draws of it, for tests of passages."""

import re
from itertools import islice
from pathlib import Path

from nescio.gen.passages.load import parse_sheets
from nescio.gen.passages.model import Sheet
from nescio.gen.sources.passages import draws
from nescio.schemas.seed import Seed

_DOC = Path(__file__).parent.parent / "docs" / "passages.md"


def documented_sheet() -> Sheet:
    """The sheet that docs/passages.md shows."""
    found = re.search(r"```yaml\n(.*?)```", _DOC.read_text("utf-8"), re.S)
    assert found is not None
    return parse_sheets(found[1], _DOC.name)[0]


def drawn_seeds(count: int, number: int = 0) -> list[Seed]:
    """Draws of it."""
    return [one for one in islice(draws([documented_sheet()], number), count) if isinstance(one, Seed)]
