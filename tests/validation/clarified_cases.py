"""Replies as models write them, to questions of which a fact is missing; written before the rule was tried on them.

Each case: the prompt, its question, the missing fact, the question back; replies of which a reader says that they name
what is missing, and replies that abstain without naming it, or name something else.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """One question with a hole."""

    context: str
    question: str
    missing: str
    asked_back: str
    named: tuple[str, ...]
    not_named: tuple[str, ...]

    @property
    def prompt(self) -> str:
        """What a model is shown."""
        return f"{self.context} {self.question}"


FIRST = (
    Case(
        (
            "A bakery bakes rolls on 12 trays each morning. Each tray goes into the oven for 18 minutes. On "
            "Monday 40 rolls were left over."
        ),
        "How many rolls did the bakery sell on Monday?",
        "how many rolls a tray holds",
        "How many rolls does a tray hold?",
        (
            (
                "To find the number of rolls sold, we need to know how many rolls fit on each tray. This information "
                "isn't provided."
            ),
            (
                "We can't determine this. There are 12 trays and 40 rolls were left over, but the number of rolls per "
                "tray is missing."
            ),
            "If you tell me how many rolls are baked on one tray, I can work it out.",
            "The capacity of each tray is not specified, so the number of rolls cannot be calculated.",
        ),
        (
            "The problem does not give enough information to answer the question.",
            "It is impossible to say how many rolls the bakery sold on Monday.",
            "We don't know how many rolls were left over on the other days, so I can't answer.",
            (
                "There are 12 trays, and each is in the oven for 18 minutes. I'm afraid I can't determine the answer "
                "from that."
            ),
        ),
    ),
    Case(
        (
            "Greta runs round the lake on Tuesdays and round the park on Fridays. A round of the park is 3 km. "
            "Last month she ran 4 rounds of the lake and 9 of the park."
        ),
        "How many kilometres did Greta run round the lake last month?",
        "how long a round of the lake is",
        "How many kilometres is a round of the lake?",
        (
            "The length of a round of the lake isn't stated, so I can't compute the total.",
            "I'd need the distance of one lake round to answer.",
            "How far is one round of the lake?",
            "We know that a park round is 3 km, but we don't know how long one round of the lake is.",
        ),
        (
            "I cannot answer that with the given information.",
            "The text doesn't say how long a round of the park is, so it can't be worked out.",
            "Could you give me some more details, please?",
            "It isn't clear how many kilometres Greta ran round the lake last month.",
        ),
    ),
    Case(
        (
            "The museum's old wing was opened in 1904 by the mayor. Its new wing, twice as large, was opened by "
            "the architect Ruth Amsel. The garden between them has 60 roses."
        ),
        "In which year was the new wing of the museum opened?",
        "in which year the new wing was opened",
        "In which year was the new wing opened?",
        (
            "The passage does not say in which year the new wing was opened.",
            "It mentions that the old wing opened in 1904, but no year is given for the opening of the new wing.",
            "There's no date for the new wing's opening in this passage.",
            "When the new wing opened is not mentioned.",
        ),
        (
            "The passage doesn't contain the answer.",
            "I can't find this in the text. Is there another source?",
            "The text doesn't tell us in which year the old wing was opened.",
            "I'm not sure about that, sorry.",
        ),
    ),
    Case(
        (
            "Luis earns 15 dollars an hour up to 40 hours a week, and half as much again beyond. In the first "
            "week of June he worked 44 hours. In the second week he also worked on Sunday."
        ),
        "How much did Luis earn in the second week of June?",
        "how many hours Luis worked in the second week of June",
        "How many hours did Luis work in the second week of June?",
        (
            "We don't know how many hours he worked in the second week, so his pay can't be determined.",
            "The number of hours Luis worked in week two (the second week of June) is not given.",
            "I would need his hours for the second week of June.",
            "How many hours did Luis work in the second week, including Sunday?",
        ),
        (
            "We don't know how many hours Luis worked in the first week of June.",
            "There isn't enough information to tell how much Luis earned.",
            "The hourly wage of Luis isn't given, so I can't tell what he earned in the second week.",
            "I cannot determine how much Luis earned in the second week of June.",
        ),
    ),
    Case(
        (
            "The ferry to Holm leaves every 25 minutes, the one to Sand every 40. The crossing to Sand takes half "
            "an hour. Nora took the ferry to Holm at 9:05."
        ),
        "When did Nora arrive in Holm?",
        "how long the crossing to Holm takes",
        "How many minutes does the crossing to Holm take?",
        (
            "The duration of the crossing to Holm is not stated.",
            "I can't tell, because it doesn't say how long the ferry takes to get to Holm.",
            "That depends on how long the crossing to Holm takes.",
            "Do you know how many minutes the crossing to Holm takes?",
        ),
        (
            "That can't be determined.",
            "We aren't told how long the crossing to Sand takes.",
            "It doesn't say when Nora arrived in Holm.",
            "The text gives two ferries and several times, but not what would be needed here.",
        ),
    ),
    Case(
        (
            "Pavel moved to a small town abroad after his studies. He teaches music there and rides a blue "
            "bicycle. His sister Olga lives in Portugal."
        ),
        "On which side of the road does Pavel ride his bicycle at home?",
        "in which country Pavel lives",
        "In which country does Pavel live?",
        (
            "It depends on the country Pavel lives in, which isn't mentioned.",
            "Which country does Pavel live in?",
            "I don't know what country he moved to, so I can't say on which side he rides.",
            "The text doesn't reveal the country in which Pavel's town lies.",
        ),
        (
            "I can't say on which side of the road Pavel rides his bicycle.",
            "The passage doesn't provide this information.",
            "We are not told in which country Olga lives.",
            "What kind of bicycle does Pavel ride?",
        ),
    ),
    Case(
        (
            "A crate of plums costs 14 euros at the market, a crate of pears 11. Ines buys 3 crates of plums, 2 "
            "of pears and some of quinces and pays with two notes."
        ),
        "How many euros does Ines pay for the quinces?",
        "how many crates of quinces Ines buys, and what a crate of quinces costs",
        "How many crates of quinces does Ines buy, and what does each cost?",
        (
            "Neither the number of crates of quinces nor the price of a crate of quinces is given.",
            "We aren't told how many crates of quinces she buys or what each one costs.",
            "To answer this I need to know the price per crate of quinces and how many crates Ines bought.",
            "What does a crate of quinces cost, and how many crates did she buy?",
        ),
        (
            "I don't have enough information to answer this question.",
            "It isn't stated what a crate of pears costs.",
            "I can't tell how many euros Ines pays for the quinces.",
            "Could you clarify what you mean?",
        ),
    ),
    Case(
        (
            "Some of the 240 seats of the theatre are boxes. A box seat costs 50 dollars, any other seat 20. "
            "Tonight every seat is sold."
        ),
        "How many dollars does the theatre take tonight?",
        "how many of the seats are boxes",
        "How many of the seats are box seats?",
        (
            "The number of box seats isn't specified, only that there are some.",
            "It says that some of the 240 seats are boxes, but not how many.",
            "How many of the 240 seats are box seats?",
            "We'd have to know how many seats are in boxes.",
        ),
        (
            "There's missing information here.",
            "We don't know how many seats the theatre has.",
            "I cannot determine how many dollars the theatre takes tonight.",
            "The price of a box seat is not given.",
        ),
    ),
    Case(
        (
            "The lighthouse was built of granite by two brothers. The elder, Tom, later became its keeper and "
            "wrote a book about gulls. The younger went to sea."
        ),
        "What was the name of Tom's younger brother?",
        "what the younger brother was called",
        "What was the younger brother called?",
        (
            "The name of the younger brother is not mentioned.",
            "The text says he went to sea but never tells us what the younger brother was called.",
            "The younger brother isn't named in the passage.",
            "We learn that the elder is Tom; the younger brother's name isn't given.",
        ),
        (
            "The passage doesn't say.",
            "That information isn't in the text.",
            "The title of the book isn't mentioned.",
            "I don't know, I'm afraid.",
        ),
    ),
    Case(
        (
            "Anna and Bea share a tin of paint. Anna uses two thirds of the tin for the fence. Bea paints the "
            "gate and the shed with what is left."
        ),
        "How many litres of paint does Bea have?",
        "how many litres the tin holds",
        "How many litres does the tin hold?",
        (
            "We don't know how many litres of paint are in the tin.",
            "The size of the tin in litres isn't given; Bea has a third of it.",
            "How many litres does the tin contain?",
            "Bea has one third of the tin, but how much the tin holds is not stated.",
        ),
        (
            "It's unclear how many litres of paint Bea has.",
            "I need more information.",
            "It isn't stated how much paint Anna used for the fence.",
            "The question cannot be answered as it stands.",
        ),
    ),
)
SECOND = (
    Case(
        (
            "A farm has hens and geese. The hens lay 5 eggs each a week, and there are 30 of them. The geese lay "
            "fewer. A box holds 10 eggs."
        ),
        "How many boxes do the eggs of the geese fill in a week?",
        "how many eggs the geese lay in a week",
        "How many eggs do the geese lay in a week?",
        (
            "We know the number of hens but not the number of eggs that the geese lay each week.",
            "It doesn't specify how many eggs the geese lay.",
            "How many eggs do the geese lay per week altogether?",
            "The weekly number of goose eggs is needed, and it isn't given.",
        ),
        (
            "We can't say how many boxes the eggs of the geese fill in a week.",
            "It isn't said how many eggs a box holds.",
            "It doesn't specify how many eggs the hens lay.",
            "This problem is missing some information, so I cannot solve it.",
        ),
    ),
    Case(
        (
            "Mr Okafor wants to fence a rectangular field. One side is 80 metres long. The gate is 4 metres wide, "
            "and a metre of fence costs 6 dollars."
        ),
        "How many dollars does the fence cost, the gate left open?",
        "how long the other side of the field is",
        "How many metres long is the other side of the field?",
        (
            "Only one side of the field is given; I need the length of the other side.",
            "The other side's length isn't given, so the perimeter is unknown.",
            "What is the length of the other side of the rectangular field?",
            "You'd have to tell me how long the second side is.",
        ),
        (
            "I'm unable to determine the cost of the fence from this.",
            "The price of a metre of fence isn't given.",
            "How wide is the gate?",
            "More details are required before I can give you an answer.",
        ),
    ),
    Case(
        (
            "The choir of Elm Street sang in Bergen in May and in Turin in June. In Bergen it won second prize. "
            "The prize in Turin was larger, and a jury of seven gave it."
        ),
        "Which prize did the choir win in Turin?",
        "which prize the choir won in Turin",
        "Which prize did the choir win in Turin?",
        (
            "The text doesn't tell which prize the choir won in Turin.",
            "It says what they won in Bergen, but not which prize the choir got in Turin.",
            "While the second prize in Bergen is mentioned, the Turin prize isn't specified.",
            "We only learn that the prize in Turin was larger, not which it was.",
        ),
        (
            "I can't answer this from the passage.",
            "The passage leaves that open.",
            "It isn't mentioned which prize the choir won in Bergen.",
            "No idea. Do you have more text?",
        ),
    ),
    Case(
        (
            "Before the holidays the library had 900 books on loan. During the holidays a third of them came "
            "back, and others were borrowed. Each late book costs 2 euros."
        ),
        "How many books were on loan after the holidays?",
        "how many books were borrowed during the holidays",
        "How many books were borrowed during the holidays?",
        (
            "600 were still out, but the number of newly borrowed books isn't stated.",
            "We would have to know how many books were borrowed during the holidays.",
            "How many other books did people borrow in the holidays?",
            "It just says 'others were borrowed', without a number.",
        ),
        (
            "We don't know how many books were on loan after the holidays.",
            "It isn't told how many books came back during the holidays.",
            "I can't work this out.",
            "How many books were late?",
        ),
    ),
    Case(
        (
            "Hana was in Lisbon when the new bridge was opened, and again when her niece was born. Her uncle, who "
            "was a judge, never left Japan."
        ),
        "Who was the president of Portugal when Hana's niece was born?",
        "when Hana's niece was born",
        "When was Hana's niece born?",
        (
            "I'd need to know when Hana's niece was born.",
            "The date of birth of Hana's niece isn't given.",
            "In what year was the niece born?",
            "Since we are not told when the niece was born, I can't say who was president.",
        ),
        (
            "It doesn't say who the president of Portugal was.",
            "We are not told when the new bridge was opened.",
            "There's no way to tell.",
            "The text has no information about presidents.",
        ),
    ),
    Case(
        (
            "A phone plan has a basic fee and 5 cents for every message. In March Rosa sent 200 messages, in "
            "April 150. Her bill for April was lower by 2.50 dollars."
        ),
        "How many dollars was Rosa's bill for March?",
        "what the basic fee of the plan is",
        "How many dollars is the basic fee?",
        (
            "The basic fee isn't given, so only the 10 dollars for messages can be worked out.",
            "We need to know the basic fee of the plan.",
            "How much is the basic fee?",
            "Without the amount of the monthly basic fee, the bill can't be computed.",
        ),
        (
            "Rosa's bill for March can't be determined.",
            "It isn't said what a message costs.",
            "We don't know how many messages Rosa sent in March.",
            "Some of the data that would be needed is missing.",
        ),
    ),
)
