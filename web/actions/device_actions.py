"""What people do about the register of devices, as acts."""

from __future__ import annotations

from collections.abc import Callable

from components.framework.action import Action, ActionResult, Field, Form, Redirect, Rejected
from data.core.actor import Actor
from data.telemetry.device_queries import DeviceRegistryQueries


def device_actions(register: Callable[[], DeviceRegistryQueries]) -> tuple[Action, ...]:
    """Everything that is done about devices: so far, to settle a claim to an id that somebody else holds."""

    def settle(actor: Actor, form: Form) -> ActionResult:
        name, claim = form.text("device"), form.text("claim")
        if not register().settle(actor.scope, name, claim):
            return Rejected("no-such-claim", 404, about=name)
        return Redirect(about=name)

    def seen(actor: Actor, form: Form) -> Rejected | None:
        """The claim is to an id whose holder stands in the asker's regions."""
        name = form.text("device")
        known = any(clash.id == name for clash in register().clashes(actor.scope))
        return None if known else Rejected("no-such-claim", 404, about=name)

    fields = (Field("device", longest=64), Field("claim", longest=64))
    return (Action("device.settle", "devices.manage", settle, fields, reach=seen),)
