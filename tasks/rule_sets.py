"""The rules that a cockpit works by: the shipped ones, and what the city says instead in its own definitions."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from indicators.catalogue.catalogue import Catalogue
from tasks.appraisal.appraisal import Appraisal
from tasks.appraisal.loader import load_appraisal
from tasks.tasks.policy import TaskPolicy
from tasks.tasks.policy_loader import load_policy
from tasks.tasks.transition import RuleSet
from tasks.workflow.chinese_days import ChineseDays


def open_rule_set(catalogue: Catalogue, definitions: Path) -> RuleSet:
    """What tasks are handled by, with `policy.yaml` of the city's own definitions. CatalogueError with all faults."""
    return RuleSet(catalogue, _policy(definitions, frozenset(catalogue.sources)), _days())


def open_appraisal(catalogue: Catalogue, definitions: Path) -> Appraisal:
    """What units are appraised by, with `appraisal.yaml` of the city's own definitions. CatalogueError."""
    return _appraisal(definitions, frozenset(catalogue.sources))


@lru_cache(maxsize=8)
def _policy(definitions: Path, sources: frozenset[str]) -> TaskPolicy:
    return load_policy(definitions / "policy.yaml", sources=sources)


@lru_cache(maxsize=8)
def _appraisal(definitions: Path, sources: frozenset[str]) -> Appraisal:
    return load_appraisal(definitions / "appraisal.yaml", sources=sources)


@lru_cache(maxsize=1)
def _days() -> ChineseDays:
    return ChineseDays()
