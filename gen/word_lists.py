"""Words that decide what a sentence of a word problem says, for those who change its wording (gen/wording.py)."""

import re

NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half "
    "halves third thirds quarter quarters fifth fifths sixth sixths seventh sevenths eighth eighths ninth ninths tenth "
    "tenths hundredth hundredths first second fourth twice thrice once double doubled triple tripled quadruple dozen "
    "dozens score gross pair pairs couple both single trio quartet hundreds thousands tens".split()
)
"""Words that state a number."""

VAGUE = frozenset(
    "few several some many much most various numerous lot lots plenty handful countless more fewer less".split()
)
"""Words that stand where a number could and leave it open."""

VAGUE_PHRASES = re.compile(
    r"\b(?:quite|somewhat|rather|a (?:bit|(?:little|good|great|fair|certain|large|small|short|long) \w+))\b",
    re.IGNORECASE,
)
"""The same in several words: "quite a bit", "a good part"."""

BOUNDS = frozenset(
    "between over under above below least most to than about around nearly almost roughly approximately".split()
)
"""Words that make a bound or a range of a number."""

FUNCTION = frozenset(
    "a an the this that these those it its they them their he she his her him you your we our us i me my is are was "
    "were be been being am do does did done has have had having will would can could shall should may might must of in "
    "on at by to for with from as and or but so if when while where which who whom whose what there here then also too "
    "very quite into onto out off up down through during about how why s t ll ve re d".split()
)
"""Words that carry grammar and little else."""

_RELATIONS = """
not no never none nobody nothing neither nor without except
than as more most fewer less least equal same different other another
older younger taller shorter longer higher lower heavier lighter larger bigger smaller greater cheaper dearer faster
slower earlier later sooner farther further nearer wider narrower deeper warmer colder stronger weaker better worse
each every all any only just exactly precisely both either per apiece everyone
about around roughly approximately nearly almost over under above below between beyond within
total altogether together sum difference product average rest remainder remaining another extra additional
before after until since ago now already still yet again first last next previous
twice half times many much few several some lot lots plenty handful various numerous
always usually often sometimes perhaps maybe possibly probably
minute hour day week fortnight month year second weekly daily monthly yearly hourly
today yesterday tomorrow morning afternoon evening night noon midnight
dollar cent euro pound percent percentage share fraction ratio
metre meter kilometre kilometer centimetre centimeter mile inch foot feet yard
gram kilogram ounce tonne ton litre liter millilitre milliliter gallon degree km kg cm mm ml
""".split()

_VERBS = """
give gives gave given giving|get gets got gotten getting|take takes took taken taking|bring brings brought bringing
buy buys bought buying|sell sells sold selling|spend spends spent spending|pay pays paid paying
earn earns earned earning|save saves saved saving|owe owes owed owing
borrow borrows borrowed borrowing|lend lends lent lending
lose loses lost losing|gain gains gained gaining|win wins won winning|find finds found finding
eat eats ate eaten eating|drink drinks drank drunk drinking|use uses used using|waste wastes wasted wasting
add adds added adding|remove removes removed removing|leave leaves left leaving|remain remains remained
keep keeps kept keeping|share shares shared sharing|split splits splitting|divide divides divided dividing
return returns returned returning|receive receives received receiving|break breaks broke broken breaking
throw throws threw thrown throwing|increase increases increased increasing|rise rises rose risen rising
decrease decreases decreased decreasing|fall falls fell fallen falling|grow grows grew grown growing
shrink shrinks shrank shrunk shrinking|start starts started starting|begin begins began begun beginning
end ends ended ending|stop stops stopped stopping|finish finishes finished finishing
arrive arrives arrived arriving|depart departs departed departing|open opens opened opening|close closes closed closing
lack lacks lacked lacking|miss misses missed missing|fail fails failed failing|skip skips skipped skipping
avoid avoids avoided avoiding|refuse refuses refused refusing|ignore ignores ignored ignoring|halt halts halted halting
reject rejects rejected rejecting|cancel cancels cancelled canceled|prevent prevents prevented preventing
drop drops dropped dropping|stay stays stayed staying|rest rests rested resting
fill fills filled filling|empty empties emptied emptying|load loads loaded loading|unload unloads unloaded unloading
"""

LEMMAS = {form: forms.split()[0] for forms in re.split(r"[|\n]", _VERBS.strip()) for form in forms.split()}
"""Forms of verbs that say in which direction a quantity moves, with their infinitive."""

RELATIONS = frozenset(_RELATIONS) | VAGUE | frozenset(LEMMAS.values())
"""Words that relate quantities, bound them, measure them, move them or deny them."""

DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)

CUES = re.compile(
    r"\b(?:un(?:known|clear|specified|stated|certain|disclosed|recorded|told|sure|determined|counted|measured)"
    r"|missing|omitted|withheld|forg[eo]t\w*|undetermined|(?:not|never|n't|nobody|no one|without|hard to|impossible to)"
    r"\s+(?:\w+\s+){0,2}?(?:know\w*|say\w*|said|tell\w*|told|state[ds]?|mention\w*|specif\w*|given|record\w*|remember\w*"
    r"|recall\w*|count\w*|note[ds]?|clear|sure|certain))\b",
    re.IGNORECASE,
)
"""Words that say that something is not told: a text that has them gives its label away (design rule 4)."""
