"""The cues by which a reply is seen to give a value, as plain tables; see `response_cues`."""

import re

from nescio.validation.response_cues import any_of

GUESS = any_of(
    r"\bguess",
    r"\bestimate",
    r"\bprobably\b",
    r"\blikely\b",
    r"\bi(?:'d| would) say\b",
    r"\bi think\b",
    r"\bi believe\b",
    r"\banswer\b",
    r"\bresult\b",
    r"\bmy best\b",
    r"\bgo with\b",
    r"\bcomes? to\b",
    r"\bequals?\b",
    r"=",
)
"""What gives a number after a doubt as the answer all the same."""

CONTRAST = re.compile(
    r"\b(?:but|however|still|yet|though|although|nevertheless|nonetheless|even so|that said|anyway)\b[,:]?|;|:|—|–"
)
"""Where a sentence turns."""

ANSWER_IS = any_of(
    r"\b(?:the |my |our )?(?:final |correct |best |right )?(?:answer|result)(?: to (?:the|this|your) question)?(?: "
    r"here)?(?: is therefore| is thus| is then| is| would be| comes to|:|'s| =|=)(?: simply| just| exactly)?:?",
    r"\b(?:question is answered|answered)\s*:",
    r"\b(?:in short|in brief|in (?:a|one|two|a few|few) words?)(?: then)?\s*:",
)
"""What calls what follows it the answer."""

LEADS_TO = any_of(
    r"\b(?:that|this|which|it|these|they)(?: then| all| together| therefore)? (?:makes?|gives?|leaves?|comes? to|"
    r"equals?|amounts? to|adds? up to|totals?|means?|yields?|works? out (?:at|to|as))(?: us| you| them| him| her)?",
    r"(?<=\d) (?:\w+ ){0,4}(?:make|makes|leave|leaves|give|gives|cost|costs)\b",
    r"\b(?:total|sum|difference|remainder|cost|price|number|amount)(?: (?:of|for|in|to) [^.,;=]{1,60}?)? "
    r"(?:is|was|comes to|equals|=)(?: therefore| thus)?",
)
"""What leads to a result, which may be the answer or a step on the way; the result is the first number after it."""

CONCLUDES = any_of(
    r"^\W*(?:so|therefore|thus|hence|consequently|in total|altogether|in all|overall|finally|in the end)\b,?",
)
"""What opens a sentence with a result; that is its last number."""

IDK_VALUE = re.compile(
    r"\W*(?:i (?:do not|don't) know|idk|unknown|n/?a|null|none|unanswerable|undetermined|unclear|not (?:known|"
    r"given|enough information|determinable|answerable|possible|sure)|cannot be determined|can't be determined|"
    r"insufficient (?:information|data)|indeterminate|\?+)\W*"
)
"""What stands in the place of a value and is none."""
