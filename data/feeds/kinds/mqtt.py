"""Messages of a broker (MQTT): each run takes what has come since, and says so to the broker when it has landed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from data.feeds.faults import FeedFault
from data.feeds.fetching import FeedKind, FetchContext, FetchedDeliveries, FetchedDelivery
from data.feeds.secrets import Secret

if TYPE_CHECKING:
    from paho.mqtt.client import Client, MQTTMessage

_QUIET = 0.5  # seconds of silence after which what was waiting at the broker has come
_KEEPS_SESSION = 7 * 86_400  # seconds for which the broker keeps messages while we are away (MQTT 5)


class MqttFeed(FeedKind):
    """Messages under `topic`, each a JSON object or a list of them, at QoS 1 in a session that the broker keeps.

    `client` names the session: one feed, one name. `device_level` is the level of a topic's name (the first is 1) at
    which the id of the device stands, for payloads that do not hold it. `listen`: seconds of a run at most.
    """

    kind: Literal["mqtt"]
    host: str = Field(min_length=1)
    port: int = Field(1883, ge=1, le=65_535)
    tls: bool = False
    topic: str = Field(min_length=1, max_length=200)
    client: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    user: str | None = None
    password: Secret | None = None
    device_level: int | None = Field(None, ge=1, le=20)
    listen: float = Field(5, gt=0, le=300)

    def fetch(self, context: FetchContext) -> FetchedDeliveries:
        with self._session(context) as (client, messages):
            rows, taken, unreadable = self._collect(messages, context)
            if rows:
                yield FetchedDelivery(self.topic, rows, "")
            for message in [*taken, *unreadable]:  # only now: what has not landed, the broker sends again
                client.ack(message.mid, message.qos)

    @contextmanager
    def _session(self, context: FetchContext) -> Iterator[tuple[Client, SimpleQueue[MQTTMessage]]]:
        from paho.mqtt.client import Client, MQTTv5
        from paho.mqtt.enums import CallbackAPIVersion
        from paho.mqtt.packettypes import PacketTypes
        from paho.mqtt.properties import Properties

        place, messages, codes = f"{self.host}:{self.port}", SimpleQueue[Any](), SimpleQueue[Any]()
        client = Client(CallbackAPIVersion.VERSION2, self.client, protocol=MQTTv5, manual_ack=True)
        client.on_connect = lambda _client, _data, _flags, code, _properties: codes.put(code)
        client.on_subscribe = lambda _client, _data, _mid, found, _properties: codes.put(found[0])
        client.on_message = lambda _client, _data, message: messages.put(message)
        client.connect_timeout = context.timeout
        if self.tls:
            client.tls_set()
        if self.user is not None:
            client.username_pw_set(self.user, self.password.text(context.environment) if self.password else None)
        kept = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        kept.SessionExpiryInterval = _KEEPS_SESSION
        try:
            client.connect(self.host, self.port, clean_start=False, properties=kept)
            client.loop_start()
            _agreed(codes, place, context)
            client.subscribe(self.topic, qos=1)
            _agreed(codes, place, context)
            yield client, messages
        except OSError as error:
            raise FeedFault("unreachable", place=place, why=type(error).__name__) from None
        finally:
            client.disconnect()
            client.loop_stop()

    def _collect(
        self, messages: SimpleQueue[MQTTMessage], context: FetchContext
    ) -> tuple[list[Any], list[MQTTMessage], list[MQTTMessage]]:
        """Rows, the messages that they came in, and messages that are no JSON: those are passed over for good."""
        rows: list[Any] = []
        taken: list[MQTTMessage] = []
        unreadable: list[MQTTMessage] = []
        left = self.listen
        while left > 0 and len(rows) < context.limit and not context.late():
            try:
                message = messages.get(timeout=_QUIET)
            except Empty:
                left -= _QUIET
                if rows:
                    break
                continue
            found = self._rows(message)
            rows += found or []
            (unreadable if found is None else taken).append(message)
        return rows, taken, unreadable

    def _rows(self, message: MQTTMessage) -> list[Any] | None:
        try:
            found = json.loads(message.payload)
        except (ValueError, RecursionError):
            return None
        rows = found if isinstance(found, list) else [found]
        parts = message.topic.split("/")
        if self.device_level is None or self.device_level > len(parts):
            return rows
        device = parts[self.device_level - 1]
        return [{"device": device, **row} if isinstance(row, dict) else row for row in rows]


def _agreed(codes: SimpleQueue[Any], place: str, context: FetchContext) -> None:
    """Wait until the broker has said yes. FeedFault: `unreachable`, `turned_away`."""
    try:
        code = codes.get(timeout=context.timeout)
    except Empty:
        raise FeedFault("unreachable", place=place, why="timeout") from None
    if code.is_failure:
        raise FeedFault("turned_away", place=place, why=str(code))
