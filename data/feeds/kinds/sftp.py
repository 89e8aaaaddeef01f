"""A folder on another machine, over SFTP: whole files are fetched, loaded and moved away there."""

from __future__ import annotations

import base64
import binascii
import io
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator

from data.feeds.faults import FeedFault
from data.feeds.fetching import FetchContext, FetchedDeliveries, FetchedDelivery
from data.feeds.kinds.whole_files import Stamp, WatchedFolder, look
from data.feeds.secrets import Secret
from data.pipeline.refusal import DeliveryRefused
from indicators.definitions.input_limits import TABLE_BYTES

if TYPE_CHECKING:
    from paramiko import PKey, SFTPClient

_BITE = 256 * 1024  # bytes fetched at once


class SftpFeed(WatchedFolder):
    """Files of a folder behind SFTP. `host_key` is the server's public key (`ssh-ed25519 AAAA…`): no other is believed.

    Who comes proves it by `password` or by a private `key`.
    """

    kind: Literal["sftp"]
    host: str = Field(min_length=1)
    port: int = Field(22, ge=1, le=65_535)
    user: str = Field(min_length=1)
    host_key: str = Field(pattern=r"^[a-z0-9@.-]+ [A-Za-z0-9+/=]+$")
    password: Secret | None = None
    key: Secret | None = None

    @model_validator(mode="after")
    def _one_proof(self) -> Self:
        if (self.password is None) == (self.key is None):
            raise ValueError("name `password` or `key`, one of the two")
        return self

    def fetch(self, context: FetchContext) -> FetchedDeliveries:
        with self._connected(context) as client:
            found = look(self, _listing(client, self.path), context.mark, context.now)
            for name in found.whole:
                context.go_on()
                file = context.folder / name
                try:
                    _download(client, f"{self.path}/{name}", file, context)
                    yield FetchedDelivery(name, file, found.mark, self._mover(client, name))
                finally:
                    file.unlink(missing_ok=True)
            yield FetchedDelivery("", None, found.mark)

    @contextmanager
    def _connected(self, context: FetchContext) -> Iterator[SFTPClient]:
        from paramiko import SSHClient, SSHException

        client, limit = SSHClient(), context.timeout
        kind, _, _ = self.host_key.partition(" ")
        place = self.host if self.port == 22 else f"[{self.host}]:{self.port}"
        try:
            client.get_host_keys().add(place, kind, _host_key(self.host_key))
            client.connect(
                self.host,
                self.port,
                self.user,
                password=self.password.text(context.environment) if self.password else None,
                pkey=_private_key(self.key.text(context.environment)) if self.key else None,
                allow_agent=False,
                look_for_keys=False,
                timeout=limit,
                banner_timeout=limit,
                auth_timeout=limit,
                channel_timeout=limit,
            )
            with client.open_sftp() as opened:
                channel = opened.get_channel()
                if channel is not None:
                    channel.settimeout(limit)
                yield opened
        except (OSError, SSHException, EOFError) as error:
            raise FeedFault("unreachable", place=f"{self.host}:{self.port}", why=type(error).__name__) from None
        finally:
            client.close()

    def _mover(self, client: SFTPClient, name: str) -> Callable[[DeliveryRefused | None], None]:
        def conclude(refused: DeliveryRefused | None) -> None:
            target = f"{self.path}/{self.refused if refused else self.done}"
            with suppress(OSError):
                client.mkdir(target)
            try:
                _move(client, self.path, name, target)
                if self.marker:
                    _move(client, self.path, name + self.marker, target)
            except OSError as error:
                raise FeedFault("not_moved", file=name, why=error.strerror or type(error).__name__) from None

        return conclude


def _listing(client: SFTPClient, path: str) -> dict[str, Stamp]:
    try:
        entries = client.listdir_attr(path)
    except (FileNotFoundError, PermissionError) as error:
        raise FeedFault("no_folder", path=path, why=type(error).__name__) from None
    regular = [entry for entry in entries if stat.S_ISREG(entry.st_mode or 0)]
    return {entry.filename: (entry.st_size or 0, entry.st_mtime or 0) for entry in regular}


def _download(client: SFTPClient, path: str, file: Path, context: FetchContext) -> None:
    """Fetch a file; FeedFault `too_large`, and `too_slow` where it takes too long."""
    size = 0
    with client.open(path, "rb") as theirs, file.open("wb") as ours:
        theirs.prefetch()
        while bite := theirs.read(_BITE):
            context.go_on()
            size += len(bite)
            if size > TABLE_BYTES:
                raise FeedFault("too_large", again=False, file=file.name, limit=TABLE_BYTES)
            ours.write(bite)


def _move(client: SFTPClient, folder: str, name: str, target: str) -> None:
    """Move a file without replacing anything."""
    taken, number, stem = set(client.listdir(target)), 1, Path(name)
    new = name
    while new in taken:
        number += 1
        new = f"{stem.stem}.{number}{stem.suffix}"
    client.rename(f"{folder}/{name}", f"{target}/{new}")


def _host_key(text: str) -> PKey:
    from paramiko import PKey
    from paramiko.pkey import UnknownKeyType

    kind, _, body = text.partition(" ")
    try:
        return PKey.from_type_string(kind, base64.b64decode(body, validate=True))
    except (UnknownKeyType, binascii.Error, ValueError, IndexError):
        raise FeedFault("bad_key", again=False, what="host_key") from None


def _private_key(text: str) -> PKey:
    from paramiko import ECDSAKey, Ed25519Key, RSAKey, SSHException

    for kind in (Ed25519Key, ECDSAKey, RSAKey):
        with suppress(SSHException, ValueError):
            return kind.from_private_key(io.StringIO(text))
    raise FeedFault("bad_key", again=False, what="key")
