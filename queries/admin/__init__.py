"""Accounts, rights and the audit as screens ask for them: `AdminQueries(context)` answers with frozen view models."""

from __future__ import annotations

from dataclasses import dataclass

from queries.admin.account_lists import AccountLists
from queries.admin.audit_pages import AuditPages
from queries.admin.own_account import OwnAccounts

__all__ = ["AdminQueries"]


@dataclass(frozen=True)
class AdminQueries(OwnAccounts, AccountLists, AuditPages):
    """All questions of the administrators' screens. They are not narrowed by a scope: the pages' rights are the guard.

    The methods read the operations database and raise DatabaseUnavailable where it cannot be reached.
    """
