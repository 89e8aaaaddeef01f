"""What the tests need besides Python packages: a Chromium, a font with Chinese, a broker; what the lint needs: Node.js.

`python -m tests.needs` looks for the first three, `python -m tests.needs node` for the last. It installs
Debian's packages where it may (root on a Debian), and otherwise stops with a sentence that says what to install.
A browser test is never skipped in silence.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = {
    "chromium": ["chromium"],
    "font": ["fontconfig", "fonts-wqy-microhei"],
    "broker": ["mosquitto"],
    "node": ["nodejs", "npm"],
}
SENTENCE = {
    "chromium": "The browser tests need Chromium: install it (Debian: apt-get install chromium) "
    "or name one in the environment variable CHROMIUM.",
    "font": "The browser tests look at Chinese text: install a CJK font (Debian: apt-get install fonts-wqy-microhei).",
    "node": "Scripts and styles are checked by biome, which needs Node.js and npm: install them "
    "(Debian: apt-get install nodejs npm).",
    "broker": "Feeds are tested with a real MQTT broker: install mosquitto (Debian: apt-get install mosquitto).",
}


def browser() -> str | None:
    """The path of a Chromium: the one CHROMIUM names, else one on the PATH, else none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False).stdout.strip())


def node() -> bool:
    """Whether Node.js and its installer are there."""
    return bool(shutil.which("node") and shutil.which("npm"))


def broker() -> str | None:
    """The path of an MQTT broker."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")


LOOKS: Mapping[str, Callable[[], object]] = {
    "chromium": browser,
    "font": chinese_font,
    "broker": broker,
    "node": node,
}


def missing(wanted: Sequence[str]) -> list[str]:
    """Which of what is wanted are not there."""
    return [name for name in wanted if not LOOKS[name]()]


def may_install() -> bool:
    """Whether this is root on a Debian."""
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install(names: list[str]) -> None:
    """Install Debian's packages for `names`; what apt-get says goes to the terminal."""
    packages = [package for name in names for package in PACKAGES[name]]
    print(f"Installing {', '.join(packages)} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


def main(wanted: Sequence[str]) -> int:
    """0 when everything is there; 1 with a sentence for each thing that is not."""
    lacking = missing(wanted)
    if lacking and may_install():
        install(lacking)
        lacking = missing(wanted)
    for name in lacking:
        print(SENTENCE[name], file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ("chromium", "font", "broker")))
