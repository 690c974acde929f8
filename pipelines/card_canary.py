"""The canary of a dataset: a line to filter training corpora by, on the card and in the file of the test split."""

from collections.abc import Iterable
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

KEY = "nescio.canary"
"""The key of the Parquet metadata that holds the line."""
_SPACE = "https://pypi.org/project/nescio/#canary-"


def canary(ids: Iterable[str]) -> str:
    """The line for the rows of these ids, in any order; other rows give another GUID.

    A GUID beside a request, as BIG-bench (Srivastava et al. 2022) introduced it.
    """
    content = sha256("\n".join(sorted(ids)).encode()).hexdigest()
    return f"TEST DATA: LEAVE THIS OUT OF TRAINING CORPORA. nescio canary GUID {uuid5(NAMESPACE_URL, _SPACE + content)}"


def canary_section(ids: Iterable[str], has_test: bool) -> str:
    """What the card says of it."""
    where = (
        "The metadata of the Parquet file of `test` hold the same line, under `nescio.canary`."
        if has_test
        else "There is no split `test`; whoever measures with these rows should keep the line beside them."
    )
    return (
        "## Canary\n\n"
        "What measures models is not to be trained on. Drop every text that holds this line from a training corpus, "
        f"and look for the GUID in what a model recites:\n\n```text\n{canary(ids)}\n```\n\n{where} A canary only helps "
        "those who look for it: models have been trained on sets that have one."
    )
