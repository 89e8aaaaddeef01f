"""Loading a file in steps: handed in, looked at, mended, tried, landed; what a screen does with a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from data.core.clock import Clock, to_epoch
from data.ingest.file_preview import Choices, Preview, land, preview
from data.ingest.uploads import Said, Upload, UploadFolder
from data.pipeline.deliver import DeliveryReport
from indicators.catalogue.catalogue import Catalogue


@dataclass(frozen=True)
class FileLoading:
    """The files that wait, and the warehouse that they land in. `by` is the person, as the audit names them."""

    engine: Callable[[], Engine]
    catalogue: Catalogue
    clock: Clock
    uploads: UploadFolder

    def hand_in(self, by: str, name: str, source: str, content: bytes) -> Upload:
        """Keep a file for a while. UploadRefused."""
        return self.uploads.keep(by, name, source, content, self._now)

    def waiting(self, by: str, id: str) -> Upload | None:
        """A person's file that is still kept."""
        found = self.uploads.find(by, id, self._now)
        return found[0] if found else None

    def say(self, upload: Upload, said: Said) -> None:
        """Keep what a person has said of a file."""
        self.uploads.say(upload, said)

    def drop(self, upload: Upload) -> None:
        """Throw a file away."""
        self.uploads.drop(upload)

    def preview(self, by: str, id: str) -> tuple[Upload, Preview] | None:
        """What would become of a file; nothing is written."""
        found = self.uploads.find(by, id, self._now)
        if found is None:
            return None
        upload, content = found
        seen = preview(
            self.engine(),
            self.catalogue,
            content,
            upload.name,
            self.clock,
            source_id=upload.source,
            choices=_choices(upload.said),
        )
        return upload, seen

    def land(self, by: str, id: str, *, accept_waiting: bool) -> DeliveryReport | None:
        """Land a file for good and throw the kept one away; None where it is kept no more. DeliveryRefused."""
        found = self.uploads.find(by, id, self._now)
        if found is None:
            return None
        upload, content = found
        report = land(
            self.engine(),
            self.catalogue,
            content,
            upload.name,
            self.clock,
            source_id=upload.source,
            person=by,
            choices=_choices(upload.said),
            accept_waiting=accept_waiting,
        )
        self.uploads.drop(upload)
        return report

    @property
    def _now(self) -> int:
        return to_epoch(self.clock.now())


def _choices(said: Said) -> Choices:
    return Choices(
        measure=said.measure, region=said.region, period=said.period, names=said.names, new_layout=said.new_layout
    )
