"""The verbs of word problems: which word is a finite verb, of which infinitive and tense."""

from dataclasses import dataclass

from nescio.gen.omission.words import is_plural

_REGULAR = """
accept accomplish accumulate achieve acquire add adopt afford aim allow answer apply arrange arrive ask assemble assign
attend attract average award bake bathe bike board boil borrow bowl braid brush build cancel carry carve change charge
check chop chew circle claim clean clear climb close collect color combine compete complete compose consist construct
consume contain continue contribute cook cost count cover crack create cross cry cultivate cycle dance decide decorate
decrease deduct delete deliver deposit design detach develop dig discard discover dislike display distribute divide
download donate double drain drop dry dump earn edit employ empty end enjoy enroll enter equal examine exchange exercise
expect explore fail fasten fetch fill film finish fish fix fold follow gain gather get graduate grab grade grill
grind group happen hand handle harvest hatch haul hike hire hope host hug ice include increase inherit install
insert interview invest invite invent iron issue jog join juggle jump kick kill knit laminate land last launch learn
like line list listen live load locate log look lower mail make manage manufacture mash measure mix model mop move mow
multiply mail name need notice number obtain observe offer open operate order organize own pack package paint park pass
paste pawn perform pick pitch place plan plant play plow polish post pot pour practice practise prepare press print
process produce promise provide publish pull pump purchase push rack rain raise rake reach realize receive record
recycle reduce refill register release rehearse remain remember remove rent repair replace request require rescue
reserve return review roast roll sail sample save score scoop seal search seed seem select send serve sew share shave
shift ship shop shovel sign skip slice smash smoke snow sort spill sprinkle stack stamp start stay step stitch stock
stop store stream stretch study stuff submit supply surf swap talk taste tap tend test text time tip total tour trade
train transfer transport trap travel treat trim triple try turn type unload upload use vacuum visit volunteer vote wait
walk want wash watch water weed weigh wish witness work wrap yield hold tie mine oversee deal lift hang spot gift
"""

_IRREGULAR = """
be is was been|become becomes became become|begin begins began begun|bet bets bet bet|blow blows blew blown
break breaks broke broken|bring brings brought brought|build builds built built|buy buys bought bought
catch catches caught caught|choose chooses chose chosen|come comes came come|cost costs cost cost|cut cuts cut cut
dig digs dug dug|do does did done|draw draws drew drawn|drink drinks drank drunk|drive drives drove driven
eat eats ate eaten|fall falls fell fallen|feed feeds fed fed|feel feels felt felt|find finds found found
fly flies flew flown|forget forgets forgot forgotten|freeze freezes froze frozen|get gets got got|give gives gave given
go goes went gone|grind grinds ground ground|grow grows grew grown|have has had had|hear hears heard heard
hide hides hid hidden|hit hits hit hit|hold holds held held|keep keeps kept kept|know knows knew known
lay lays laid laid|lead leads led led|leave leaves left left|lend lends lent lent|let lets let let|lose loses lost lost
make makes made made|mean means meant meant|meet meets met met|pay pays paid paid|put puts put put
quit quits quit quit|read reads read read|ride rides rode ridden|ring rings rang rung|rise rises rose risen
run runs ran run|see sees saw seen|sell sells sold sold|send sends sent sent|set sets set set|shoot shoots shot shot
shrink shrinks shrank shrunk|sing sings sang sung|sink sinks sank sunk|sit sits sat sat|sleep sleeps slept slept
speak speaks spoke spoken|spend spends spent spent|split splits split split|spread spreads spread spread
stand stands stood stood|steal steals stole stolen|stick sticks stuck stuck|sweep sweeps swept swept
swim swims swam swum|take takes took taken|teach teaches taught taught|tear tears tore torn|tell tells told told
think thinks thought thought|throw throws threw thrown|wake wakes woke woken|wear wears wore worn
weave weaves wove woven|win wins won won|write writes wrote written|withdraw withdraws withdrew withdrawn
overcharge overcharges overcharged overcharged
oversee oversees oversaw overseen|hang hangs hung hung|deal deals dealt dealt
plan plans planned planned|drop drops dropped dropped
stop stops stopped stopped|shop shops shopped shopped|chop chops chopped chopped|jog jogs jogged jogged
mop mops mopped mopped|hug hugs hugged hugged|knit knits knitted knitted|grab grabs grabbed grabbed
tap taps tapped tapped|skip skips skipped skipped|step steps stepped stepped|tip tips tipped tipped
trim trims trimmed trimmed|wrap wraps wrapped wrapped|swap swaps swapped swapped|ship ships shipped shipped
submit submits submitted submitted|transfer transfers transferred transferred|trap traps trapped trapped
log logs logged logged|pot pots potted potted|drip drips dripped dripped|equal equals equaled equaled
"""

BE = {"is": "is", "are": "are", "was": "was", "were": "were"}
MODALS = frozenset("can could will would must should may might".split())
_VOWELS = "aeiou"


@dataclass(frozen=True)
class Form:
    """A finite form: its infinitive, and "past", "third" (she sells), "base" (they sell) or "either" (put, read)."""

    base: str
    tense: str


def _regular(base: str) -> tuple[str, str]:
    """The third person and the past of a regular verb."""
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies", base[:-1] + "ied"
    third = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    return third, base + ("d" if base.endswith("e") else "ed")


def _table() -> tuple[dict[str, Form], frozenset[str]]:
    forms: dict[str, Form] = {}
    participles = {"been"}
    entries = [entry.split() for line in _IRREGULAR.strip().splitlines() for entry in line.split("|")]
    known = {entry[0] for entry in entries}
    for base in _REGULAR.split():
        if base not in known:
            third, past = _regular(base)
            entries.append([base, third, past, past])
    for base, third, past, participle in entries:
        forms[third] = Form(base, "third")
        forms[past] = Form(base, "either" if past == base else "past")
        forms.setdefault(base, Form(base, "base"))
        participles.add(participle)
    for word in ("is", "are", "was", "were", "be", *MODALS):
        forms[word] = Form("be" if word not in MODALS else word, "third")
    forms["had"], forms["has"], forms["have"] = Form("have", "past"), Form("have", "third"), Form("have", "base")
    del forms["be"]
    return forms, frozenset(participles)


FORMS, PARTICIPLES = _table()
"""Finite forms by word, and past participles."""
BASES = frozenset(form.base for form in FORMS.values())
CLAUSAL = frozenset(
    word
    for word, form in FORMS.items()
    if form.tense in ("past", "third") and not is_plural(word) and not word.endswith("ed") and word != "left"
)
"""Verbs that show that another clause has begun."""
