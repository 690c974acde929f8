"""Closed lists of words that may stand beside a plain noun; beside any other word it may be part of a compound."""

from types import MappingProxyType


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMBERS = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen"
    " half"
)
SINGLE = _words("a an the one each every per this that another single his her its my our your their which first last")
"""What a noun in the singular needs before it or before its adjectives."""
ADJECTIVES = _words(
    "red blue green yellow black white brown pink purple grey gray golden silver big bigger small smaller"
    " large larger little tiny huge giant medium tall short long old new fresh ripe unripe rotten broken clean"
    " dirty empty full whole heavy cheap expensive different same extra additional remaining total single"
    " plain fancy nice pretty beautiful shiny wooden good bad lost used unused finished other first second"
    " third last next such own lovely fine bright available more fewer less baby wild colorful colourful"
    " striped round square"
)
BEFORE = (
    NUMBERS
    | SINGLE
    | ADJECTIVES
    | _words(
        "all any some several many few these those what no both most enough of with for in on to from and or than"
        " as about into onto between by plus including only just also at has have had having buy buys bought"
        " buying sell sells sold selling make makes made making bake bakes baked baking pick picks picked picking"
        " eat eats ate eaten eating give gives gave giving get gets got getting see sees saw collect collects"
        " collected collecting own owns owned owning find finds found finding grow grows grew growing plants"
        " planted planting use uses using need needs needed want wants wanted pack packs packed packing carry"
        " carries carried hold holds held raise raises raised catch catches caught lose loses receive receives"
        " received order orders ordered paint paints painted sew sews sewed count counts counted put puts take"
        " takes took taking bring brings brought keep keeps kept contain contains contained produce produces"
        " produced were are extra cut cuts gather gathers gathered harvest harvests harvested share shares shared"
        " distribute distributed deliver delivers delivered display displays displayed purchase purchases"
        " purchased purchasing feed feeds fed wash washes washed fill fills filled load loads loaded stack stacks"
        " stacked"
    )
)
_FUNCTION = _words(
    "in on at from for with to of by into onto per over under during after before between among amongst"
    " without inside near behind off out through since until till than as about around that which who whose if"
    " when while because so then but and or plus each every altogether together left remaining today yesterday"
    " now again too also only more fewer less away back home there here already still instead next this these"
    " those the a an his her their its he she they it we you i him them is are was were be been will would can"
    " could do does did has have had should must might may not once twice everyday daily weekly monthly first"
    " later outside upstairs himself herself themselves last total both all any some either except compared"
    " versus vs"
)
AFTER = _FUNCTION | _words(
    "cost costs weigh weighs weighed fit fits sold picked bought came come comes go goes went made remain"
    " remains remained stand stands stood lie lay arrive arrived leave leaves get gets got need needs needed"
    " hold holds held contain contains contained grow grew fell die died flew swim swam ran run take takes"
    " took make makes eat eats ate sell sells live lives lived belong belonged broke bloom bloomed joined join"
    " belongs given eaten gathered collected used left received produced baked planted displayed packed put"
    " placed stacked being having using costing weighing equally evenly"
)
PRONOUNS_AHEAD = _words("they them their theirs it its these those each both ones one all none either neither")
"""Words that may take up what the sentence before named."""
ARTICLES = MappingProxyType({"a": "an", "an": "a"})
