"""What is said of feeds and their runs, in either language."""

from __future__ import annotations

from components.messages import message
from data.feeds.feed_overview import Health
from data.operations.feeds.feed_store import FeedRun


def health_text(lang: str, health: Health) -> str:
    """How a feed is."""
    return message(lang, f"feed.health.{health}")


def run_text(lang: str, run: FeedRun) -> str:
    """What became of a run, and why where it did not go well. A reason of another version comes as it was kept."""
    said = message(lang, f"feed.outcome.{run.outcome}")
    if not run.code:
        return said
    between = "：" if lang == "zh" else ": "
    try:
        return said + between + message(lang, f"feed.fault.{run.code}", **run.facts)
    except KeyError:
        return said + between + run.code
