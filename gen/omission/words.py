"""The small words by which a sentence is taken apart, plurals, and units of measure."""

PREPOSITIONS = frozenset(
    "of in on at to for from with by into onto about over under after before during through until within without per "
    "between among around behind beside near off out up across along against inside outside toward towards".split()
)
CONJUNCTIONS = frozenset(
    "and or but so if when while because since although though as then that which who whose where than unless whereas "
    "plus whenever once how what".split()
)
DETERMINERS = frozenset("a an the his her their its my our your this that these those each every".split())
PRONOUNS = frozenset("he she they it i we you him them me us himself herself themselves itself who".split())
ADVERBS = frozenset(
    "left old long tall wide deep high away apart total altogether yesterday today tomorrow daily weekly monthly "
    "nightly annually home together last next this each every per later earlier ago tonight instead already so too "
    "apiece worth off up down out back here there only now online first late early older younger more fewer less extra "
    "remaining overall downtown upstairs outside inside abroad again not".split()
)
"""Words that end a noun phrase after its noun."""
NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen "
    "dozens hundreds thousands half halves third thirds quarter fourth fifth sixth seventh eighth ninth tenth twice "
    "thrice double triple quadruple doubled tripled couple pair both once first second single".split()
)
CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays christmas "
    "thanksgiving halloween easter valentine".split()
)

TIMES = frozenset("second seconds minute minutes hour hours day days week weeks month months year years".split())
LENGTHS = frozenset(
    "mile miles foot feet inch inches yard yards meter meters metre metres kilometer kilometers kilometre kilometres "
    "km cm centimeter centimeters m mm millimeters block blocks lap laps".split()
)
WEIGHTS = frozenset(
    "pound pounds ounce ounces oz kilogram kilograms kg kilos gram grams g lb lbs ton tons tonnes".split()
)
VOLUMES = frozenset(
    "gallon gallons liter liters litre litres ml milliliters millilitres pint pints quart quarts".split()
)
MEASURES = frozenset("dollars cents percent degrees calories acres mph units euros points".split())
UNITS = TIMES | LENGTHS | WEIGHTS | VOLUMES | MEASURES | {"square", "sq", "cubic"}
"""Words after a number that measure; a bare plural of them says nothing ("she drank ounces")."""
HOLDERS = frozenset(
    "cups cup teaspoons tablespoons pounds ounces kilograms kilos grams gallons liters litres quarts pints slices "
    "pieces loaves bags boxes cans bottles jars cartons packs packages sacks baskets bunches sheets bowls glasses "
    "pairs pints scoops crates packets bars rolls yards feet meters tons".split()
)
"""What one has so many of, of something: cups of flour."""
RATES = frozenset("second minute hour day night week month year weekday weekend morning evening mile time".split())
COMPARATIVES = frozenset(
    "older younger taller shorter longer higher lower heavier lighter bigger smaller larger wider deeper faster slower "
    "later earlier farther further warmer colder cheaper".split()
)

_PLURALS = frozenset(
    "people children men women feet geese mice teeth fish sheep deer oxen dice cattle firemen policemen fishermen "
    "grandchildren salmon shrimp trout squid moose cm km kg lbs ml oz mph".split()
)
_SINGULARS = frozenset(
    "bus glass class dress gas chess yes bonus campus always this is was has his its as us plus less series species "
    "lens news tennis mathematics physics christmas grass mass boss cross address business princess mattress process "
    "success canvas atlas virus cactus octopus walrus gross across unless besides towards sometimes perhaps afterwards "
    "thus progress press access express".split()
)


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    low = word.lower().rsplit("-", 1)[-1]
    if low in _PLURALS:
        return True
    return len(low) > 2 and low.endswith("s") and not low.endswith(("ss", "'s", "’s")) and low not in _SINGULARS


def singular(word: str) -> str | None:
    """The singular of a regular plural; None where it is not plain."""
    low = word.lower()
    if low in ("people", "children", "men", "women", "feet"):
        return {"people": "person", "children": "child", "men": "man", "women": "woman", "feet": "foot"}[low]
    if not is_plural(word) or low in _PLURALS:
        return None
    if low.endswith("ies") and len(low) > 4:
        return None if low in ("cookies", "movies", "pies", "brownies", "smoothies", "selfies") else word[:-3] + "y"
    if low.endswith(("ches", "shes", "xes", "sses", "zes", "toes", "oes")):
        return word[:-2]
    if low.endswith(("ves",)):
        return None
    return word[:-1]


def article(before: str, word: str) -> str:
    """The article or other word before a noun, "a" or "an" as another word after it wants; capitals stay."""
    if before.lower() not in ("a", "an"):
        return before
    low = word.lower()
    open_sound = low.startswith(("hour", "honest", "heir")) or (
        low[0] in "aeiou" and not low.startswith(("uni", "use", "eu", "one"))
    )
    fitting = "an" if open_sound else "a"
    return fitting.capitalize() if before[0].isupper() else fitting
