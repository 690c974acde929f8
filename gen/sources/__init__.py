"""The seed sources. Adding one is a file and a line in this tuple."""

from nescio.gen.sources.columns import TableOfProblems
from nescio.gen.sources.contrasts import Contrasts
from nescio.gen.sources.divisions import Divisions
from nescio.gen.sources.gsm8k import Gsm8k
from nescio.gen.sources.jsonl import JsonLines
from nescio.gen.sources.lists import Lists
from nescio.gen.sources.nq_open import NqOpen
from nescio.gen.sources.passages import Passages
from nescio.gen.sources.referents import Referents
from nescio.gen.sources.registry import RegistryTables
from nescio.gen.sources.senses import Senses
from nescio.gen.sources.situations import Situations
from nescio.gen.sources.squad import Squad
from nescio.gen.sources.stances import Stances
from nescio.gen.sources.svamp import Svamp
from nescio.gen.sources.templates import Templates
from nescio.gen.sources.triviaqa import TriviaQa
from nescio.schemas.protocols import SeedSource

SOURCES: tuple[SeedSource, ...] = (
    Contrasts(),
    Divisions(),
    Gsm8k(),
    JsonLines(),
    Lists(),
    NqOpen(),
    Referents(),
    Passages(),
    RegistryTables(),
    Senses(),
    Situations(),
    Squad(),
    Stances(),
    Svamp(),
    TableOfProblems(),
    Templates(),
    TriviaQa(),
)
"""All packaged sources, by name in alphabetical order."""
