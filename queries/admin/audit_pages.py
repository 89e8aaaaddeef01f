"""The audit, narrowed down and a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from access.authorization.roles import shipped
from components.admin.audit_view import AuditLine, AuditPage
from components.framework.view import View
from data.core.clock import BUSINESS_ZONE, to_epoch
from data.operations.accounts import accounts, devices
from data.operations.audit import audit
from data.operations.audit.audit_chain import Link
from queries.local_time import local
from queries.request_context import RequestContext

SHOWN = 100  # rows of a page


@dataclass(frozen=True)
class AuditPages:
    """What happened. Whoever asks holds the right to: the page says which."""

    context: RequestContext

    def audit_page(self, view: View) -> AuditPage:
        """The newest entries that fit the options of the address, from before the entry that it names."""
        before = view.option("before")
        with self.context.operations.reading() as connection:
            found = audit.read(connection, _wanted(view), int(before) if _is_number(before) else None, SHOWN)
            events = audit.events(connection)
            names = {f"account:{one.id}": one.name for one in accounts.listed(connection)}
            names |= {f"device:{one.id}": one.name for one in devices.listed(connection)}
        older = found[-1].seq if len(found) >= SHOWN else None
        return AuditPage([_entry(view, one, names) for one in found], events, older)


def _wanted(view: View) -> audit.AuditFilter:
    return audit.AuditFilter(
        view.option("event"),
        view.option("actor"),
        view.option("outcome"),
        view.option("words"),
        _day(view.option("since"), 0),
        _day(view.option("until"), 1, -1),
    )


def _day(text: str, days: int, seconds: int = 0) -> int | None:
    """The beginning of a local day, or of the day after it less a second; None for what is no day."""
    try:
        begins = datetime.combine(date.fromisoformat(text), time(), BUSINESS_ZONE) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return to_epoch(begins) + seconds


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15


def _entry(view: View, link: Link, names: dict[str, str]) -> AuditLine:
    said = link.entry
    role = shipped().roles.get(said.role)
    return AuditLine(
        link.seq,
        f"{local(link.at):%Y-%m-%d %H:%M:%S}",
        said.actor,
        names.get(said.actor, ""),
        view.localise(role.name) if role else said.role,
        said.event,
        said.object,
        said.outcome,
        said.reason,
        said.address,
    )
