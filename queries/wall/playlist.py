"""Which playlist a wall shows, and how fresh its readings are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.wall.frame import PictureStatus
from data.storage.faults import or_else
from indicators.catalogue.playlists import Playlist, Slide
from queries.liveness import LivenessQueries
from queries.request_context import RequestContext
from queries.wall.local_time import local


@dataclass(frozen=True)
class PlaylistQueries:
    """The playlists, by name."""

    context: RequestContext

    def playlist(self, name: str) -> Playlist:
        """A playlist by its name. NoSuchScreen."""
        found = self.context.playlists.get(name)
        if found is None:
            raise NoSuchScreen(name)
        return found

    def moment(self, view: View) -> PictureStatus:
        """Now, when the newest reading was taken (None: not known), and whether what is shown is of now."""
        liveness = LivenessQueries(self.context).shown(view)
        return PictureStatus(self.context.now, self._newest(), self.context.demo, liveness)

    def region(self, slide: Slide) -> int:
        """The region of a slide, or where the visitor begins if it has none or it may not be seen."""
        seen = slide.region is not None and self.context.scope.permits(slide.region)
        return slide.region if seen and slide.region else self.context.home

    def _newest(self) -> datetime | None:
        found = or_else(lambda: self.context.picture.newest(self.context.scope), None)
        return None if found is None else local(found)


def seen(view: View, playlist: Playlist) -> View:
    """A playlist's language and theme hold where the address says nothing else."""
    lang = view.lang if view.lang != "zh" else playlist.language
    theme = view.theme if view.theme != "dark" else playlist.theme
    return replace(view, lang=lang, theme=theme)
