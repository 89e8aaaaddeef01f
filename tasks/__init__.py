"""From a red light to a closed task: rules, deadlines, the record of what happened, and whether it helped.

`propose` fills a task in, `send` sends it, `act` moves it on, `split` hands a part of it down; `may` says what somebody
may do next. `set_matter` and `act_on_matter` do the same for supervised matters. All of them are given a `Rulebook`.
"""

from tasks.appraisal import Appraisal, Appraised, appraise
from tasks.bulletins import Bulletin, bulletin
from tasks.case import Answer, Case, Rulebook
from tasks.chinese_days import ChineseDays
from tasks.dispatch import Deadlines, deadlines, send, split, write
from tasks.handling import Outcome, act, look
from tasks.helped import AlertNumbers, IndicatorNumbers, LookingAgain, Numbers
from tasks.lists import my_list, of_my_units, sent_by_me
from tasks.matter_case import MatterGiven, MatterMove
from tasks.matter_light import Light, light, troubles
from tasks.matters import MatterOutcome, NewMatter, act_on_matter, set_matter
from tasks.moves import Given, Move
from tasks.opening import open_appraisal, open_book
from tasks.processes import run_scheduler, run_sender
from tasks.proposals import Proposal, propose
from tasks.reading_appraisal import load_appraisal
from tasks.reading_policy import load_policy
from tasks.rules import decide, may
from tasks.subjects import AlertSubject, Draft, IndicatorSubject, MatterSubject, PlaceSubject, Subject, TopicSubject
from tasks.webhook import Hook

__all__ = [
    "AlertNumbers",
    "AlertSubject",
    "Answer",
    "Appraisal",
    "Appraised",
    "Bulletin",
    "Case",
    "ChineseDays",
    "Deadlines",
    "Draft",
    "Given",
    "Hook",
    "IndicatorNumbers",
    "IndicatorSubject",
    "Light",
    "LookingAgain",
    "MatterGiven",
    "MatterMove",
    "MatterOutcome",
    "MatterSubject",
    "Move",
    "NewMatter",
    "Numbers",
    "Outcome",
    "PlaceSubject",
    "Proposal",
    "Rulebook",
    "Subject",
    "TopicSubject",
    "act",
    "act_on_matter",
    "appraise",
    "bulletin",
    "deadlines",
    "decide",
    "light",
    "load_appraisal",
    "load_policy",
    "look",
    "may",
    "my_list",
    "of_my_units",
    "open_appraisal",
    "open_book",
    "propose",
    "run_scheduler",
    "run_sender",
    "send",
    "sent_by_me",
    "set_matter",
    "split",
    "troubles",
    "write",
]
