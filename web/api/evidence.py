"""Evidence through the gate: only for who may see its task or matter, never run, never kept by anybody between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from flask import Flask, Response

from data.core.actor import Actor
from data.evidence.evidence_folder import EvidenceFolder, named_for
from data.operations import Operations
from data.operations.supervision.supervision_store import NoSupervisionItem, one_milestone_evidence
from data.operations.tasks.task_queries import NoTask, one_evidence
from indicators.tasks.model import Evidence
from indicators.tasks.supervision_item import MilestoneEvidence
from web.rendering.failures import refused

KEPT_PRIVATELY: Final = "private, no-cache"
SANDBOX: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def offer_evidence(server: Flask, operations: Operations, folder: EvidenceFolder, actor: Callable[[], Actor]) -> None:
    """Answer at /evidence/<number> and /evidence/matters/<number>; what may not be seen is not found."""

    def of_task(number: int) -> Response:
        try:
            with operations.reading() as connection:
                return _served(folder, one_evidence(connection, actor().scope, number))
        except (NoTask, KeyError):
            return refused("not-found", 404, "there is no such file, or not for you")

    def of_matter(number: int) -> Response:
        try:
            with operations.reading() as connection:
                return _served(folder, one_milestone_evidence(connection, actor().scope, number))
        except (NoSupervisionItem, KeyError):
            return refused("not-found", 404, "there is no such file, or not for you")

    server.add_url_rule("/evidence/<int(max=999999999):number>", "evidence", of_task)
    server.add_url_rule("/evidence/matters/<int(max=999999999):number>", "matter-evidence", of_matter)


def _served(folder: EvidenceFolder, file: Evidence | MilestoneEvidence) -> Response:
    """A picture is shown, anything else is taken away; KeyError where the file is not what was handed in."""
    answer = Response(folder.read(file.digest), mimetype=file.media)
    shown = "inline" if file.media.startswith("image/") else "attachment"
    answer.headers["Content-Disposition"] = (
        f"{shown}; filename*=UTF-8''{quote(named_for(file.media, file.name), safe='')}"
    )
    answer.headers["Cache-Control"] = KEPT_PRIVATELY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
