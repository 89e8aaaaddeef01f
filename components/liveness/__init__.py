"""Whether a screen is of now: the badge in every header and on every wall, and the banner while it is not."""

from components.liveness.badge import badge, wall_badge
from components.liveness.banner import banner
from components.liveness.view_model import LivenessView, PartLine

__all__ = ["LivenessView", "PartLine", "badge", "banner", "wall_badge"]
