"""Settings come from the environment once, at the rim; everything else is given them as an argument."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(ValueError):
    """A setting cannot be used; the sentence names it and says what is expected."""


@dataclass(frozen=True)
class Settings:
    """Where the data lives and where the server listens."""

    home: Path
    warehouse_url: str
    operations_url: str
    readings_url: str
    host: str
    port: int
    demo: bool = True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read COCKPIT_HOME, the three databases' URLs, HOST, PORT and COCKPIT_CITY; unset ones take their default.

        COCKPIT_CITY is `demo` (the demonstration city and its clock) or `own` (only what is loaded, real time).
        Raises SettingsError for a port that is not a number between 0 and 65535, and for another city.
        """
        home = Path(environment.get("COCKPIT_HOME") or "var").expanduser().resolve()
        return cls(
            home=home,
            warehouse_url=environment.get("WAREHOUSE_URL") or f"sqlite:///{home / 'warehouse.db'}",
            operations_url=environment.get("OPERATIONS_URL") or f"sqlite:///{home / 'operations.db'}",
            readings_url=environment.get("READINGS_URL") or f"sqlite:///{home / 'readings.db'}",
            host=environment.get("HOST") or "127.0.0.1",
            port=_port(environment.get("PORT") or "8050"),
            demo=_demo(environment.get("COCKPIT_CITY") or "demo"),
        )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise SettingsError(f"PORT must be a number between 0 and 65535, not {text!r}")
    return int(text)


def _demo(text: str) -> bool:
    if text not in {"demo", "own"}:
        raise SettingsError(f"COCKPIT_CITY must be demo or own, not {text!r}")
    return text == "demo"
