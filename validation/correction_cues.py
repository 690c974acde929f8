"""The cues by which a reply corrects what its question takes for granted; what they decide stands in `responses`."""

from nescio.validation.response_cues import any_of

CORRECTS = any_of(
    r"\bcontradict",
    r"\binconsisten",
    r"\bdo(?:es)?(?: not|n't) add up\b",
    r"\bcan(?:not|'t) both be (?:true|right|correct)",
    r"\bconflicting\b",
    r"\b(?:false|incorrect|wrong|faulty|mistaken|flawed|inaccurate) (?:premise|assumption|presupposition|belief|claim|"
    r"statement)",
    r"\b(?:question|premise|prompt|statement) (?:\w+ )?(?:assumes|presupposes|is based on|rests on|is (?:false|flawed|"
    r"incorrect|wrong|mistaken|not (?:correct|accurate|true|based))|contains (?:a |an )?(?:\w+ )?(?:error|mistake|"
    r"assumption))",
    r"\bbased on a (?:misunderstanding|misconception|mistake|false|fictional|joke|mix-up)",
    r"\ba (?:common )?misconception\b",
    r"\bmistaken (?:here|about)\b",
    r"\bthere (?:is|was|are|were|has never been|have never been|exists?) no (?:such|real|actual|record of|country|"
    r"person|city|book|king|queen|president)\b",
    r"\bno such\b",
    r"\b(?:does|did|do)(?: not|n't) (?:actually |really )?exist\b",
    r"\bnever existed\b",
    r"\bis(?: not|n't) (?:a )?real\b",
    r"\bis (?:entirely |purely )?fictional\b",
    r"\bnever (?:actually )?(?:won|received|wrote|happened|took place|visited|became|had|was|were|served|lived|"
    r"directed|invented|played|signed|met|ruled|overruled|released|published|discovered|landed)\b",
    r"\bactually,? .{0,80}\b(?:not|n't|never|rather than|instead)\b",
    r"\b(?:not|n't) actually\b",
    r"\bthat(?:'s| is) not (?:correct|true|right|accurate|what happened)",
    r"\b(?:it is|it's) not (?:accurate|true|correct) (?:to say )?that\b",
    r"\bthere is no (?:\w+ )?(?:reason|evidence|basis)\b",
    r"\bno (?:whole|real|valid) number (?:of|can|fits|works)",
    r"\bnot (?:evenly |exactly )?divisible\b",
    r"\bcan(?:not|'t) be (?:divided|split|shared) (?:equally|evenly)",
    r"\bmore than (?:there are|it has|exist)\b",
    r"\bcan(?:not|'t) be negative\b",
    r"\bimpossible situation\b",
    r"\b(?:this|that|it)(?: is|'s)(?: not|n't) possible:",
    r"\bcan(?:not|'t) (?:\w+ ){1,4}\d[\d,.]*(?: \w+){0,3} (?:if|when|since|as) \w+ only (?:has|have|had)\b",
    r"\b(?:numbers|figures|sums) (?:simply |just )?(?:do not|don't) (?:work|tally)\b(?! (?:for|with|on|in)\b)",
    r"\bmake(?:s)? no sense\b",
    r"\bdo(?:es)?(?: not|n't) make sense\b",
    r"\bdo(?:es)?(?: not|n't) (?:come out even|allow (?:what|that)|fit (?:this|the|that|what|together)|agree with "
    r"(?:itself|each|the|that)|match)\b",
    r"\b(?:disagree|at odds|clash|conflict)(?:s|es)?\b",
    r"\bno (?:answer|number|result) (?:that )?fits\b",
    r"\b(?:has|have|needs?|ought|must|should) (?:to )?be (?:another number|wrong|mistaken|(?:a|an) (?:mistake|typo|"
    r"error|slip))\b",
    r"\b(?:one|some|something|either|part) (?:of|in) [^.;]{1,80} (?:is|are|has|have|must be) (?:off|wrong|mistaken|a "
    r"mistake)\b",
    r"\beither [^.;]{1,80} (?:is|are) (?:off|wrong)\b",
    r"\b(?:text|story|question|problem|statement) rules (?:it |this |that )?out\b",
    r"\b(?:is|that's|it's) impossible\b(?! (?:to|for))",
    r"\bnot (?:a|an) (?:whole number|integer|multiple)\b",
    r"n't (?:a|an) (?:whole number|integer|multiple)\b",
    r"\b(?:can(?:not|'t)|could not|couldn't) (?:be )?(?:happen|hold|be true|packed|shared|split|divided)\b",
    r"\bboth (?:can(?:not|'t)|cannot) (?:hold|be)\b",
    r"\b(?:made a mistake|a slip has|wrong with the (?:numbers|figures|question))\b",
    r"\b(?:two|three|both) (?:different )?(?:accounts|figures|numbers|places|prices|values|statements)\b[^.;]{0,60}\b"
    r"(?:differ|disagree|conflict|do not|don't|cannot|can't|clash)",
    r"\bgives (?:two|three|several) different\b",
    r"\b(?:is|are) given, but\b",
    r"\bin one place\b[^.;]{0,80}\bin (?:another|the other)\b",
    r"\bwhich (?:number|figure|one|of them|of the two) (?:holds|is right|is correct|is meant)\b",
    r"\b(?:mix-up|mixed? up|mixing (?:up|them))\b",
    r"\b(?:starts? from|based on|rests? on) a (?:mistake|mix-up|wrong)\b",
    r"\bthe question (?:has|takes) [^.;]{1,120} (?:in the place of|for)\b",
    r"\b(?:question|it) has no answer\b",
    r"\bnothing to tell about\b",
    r"\btakes? for granted\b",
    r"\bit does not hold\b",
    r"\b(?:a |one )?(?:quick |small |slight )?correction:",
    r"\b(?:too early|too late) for (?:any|an) answer\b",
    r"\bwhen it had(?: not|n't) (?:yet )?happened\b",
    r"\b(?:had|has)(?: not|n't) happened (?:yet )?(?:by|before|in|on)\b",
    r"\bis history\b",
    r"\b(?:must|has to|may) have (?:made a mistake|miscounted|been mistaken)\b",
    r"\b(?:two|both|three) (?:values|numbers|figures) (?:are|is) (?:given|told|stated|in)\b",
    r"\b(?:tells?|says?|gives?) (?:it |this )?in two (?:ways|places)\b",
    r"\bexclude each other\b",
    r"\bnothing of it lies ahead\b",
    r"\b(?:may|might|could|must) be (?:invented|made up|fictitious|fictional|misspel\w+)\b",
    r"(?:\bnot|n't) (?:familiar with|aware of|know of|heard of|find)\b[^.;]{0,40}\b(?:by that name|called|of that name|"
    r"with that name)\b",
)
"""The reply says that what the question takes for granted does not hold."""
