"""The process that keeps the snapshot fresh: new facts, a new day, figures whose day of publication has come.

Web workers never compute; this process does, beside them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from data.core.jobs import Wait
from data.hotline.table_store import Forms
from data.storage.faults import or_else
from runtime.container import Container

EVERY = 60.0  # seconds between looks; a look that finds nothing new costs a few queries
FIRST = 2.0  # seconds after the start until the first forecasts
log = logging.getLogger("cockpit.refresher")


def run_refreshes(container: Container, again: Callable[[], bool], forms: Forms | None = None) -> None:
    """Bring the warehouse up to date whenever `again` (which waits) says so, until it says no.

    `forms` are those in which the barometer's tables are kept ready.

    A failure is logged and tried again at the next turn: the screens keep the last good snapshot meanwhile.
    """
    while again():
        try:
            or_else(container.count_tasks, 0)  # with operations away, the rest is still kept fresh
            container.prepare()
            container.check_storage_daily()
            if forms is not None:
                container.keep_voice_tables(forms)
            container.make_forecasts()
        except Exception:
            log.exception("the snapshot could not be refreshed; trying again")
        finally:
            container.dispose()


def run_refresher(container: Container, wait: Wait, forms: Forms | None = None, every: float = EVERY) -> None:
    """Keep it fresh until `wait` says no. What is expected is made soon after the start: the build leaves that out."""
    if wait(min(FIRST, every)):
        try:
            container.make_forecasts()
        except Exception:
            log.exception("nothing could be forecast; trying again with the next refresh")
        run_refreshes(container, lambda: wait(every), forms)
