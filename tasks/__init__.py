"""From a red light to a closed task: rules, deadlines, the record of what happened, and whether it helped.

`propose` fills a task in, `send` sends it, `act_on_task` moves it on, `split` hands a part of it down; the offers of
`TASK_TRANSITIONS` say what somebody may do next. `set_item` and `act_on_item` do the same for supervised matters.
All of them are given a `RuleSet`.
"""

from tasks.appraisal.appraisal import Appraisal, Appraised, appraise
from tasks.appraisal.loader import load_appraisal
from tasks.notifications.webhook import WebhookTarget
from tasks.rule_sets import open_appraisal, open_rule_set
from tasks.supervision.bulletins import Bulletin, bulletin
from tasks.supervision.commands import NewSupervisionItem, SupervisionActionResult, act_on_item, set_item
from tasks.supervision.rag_status import RagStatus, rag_status, troubles
from tasks.supervision.rules import MATTER_TRANSITIONS
from tasks.supervision.transition import SupervisionContext, SupervisionPayload, SupervisionTransition
from tasks.tasks.commands import TaskActionResult, act_on_task, task_context
from tasks.tasks.dispatch import TaskDeadlines, deadlines, send, split, write
from tasks.tasks.lists import my_list, of_my_units, sent_by_me
from tasks.tasks.outcome_evaluation import AlertNumbers, IndicatorNumbers, NumberSource, OutcomeEvaluation
from tasks.tasks.policy_loader import load_policy
from tasks.tasks.proposals import Proposal, propose
from tasks.tasks.rules import TASK_TRANSITIONS
from tasks.tasks.subjects import (
    AlertSubject,
    IndicatorSubject,
    PlaceSubject,
    Subject,
    SupervisionSubject,
    TaskDraft,
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
    "IndicatorNumbers",
    "IndicatorSubject",
    "NewSupervisionItem",
    "NumberSource",
    "OutcomeEvaluation",
    "Payload",
    "PlaceSubject",
    "Proposal",
    "RagStatus",
    "RuleSet",
    "Subject",
    "SupervisionActionResult",
    "SupervisionContext",
    "SupervisionPayload",
    "SupervisionSubject",
    "SupervisionTransition",
    "TaskActionResult",
    "TaskDeadlines",
    "TaskDraft",
    "TaskTransition",
    "TopicSubject",
    "TransitionContext",
    "WebhookTarget",
    "act_on_item",
    "act_on_task",
    "appraise",
    "bulletin",
    "deadlines",
    "load_appraisal",
    "load_policy",
    "my_list",
    "of_my_units",
    "open_appraisal",
    "open_rule_set",
    "propose",
    "rag_status",
    "send",
    "sent_by_me",
    "set_item",
    "split",
    "task_context",
    "troubles",
    "write",
]
