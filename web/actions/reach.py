"""How far acts reach: what is named in a form has to lie within the asker's regions and units, as with every read.

Every act says which of these it is, or brings one that reads what it is about as the asker would.
"""

from __future__ import annotations

from components.framework.action import Form, Reach, Rejected
from data.core.actor import Actor

OUTSIDE = Rejected("out-of-scope", 403)


def own(actor: Actor, form: Form) -> Rejected | None:
    """Only what belongs to the asker's account: the handler looks for nothing else."""
    return None


def whole_city(actor: Actor, form: Form) -> Rejected | None:
    """What holds for everybody: only for those who see all regions and all units."""
    return None if actor.scope.whole else OUTSIDE


def installation(actor: Actor, form: Form) -> Rejected | None:
    """Accounts, tokens and the audit lie in no region: not for an administrator who was granted some of the city."""
    return OUTSIDE if actor.scope.regions or actor.scope.units is not None else None


def region_in(field: str) -> Reach:
    """The region whose code stands in a field."""

    def reach(actor: Actor, form: Form) -> Rejected | None:
        region = form.number(field)
        return None if region is None or actor.scope.permits(region) else OUTSIDE

    return reach
