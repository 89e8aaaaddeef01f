"""From a red light to a closed task: rules, deadlines, the record of what happened, and whether it helped.

`propose` fills a task in, `send` sends it, `act` moves it on, `split` hands a part of it down; the offers of
`TASK_TRANSITIONS` say what somebody may do next. `set_matter` and `act_on_matter` do the same for supervised matters.
All of them are given a `RuleSet`.
"""

from tasks.appraisal.appraisal import Appraisal, Appraised, appraise
from tasks.appraisal.loader import load_appraisal
from tasks.notifications.webhook import Hook
from tasks.rule_sets import open_appraisal, open_book
from tasks.supervision.bulletins import Bulletin, bulletin
from tasks.supervision.commands import MatterOutcome, NewSupervisionItem, act_on_matter, set_matter
from tasks.supervision.rag_status import RagStatus, light, troubles
from tasks.supervision.rules import MATTER_TRANSITIONS
from tasks.supervision.transition import MatterContext, MatterPayload, MatterTransition
from tasks.tasks.commands import Outcome, act, look
from tasks.tasks.dispatch import Deadlines, deadlines, send, split, write
from tasks.tasks.lists import my_list, of_my_units, sent_by_me
from tasks.tasks.outcome_evaluation import AlertNumbers, IndicatorNumbers, NumberSource, OutcomeEvaluation
from tasks.tasks.policy_loader import load_policy
from tasks.tasks.proposals import Proposal, propose
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.subjects import (
    AlertSubject,
    Draft,
    IndicatorSubject,
    MatterSubject,
    PlaceSubject,
    Subject,
    TopicSubject,
)
from tasks.tasks.transition import RuleSet, TransitionContext
from tasks.tasks.transitions import Payload, TaskTransition
from tasks.workflow.chinese_days import ChineseDays

__all__ = [
    "MATTER_TRANSITIONS",
    "TASK_TRANSITIONS",
    "AlertNumbers",
    "AlertSubject",
    "Appraisal",
    "Appraised",
    "Bulletin",
    "ChineseDays",
    "Deadlines",
    "Draft",
    "Hook",
    "IndicatorNumbers",
    "IndicatorSubject",
    "MatterContext",
    "MatterOutcome",
    "MatterPayload",
    "MatterSubject",
    "MatterTransition",
    "NewSupervisionItem",
    "NumberSource",
    "Outcome",
    "OutcomeEvaluation",
    "Payload",
    "PlaceSubject",
    "Proposal",
    "RagStatus",
    "RuleSet",
    "Subject",
    "TaskTransition",
    "TopicSubject",
    "TransitionContext",
    "act",
    "act_on_matter",
    "appraise",
    "bulletin",
    "deadlines",
    "light",
    "load_appraisal",
    "load_policy",
    "look",
    "my_list",
    "of_my_units",
    "open_appraisal",
    "open_book",
    "propose",
    "send",
    "sent_by_me",
    "set_matter",
    "split",
    "troubles",
    "write",
]
