"""Questions of the wall: what is urgent before all else, and what each slide shows."""

from queries.wall.alerts import WallAlertQueries
from queries.wall.incident import WallIncidentQueries
from queries.wall.nearby import NearbyQueries
from queries.wall.playlist import PlaylistQueries
from queries.wall.sign_chart import LeadSignQueries
from queries.wall.slides import SlideQueries
from queries.wall.vitals import WallVitalsQueries

__all__ = [
    "LeadSignQueries",
    "NearbyQueries",
    "PlaylistQueries",
    "SlideQueries",
    "WallAlertQueries",
    "WallIncidentQueries",
    "WallVitalsQueries",
]
