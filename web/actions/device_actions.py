"""What people do about the register of devices, as acts."""

from __future__ import annotations

from collections.abc import Callable

from components.framework.action import Act, Answer, Field, Form, Go, Refused
from data.core.actor import Asker
from data.telemetry.device_queries import RegisterReader


def device_acts(register: Callable[[], RegisterReader]) -> tuple[Act, ...]:
    """Everything that is done about devices: so far, to settle a claim to an id that somebody else holds."""

    def settle(asker: Asker, form: Form) -> Answer:
        name, claim = form.text("device"), form.text("claim")
        if not register().settle(asker.scope, name, claim):
            return Refused("no-such-claim", 404, about=name)
        return Go(about=name)

    def seen(asker: Asker, form: Form) -> Refused | None:
        """The claim is to an id whose holder stands in the asker's regions."""
        name = form.text("device")
        known = any(clash.id == name for clash in register().clashes(asker.scope))
        return None if known else Refused("no-such-claim", 404, about=name)

    fields = (Field("device", longest=64), Field("claim", longest=64))
    return (Act("device.settle", "devices.manage", settle, fields, reach=seen),)
