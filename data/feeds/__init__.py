"""Feeds: what the cockpit fetches from departments' systems by itself, as declared in `definitions/feeds/`."""
